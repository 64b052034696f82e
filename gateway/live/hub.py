"""Who listens in this process, and passing news on to them.

The one who brings the news (the feed's thread) never waits for a reader: each has a bounded queue of its own, and who
does not empty it is cut off. Streams hold a thread each, so they are counted, for each account and all together; what
is beyond the count is refused, and the threads left over stay free for ordinary calls.
"""

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from gateway.live.news import News
from gateway.live.ring import Ring
from gateway.live.stream import ENDED, RESYNC, STOPPING, Frame, Stream, frame_of

MOST_CAUGHT_UP = 100
"""Beyond it, fetching anew is less work than hearing all of it."""


@dataclass(frozen=True)
class Limits:
    """How many streams an account may have in this process, how many there may be at all, and how often they beat."""

    per_account: int
    in_all: int
    heartbeat_seconds: float


class TooManyOfAccount(Exception):
    """The account has as many streams as it may."""


class Full(Exception):
    """The process holds as many streams as it may."""


class Hub:
    """Safe for many threads."""

    def __init__(self, limits: Limits, ring: Ring | None = None) -> None:
        self.limits = limits
        self._ring = ring or Ring()
        self._streams: set[Stream] = set()
        self._interested: dict[str, set[Stream]] = {}
        self._lock = threading.Lock()

    def join(self, stream: Stream, last_id: str | None = None) -> None:
        """Listen from now on, and first to what came after `last_id`; raises TooManyOfAccount or Full."""
        with self._lock:
            self._make_room_for(stream)
            self._add(stream)
            for frame in self._missed(stream, last_id):
                stream.put(frame)

    def leave(self, stream: Stream) -> None:
        with self._lock:
            self._remove(stream)

    def tell(self, news: News) -> None:
        """Pass it on to everybody it concerns."""
        with self._lock:
            numbered = self._ring.add(news)
            frame = frame_of(numbered)
            for stream in set().union(*(self._interested.get(key, ()) for key in news.audience)):
                stream.put(frame)

    def resync(self) -> None:
        """Something was missed: everybody fetches anew what they show."""
        with self._lock:
            self._ring.break_off()
            frame = self._start(RESYNC)
            for stream in self._streams:
                stream.put(frame)

    def end_session(self, session_id: str) -> None:
        """Nobody goes on listening on a session that is over."""
        self._end([stream for stream in self._all() if stream.actor.session_id == session_id], ENDED)

    def close(self) -> None:
        """End all streams, for a process that stops: they would hold it up until it is killed."""
        self._end(self._all(), STOPPING)

    def position(self) -> str:
        """The id that stands for everything told so far."""
        return self._ring.last_id

    def __len__(self) -> int:
        return len(self._streams)

    def _all(self) -> list[Stream]:
        with self._lock:
            return list(self._streams)

    @staticmethod
    def _end(streams: Iterable[Stream], why: str) -> None:
        for stream in streams:
            stream.end(why)

    def _missed(self, stream: Stream, last_id: str | None) -> Iterable[Frame]:
        """What the stream starts with: what it missed, or that it must fetch anew; and where it stands now."""
        if last_id is None:
            return [self._start()]
        missed = self._ring.after(last_id)
        if missed is None:
            return [self._start(RESYNC)]
        mine = [frame_of(one) for one in missed if not stream.interests.isdisjoint(one.news.audience)]
        return [*mine, self._start()] if len(mine) <= MOST_CAUGHT_UP else [self._start(RESYNC)]

    def _start(self, kind: str = "") -> Frame:
        return Frame(kind, b"{}", self._ring.last_id)

    def _add(self, stream: Stream) -> None:
        self._streams.add(stream)
        for key in stream.interests:
            self._interested.setdefault(key, set()).add(stream)

    def _remove(self, stream: Stream) -> None:
        if stream not in self._streams:
            return
        self._streams.discard(stream)
        for key in stream.interests:
            self._interested[key].discard(stream)
            if not self._interested[key]:
                del self._interested[key]

    def _make_room_for(self, stream: Stream) -> None:
        """Refuse what is too much. Readers who have hung up unnoticed do not count: a page that is loaded again and
        again leaves such behind until their next heartbeat.
        """
        if not self._refusal(stream):
            return
        for gone in [known for known in self._streams if known.wire.is_gone()]:
            gone.end(STOPPING)
            self._remove(gone)
        if refusal := self._refusal(stream):
            raise refusal

    def _refusal(self, stream: Stream) -> Exception | None:
        if len(self._streams) >= self.limits.in_all:
            return Full()
        held = Counter(known.actor.account_id for known in self._streams)
        return TooManyOfAccount() if held[stream.actor.account_id] >= self.limits.per_account else None
