"""DESIGN §4, rule 6: what lies in the outbox is published, once if all goes well, never less."""

from dataclasses import dataclass, field

import eventlet
import pytest
from sqlalchemy import MetaData

from shared.bus.publisher import NotPublished, Post
from shared.bus.relay import Relay, post_of
from shared.call import Call
from shared.db import Database
from shared.events import Event, Fact
from shared.outbox import Outbox, outbox_table
from shared.testing import NOW, an_event


@dataclass(frozen=True)
class StoreOpened(Fact):
    name: str


@dataclass
class BrokerOnAndOff:
    """Takes posts while it is there."""

    is_there: bool = True
    posts: list[Post] = field(default_factory=list)
    asked: int = 0

    def publish(self, posts: list[Post]) -> None:
        self.asked += 1
        eventlet.sleep(0)
        if not self.is_there:
            raise NotPublished("away")
        self.posts += posts

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def database(tmp_path):
    made = Database(f"sqlite:///{tmp_path}/catalog.db")
    metadata = MetaData()
    outbox_table(metadata)
    metadata.create_all(made.engine)
    yield made
    made.close()


@pytest.fixture
def broker():
    return BrokerOnAndOff()


def add(outbox, *names):
    outbox.add([StoreOpened(name) for name in names], call=Call(request_id="req-1"), now=NOW)


def relayed(outbox, broker):
    relay = Relay(outbox, broker)
    outbox._on_added = relay.wake
    return relay


def test_an_event_travels_with_its_envelope_to_its_producers_exchange():
    event = an_event("store_opened", {"name": "静安"}, producer="catalog")

    post = post_of(event)

    assert (post.exchange, post.routing_key, post.message_id) == ("catalog.events", "store_opened", event.id)
    assert Event.from_wire(post.body.decode()) == event


def test_rows_are_published_right_after_their_commit(database, broker):
    outbox = Outbox(database, "catalog")
    relay = relayed(outbox, broker)
    eventlet.sleep(0.05)

    add(outbox, "静安", "徐汇")
    eventlet.sleep(0.05)

    assert [Event.from_wire(post.body.decode()).data["name"] for post in broker.posts] == ["静安", "徐汇"]
    assert outbox.waiting()[0] == 0
    relay.stop()


def test_rows_another_process_added_are_found_by_the_poll(database, broker):
    relay = Relay(Outbox(database, "catalog"), broker)
    eventlet.sleep(0.05)
    add(Outbox(database, "catalog"), "静安")

    eventlet.sleep(1.1)

    assert len(broker.posts) == 1
    relay.stop()


def test_rows_wait_while_the_broker_is_away_and_leave_when_it_is_back(database, broker):
    outbox = Outbox(database, "catalog")
    broker.is_there = False
    relay = relayed(outbox, broker)
    add(outbox, "静安")
    eventlet.sleep(0.4)
    assert outbox.waiting()[0] == 1
    assert broker.asked < 8, "the relay pauses longer and longer"

    broker.is_there = True
    eventlet.sleep(1)

    assert len(broker.posts) == 1
    relay.stop()


def test_several_relays_publish_each_row_once(database, broker):
    outbox = Outbox(database, "catalog")
    add(outbox, *[str(number) for number in range(250)])

    relays = [Relay(Outbox(database, "catalog"), broker) for _ in range(4)]
    eventlet.sleep(0.5)
    for relay in relays:
        relay.stop()

    assert len(broker.posts) == 250
    assert len({post.message_id for post in broker.posts}) == 250


def test_a_relay_sends_what_is_left_when_it_is_told_to_stop(database, broker):
    outbox = Outbox(database, "catalog")
    relay = Relay(outbox, broker)
    eventlet.sleep(0.05)
    add(outbox, "静安")

    relay.stop()

    assert len(broker.posts) == 1


def test_a_relay_ends_even_while_the_broker_is_away(database, broker):
    broker.is_there = False
    outbox = Outbox(database, "catalog")
    add(outbox, "静安")
    relay = Relay(outbox, broker)
    eventlet.sleep(0.3)

    with eventlet.Timeout(2):
        relay.stop()

    assert outbox.waiting()[0] == 1
