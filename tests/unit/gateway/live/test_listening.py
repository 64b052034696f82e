"""What the gateway does with what it hears: sessions are shut out at once, in every process, whatever was missed."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.ended_sessions import EndedSessions
from gateway.feed import SilentFeed
from gateway.listening import TOPICS, Listening
from gateway.live.hub import Hub, Limits
from gateway.live.sockets import Wire
from gateway.live.stream import Stream
from shared.errors import Unavailable
from shared.events import Event
from shared.testing import a_customer, sample
from tests.unit.gateway.conftest import FakeRpc

AWAY = Unavailable("identity is away", code="service_unavailable")


class Gateway:
    def __init__(self) -> None:
        self.rpc, self.ended = FakeRpc(), EndedSessions(timedelta(minutes=15))
        self.hub = Hub(Limits(5, 5, 25.0))
        self.listening = Listening(SilentFeed(), self.rpc, self.hub, self.ended, timedelta(minutes=15))
        self.spawned: list[Any] = []
        self.listening.spawn = self.spawned.append


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


def ended(session_id: str) -> Event:
    at = datetime(2026, 11, 18, 2, tzinfo=UTC)
    return Event(
        "evt-1", "session_ended", 1, at, "identity", "req-1", {"session_id": session_id, "account_id": "cus-1"}
    )


def test_a_session_that_ended_elsewhere_is_over_here(gateway):
    gateway.listening.hear(ended("ses-1"))

    assert gateway.ended.has("ses-1")
    assert not gateway.ended.has("ses-2")


def test_identitys_own_sample_is_understood(gateway):
    event = sample("identity", "session_ended")

    gateway.listening.hear(event)

    assert gateway.ended.has(event.data["session_id"])


def test_its_streams_end_with_it(gateway):
    stream = Stream(a_customer(session_id="ses-1"), time.time() + 900, Wire(None), heartbeat_seconds=25.0)
    gateway.hub.join(stream)

    gateway.listening.hear(ended("ses-1"))

    assert list(stream.frames())[-1] == b'event: bye\ndata: {"reason":"session_ended"}\n\n'


def test_after_a_gap_identity_is_asked_which_sessions_have_ended(gateway):
    gateway.rpc.answers["find_ended_sessions"] = {"items": [{"session_id": "ses-7"}]}

    gateway.listening.miss()
    gateway.spawned.pop()()

    assert gateway.ended.has("ses-7")
    assert gateway.rpc.calls == [("identity", "find_ended_sessions", {"within_seconds": 900})]
    assert gateway.rpc.contexts[0].actor.is_system


def test_it_asks_until_it_is_answered(gateway):
    answers = iter([AWAY, AWAY, {"items": [{"session_id": "ses-7"}]}])

    def call(*_: Any) -> Any:
        answer = next(answers)
        if isinstance(answer, Unavailable):
            raise answer
        return answer

    gateway.rpc.call = call
    gateway.listening.miss()
    gateway.spawned.pop()()

    assert gateway.ended.has("ses-7")


def test_a_newer_gap_asks_in_place_of_an_older_one(gateway):
    gateway.listening.miss()
    gateway.listening.miss()
    older, newer = gateway.spawned

    older()
    assert gateway.rpc.calls == []
    newer()
    assert len(gateway.rpc.calls) == 1


def test_it_listens_to_what_becomes_news_and_to_sessions():
    assert TOPICS["identity"] == ("session_ended",)
    assert "appointment_confirmed" in TOPICS["booking"]
