"""Who may do what on the broker: a user for each process, allowed its own queues, its own events and its calls.

RabbitMQ asks three things of a user: what it may declare (configure), what it may publish to or bind into (write),
what it may consume from or bind to (read); on a topic exchange also with which routing keys.
"""

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping
from typing import Any

from deploy import installation
from shared.bus.topology import dead_letter_queue_name, retry_exchange_name
from shared.bus.wire import EXCHANGE_TYPE, RPC_EXCHANGE, events_exchange_name, request_queue

GATEWAY, DEPLOY = "gateway", "deploy"
EVERYTHING, NOTHING = ".*", "^$"

# Which services a service calls; the gateway and the commands call all. A test compares this with the code.
CALLS: Mapping[str, tuple[str, ...]] = {
    "booking": ("scheduling",),
    "chatbot": ("booking", "scheduling"),
    "scheduling": ("booking",),
}


def users() -> list[str]:
    return [*installation.services(), GATEWAY, DEPLOY]


def definitions(virtual_host: str, passwords: Mapping[str, str]) -> dict[str, Any]:
    """RabbitMQ's definitions file: the virtual host, its users, what they may do, and the exchanges they share."""
    here = {"vhost": virtual_host}
    return {
        "vhosts": [{"name": virtual_host}],
        "users": [_user(name, passwords[name]) for name in users()],
        "permissions": [{"user": name, **here, **permissions(name)} for name in users()],
        "topic_permissions": [
            {"user": name, **here, "exchange": RPC_EXCHANGE, **rpc_permissions(name)} for name in users()
        ],
        "exchanges": [{"name": name, **here, **_durable(kind)} for name, kind in _exchanges().items()],
    }


def permissions(user: str) -> dict[str, str]:
    if user == DEPLOY:
        return {"configure": EVERYTHING, "write": EVERYTHING, "read": EVERYTHING}
    own = [_reply_queues(user)] if user == GATEWAY else [_reply_queues(user), *_things_of(user)]
    return {
        # The gateway declares the exchange of the calls each time it connects; a service looks whether it is there.
        "configure": _any([*own, RPC_EXCHANGE] if user == GATEWAY else own),
        "write": _any([*own, RPC_EXCHANGE]),
        "read": _any([*own, RPC_EXCHANGE, r".*\.events"]),
    }


def _things_of(service: str) -> list[str]:
    """The queues and exchanges that are a service's own."""
    exchanges = (events_exchange_name(service), retry_exchange_name(service))
    queues = (request_queue(service), dead_letter_queue_name(service))
    return [*(re.escape(name) for name in (*queues, *exchanges)), rf"evt-.*--{service}\..*"]


def rpc_permissions(user: str) -> dict[str, str]:
    """Whom the user may call and answer (write), and for whom it may listen (read): nobody hears another's calls."""
    if user == DEPLOY:
        return {"write": EVERYTHING, "read": EVERYTHING}
    called = installation.services() if user == GATEWAY else CALLS.get(user, ())
    answers = r"rpc\.reply-.*"
    heard = [_reply_queues(user)] if user == GATEWAY else [_reply_queues(user), rf"{user}\..*"]
    return {"write": _any([answers, *(rf"{service}\..*" for service in called)]), "read": _any(heard)}


def password_hash(password: str, salt: bytes | None = None) -> str:
    """RabbitMQ's `rabbit_password_hashing_sha256`: base64 of a 4-byte salt and the SHA-256 of salt and password."""
    salt = salt or secrets.token_bytes(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def _user(name: str, password: str) -> dict[str, Any]:
    return {
        "name": name,
        "password_hash": password_hash(password),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": [],
    }


def _exchanges() -> dict[str, str]:
    """Made beforehand, so that a service may listen to another's events before that one ever ran."""
    events = {events_exchange_name(service): EXCHANGE_TYPE for service in installation.services()}
    return {RPC_EXCHANGE: EXCHANGE_TYPE, **events}


def _durable(kind: str) -> dict[str, Any]:
    return {"type": kind, "durable": True, "auto_delete": False, "internal": False, "arguments": {}}


def _reply_queues(user: str) -> str:
    return rf"rpc\.reply-{user}-.*"


def _any(patterns: list[str]) -> str:
    return f"^({'|'.join(patterns)})$"
