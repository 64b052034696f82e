"""Who is asking: access tokens, session cookies and their CSRF check.

The gateway signs a short access token from the account identity answered with; the refresh token is identity's own,
opaque, used once. Programs carry both in JSON. Pages never see either: both live in httpOnly cookies, and a third,
readable cookie holds the value that writing calls repeat as `X-CSRF-TOKEN` (double submit). That value is derived from
the refresh token, so it cannot be forged by planting a cookie.

The actor comes from the verified token only; no header of the client reaches a service.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask_jwt_extended import (
    JWTManager,
    create_access_token,
    get_jwt,
    set_access_cookies,
    unset_access_cookies,
    verify_jwt_in_request,
)
from flask_jwt_extended.exceptions import CSRFError, JWTExtendedException, RevokedTokenError
from jwt import ExpiredSignatureError, PyJWTError

from gateway.ended_sessions import EndedSessions
from gateway.errors import Problem
from gateway.rpc import Json
from shared.actor import ANONYMOUS, Actor

API_PATH = "/api"
REFRESH_PATH = "/api/v1/auth/sessions/refresh"
REFRESH_COOKIE = "refresh_token_cookie"
CSRF_COOKIE, CSRF_HEADER = "csrf_access_token", "X-CSRF-TOKEN"
MINIMUM_KEY_CHARACTERS = 32
DEMO_KEY_PREFIX = "demo"
EXTENSION = "mingyitang-ended-sessions"


class KeyUnfit(ValueError):
    """The key that should sign access tokens is not fit for it."""


@dataclass(frozen=True)
class Session:
    """A session as identity opened or refreshed it, and the access token signed for it."""

    access_token: str
    csrf: str
    opened: Json

    @classmethod
    def of(cls, opened: Json) -> "Session":
        account = opened["account"]
        csrf = _csrf_of(opened["refresh_token"])
        claims = {
            "name": account.get("name", ""),
            "roles": account.get("roles", []),
            "stores": account.get("stores", []),
            "technician_id": account.get("technician_id"),
            "session_id": opened["session_id"],
            "csrf": csrf,
        }
        return cls(create_access_token(account["id"], additional_claims=claims), csrf, opened)

    def for_program(self) -> Json:
        return {
            "access_token": self.access_token,
            "refresh_token": self.opened["refresh_token"],
            "token_type": "Bearer",
            **self.for_page(),
        }

    def for_page(self) -> Json:
        """What a page may know: no token, since a script must not be able to steal one."""
        return {"expires_in": int(_lifetime().total_seconds()), "account": self.opened["account"]}

    def set_cookies(self, response: Response) -> None:
        until = int(self.opened["refresh_expires_in"])
        set_access_cookies(response, self.access_token, max_age=until)
        _set_cookie(response, REFRESH_COOKIE, self.opened["refresh_token"], until, path=REFRESH_PATH, httponly=True)
        _set_cookie(response, CSRF_COOKIE, self.csrf, until, path="/", httponly=False)


def init_app(app: Flask, settings: Mapping[str, Any]) -> None:
    """Prepare the app to sign and verify; raises KeyUnfit."""
    key, production = settings["jwt_secret_key"], settings["profile"] == "production"
    if len(key) < MINIMUM_KEY_CHARACTERS:
        raise KeyUnfit(f"JWT_SECRET_KEY: needs {MINIMUM_KEY_CHARACTERS} characters or more")
    if production and key.startswith(DEMO_KEY_PREFIX):
        raise KeyUnfit("JWT_SECRET_KEY: a key made for the demonstration must not sign real people's tokens")
    app.config.update(
        JWT_SECRET_KEY=key,
        JWT_ALGORITHM="HS256",
        JWT_ACCESS_TOKEN_EXPIRES=timedelta(minutes=settings["access_token_minutes"]),
        JWT_TOKEN_LOCATION=["headers", "cookies"],
        JWT_COOKIE_SECURE=settings["cookie_secure"] and production,
        JWT_COOKIE_SAMESITE="Strict",
        JWT_COOKIE_CSRF_PROTECT=True,
        JWT_CSRF_IN_COOKIES=False,
        JWT_SESSION_COOKIE=False,
        JWT_ACCESS_COOKIE_PATH=API_PATH,
    )
    app.extensions[EXTENSION] = EndedSessions(lifetime_of(app))
    manager = JWTManager(app)
    manager.token_in_blocklist_loader(lambda _header, claims: _ended_sessions().has(claims.get("session_id", "")))


def current_actor() -> Actor:
    """Who signed this request: ANONYMOUS without a token; a token that is no good is a Problem, never ignored."""
    if "actor" not in g:
        g.actor = _verified_actor()
    actor: Actor = g.actor
    return actor


def signed_in_actor() -> Actor:
    actor = current_actor()
    if not actor.is_signed_in:
        raise Problem(401, "not_signed_in", headers={"WWW-Authenticate": "Bearer"})
    return actor


def session_ended(session_id: str) -> None:
    """From now on no access token of this session is good in this process."""
    _ended_sessions().add(session_id)


def has_session_ended(session_id: str) -> bool:
    return _ended_sessions().has(session_id)


def token_ends_at() -> float:
    """When the access token of this request ends, by the machine's clock (`time.time()`)."""
    signed_in_actor()
    return float(get_jwt()["exp"])


def presented_refresh_token(body: Json) -> tuple[str, bool]:
    """The refresh token, and whether it came as a page's cookie; a cookie counts only with its CSRF value."""
    if body.get("refresh_token"):
        return body["refresh_token"], False
    token = request.cookies.get(REFRESH_COOKIE)
    if not token:
        raise Problem(401, "refresh_token_invalid")
    if not hmac.compare_digest(request.headers.get(CSRF_HEADER, "").encode(), _csrf_of(token).encode()):
        raise Problem(403, "csrf_failed")
    return token, True


def forget_cookies(response: Response) -> None:
    unset_access_cookies(response)
    response.delete_cookie(REFRESH_COOKIE, path=REFRESH_PATH)
    response.delete_cookie(CSRF_COOKIE, path="/")


def _verified_actor() -> Actor:
    try:
        if verify_jwt_in_request(optional=True) is None:
            return ANONYMOUS
    except CSRFError as error:
        raise Problem(403, "csrf_failed") from error
    except ExpiredSignatureError as error:
        raise _unauthorized("token_expired") from error
    except RevokedTokenError as error:
        raise _unauthorized("session_ended") from error
    except (PyJWTError, JWTExtendedException) as error:
        raise _unauthorized("token_invalid") from error
    return _actor_of(get_jwt())


def _unauthorized(code: str) -> Problem:
    return Problem(401, code, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


def _actor_of(claims: Mapping[str, Any]) -> Actor:
    return Actor(
        account_id=claims["sub"],
        name=claims.get("name", ""),
        roles=frozenset(claims.get("roles", ())),
        stores=frozenset(claims.get("stores", ())),
        technician_id=claims.get("technician_id"),
        session_id=claims.get("session_id"),
    )


def _csrf_of(refresh_token: str) -> str:
    key: str = current_app.config["JWT_SECRET_KEY"]
    return hmac.new(key.encode(), b"csrf:" + refresh_token.encode(), hashlib.sha256).hexdigest()


def _ended_sessions() -> EndedSessions:
    ended: EndedSessions = current_app.extensions[EXTENSION]
    return ended


def _lifetime() -> timedelta:
    return lifetime_of(current_app)


def lifetime_of(app: Flask) -> timedelta:
    lifetime: timedelta = app.config["JWT_ACCESS_TOKEN_EXPIRES"]
    return lifetime


def _set_cookie(response: Response, name: str, value: str, max_age: int, *, path: str, httponly: bool) -> None:
    expires = datetime.now(UTC) + timedelta(seconds=max_age)
    secure: bool = current_app.config["JWT_COOKIE_SECURE"]
    response.set_cookie(name, value, max_age, expires, path=path, httponly=httponly, secure=secure, samesite="Strict")
