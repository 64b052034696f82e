"""The steps of an appointment's life that somebody asks for by a word of the path."""

import pytest

WORDS = ["accept", "decline", "check-in", "depart", "start", "finish", "no-show"]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_the_path_is_the_action_asked_of_booking(client, rpc, reception, word):
    headers = {**reception, "Idempotency-Key": "k-1"}

    answer = client.post(
        f"/api/v1/appointments/a1/{word}", headers=headers, json={"reason": "late", "action": "finish"}
    )

    assert answer.status_code == 200, answer.text
    asked = {"reason": "late", "appointment_id": "a1", "action": word}
    assert rpc.calls == [("booking", "act_on_appointment", asked)]
    assert rpc.contexts[0].idempotency.path == f"POST /api/v1/appointments/a1/{word}"


@pytest.mark.parametrize("word", [word for word in WORDS if word != "decline"])
def test_an_action_needs_no_words(client, rpc, reception, word):
    client.post(f"/api/v1/appointments/a1/{word}", headers=reception)

    assert rpc.calls == [("booking", "act_on_appointment", {"appointment_id": "a1", "action": word})]


def test_who_declines_says_why(client, rpc, reception):
    answer = client.post("/api/v1/appointments/a1/decline", headers=reception, json={})

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["reason"])
    assert rpc.calls == []


@pytest.mark.parametrize("word", WORDS)
def test_nobody_acts_without_signing_in(client, rpc, word):
    answer = client.post(f"/api/v1/appointments/a1/{word}", json={"reason": "late"})

    assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in")
    assert rpc.calls == []


def test_there_is_no_other_word(client, rpc, reception):
    assert client.post("/api/v1/appointments/a1/vanish", headers=reception).status_code == 404
    assert rpc.calls == []


def test_a_payment_is_asked_of_booking_under_its_key(client, rpc, customer):
    body = {"provider": "sandbox", "outcome": "fail"}

    answer = client.post("/api/v1/appointments/a1/pay", headers={**customer, "Idempotency-Key": "k-1"}, json=body)

    assert answer.status_code == 200, answer.text
    assert rpc.calls == [("booking", "pay_appointment", {**body, "appointment_id": "a1"})]
    assert rpc.contexts[0].idempotency.path == "POST /api/v1/appointments/a1/pay"


def test_a_payment_needs_a_key(client, rpc, customer):
    answer = client.post("/api/v1/appointments/a1/pay", headers=customer, json={"provider": "sandbox"})

    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_missing")
    assert rpc.calls == []
