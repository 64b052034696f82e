"""What this process hears from the services, and does about it: news go to open pages, ended sessions are shut out."""

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import Flask

from gateway import auth
from gateway.ended_sessions import EndedSessions
from gateway.feed import Feed
from gateway.live import news
from gateway.live.hub import Hub, Limits
from gateway.rpc import Rpc
from shared.actor import Actor
from shared.call import Call
from shared.errors import Refusal
from shared.events import Event
from shared.logs import logger
from shared.pauses import pauses

log = logger(__name__)

EXTENSION = "mingyitang-listening"
SESSIONS, SESSION_ENDED = "identity", "session_ended"
ASKING_SECONDS = 5.0
FIRST_WAIT_SECONDS = 2.0
TOPICS = {**news.topics(), SESSIONS: (SESSION_ENDED,)}

Spawn = Callable[[Callable[[], None]], Any]


def in_background(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="gateway-catching-up", daemon=True).start()


class Listening:
    """Binds the feed to the pages' hub and to the memory of ended sessions; `lifetime` is that of an access token."""

    def __init__(self, feed: Feed, rpc: Rpc, hub: Hub, ended: EndedSessions, lifetime: timedelta) -> None:
        self.hub = hub
        self._feed, self._rpc, self._ended = feed, rpc, ended
        self._lifetime = lifetime
        self._gaps = 0
        self._caught_up = threading.Event()
        self._closing = threading.Event()
        self.spawn: Spawn = in_background

    def start(self, wait_seconds: float = FIRST_WAIT_SECONDS) -> None:
        """Begin, and wait a moment until the sessions that ended before are known. Call it once in each process."""
        self._feed.start(self.hear, self.miss)
        self._caught_up.wait(wait_seconds)

    def close(self) -> None:
        self._closing.set()
        self.hub.close()
        self._feed.close()

    def hear(self, event: Event) -> None:
        if (event.producer, event.type) == (SESSIONS, SESSION_ENDED):
            self._shut_out(event.data["session_id"])
            return
        for one in news.news_of(event):
            self.hub.tell(one)

    def miss(self) -> None:
        """Something may have passed unheard: pages fetch anew, and identity is asked which sessions have ended."""
        self._gaps += 1
        gap = self._gaps
        self.hub.resync()
        self.spawn(lambda: self._catch_up(gap))

    def _catch_up(self, gap: int) -> None:
        """Ask until it is answered, or another gap asks anew."""
        for pause in pauses():
            if gap != self._gaps or self._closing.is_set():
                return
            try:
                self._shut_out_those_of_before()
            except Refusal as refusal:
                log.warning("which sessions have ended is not known yet", why=refusal.code)
                self._closing.wait(pause)
            else:
                self._caught_up.set()
                return

    def _shut_out_those_of_before(self) -> None:
        asked = {"within_seconds": round(self._lifetime.total_seconds())}
        call = Call(actor=Actor.system("gateway"))
        for session in self._rpc.call(SESSIONS, "find_ended_sessions", asked, call, ASKING_SECONDS).get("items", ()):
            self._shut_out(session["session_id"])

    def _shut_out(self, session_id: str) -> None:
        self._ended.add(session_id)
        self.hub.end_session(session_id)


def init_app(app: Flask, feed: Feed, rpc: Rpc, settings: Mapping[str, Any]) -> None:
    """Make it ready; `of(app).start()` in the process that serves begins to listen."""
    limits = Limits(
        settings["live_streams_per_account"], settings["live_streams"], float(settings["live_heartbeat_seconds"])
    )
    ended: EndedSessions = app.extensions[auth.EXTENSION]
    app.extensions[EXTENSION] = Listening(feed, rpc, Hub(limits), ended, auth.lifetime_of(app))


def of(app: Flask) -> Listening:
    listening: Listening = app.extensions[EXTENSION]
    return listening
