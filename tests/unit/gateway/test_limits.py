"""How often somebody may try to sign in."""

import pytest
import time_machine

from gateway import shown_codes

OTP = "/api/v1/auth/otp"


def test_a_phone_gets_only_so_many_codes_a_minute(client, rpc):
    answers = [client.post(OTP, json={"phone": "13800000001"}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
    assert answers[-1].json["code"] == "too_many_requests"
    assert answers[-1].content_type == "application/problem+json"
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert answers[-1].headers["Retry-After"] in answers[-1].json["detail"]
    assert len(rpc.calls) == 3


def test_another_phone_is_not_held_up(client):
    for _ in range(4):
        client.post(OTP, json={"phone": "13800000001"})

    assert client.post(OTP, json={"phone": "13800000002"}).status_code == 202


def test_an_address_gets_only_so_many_codes_however_many_phones_it_names(client):
    statuses = [client.post(OTP, json={"phone": f"138000000{n:02}"}).status_code for n in range(21)]

    assert statuses == [202] * 20 + [429]


def test_a_login_can_only_be_guessed_so_often(client, rpc, signed_in):
    rpc.answers["open_session"] = signed_in()
    guess = {"grant": "password", "login": "Admin ", "password": "guess"}

    statuses = [client.post("/api/v1/auth/sessions", json=guess).status_code for _ in range(10)]
    other_spelling = client.post("/api/v1/auth/sessions", json={**guess, "login": "admin"})

    assert statuses == [201] * 10
    assert other_spelling.status_code == 429


def test_after_a_while_one_may_try_again(client):
    with time_machine.travel("2026-11-18T02:00:00Z", tick=False) as clock:
        for _ in range(4):
            last = client.post(OTP, json={"phone": "13800000001"})
        clock.shift(61)
        again = client.post(OTP, json={"phone": "13800000001"})

    assert (last.status_code, again.status_code) == (429, 202)


def test_the_demonstration_is_a_hundred_times_more_patient(make_app, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shown_codes, "PATIENCE_SECONDS", 0)
    client = make_app(profile="demo").test_client()

    statuses = {client.post(OTP, json={"phone": "13800000001"}).status_code for _ in range(50)}

    assert statuses == {202}


def test_reading_is_not_limited(client):
    assert {client.get("/api/v1/stores").status_code for _ in range(300)} == {200}
