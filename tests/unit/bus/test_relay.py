"""DESIGN §4, rule 6: what lies in the outbox is published, once if all goes well, never less."""

from dataclasses import dataclass, field

import eventlet
import pytest
from sqlalchemy import MetaData

from shared.bus import metrics
from shared.bus.publisher import NotPublished, Post, Refused
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
    disliked: str = "nothing"

    def publish(self, posts: list[Post]) -> None:
        self.asked += 1
        eventlet.sleep(0)
        if not self.is_there:
            raise NotPublished("away")
        if any(self.disliked.encode() in post.body for post in posts):
            raise Refused("one of them is not to be had")
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


def names(broker):
    return [Event.from_wire(post.body.decode()).data["name"] for post in broker.posts]


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

    assert names(broker) == ["静安", "徐汇"]
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


def test_a_row_the_broker_refuses_holds_up_none_of_its_batch(database, broker):
    outbox = Outbox(database, "catalog")
    broker.disliked = "徐汇"
    add(outbox, "静安", "徐汇", "浦东")
    counted = metrics.outbox_refused_total.labels("catalog")._value.get()

    relay = relayed(outbox, broker)
    eventlet.sleep(0.2)
    assert names(broker) == ["静安", "浦东"]
    assert (outbox.waiting()[0], outbox.refused()) == (1, 1)
    assert metrics.outbox_refused_total.labels("catalog")._value.get() == counted + 1
    add(outbox, "长宁")
    eventlet.sleep(0.2)

    assert names(broker) == ["静安", "浦东", "长宁"]
    relay.stop()


def test_a_refused_row_is_tried_again_less_and_less_often_until_it_is_taken(database, broker):
    outbox = Outbox(database, "catalog")
    broker.disliked = "徐汇"
    add(outbox, "徐汇")
    relay = Relay(outbox, broker)
    eventlet.sleep(0.2)
    asked = broker.asked
    eventlet.sleep(1.2)
    assert broker.asked == asked, "it has its pause"

    broker.disliked = "nothing"
    eventlet.sleep(2)

    assert names(broker) == ["徐汇"]
    assert (outbox.waiting()[0], outbox.refused()) == (0, 0)
    relay.stop()


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
