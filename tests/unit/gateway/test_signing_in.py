"""Access tokens, page cookies with their CSRF value, refreshing, and signing out."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
import time_machine

from gateway.auth import KeyUnfit
from shared.actor import ANONYMOUS
from shared.errors import Forbidden

PASSWORD = {"grant": "password", "login": "xiaoyue", "password": "secret"}
SESSIONS = "/api/v1/auth/sessions"
COOKIES = {"access_token_cookie": "/api", "refresh_token_cookie": f"{SESSIONS}/refresh", "csrf_access_token": "/"}


@pytest.fixture
def page(client, rpc, signed_in):
    """A page that signed in with cookies; gives its CSRF value."""
    rpc.answers["open_session"] = signed_in()
    assert client.post(SESSIONS, json={**PASSWORD, "cookies": True}).status_code == 201
    rpc.calls.clear()
    return client.get_cookie("csrf_access_token").value


def test_a_program_gets_its_tokens_in_the_answer(client, rpc, signed_in):
    rpc.answers["open_session"] = signed_in(roles=["technician"], technician_id="tec-1")

    answer = client.post(SESSIONS, json=PASSWORD)

    assert answer.status_code == 201
    assert answer.json["refresh_token"] == "opaque-1"
    assert answer.json["expires_in"] == 900
    assert answer.json["account"]["roles"] == ["technician"]
    assert answer.json["access_token"]
    assert "Set-Cookie" not in answer.headers
    assert rpc.calls == [("identity", "open_session", {**PASSWORD, "address": "127.0.0.1"})]


def test_a_one_time_code_signs_in(client, rpc, signed_in):
    rpc.answers["open_session"] = signed_in()

    client.post(SESSIONS, json={"grant": "otp", "phone": "13800000001", "code": "123456"})

    assert rpc.calls[0][2] == {"grant": "otp", "phone": "13800000001", "code": "123456", "address": "127.0.0.1"}


def test_the_actor_is_what_the_token_says(client, rpc, sign_in):
    headers = sign_in(account_id="acc-7", name="前台", roles=["receptionist"], stores=["sto-1"])

    client.get("/api/v1/appointments", headers=headers)

    actor = rpc.contexts[0].actor
    assert (actor.account_id, actor.name, actor.roles, actor.stores) == (
        "acc-7",
        "前台",
        frozenset({"receptionist"}),
        frozenset({"sto-1"}),
    )
    assert actor.session_id == "ses-1"


def test_no_header_of_the_client_makes_an_actor(client, rpc):
    client.get(
        "/api/v1/stores", headers={"X-Account-Id": "acc-1", "X-Roles": "platform_admin", "call": '{"actor": {}}'}
    )

    assert rpc.contexts[0].actor == ANONYMOUS


def test_a_page_gets_cookies_no_script_can_read_and_no_token_in_the_answer(client, rpc, signed_in):
    rpc.answers["open_session"] = signed_in()

    answer = client.post(SESSIONS, json={**PASSWORD, "cookies": True})

    assert set(answer.json) == {"account", "expires_in"}
    cookies = {cookie.partition("=")[0]: cookie for cookie in answer.headers.getlist("Set-Cookie")}
    assert "HttpOnly" in cookies["access_token_cookie"]
    assert "Path=/api;" in cookies["access_token_cookie"] + ";"
    assert "HttpOnly" in cookies["refresh_token_cookie"]
    assert "Path=/api/v1/auth/sessions/refresh;" in cookies["refresh_token_cookie"] + ";"
    assert "HttpOnly" not in cookies["csrf_access_token"]
    assert all("SameSite=Strict" in cookie for cookie in cookies.values())


def test_cookies_travel_only_over_tls_in_production_and_over_plain_http_in_the_demonstration(make_app, rpc, signed_in):
    rpc.answers["open_session"] = signed_in()

    def cookies(profile: str) -> list[str]:
        answer = make_app(profile=profile).test_client().post(SESSIONS, json={**PASSWORD, "cookies": True})
        return answer.headers.getlist("Set-Cookie")

    assert all("Secure" in cookie for cookie in cookies("production"))
    assert not any("Secure" in cookie for cookie in cookies("demo"))


def test_a_page_reads_with_its_cookie_alone(client, rpc, page):
    assert client.get("/api/v1/me").status_code == 200
    assert rpc.contexts[-1].actor.account_id == "acc-1"


def test_a_page_writes_only_with_the_csrf_value(client, rpc, page):
    def cancel(**headers: str):
        return client.post("/api/v1/appointments/a1/cancel", json={}, headers=headers)

    without, wrong, right = cancel(), cancel(**{"X-CSRF-TOKEN": "0" * 64}), cancel(**{"X-CSRF-TOKEN": page})

    assert (without.status_code, without.json["code"]) == (403, "csrf_failed")
    assert (wrong.status_code, wrong.json["code"]) == (403, "csrf_failed")
    assert right.status_code == 200
    assert [method for _, method, _ in rpc.calls] == ["cancel_appointment"]


def test_csrf_guards_calls_that_need_no_sign_in_as_well(client, rpc, page):
    answer = client.post("/api/v1/chat/messages", json={"text": "确认"})

    assert (answer.status_code, answer.json["code"]) == (403, "csrf_failed")
    assert rpc.calls == []


def test_a_program_needs_no_csrf_value(client, rpc, page, sign_in):
    answer = client.post("/api/v1/appointments/a1/cancel", json={}, headers=sign_in(account_id="acc-2"))

    assert answer.status_code == 200
    assert rpc.contexts[-1].actor.account_id == "acc-2"


def test_a_program_refreshes_with_the_token_in_the_body(client, rpc, signed_in):
    rpc.answers["refresh_session"] = signed_in(generation=2)

    answer = client.post(f"{SESSIONS}/refresh", json={"refresh_token": "opaque-1"})

    assert (answer.status_code, answer.json["refresh_token"]) == (200, "opaque-2")
    assert rpc.calls == [("identity", "refresh_session", {"refresh_token": "opaque-1"})]


def test_a_page_refreshes_with_its_cookie_and_gets_new_ones(client, rpc, page, signed_in):
    rpc.answers["refresh_session"] = signed_in(generation=2)

    answer = client.post(f"{SESSIONS}/refresh", headers={"X-CSRF-TOKEN": page})

    assert answer.status_code == 200
    assert "access_token" not in answer.json
    assert rpc.calls == [("identity", "refresh_session", {"refresh_token": "opaque-1"})]
    renewed = client.get_cookie("csrf_access_token").value
    assert renewed != page
    assert client.post("/api/v1/appointments/a1/cancel", json={}, headers={"X-CSRF-TOKEN": renewed}).status_code == 200


def test_a_page_cannot_be_made_to_refresh_from_elsewhere(client, rpc, page):
    answer = client.post(f"{SESSIONS}/refresh")

    assert (answer.status_code, answer.json["code"]) == (403, "csrf_failed")
    assert rpc.calls == []


def test_refreshing_without_any_token_is_refused(client, rpc):
    answer = client.post(f"{SESSIONS}/refresh", json={})

    assert (answer.status_code, answer.json["code"]) == (401, "refresh_token_invalid")
    assert rpc.calls == []


def test_an_expired_access_token_is_no_hindrance_to_refreshing(client, rpc, sign_in, signed_in):
    headers = sign_in()
    rpc.answers["refresh_session"] = signed_in(generation=2)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16)):
        answer = client.post(f"{SESSIONS}/refresh", json={"refresh_token": "opaque-1"}, headers=headers)

    assert answer.status_code == 200


def test_an_access_token_lives_a_quarter_of_an_hour(client, sign_in):
    headers = sign_in()
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=14)):
        assert client.get("/api/v1/me", headers=headers).status_code == 200
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16)):
        answer = client.get("/api/v1/me", headers=headers)

    assert (answer.status_code, answer.json["code"]) == (401, "token_expired")
    assert answer.content_type == "application/problem+json"


def test_a_token_nobody_verified_is_refused_even_where_nobody_need_sign_in(client, rpc):
    unsigned = jwt.encode({"sub": "acc-1", "roles": ["platform_admin"]}, key=None, algorithm="none")
    foreign = jwt.encode({"sub": "acc-1", "type": "access", "jti": "1"}, "somebody else's key, long enough", "HS256")

    for token in ("garbled", unsigned, foreign, "a.b.c", ""):
        answer = client.get("/api/v1/stores", headers={"Authorization": f"Bearer {token}".strip()})
        assert (answer.status_code, answer.json.get("code")) == (401, "token_invalid"), token
    assert rpc.calls == []


def test_signing_out_ends_the_session_and_its_tokens_at_once(client, rpc, customer):
    answer = client.delete(f"{SESSIONS}/current", headers=customer)

    assert answer.status_code == 204
    assert rpc.calls == [("identity", "end_session", {"session_id": "ses-1"})]
    after = client.get("/api/v1/me", headers=customer)
    assert (after.status_code, after.json["code"]) == (401, "session_ended")


def test_signing_out_leaves_other_sessions_alone(client, sign_in):
    mine, other = sign_in(session_id="ses-1"), sign_in(session_id="ses-2")

    client.delete(f"{SESSIONS}/current", headers=mine)

    assert client.get("/api/v1/me", headers=other).status_code == 200


def test_signing_out_takes_a_pages_cookies_away(client, page):
    assert client.delete(f"{SESSIONS}/current", headers={"X-CSRF-TOKEN": page}).status_code == 204

    assert client.get_cookie("access_token_cookie", path="/api") is None
    assert client.get_cookie("refresh_token_cookie", path="/api/v1/auth/sessions/refresh") is None
    assert client.get_cookie("csrf_access_token") is None


@pytest.mark.parametrize(
    ("refused", "status", "code"),
    [
        (Forbidden(code="sign_in_failed"), 401, "sign_in_failed"),
        (Forbidden(code="too_many_requests", params={"retry_after": 30}), 429, "too_many_requests"),
    ],
)
def test_what_identity_refuses_has_its_status(client, rpc, refused, status, code):
    rpc.answers["open_session"] = refused

    answer = client.post(SESSIONS, json=PASSWORD)

    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.headers.get("Retry-After") == ("30" if status == 429 else None)


@pytest.mark.parametrize("code", ["refresh_token_reused", "refresh_token_invalid"])
def test_a_refused_refresh_is_not_signed_in(client, rpc, code):
    rpc.answers["refresh_session"] = Forbidden(code=code)

    answer = client.post(f"{SESSIONS}/refresh", json={"refresh_token": "old"})

    assert (answer.status_code, answer.json["code"]) == (401, code)


def test_a_refresh_token_used_twice_ends_the_access_tokens_of_its_session(client, rpc, customer):
    rpc.answers["refresh_session"] = Forbidden(code="refresh_token_reused", params={"session_id": "ses-1"})

    answer = client.post(f"{SESSIONS}/refresh", json={"refresh_token": "old"})

    assert "session_id" not in answer.json
    after = client.get("/api/v1/me", headers=customer)
    assert (after.status_code, after.json["code"]) == (401, "session_ended")


def test_a_page_whose_session_is_over_reads_on_as_nobody(client, rpc, page):
    rpc.answers["refresh_session"] = Forbidden(code="refresh_token_invalid")

    answer = client.post(f"{SESSIONS}/refresh", headers={"X-CSRF-TOKEN": page})

    assert answer.status_code == 401
    for name, path in COOKIES.items():
        assert client.get_cookie(name, path=path) is None
    assert client.get("/api/v1/stores").status_code == 200


def test_the_access_cookie_lives_as_long_as_the_session_can(client, page):
    lifetimes = {client.get_cookie(name, path=path).max_age for name, path in COOKIES.items()}

    assert lifetimes == {86400}


def test_signing_in_is_no_idempotent_action(client, rpc, signed_in):
    rpc.answers["open_session"] = signed_in()

    client.post(SESSIONS, json=PASSWORD, headers={"Idempotency-Key": "k-1"})

    assert rpc.contexts[0].idempotency is None


def test_a_key_that_is_too_short_or_made_for_the_demonstration_signs_nothing(make_app):
    with pytest.raises(KeyUnfit, match="32 characters"):
        make_app(jwt_secret_key="short")
    with pytest.raises(KeyUnfit, match="demonstration"):
        make_app(profile="production", jwt_secret_key="demo-" + "x" * 40)
