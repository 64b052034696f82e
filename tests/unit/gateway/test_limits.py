"""How often somebody may try to sign in, and talk to the chat."""

import time

import pytest
import time_machine

from gateway import shown_codes

OTP = "/api/v1/auth/otp"
CHAT, FAQ = "/api/v1/chat/messages", "/api/v1/faq"


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


@pytest.fixture
def say(client):
    """`say(times, headers)`: the answers to so many messages."""

    def run(times, headers=None):
        return [client.post(CHAT, json={"text": "你好"}, headers=headers) for _ in range(times)]

    return run


def test_the_chat_answers_ten_messages_a_second_and_says_when_to_come_back(say, rpc):
    with time_machine.travel("2026-11-18T02:00:00Z", tick=False) as clock:
        answers = say(11)
        clock.shift(1)
        again = say(1)

    assert [answer.status_code for answer in [*answers, *again]] == [200] * 10 + [429, 200]
    assert (answers[-1].json["code"], answers[-1].headers["Retry-After"]) == ("too_many_requests", "1")
    assert len(rpc.calls) == 11


def test_the_chat_answers_two_messages_a_second_for_a_minute(say):
    with time_machine.travel("2026-11-18T02:00:00Z", tick=False) as clock:
        statuses = []
        for _ in range(25):
            statuses += [answer.status_code for answer in say(5)]
            clock.shift(1)
        last = say(1)[0]
        clock.shift(60)
        later = say(1)[0]

    assert statuses == [200] * 120 + [429] * 5
    assert (last.status_code, later.status_code) == (429, 200)
    assert 1 < int(last.headers["Retry-After"]) <= 60


def test_who_is_signed_in_is_counted_alone_and_not_with_their_address(say, sign_in):
    one, other = sign_in(account_id="acc-1"), sign_in(account_id="acc-2")
    with time_machine.travel(time.time(), tick=False):
        flooded, of_one, of_other = say(11), say(11, one), say(1, other)

    assert flooded[-1].status_code == of_one[-1].status_code == 429
    assert (of_one[0].status_code, of_other[0].status_code) == (200, 200)


def test_searching_the_faq_is_limited_and_reading_it_is_not(client):
    with time_machine.travel("2026-11-18T02:00:00Z", tick=False):
        found = [client.get(FAQ, query_string={"q": "停车"}).status_code for _ in range(11)]
        read = {client.get(FAQ).status_code for _ in range(40)}

    assert found == [200] * 10 + [429]
    assert read == {200}


def test_fifty_messages_at_once_are_no_flood_in_the_demonstration(make_app, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shown_codes, "PATIENCE_SECONDS", 0)
    client = make_app(profile="demo").test_client()

    assert {client.post(CHAT, json={"text": "你好"}).status_code for _ in range(50)} == {200}
