"""Whether the process lives, and whether it can serve. Not part of the versioned API."""

from concurrent.futures import ThreadPoolExecutor

from flask import Blueprint, Flask, Response, current_app, jsonify

from gateway.asking import EXTENSION, request_id
from gateway.rpc import Rpc
from shared.call import Call
from shared.errors import Refusal

# No service has this method, and each says so at once without working: the cheapest proof that it listens.
PING, LISTENING = "ping", "unknown_method"
SERVICES = ("identity", "catalog", "scheduling", "booking", "customer_profile", "notification", "chatbot")

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process lives; says nothing of what it needs."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Every service answers over the bus; names those that do not."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - for the threads
    call = Call(request_id=request_id())
    with ThreadPoolExecutor(len(SERVICES)) as pool:
        answers = dict(zip(SERVICES, pool.map(lambda service: _state_of(app, service, call), SERVICES), strict=True))
    missing = [service for service, state in answers.items() if state != "ok"]
    body = jsonify(status="unavailable" if missing else "ok", missing=missing, services=answers)
    return body, 503 if missing else 200


def _state_of(app: Flask, service: str, call: Call) -> str:
    rpc: Rpc = app.extensions[EXTENSION]
    try:
        rpc.call(service, PING, {}, call, app.config["READY_TIMEOUT_SECONDS"])
    except Refusal as refusal:
        return "ok" if refusal.code == LISTENING else refusal.code
    return "ok"
