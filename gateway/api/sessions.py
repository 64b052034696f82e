"""Signing in and out, and registering by e-mail."""

from typing import Any

from flask import Response, jsonify
from flask_limiter.util import get_remote_address

from gateway import limits
from gateway.asking import ask_as_nobody, ask_aside
from gateway.auth import Session, forget_cookies, presented_refresh_token, session_ended, signed_in_actor
from gateway.blueprint import Blueprint
from gateway.errors import Problem, respond
from gateway.rpc import Json
from gateway.schemas.identity import (
    Accepted,
    CodeRequested,
    ConfirmRegistration,
    OpenSession,
    RefreshSession,
    Register,
    RegistrationConfirmed,
    RequestCode,
    SessionOpened,
)
from gateway.shown_codes import shown_code
from shared.errors import Forbidden

blp = Blueprint("sessions", __name__, description="Signing in and out")


@blp.post("/auth/otp")
@blp.anyone
@blp.body(RequestCode)
@blp.answers(202, CodeRequested)
def request_code(asked: Json) -> Json:
    """Send a one-time code to a phone"""
    limits.check("code", asked["phone"])
    with shown_code(asked["phone"]):
        return ask_as_nobody("identity", "request_code", phone=asked["phone"], address=get_remote_address())


@blp.post("/auth/sessions")
@blp.anyone
@blp.body(OpenSession)
@blp.answers(201, SessionOpened)
def open_session(asked: Json) -> Any:
    """Sign in"""
    limits.check("sign_in", asked.get("phone") or asked.get("login"))
    credentials = {name: value for name, value in asked.items() if name != "cookies"}
    opened = ask_as_nobody("identity", "open_session", credentials, address=get_remote_address())
    return _answer(Session.of(opened), in_cookies=asked.get("cookies") is True, status=201)


@blp.post("/auth/sessions/refresh")
@blp.anyone
@blp.body(RefreshSession, required=False)
@blp.answers(200, SessionOpened)
def refresh_session(asked: Json) -> Any:
    """Exchange the refresh token for a new session's worth of tokens"""
    limits.check("refresh")
    token, is_page = presented_refresh_token(asked)
    try:
        opened = ask_as_nobody("identity", "refresh_session", refresh_token=token)
    except Forbidden as refused:
        return _not_refreshed(refused, is_page=is_page)
    return _answer(Session.of(opened), in_cookies=is_page, status=200)


@blp.delete("/auth/sessions/current")
@blp.signed_in
@blp.answers(204)
def end_session() -> Response:
    """Sign out; the session's tokens stop working at once"""
    session_id = signed_in_actor().session_id or ""
    ask_aside("identity", "end_session", session_id=session_id)
    session_ended(session_id)
    response = Response(status=204)
    forget_cookies(response)
    return response


@blp.post("/auth/registrations")
@blp.anyone
@blp.body(Register)
@blp.answers(202, Accepted)
def register(asked: Json) -> Json:
    """Register by e-mail; a link with a token is sent"""
    limits.check("registration", asked["email"])
    return ask_as_nobody("identity", "register", asked, address=get_remote_address())


@blp.post("/auth/registrations/confirm")
@blp.anyone
@blp.body(ConfirmRegistration)
@blp.answers(201, RegistrationConfirmed)
def confirm_registration(asked: Json) -> Json:
    """Confirm a registration by its token"""
    limits.check("registration")
    return ask_as_nobody("identity", "confirm_registration", asked)


def _not_refreshed(refused: Forbidden, *, is_page: bool) -> Response:
    """The session is over. A stolen token ends its access tokens too; a page drops its cookies, so that it can go on
    reading as nobody.
    """
    if session_id := refused.params.pop("session_id", None):
        session_ended(session_id)
    response = respond(Problem.of_refusal(refused, signed_in=False))
    if is_page:
        forget_cookies(response)
    return response


def _answer(session: Session, *, in_cookies: bool, status: int) -> Response:
    response = jsonify(session.for_page() if in_cookies else session.for_program())
    response.status_code = status
    if in_cookies:
        session.set_cookies(response)
    return response
