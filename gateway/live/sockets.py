"""The socket under an answer, whichever server holds it: to see whether its reader is there, and to hang up on one.

A thread that writes to a reader who does not read waits in the kernel; only closing the socket under it wakes it.
"""

import socket
from collections.abc import Mapping
from contextlib import suppress
from typing import Any


class Wire:
    """The connection a stream is written to; nothing is known of it under a server we do not know (tests' clients)."""

    def __init__(self, raw: socket.socket | None) -> None:
        self._raw: socket.socket | None = getattr(raw, "fd", raw)  # below eventlet's green socket, which would wait

    @classmethod
    def of(cls, environ: Mapping[str, Any]) -> "Wire":
        """Gunicorn names the socket; eventlet's is the one its request is read from."""
        if "eventlet.input" in environ:
            return cls(environ["eventlet.input"].get_socket())
        return cls(environ.get("gunicorn.socket"))

    def is_gone(self) -> bool:
        """Whether the reader has closed: nothing more can come from it. Looks, and never waits."""
        if self._raw is None:
            return False
        try:
            return self._raw.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def hang_up(self) -> None:
        """End the connection under whoever is writing to it."""
        if self._raw is not None:
            with suppress(OSError):
                self._raw.shutdown(socket.SHUT_RDWR)
