"""Calls over RabbitMQ from real threads (gunicorn gthread).

One connection and one I/O thread per process, started by the first call: a thread that was started before a fork is
dead in the child. The calling threads only hand over a message and wait for its reply.
"""

import os
import threading

from gateway.rpc.pika_link import Link, Waiting
from gateway.rpc.port import Json
from shared.bus import wire
from shared.call import Call


class PikaRpc:
    """`url` is an AMQP URL. Thread-safe, and safe to make before a fork."""

    def __init__(self, url: str, *, caller: str = "gateway") -> None:
        self._url = url
        self._caller = caller
        self._link: Link | None = None
        self._pid = 0
        self._lock = threading.Lock()

    def call(self, service: str, method: str, request: Json, call: Call, timeout: float) -> Json:
        """The service's answer; see `gateway.rpc.port.Rpc.call` for what is raised."""
        within = call.within(timeout)
        left = within.seconds_left() or 0.0
        if left <= 0:
            raise wire.too_late(service, method)
        waiting = Waiting(service, method, wire.request_body(request), within)
        link = self._link_of_this_process()
        link.send(waiting)
        try:
            return wire.result_from(waiting.reply(left))
        finally:
            link.forget(waiting)

    def close(self) -> None:
        with self._lock:
            link, self._link = self._link, None
        if link is not None:
            link.close()

    def _link_of_this_process(self) -> Link:
        link = self._link
        if link is not None and self._pid == os.getpid():
            return link
        with self._lock:
            if self._link is None or self._pid != os.getpid():
                self._link, self._pid = Link(self._url, self._caller), os.getpid()
            return self._link
