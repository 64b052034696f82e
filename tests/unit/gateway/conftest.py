"""The gateway over a bus that only writes down what it was asked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway import asking, auth, limits
from gateway.app import create_app
from gateway.ended_sessions import EndedSessions
from shared.call import Call
from shared.errors import Refusal

Json = dict[str, Any]

SETTINGS: Json = {
    "profile": "test",
    "clock_offset_seconds": 0.0,
    "jwt_secret_key": "a test's own key, long enough to sign",
    "access_token_minutes": 15,
    "cookie_secure": True,
    "max_body_bytes": 65536,
    "rate_limit_storage": "memory://",
    "trusted_proxies": 0,
    "ready_timeout_seconds": 1.0,
    "call_timeout_seconds": 8.0,
    "wechat_token": "",
    "wechat_app_id": "",
    "wechat_aes_key": "",
    "live_streams": 8,
    "live_streams_per_account": 2,
    "live_heartbeat_seconds": 25.0,
}


class FakeRpc:
    """Answers `{}` unless told what to answer or refuse, and remembers every call."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, Json]] = []
        self.contexts: list[Call] = []
        self.answers: dict[str, Json | Refusal] = {}

    def call(self, service: str, method: str, request: Json, call: Call, timeout: float) -> Json:
        self.calls.append((service, method, request))
        self.contexts.append(call)
        answer = self.answers.get(method, {})
        if isinstance(answer, Refusal):
            raise answer
        return answer

    def close(self) -> None:
        """Nothing is held."""


def opened(account_id: str = "acc-1", session_id: str = "ses-1", generation: int = 1, **account: Any) -> Json:
    """What identity answers to a sign-in."""
    return {
        "account": {"id": account_id, "name": "林晓月", "roles": ["customer"], "stores": [], **account},
        "session_id": session_id,
        "refresh_token": f"opaque-{generation}",
        "refresh_expires_in": 86400,
    }


@pytest.fixture
def rpc() -> FakeRpc:
    return FakeRpc()


@pytest.fixture
def make_app(rpc: FakeRpc) -> Callable[..., Flask]:
    def make(**changes: Any) -> Flask:
        return create_app(rpc, {**SETTINGS, **changes})

    return make


@pytest.fixture(scope="session")
def one_app() -> Flask:
    """Made once, because building the OpenAPI document takes longer than any of the tests."""
    return create_app(FakeRpc(), SETTINGS)


@pytest.fixture
def app(one_app: Flask, rpc: FakeRpc) -> Flask:
    """As good as new: a bus of its own, no tries counted, no session ended."""
    one_app.extensions[asking.EXTENSION] = rpc
    one_app.extensions[limits.EXTENSION].reset()
    one_app.extensions[auth.EXTENSION] = EndedSessions(timedelta(minutes=SETTINGS["access_token_minutes"]))
    return one_app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in(client: FlaskClient, rpc: FakeRpc) -> Callable[..., Json]:
    """`sign_in(roles=[…])` gives the headers of somebody signed in; the sign-in itself leaves no trace in `rpc`."""

    def headers(**account: Any) -> Json:
        rpc.answers["open_session"] = opened(**account)
        body = {"grant": "password", "login": "xiaoyue", "password": "secret"}
        answer = client.post("/api/v1/auth/sessions", json=body)
        assert answer.status_code == 201, answer.text
        rpc.calls.clear()
        rpc.contexts.clear()
        return {"Authorization": f"Bearer {answer.json['access_token']}"}

    return headers


@pytest.fixture
def customer(sign_in: Callable[..., Json]) -> Json:
    return sign_in()


@pytest.fixture
def reception(sign_in: Callable[..., Json]) -> Json:
    return sign_in(account_id="acc-9", roles=["receptionist"], stores=["sto-1"])


@pytest.fixture
def signed_in() -> Callable[..., Json]:
    """`signed_in(account_id=…, generation=…)`: what identity answers to a sign-in."""
    return opened
