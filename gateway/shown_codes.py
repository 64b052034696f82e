"""In the demonstration, whoever asked for a one-time code finds it in the outbox by the time they are answered.

A code travels over the bus, as every message does. Elsewhere the telephone rings when it has come; a demonstration's
page, or a check, reads `/dev/outbox` right after the answer and would find the code before.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app

from gateway.asking import ask_as_nobody
from gateway.rpc import Json
from shared.errors import Refusal

PATIENCE_SECONDS, PAUSE_SECONDS = 2.0, 0.02
FIRST_NUMBER = re.compile(r"\d+")
CODE = re.compile(r"\d{6}")


@contextmanager
def shown_code(phone: str) -> Iterator[None]:
    """In the demonstration profile, leave only when the outbox shows another code for the phone than on entry.

    After two seconds it leaves anyway: the code may still come, and asking again is allowed.
    """
    if current_app.config["PROFILE"] != "demo":
        yield
        return
    before = _newest_code(phone)
    yield
    until = time.monotonic() + PATIENCE_SECONDS
    while _newest_code(phone) == before and time.monotonic() < until:
        time.sleep(PAUSE_SECONDS)


def _newest_code(phone: str) -> Json | None:
    """The newest message whose first number is a code; none while nobody can tell."""
    try:
        items = ask_as_nobody("notification", "find_outbox", to=phone).get("items", [])
    except Refusal:
        return None
    return next((item for item in items if _is_code(item)), None)


def _is_code(item: Json) -> bool:
    first = FIRST_NUMBER.search(item.get("text", ""))
    return bool(first and CODE.fullmatch(first[0]))
