"""Every error is problem+json with a stable code, in the language of the reader."""

import logging

import pytest

from shared.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (NotFound(), 404),
        (Conflict(code="slot_taken"), 409),
        (Conflict(code="illegal_transition"), 409),
        (Conflict(code="version_conflict"), 409),
        (Conflict(code="idempotency_key_in_progress"), 409),
        (Invalid(code="too_soon"), 422),
        (Invalid(code="idempotency_key_reused"), 422),
        (Forbidden(), 403),
        (Unavailable(code="service_unavailable"), 503),
        (Unavailable(code="deadline_exceeded"), 503),
        (Unavailable(code="internal_error"), 500),
    ],
)
def test_each_refusal_has_its_status_and_keeps_its_code(client, rpc, customer, refusal, status):
    rpc.answers["cancel_appointment"] = refusal

    answer = client.post("/api/v1/appointments/a1/cancel", json={}, headers=customer)

    assert (answer.status_code, answer.json["code"], answer.json["status"]) == (status, refusal.code, status)
    assert answer.content_type == "application/problem+json"
    assert {"type", "title", "status", "detail", "code"} <= set(answer.json)
    assert ("errors" in answer.json) == (status == 422)
    assert ("Retry-After" in answer.headers) == (status == 503)


def test_somebody_unknown_is_not_forbidden_but_asked_to_sign_in(client, rpc):
    rpc.answers["decline_proposal"] = Forbidden()

    answer = client.post("/api/v1/chat/proposals/p1/decline")

    assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in")


def test_what_a_refusal_tells_beside_its_text_stands_beside_it(client, rpc, customer):
    claims = [{"appointment_id": "a1"}]
    rpc.answers["add_leave"] = Conflict(code="claims_in_the_way", params={"claims": claims, "status": "a liar"})
    leave = {"from": "2026-12-01T00:00:00+08:00", "to": "2026-12-02T00:00:00+08:00"}

    answer = client.post("/api/v1/technicians/t1/leave", json=leave, headers=customer)

    assert answer.json["claims"] == claims
    assert answer.json["status"] == 409


def test_the_fields_a_service_refuses_are_told_by_name(client, rpc, customer):
    rpc.answers["update_account"] = Invalid(fields={"contact.phone": ["Not a valid string."]})

    answer = client.patch("/api/v1/me", json={"version": 1}, headers=customer)

    assert answer.json["errors"] == {"contact.phone": ["应为文字。"]}


def test_a_request_of_the_wrong_form_is_told_by_field(client, rpc, customer):
    body = {"store_id": 7, "starts_at": "2026-11-23T15:00:00", "party_size": "two", "address": {"text": "x"}}

    answer = client.post(
        "/api/v1/appointments", json=body, headers={**customer, "Idempotency-Key": "k", "Accept-Language": "en"}
    )

    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert answer.json["errors"] == {
        "store_id": ["Not a valid string."],
        "treatment_id": ["Missing data for required field."],
        "starts_at": ["Not a valid RFC 3339 instant with an offset."],
        "party_size": ["Not a valid integer."],
        "address.lng": ["Missing data for required field."],
        "address.lat": ["Missing data for required field."],
    }
    assert rpc.calls == []


def test_a_query_of_the_wrong_form_is_told_by_field(client, rpc):
    answer = client.get("/api/v1/availability?store_id=s&from=tomorrow&days=40", headers={"Accept-Language": "en"})

    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"treatment_id", "from", "days"}
    assert client.get("/api/v1/stores?limit=101").status_code == 422
    assert rpc.calls == []


@pytest.mark.parametrize(
    ("asked", "spoken", "title"),
    [
        (None, "zh-CN", "时段已被占用"),
        ("zh", "zh-CN", "时段已被占用"),
        ("en", "en", "Time taken"),
        ("en-GB,en;q=0.9", "en", "Time taken"),
        ("fr", "zh-CN", "时段已被占用"),
        ("fr, en;q=0.5", "en", "Time taken"),
        ("zh-CN;q=0.1, en;q=0.9", "en", "Time taken"),
        ("*", "zh-CN", "时段已被占用"),
        ("zh;q=0.9, en;q=0.1", "zh-CN", "时段已被占用"),
        ("zh-TW, en;q=0.5", "zh-CN", "时段已被占用"),
        ("en;q=0, fr", "zh-CN", "时段已被占用"),
        ("not a language;;q=x", "zh-CN", "时段已被占用"),
    ],
)
def test_texts_are_in_the_readers_language(client, rpc, customer, asked, spoken, title):
    rpc.answers["cancel_appointment"] = Conflict(code="slot_taken")
    headers = {**customer, **({"Accept-Language": asked} if asked else {})}

    answer = client.post("/api/v1/appointments/a1/cancel", json={}, headers=headers)

    assert (answer.json["title"], answer.headers["Content-Language"]) == (title, spoken)
    assert rpc.contexts[0].language == spoken


def test_unknown_routes_and_methods_are_problems_too(client):
    unknown, elsewhere, wrong = client.get("/api/v1/nothing"), client.get("/nothing"), client.put("/api/v1/stores")

    assert (unknown.status_code, unknown.json["code"]) == (404, "not_found")
    assert (elsewhere.status_code, elsewhere.content_type) == (404, "application/problem+json")
    assert (wrong.status_code, wrong.json["code"]) == (405, "method_not_allowed")
    assert "GET" in wrong.headers["Allow"]


@pytest.mark.parametrize(
    "raw",
    [
        b"{not json",
        b"\xff\xfe",
        b'{"text": NaN}',
        b'{"text": 1e999}',
        b'{"text": 12345678901234567890}',
        b'{"text": "\\ud800"}',
        b'{"text": "a", "text": "b"}',
        b"[" * 20_000,
        b" ",
    ],
)
def test_a_body_that_is_not_json_is_malformed(client, rpc, raw):
    answer = client.post("/api/v1/chat/messages", data=raw, content_type="application/json")

    assert (answer.status_code, answer.json["code"]) == (400, "malformed")
    assert rpc.calls == []


@pytest.mark.parametrize("raw", [b"[]", b'"text"', b"null", b"7"])
def test_a_body_that_is_no_object_is_invalid(client, rpc, raw):
    answer = client.post("/api/v1/chat/messages", data=raw, content_type="application/json")

    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert rpc.calls == []


def test_only_json_is_taken(client, rpc):
    form = client.post("/api/v1/chat/messages", data={"text": "hi"})

    assert (form.status_code, form.json["code"]) == (415, "unsupported_media_type")
    assert client.post("/api/v1/chat/messages", data=b'{"text": "hi"}', content_type=None).status_code == 200


def test_a_body_too_large_is_refused(client, rpc):
    answer = client.post("/api/v1/chat/messages", json={"text": "x" * 70_000})

    assert (answer.status_code, answer.json["code"]) == (413, "body_too_large")
    assert rpc.calls == []


def test_a_fault_of_ours_is_an_internal_error_that_tells_nothing(make_app, rpc, monkeypatch, caplog):
    app = make_app()
    monkeypatch.setattr(rpc, "call", lambda *_: 1 / 0)

    with caplog.at_level(logging.ERROR):
        answer = app.test_client().get("/api/v1/stores")

    assert (answer.status_code, answer.json["code"]) == (500, "internal_error")
    assert "division" not in answer.text
    assert "ZeroDivisionError" in caplog.text
