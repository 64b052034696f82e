"""One listener: what waits for it, and how it is written (text/event-stream, WHATWG HTML §9.2)."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import Empty, Full, Queue

from gateway.live.audience import BOOKING, interests
from gateway.live.ring import Numbered
from gateway.live.sockets import Wire
from shared.actor import Actor
from shared.bus import wire

MOST_WAITING = 256
RETRY_MS = 3000
RESYNC, BYE = "resync", "bye"

# Why a stream ends, told in its last event where its reader still reads.
EXPIRED, ENDED, TOO_SLOW, STOPPING = "token_expired", "session_ended", "too_slow", "stopping"


@dataclass(frozen=True)
class Frame:
    """One event as it is written. Without a kind it only says where the reader stands: the client keeps the id and
    shows nothing, and the comment keeps what lies between from closing a quiet line.
    """

    kind: str = ""
    data: bytes = b""
    id: str = ""

    def written(self) -> bytes:
        named = f"id: {self.id}\n".encode() if self.id else b""
        if not self.kind:
            return b": \n" + named + b"\n"
        return f"event: {self.kind}\n".encode() + named + b"data: " + self.data + b"\n\n"


def frame_of(numbered: Numbered) -> Frame:
    return Frame(numbered.news.kind, wire.dumps(numbered.news.data), numbered.id)


class Stream:
    """What is to be written to one reader. Putting never waits: a reader who is too far behind is cut off.

    `expires_at` is the machine's time (`time.time()`) at which the reader's token ends. `is_booking`: the reader wants
    to know when free times change.
    """

    def __init__(
        self, actor: Actor, expires_at: float, under: Wire, *, heartbeat_seconds: float, is_booking: bool = False
    ) -> None:
        self.actor = actor
        self.interests = interests(actor) | (BOOKING if is_booking else frozenset())
        self.wire = under
        self._expires_at = expires_at
        self._heartbeat = heartbeat_seconds
        self._waiting: Queue[Frame | None] = Queue(MOST_WAITING)
        self._ending = ""

    def put(self, frame: Frame) -> bool:
        """Whether there was room; without it the stream is over, and its reader may come again and catch up."""
        try:
            self._waiting.put_nowait(frame)
        except Full:
            self.end(TOO_SLOW)
            self.wire.hang_up()
            return False
        return True

    def end(self, why: str) -> None:
        """Say why and end; what still waited is not worth waiting for."""
        self._ending = self._ending or why
        try:
            self._waiting.put_nowait(None)
        except Full:
            return  # its writer looks at `_ending` after each frame

    def frames(self, position: Callable[[], str] = str) -> Iterator[bytes]:
        """Everything that is written, until the stream ends or its reader has gone. `position` is the id that stands
        for everything told so far.
        """
        yield f"retry: {RETRY_MS}\n\n".encode()
        while not self._ending:
            frame = self._next(position())
            if frame is not None:
                yield frame.written()
        yield Frame(BYE, wire.dumps({"reason": self._ending})).written()

    def _next(self, so_far: str) -> Frame | None:
        """The next event; a heartbeat when there is none for a while; None when it is time to end.

        What is up to `so_far` lay in the queue before the waiting began: when nothing was there, it has been written.
        """
        left = self._expires_at - time.time()
        if left <= 0:
            self._ending = self._ending or EXPIRED
            return None
        try:
            return self._waiting.get(timeout=min(self._heartbeat, left))
        except Empty:
            return Frame(id=so_far) if left > self._heartbeat else None
