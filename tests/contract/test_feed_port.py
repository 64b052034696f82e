"""One port, two adapters: events over RabbitMQ in a real thread, and inside the process under eventlet."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import eventlet
import pika
import pytest
import requests

from gateway.feed import Feed
from gateway.feed.pika_feed import PikaFeed
from shared.bus import wire
from shared.bus.feed import InProcessFeed
from shared.bus.publisher import ConfirmedPublisher, InMemoryPublisher, Post, Publisher
from shared.bus.relay import post_of
from shared.bus.topology import events_exchange
from shared.events import Event
from tests.support.gate import BrokerGate

TOPICS = {"shop": ("opened", "closed"), "till": ("paid",)}
SECONDS = 10


def an_event(type_: str = "opened", number: int = 0, producer: str = "shop") -> Event:
    at = datetime(2026, 11, 18, 2, tzinfo=UTC)
    return Event(f"evt-{number}", type_, 1, at, producer, "req-1", {"number": number})


@dataclass
class Side:
    """A feed that listens, what it heard, and a way to announce; `rest` lets the other side come to its turn."""

    feed: Feed
    publisher: Publisher
    rest: Callable[[float], None]
    heard: list[Event] = field(default_factory=list)
    gaps: int = 0

    def start(self) -> None:
        self.feed.start(self.heard.append, self._missed)
        self.until(lambda: self.gaps)

    def announce(self, *events: Event) -> None:
        self.publisher.publish([post_of(event) for event in events])

    def until(self, happened: Callable[[], object], seconds: float = SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < deadline, f"heard {len(self.heard)} events, {self.gaps} gaps"
            self.rest(0.02)

    def _missed(self) -> None:
        self.gaps += 1


@pytest.fixture
def embedded() -> Iterator[Side]:
    url = "memory://feed-port"
    side = Side(
        InProcessFeed(url, TOPICS),
        InMemoryPublisher(url, [events_exchange("shop"), events_exchange("till")]),
        eventlet.sleep,
    )
    yield side
    side.feed.close()
    side.publisher.close()


@pytest.fixture
def rabbitmq(amqp_uri: str) -> Iterator[Side]:
    exchanges = [events_exchange("shop"), events_exchange("till")]
    side = Side(PikaFeed(amqp_uri, TOPICS), ConfirmedPublisher(amqp_uri, "shop", exchanges), time.sleep)
    yield side
    side.feed.close()
    side.publisher.close()


@pytest.fixture(params=["embedded", pytest.param("rabbitmq", marks=pytest.mark.real)])
def side(request: pytest.FixtureRequest) -> Side:
    chosen: Side = request.getfixturevalue(request.param)
    return chosen


def test_what_is_announced_is_heard_in_order_and_whole(side: Side) -> None:
    side.start()
    events = [an_event(number=number) for number in range(200)]

    side.announce(*events)

    side.until(lambda: len(side.heard) == len(events))
    assert side.heard == events


def test_only_what_is_listened_to_is_heard(side: Side) -> None:
    side.start()

    side.announce(an_event("painted"), an_event("paid", producer="till"))

    side.until(lambda: side.heard)
    side.rest(0.1)
    assert [event.type for event in side.heard] == ["paid"]


def test_what_happened_before_it_listened_is_told_as_a_gap_and_not_heard(side: Side) -> None:
    side.announce(an_event(number=1))

    side.start()
    side.announce(an_event(number=2))

    side.until(lambda: side.heard)
    assert ([event.id for event in side.heard], side.gaps) == (["evt-2"], 1)


def test_an_event_nobody_can_read_does_not_end_the_listening(side: Side) -> None:
    side.start()

    side.publisher.publish([Post(wire.events_exchange_name("shop"), "opened", b"no event")])
    side.announce(an_event(number=7))

    side.until(lambda: side.heard)
    assert [event.id for event in side.heard] == ["evt-7"]


def test_each_listener_hears_everything(side: Side, request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue("amqp_uri") if isinstance(side.feed, PikaFeed) else "memory://feed-port"
    other = Side(type(side.feed)(url, TOPICS), side.publisher, side.rest)  # type: ignore[call-arg]
    side.start()
    other.start()

    side.announce(an_event())

    side.until(lambda: side.heard and other.heard)
    other.feed.close()


def test_after_closing_nothing_is_heard_and_closing_again_does_no_harm(side: Side) -> None:
    side.start()
    side.feed.close()

    side.announce(an_event())
    side.rest(0.2)
    side.feed.close()

    assert side.heard == []


# Over a network only.


def queues(uri: str, real_backends: object) -> list[str]:
    management = real_backends.environment()["AMQP_MANAGEMENT_URL"]  # type: ignore[attr-defined]
    found = requests.get(f"{management}/api/queues/{uri.rsplit('/', 1)[-1]}", timeout=10).json()
    return [queue["name"] for queue in found]


@pytest.mark.real
def test_a_lost_connection_is_made_again_and_told_as_a_gap(amqp_uri: str) -> None:
    gate = BrokerGate(amqp_uri)
    side = Side(PikaFeed(gate.url, TOPICS), ConfirmedPublisher(amqp_uri, "shop", [events_exchange("shop")]), time.sleep)
    side.start()
    gate.shut()
    side.announce(an_event(number=1))
    gate.open()

    side.until(lambda: side.gaps == 2)
    side.announce(an_event(number=2))

    side.until(lambda: side.heard)
    assert [event.id for event in side.heard] == ["evt-2"], "what passed meanwhile is the gap"
    side.feed.close()
    gate.shut()


@pytest.mark.real
def test_more_than_the_queue_holds_is_told_as_a_gap_and_no_publisher_notices(amqp_uri: str) -> None:
    """A process that hears nothing for a while: the oldest events go, the newest are heard, and it learns of it."""
    publisher = ConfirmedPublisher(amqp_uri, "shop", [events_exchange("shop")])
    side = Side(PikaFeed(amqp_uri, TOPICS, most_waiting=50), publisher, time.sleep)
    asleep = [True]

    def heard(event: Event) -> None:
        while asleep[0]:
            time.sleep(0.01)
        side.heard.append(event)

    side.feed.start(heard, side._missed)
    side.until(lambda: side.gaps)
    side.announce(*(an_event(number=number) for number in range(2000)))
    asleep[0] = False

    side.until(lambda: side.gaps > 1 and side.heard and side.heard[-1].id == "evt-1999")
    assert len(side.heard) < 2000
    side.feed.close()


@pytest.mark.real
def test_what_fits_into_the_queue_is_no_gap(amqp_uri: str) -> None:
    """The control of the test above."""
    publisher = ConfirmedPublisher(amqp_uri, "shop", [events_exchange("shop")])
    side = Side(PikaFeed(amqp_uri, TOPICS, most_waiting=5000), publisher, time.sleep)
    side.start()
    side.announce(*(an_event(number=number) for number in range(2000)))

    side.until(lambda: len(side.heard) == 2000)
    assert side.gaps == 1
    side.feed.close()


@pytest.mark.real
def test_nothing_is_left_on_the_broker_when_the_process_is_gone(amqp_uri: str, real_backends: object) -> None:
    side = Side(PikaFeed(amqp_uri, TOPICS), ConfirmedPublisher(amqp_uri, "shop"), time.sleep)
    side.start()
    side.feed.close()

    side.until(lambda: not any("feed" in name for name in queues(amqp_uri, real_backends)))


@pytest.mark.real
def test_a_service_that_never_announced_anything_keeps_no_other_from_being_heard(amqp_uri: str) -> None:
    """Its exchange is not there yet; it is made, and what it announces one day is heard as well."""
    connection = pika.BlockingConnection(pika.URLParameters(amqp_uri))
    side = Side(PikaFeed(amqp_uri, TOPICS), ConfirmedPublisher(amqp_uri, "shop"), time.sleep)

    side.start()
    connection.channel().exchange_declare("till.events", passive=True)

    side.announce(an_event("paid", producer="till"))
    side.until(lambda: side.heard)
    side.feed.close()
    connection.close()
