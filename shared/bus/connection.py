"""Connections to the broker: RabbitMQ over py-amqp, or the in-memory broker of the embedded profile.

The rule: **one greenlet at a time reads a connection, anybody may write.** Writing is safe because py-amqp holds a lock
for each frame or message; reading is not. Who reads a frame that another greenlet waits for leaves it waiting for the
next one, which may be a heartbeat ten seconds later, and two readers may tear one frame in half. `GreenConnection`
keeps the rule and refuses whoever breaks it. A process has three connections, none of which does another's work: the
`Listener` consumes and answers, the `RpcCaller` calls, the publisher confirms (its greenlets take turns).
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

import eventlet
from amqp.transport import TCPTransport
from kombu import Connection
from kombu.exceptions import KombuError
from kombu.transport import pyamqp

from shared.bus import memory_transport

CONNECT_TIMEOUT_SECONDS: Final = 5
SETUP_TIMEOUT_SECONDS: Final = 15
CLOSE_TIMEOUT_SECONDS: Final = 1
HEARTBEAT_SECONDS: Final = 20
READ_BYTES: Final = 16384

# What using a connection may raise when the broker is away or refuses; py-amqp sometimes trips over its own lost
# connection with an AttributeError.
BROKER_ERRORS: Final = (
    *pyamqp.Transport.connection_errors,
    *pyamqp.Transport.channel_errors,
    KombuError,
    AttributeError,
)


class GreedyTransport(TCPTransport):
    """Takes from the socket what is there. py-amqp asks the kernel for each frame's head, body and last byte alone:
    nine times for one message.
    """

    def _setup_transport(self) -> None:
        super()._setup_transport()
        recv = self.sock.recv
        self._quick_recv = lambda wanted: recv(max(wanted, READ_BYTES))


class GreenConnection(pyamqp.Connection):
    """A connection that one greenlet at a time reads while others write.

    py-amqp reads before each publish, to see whether the broker has blocked the connection, if that was negotiated: a
    worker that answered a request then read what the listener was waiting for. So it is not negotiated.
    """

    negotiate_capabilities: ClassVar = {**pyamqp.Connection.negotiate_capabilities, "connection.blocked": False}
    _reader: Any = None

    def Transport(self, host: str, connect_timeout: float, ssl: Any = False, *timeouts: Any, **options: Any) -> Any:  # noqa: FBT002, N802 - py-amqp calls it so
        if ssl:
            return super().Transport(host, connect_timeout, ssl, *timeouts, **options)
        read, write = timeouts
        return GreedyTransport(host, connect_timeout, read_timeout=read, write_timeout=write, **options)

    def blocking_read(self, timeout: float | None = None) -> Any:
        """Read one frame; AssertionError while another greenlet does."""
        me = eventlet.getcurrent()
        if self._reader not in (None, me):
            raise AssertionError("a connection is read by one greenlet at a time, and another one is reading this")
        self._reader = me
        try:
            return super().blocking_read(timeout)
        finally:
            self._reader = None


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


@contextmanager
def connected(url: str, name: str) -> Iterator[Connection]:
    """A connection for as long as the block runs."""
    connection = connect(url, name)
    try:
        yield connection
    finally:
        hang_up(connection)


def hang_up(connection: Connection) -> None:
    """Close; a broker that does not answer is waited for only a moment, where py-amqp would wait for good."""
    with suppress(*BROKER_ERRORS), eventlet.Timeout(CLOSE_TIMEOUT_SECONDS, TimeoutError()):
        connection.release()


def setting_up() -> eventlet.Timeout:
    """Limits the time for what has to be asked before heartbeats are looked after; raises one of BROKER_ERRORS."""
    return eventlet.Timeout(SETUP_TIMEOUT_SECONDS, TimeoutError())


def check_broker(url: str) -> None:
    """Raise one of BROKER_ERRORS unless the broker takes us."""
    hang_up(connect(url, "check"))


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
