"""A gate before the broker, to take it away and give it back as a test likes."""

import socket
import threading
import time
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit


class BrokerGate:
    """Listens on a port of its own and passes everything on to the broker, while it is open."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.lead_to(url)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port = self._listener.getsockname()[1]
        login = parts.netloc.rpartition("@")[0]
        self.url = urlunsplit(parts._replace(netloc=f"{login}@127.0.0.1:{self._port}"))
        self._sockets: list[socket.socket] = []
        self._flowing = threading.Event()
        self._flowing.set()
        self._delay = 0.0
        self._thread = self._accept_in_background()

    def lead_to(self, url: str) -> None:
        """New connections go to this broker."""
        parts = urlsplit(url)
        self._target = (parts.hostname or "127.0.0.1", parts.port or 5672)

    def shut(self) -> None:
        """Cut all connections and refuse new ones."""
        _shut_down(self._listener)
        self._thread.join()
        self.cut()

    def cut(self) -> None:
        """Cut all connections; new ones are welcome."""
        sockets, self._sockets = self._sockets, []
        for each in sockets:
            _shut_down(each)

    def open(self) -> None:
        """Welcome connections again."""
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._thread = self._accept_in_background()

    def freeze(self) -> None:
        """Pass nothing on any more, as a broker that hangs: what is connected stays so, and so is who connects."""
        self._flowing.clear()

    def thaw(self) -> None:
        """Pass on what has gathered, and all that comes."""
        self._flowing.set()

    def slow(self, seconds: float) -> None:
        """Pass every piece on only after so long, in both directions, as a bad line does; 0 mends it."""
        self._delay = seconds

    def _accept_in_background(self) -> threading.Thread:
        thread = threading.Thread(target=self._accept, args=(self._listener,), daemon=True)
        thread.start()
        return thread

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError), listener:
            while True:
                inside, _ = listener.accept()
                try:
                    outside = socket.create_connection(self._target)
                except OSError:  # nobody there: whoever came is turned away
                    inside.close()
                    continue
                self._sockets += [inside, outside]
                for source, sink in ((inside, outside), (outside, inside)):
                    threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        """Pass on what comes; only who reads a socket closes it, since another reader would be left hanging."""
        with suppress(OSError), source:
            while data := source.recv(65536):
                self._flowing.wait()
                time.sleep(self._delay)
                sink.sendall(data)
        _shut_down(sink)


def _shut_down(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
