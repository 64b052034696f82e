"""An action's Idempotency-Key travels with the call, bound to its path and its body."""

import pytest

BOOKING = {"store_id": "s", "treatment_id": "t", "starts_at": "2026-11-23T15:00:00+08:00"}


def test_booking_needs_a_key(client, rpc, customer):
    answer = client.post("/api/v1/appointments", json=BOOKING, headers=customer)

    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_missing")
    assert rpc.calls == []


def test_the_key_travels_with_path_and_body(client, rpc, customer):
    client.post("/api/v1/appointments", json=BOOKING, headers={**customer, "Idempotency-Key": "k-1"})

    key = rpc.contexts[0].idempotency
    assert (key.key, key.path) == ("k-1", "POST /api/v1/appointments")
    assert len(key.body_hash) == 64


def test_the_same_body_written_differently_is_the_same_body(client, rpc, customer):
    headers = {**customer, "Idempotency-Key": "k-1", "Content-Type": "application/json"}
    one = '{"store_id":"s","treatment_id":"t","starts_at":"2026-11-23T15:00:00+08:00","note":"肩"}'
    two = '{ "note": "\\u80a9", "starts_at": "2026-11-23T15:00:00+08:00", "treatment_id": "t", "store_id": "s" }'
    other = one.replace("肩", "颈")

    for body in (one, two, other):
        client.post("/api/v1/appointments", data=body.encode(), headers=headers)

    hashes = [call.idempotency.body_hash for call in rpc.contexts]
    assert hashes[0] == hashes[1] != hashes[2]


def test_every_action_honours_a_key_and_none_needs_one(client, rpc, customer):
    client.post("/api/v1/appointments/a1/cancel", json={}, headers={**customer, "Idempotency-Key": "k-1"})
    client.post("/api/v1/appointments/a1/cancel", json={}, headers=customer)

    assert [call.idempotency and call.idempotency.key for call in rpc.contexts] == ["k-1", None]


def test_reading_uses_no_key(client, rpc, customer):
    client.get("/api/v1/appointments", headers={**customer, "Idempotency-Key": "k-1"})

    assert rpc.contexts[0].idempotency is None


@pytest.mark.parametrize("key", ["", "x" * 121, "with space", "键".encode().decode("latin-1")])
def test_a_key_that_is_none_is_refused(client, rpc, customer, key):
    answer = client.post("/api/v1/appointments", json=BOOKING, headers={**customer, "Idempotency-Key": key})

    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json["errors"]
    assert rpc.calls == []


def test_the_longest_key_and_path_fit(client, rpc, customer):
    path = "/api/v1/technicians/" + "t" * 48 + "/leave/" + "l" * 48

    assert client.delete(path, headers={**customer, "Idempotency-Key": "x" * 120}).status_code == 204
    assert len(rpc.contexts[0].idempotency.path) <= 160
