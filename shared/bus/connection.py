"""Connections to the broker: RabbitMQ over py-amqp, or the in-memory broker of the embedded profile."""

import random
from collections.abc import Iterator
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

import eventlet
from kombu import Connection
from kombu.exceptions import KombuError
from kombu.transport import pyamqp

from shared.bus import memory_transport

CONNECT_TIMEOUT_SECONDS: Final = 5
HEARTBEAT_SECONDS: Final = 20
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 5.0

# What using a connection may raise when the broker is away or refuses; py-amqp sometimes trips over its own lost
# connection with an AttributeError.
BROKER_ERRORS: Final = (
    *pyamqp.Transport.connection_errors,
    *pyamqp.Transport.channel_errors,
    KombuError,
    AttributeError,
)


class GreenConnection(pyamqp.Connection):
    """A connection that one greenlet reads while others write.

    py-amqp reads before each publish to see whether the broker has blocked the connection, if that was negotiated. Two
    greenlets reading one stream tear frames apart, or one takes the answer that the other then waits for in vain.
    """

    negotiate_capabilities: ClassVar = {**pyamqp.Connection.negotiate_capabilities, "connection.blocked": False}


class GreenTransport(pyamqp.Transport):
    """kombu's transport with our connection."""

    Connection = GreenConnection


def is_in_memory(url: str) -> bool:
    return urlsplit(url).scheme == memory_transport.SCHEME


def connect(url: str, name: str, *, heartbeat: float = HEARTBEAT_SECONDS) -> Connection:
    """An open connection, or one of BROKER_ERRORS; `name` is what RabbitMQ's own tools show for it."""
    if is_in_memory(url):
        connection = Connection(url, transport=memory_transport.Transport)
    else:
        options = {"client_properties": {"connection_name": name}}
        connection = Connection(url, transport=GreenTransport, heartbeat=heartbeat, transport_options=options)
    # One try: kombu would sleep two seconds before it gives up, and whoever connects here has a pace of its own.
    connection.ensure_connection(max_retries=0, timeout=CONNECT_TIMEOUT_SECONDS, reraise_as_library_errors=False)
    return connection


def check_broker(url: str) -> None:
    """Raise one of BROKER_ERRORS unless the broker takes us."""
    connect(url, "check").close()


def drain(connection: Any, seconds: float) -> None:
    """Let one message or confirmation come in, waiting at most so long for it; then see to the heartbeat.

    The time limit is the greenlet's, not the socket's, because the socket's would end the others' writes as well, in
    the middle of a frame. py-amqp keeps what it has read of a frame when it is interrupted.
    """
    try:
        with eventlet.Timeout(seconds, TimeoutError()):
            connection.drain_events()
    except TimeoutError:
        connection.heartbeat_check()


def body_of(message: Any) -> bytes:
    """A message's body as it was sent; py-amqp decodes what says to be UTF-8 and is."""
    body = message.body
    return body.encode() if isinstance(body, str) else bytes(body)


def pauses() -> Iterator[float]:
    """How long to wait before each new try to connect: growing, and never the same for all processes."""
    pause = FIRST_PAUSE_SECONDS
    while True:
        yield pause * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
