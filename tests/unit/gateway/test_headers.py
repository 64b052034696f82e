"""Headers on every answer: security, request id, compression, language."""

import gzip

import pytest

from shared.ids import new_id


@pytest.mark.parametrize(
    "path", ["/healthz", "/api/v1/stores", "/api/v1/me", "/nothing", "/api/docs", "/api/openapi.json"]
)
def test_every_answer_forbids_what_pages_do_not_need(client, path):
    headers = client.get(path, buffered=True).headers

    policy = headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_transport_security_is_told_over_tls_only(client):
    assert "Strict-Transport-Security" not in client.get("/healthz").headers
    assert "max-age=31536000" in client.get("/healthz", base_url="https://shop").headers["Strict-Transport-Security"]


def test_a_decent_request_id_is_taken_and_returned_and_travels(client, rpc):
    mine = new_id()

    answer = client.get("/api/v1/stores", headers={"X-Request-ID": mine})

    assert answer.headers["X-Request-ID"] == mine
    assert rpc.contexts[0].request_id == mine


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", "a;b", "é"])
def test_any_other_request_id_is_replaced(client, rpc, given):
    answer = client.get("/api/v1/stores", headers={"X-Request-ID": given})

    assert answer.headers["X-Request-ID"] == rpc.contexts[0].request_id != given
    assert len(answer.headers["X-Request-ID"]) == 26


def test_errors_carry_the_request_id_too(client):
    assert client.get("/nothing", headers={"X-Request-ID": "mine"}).headers["X-Request-ID"] == "mine"


def test_long_answers_are_compressed_for_those_who_can_read_it(client, rpc):
    rpc.answers["list_stores"] = {
        "items": [{"id": f"s{n}", "name": "徐家汇店"} for n in range(200)],
        "next_cursor": None,
    }

    plain, small = client.get("/api/v1/stores"), client.get("/api/v1/stores", headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) < len(plain.data) / 5


def test_answers_are_not_kept_by_caches(client):
    assert client.get("/api/v1/stores").headers["Cache-Control"] == "no-store"


def test_an_address_told_by_a_stranger_is_not_believed(client, make_app, rpc):
    phone = {"phone": "13800000001"}
    told = {"X-Forwarded-For": "203.0.113.7"}

    client.post("/api/v1/auth/otp", json=phone, headers=told)
    make_app(trusted_proxies=1).test_client().post("/api/v1/auth/otp", json=phone, headers=told)

    assert [request["address"] for _, _, request in rpc.calls] == ["127.0.0.1", "203.0.113.7"]
