"""DESIGN §4, rule 5: what must not be lost counts as published only when the broker says so."""

import eventlet
import pytest

from shared.bus.publisher import ConfirmedPublisher, NotPublished, Post, Refused
from shared.bus.topology import events_exchange

pytestmark = pytest.mark.real

EVENTS = events_exchange("kitchen")


@pytest.fixture
def publisher(gate):
    made = ConfirmedPublisher(gate.url, "kitchen", [EVENTS])
    yield made
    made.close()


@pytest.fixture
def queue(client):
    client.channel.exchange_declare(EVENTS.name, "topic", durable=True)
    name = client.channel.queue_declare("all", durable=True).method.queue
    client.channel.queue_bind(name, EVENTS.name, "#")
    return name


def posts(count, **how):
    return [Post(EVENTS.name, "dish_cooked", b"{}", **how) for _ in range(count)]


def waiting(client, queue):
    return client.channel.queue_declare(queue, passive=True).method.message_count


def test_a_batch_is_there_when_publish_returns_and_persistent(publisher, client, queue):
    publisher.publish(posts(250))

    assert waiting(client, queue) == 250
    _, properties, _ = client.channel.basic_get(queue)
    assert (properties.delivery_mode, properties.content_type) == (2, "application/json")


def test_a_mandatory_message_nobody_is_bound_for_is_not_published(publisher, client):
    with pytest.raises(NotPublished, match="nothing is bound"):
        publisher.publish(posts(1, mandatory=True))
    publisher.publish(posts(1))


def test_a_message_the_broker_rejects_is_not_published(publisher, client):
    client.channel.exchange_declare(EVENTS.name, "topic", durable=True)
    full = {"x-max-length": 0, "x-overflow": "reject-publish"}
    client.channel.queue_declare("full", arguments=full)
    client.channel.queue_bind("full", EVENTS.name, "#")

    with pytest.raises(Refused, match="refused"):
        publisher.publish(posts(2))


def test_a_message_for_which_the_broker_closes_the_channel_is_refused_and_the_next_one_taken(publisher, queue, client):
    publisher.publish(posts(1))

    with pytest.raises(Refused, match="NOT_FOUND"):
        publisher.publish([Post("no-such.exchange", "dish_cooked", b"{}")])
    publisher.publish(posts(1))

    assert waiting(client, queue) == 2


def test_a_connection_that_died_unnoticed_is_opened_again(publisher, client, queue, gate):
    publisher.publish(posts(1))
    gate.cut()

    publisher.publish(posts(1))

    assert waiting(client, queue) == 2


def test_while_the_broker_is_away_nothing_is_published_and_later_it_is(publisher, client, queue, gate):
    gate.shut()
    with pytest.raises(NotPublished) as told:
        publisher.publish(posts(1))
    assert not isinstance(told.value, Refused)

    gate.open()
    publisher.publish(posts(1))

    assert waiting(client, queue) == 1


def test_greenlets_take_turns(publisher, client, queue):
    list(eventlet.GreenPool().imap(lambda _: publisher.publish(posts(10)), range(20)))

    assert waiting(client, queue) == 200
