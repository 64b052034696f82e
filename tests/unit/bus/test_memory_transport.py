"""DESIGN §4, "Embedded profile": each of these was found by a hang or a loss."""

import time

import eventlet
import pytest
from kombu import Connection, Consumer, Exchange, Queue

from shared.bus.memory_transport import Transport, Unroutable

EVENTS = Exchange("shop.events", type="topic")


@pytest.fixture
def connection(broker_url):
    with Connection(broker_url, transport=Transport) as made:
        yield made


def publish(channel, key="opened", body=b"{}", exchange="shop.events", **how):
    message = channel.prepare_message(body, content_type="application/json", content_encoding="utf-8")
    channel.basic_publish(message, exchange=exchange, routing_key=key, **how)


def consume(connection, queue, into, **how):
    channel = connection.channel()
    bound = Queue(queue, EVENTS, routing_key="opened", **how).bind(channel)
    consumer = Consumer(channel, queues=[bound], on_message=into)
    consumer.consume()
    return consumer


def test_properties_carry_the_content_type(connection):
    got = []
    consume(connection, "a", got.append)
    publish(connection.channel())
    connection.drain_events(timeout=1)

    assert got[0].properties["content_type"] == "application/json"
    assert got[0].body == b"{}"


def test_a_waiting_consumer_is_woken_at_once(connection):
    got = []
    consume(connection, "a", got.append)
    publisher = connection.channel()
    started = time.monotonic()
    eventlet.spawn_after(0.05, publish, publisher)

    connection.drain_events(timeout=5)

    assert got
    assert time.monotonic() - started < 0.1


def test_nothing_to_drain_times_out(connection):
    consume(connection, "a", lambda _: None)

    with pytest.raises(TimeoutError):
        connection.drain_events(timeout=0.02)


def test_prefetch_does_not_hold_messages_back(connection):
    """It would count per channel here, and calls that wait for calls would wait for good."""
    got = []
    consumer = consume(connection, "a", got.append)
    consumer.qos(prefetch_count=1)
    publisher = connection.channel()
    for _ in range(3):
        publish(publisher)
        connection.drain_events(timeout=1)

    assert len(got) == 3, "none of them acknowledged"


def test_a_mandatory_message_nobody_is_bound_for_raises(connection):
    channel = connection.channel()
    EVENTS.bind(channel).declare()

    with pytest.raises(Unroutable):
        publish(channel, "closed", mandatory=True)
    with pytest.raises(Unroutable):
        publish(channel, "opened", exchange="unknown.events", mandatory=True)


def test_each_queue_gets_a_message_of_its_own(connection):
    first, second = [], []
    consume(connection, "a", first.append)
    consume(connection, "b", second.append)
    publish(connection.channel())
    for _ in range(2):
        connection.drain_events(timeout=1)

    assert first[0].delivery_tag != second[0].delivery_tag
    first[0].ack()
    second[0].ack()


def test_a_requeued_message_goes_back_to_its_own_queue_only(connection):
    first, second = [], []
    consume(connection, "a", first.append)
    consume(connection, "b", second.append)
    publish(connection.channel())
    for _ in range(2):
        connection.drain_events(timeout=1)

    first[0].requeue()
    connection.drain_events(timeout=1)

    assert (len(first), len(second)) == (2, 1)


def test_an_auto_delete_queue_goes_with_its_last_consumer(connection):
    consumer = consume(connection, "a", lambda _: None, auto_delete=True)
    channel = connection.channel()
    publish(channel, mandatory=True)

    consumer.cancel()

    with pytest.raises(Unroutable):
        publish(channel, mandatory=True)


def test_brokers_are_told_apart_by_name(broker_url):
    got = []
    with Connection(broker_url, transport=Transport) as one, Connection(broker_url + "-2", transport=Transport) as two:
        consume(one, "a", got.append)
        channel = two.channel()
        EVENTS.bind(channel).declare()
        with pytest.raises(Unroutable):
            publish(channel, mandatory=True)
