"""What would have gone out by SMS, WeChat or e-mail; in the demonstration profile only."""

import time

from flask import abort, current_app

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.notifications import Outbox, OutboxQuery

PATIENCE_SECONDS, PAUSE_SECONDS = 1.0, 0.05

blp = Blueprint("demonstration", __name__, description="In the demonstration profile only")


@blp.get("/dev/outbox")
@blp.anyone
@blp.query(OutboxQuery)
@blp.answers(200, Outbox)
def find_outbox(asked: Json) -> Json:
    """Messages to an address, newest first; waits up to a second for the first one, which is still on its way"""
    if current_app.config["PROFILE"] != "demo":
        abort(404)
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        found = ask("notification", "find_outbox", asked)
        if found.get("items") or time.monotonic() >= until:
            return found
        time.sleep(PAUSE_SECONDS)
