"""From a request to a call: who asks, in which language, under which request id and idempotency key, until when."""

import re

from flask import current_app, g, request

from gateway.auth import current_actor
from gateway.errors import Problem, language
from gateway.rpc import Json, Rpc
from gateway.strict_json import digest
from shared.actor import ANONYMOUS
from shared.call import Call, IdempotencyKey
from shared.ids import new_id

EXTENSION = "mingyitang-rpc"
REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
KEY = re.compile(r"[\x21-\x7e]{1,120}")
KEY_HEADER, REQUEST_ID_HEADER = "Idempotency-Key", "X-Request-ID"
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def ask(service: str, method: str, body: Json | None = None, /, **more: object) -> Json:
    """Ask a service on behalf of whoever signed the request; an action carries the request's idempotency key.

    What stands in `more` comes from the path or the gateway and wins over the client's body.
    """
    call = Call(actor=current_actor(), request_id=request_id(), language=language(), idempotency=_key_of_action())
    return _sent(service, method, body, more, call)


def ask_aside(service: str, method: str, **more: object) -> Json:
    """Ask for something the action needs first; it has an idempotency of its own, not the request's key."""
    call = Call(actor=current_actor(), request_id=request_id(), language=language())
    return _sent(service, method, None, more, call)


def ask_as_nobody(service: str, method: str, body: Json | None = None, /, **more: object) -> Json:
    """Ask before anybody is signed in; a token that came along is not looked at, so an expired one is no hindrance."""
    call = Call(actor=ANONYMOUS, request_id=request_id(), language=language())
    return _sent(service, method, body, more, call)


def ask_in_time(seconds: float, service: str, method: str, body: Json) -> Json:
    """Ask as nobody, for a caller who waits no longer than that."""
    rpc: Rpc = current_app.extensions[EXTENSION]
    call = Call(actor=ANONYMOUS, request_id=request_id(), language=language())
    wanted = {name: value for name, value in body.items() if value is not None}
    return rpc.call(service, method, wanted, call.within(seconds), seconds)


def request_id() -> str:
    """The request's id: the client's if it is decent, else a new one."""
    if "request_id" not in g:
        given = request.headers.get(REQUEST_ID_HEADER, "")
        g.request_id = given if REQUEST_ID.fullmatch(given) else new_id()
    given_or_made: str = g.request_id
    return given_or_made


def idempotency_key() -> IdempotencyKey | None:
    """The key of this request, scoped to its path and bound to its body; a Problem when it is no decent key."""
    key = request.headers.get(KEY_HEADER)
    if key is None:
        return None
    if not KEY.fullmatch(key):
        raise Problem(422, "invalid", fields={KEY_HEADER: ["Must be 1 to 120 visible ASCII characters."]})
    return IdempotencyKey(key, f"{request.method} {request.path}", digest(g.get("body", {})))


def require_idempotency_key() -> None:
    if KEY_HEADER not in request.headers:
        raise Problem(422, "idempotency_key_missing", fields={KEY_HEADER: ["Missing data for required field."]})


def _key_of_action() -> IdempotencyKey | None:
    return None if request.method in READING else idempotency_key()


def _sent(service: str, method: str, body: Json | None, more: Json, call: Call) -> Json:
    rpc: Rpc = current_app.extensions[EXTENSION]
    timeout: float = current_app.config["CALL_TIMEOUT_SECONDS"]
    wanted = {**(body or {}), **{name: value for name, value in more.items() if value is not None}}
    return rpc.call(service, method, wanted, call.within(timeout), timeout)
