"""How often somebody may try to sign in or read a calendar: by address, and by the phone, login or feed they name;
and how often they may talk to the chat: by account, or by address where nobody is signed in.

Identity limits wrong codes and passwords by account as well; this keeps a flood from ever reaching it.
"""

import hashlib
import time
from collections.abc import Mapping
from typing import Any

import limits
from flask import Flask, current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.strategies import RateLimiter

from gateway.auth import current_actor
from gateway.errors import Problem

EXTENSION = "mingyitang-limiter"
DEMO_FACTOR = 100

# What is tried → (times per address, times per phone or login) a minute and an hour. A shop's customers share the
# address of its Wi-Fi, so an address may try more often than one phone number.
PER_MINUTE = {
    "code": (20, 3),
    "sign_in": (60, 10),
    "refresh": (120, None),
    "registration": (20, 3),
    "calendar_feed": (240, 10),
}
PER_HOUR = {
    "code": (200, 10),
    "sign_in": (600, 60),
    "refresh": (2000, None),
    "registration": (100, 10),
    "calendar_feed": (5000, 120),
}

# What the chat is asked, and its table of places → times a second and a minute: far above what a hand types, far below
# what fills a processor.
TALK = {
    "chat_message": (10, 120),
    "faq_search": (10, 120),
    "place_search": (10, 120),
}


def init_app(app: Flask, settings: Mapping[str, Any]) -> None:
    app.config["RATE_LIMIT_FACTOR"] = DEMO_FACTOR if settings["profile"] == "demo" else 1
    app.extensions[EXTENSION] = Limiter(get_remote_address, app=app, storage_uri=settings["rate_limit_storage"])


def check(what: str, subject: str | None = None) -> None:
    """Count one try of `what`; raises the Problem 429 once address or subject has tried too often."""
    for amounts, window in ((PER_MINUTE, limits.RateLimitItemPerMinute), (PER_HOUR, limits.RateLimitItemPerHour)):
        by_address, by_subject = amounts[what]
        _count(window, by_address, what, "address", get_remote_address())
        if subject is not None and by_subject is not None:
            _count(window, by_subject, what, "subject", _hidden(subject))


def check_talk(what: str) -> None:
    """Count one `what` of whoever is signed in, or of the address; raises the Problem 429 after too many.

    An account is counted wherever it talks from, and never pays for others at its address.
    """
    account_id = current_actor().account_id
    who = ("account", account_id) if account_id else ("address", get_remote_address())
    per_second, per_minute = TALK[what]
    _count(limits.RateLimitItemPerSecond, per_second, what, *who)
    _count(limits.RateLimitItemPerMinute, per_minute, what, *who)


def _count(window: type[limits.RateLimitItem], amount: int, *identifiers: str) -> None:
    limiter: RateLimiter = current_app.extensions[EXTENSION].limiter
    item = window(amount * current_app.config["RATE_LIMIT_FACTOR"])
    if not limiter.hit(item, *identifiers):
        wait = max(1, round(limiter.get_window_stats(item, *identifiers).reset_time - time.time()))
        raise Problem(429, "too_many_requests", params={"retry_after": wait}, headers={"Retry-After": str(wait)})


def _hidden(subject: str) -> str:
    """The counters may lie in a shared store, which need not learn anybody's phone number."""
    return hashlib.sha256(subject.strip().lower().encode()).hexdigest()[:32]
