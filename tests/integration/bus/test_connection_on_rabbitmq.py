"""The rule of `shared.bus.connection`: one greenlet at a time reads a connection, anybody may write."""

import time

import eventlet
import pytest

from shared.bus import connection as connections
from shared.bus.connection import BROKER_ERRORS, body_of, connected, drain, hang_up
from shared.bus.publisher import ConfirmedPublisher, NotPublished, Post

pytestmark = pytest.mark.real

BIG = "汤" * 80_000


@pytest.fixture
def connection(amqp_uri):
    with connected(amqp_uri, "test") as made:
        yield made


def publish(channel, body="{}", exchange="", key="echo"):
    message = channel.prepare_message(body.encode(), content_type="text/plain", content_encoding="utf-8")
    channel.basic_publish(message, exchange=exchange, routing_key=key)


def echoes(channel):
    """What comes back of all that is published."""
    got = []
    channel.queue_declare("echo", exclusive=True)
    channel.basic_consume("echo", no_ack=True, callback=lambda message: got.append(body_of(message).decode()))
    return got


def test_a_second_greenlet_that_reads_is_refused(connection):
    reader = eventlet.spawn(drain, connection, 5)
    eventlet.sleep(0)

    with pytest.raises(AssertionError, match="read by one greenlet at a time"):
        connection.channel()  # asks the broker, and would read to see its answer

    reader.kill()
    assert connection.channel().is_open, "the reader has gone, so that another may read"


def test_who_publishes_reads_nothing(connection):
    """py-amqp does before each publish, where the broker may announce that it blocks the connection."""
    channel = connection.channel()
    reader = eventlet.spawn(drain, connection, 5)
    eventlet.sleep(0)

    publish(channel)

    reader.kill()


def test_an_answer_reaches_the_greenlet_that_waits_for_it_while_others_publish(connection):
    """This is how a consumer's queue once came too late: a worker had read the answer to its declaration."""
    asking, publishing = connection.channel(), connection.channel()
    is_over = False

    def publish_without_end():
        while not is_over:
            publish(publishing)
            eventlet.sleep(0)

    publishers = [eventlet.spawn(publish_without_end) for _ in range(8)]
    with eventlet.Timeout(20):
        for number in range(300):
            asking.queue_declare(f"queue-{number % 10}", exclusive=True)
    is_over = True
    for publisher in publishers:
        publisher.wait()


def test_large_messages_of_many_greenlets_do_not_tear_one_another(connection):
    """Each of them fills the socket's buffer, so that its writer has to wait in the middle of a frame."""
    channel = connection.channel()
    got = echoes(channel)
    writers = eventlet.GreenPool()
    for number in range(40):
        writers.spawn_n(publish, channel, f"{number}:{BIG}")

    with eventlet.Timeout(20):
        while len(got) < 40:
            drain(connection, 0.2)

    assert sorted(got) == sorted(f"{number}:{BIG}" for number in range(40))


def test_an_interrupted_reader_goes_on_where_it_was(connection):
    channel = connection.channel()
    got = echoes(channel)
    for _ in range(20):
        publish(channel, BIG)

    with eventlet.Timeout(30):
        while len(got) < 20:
            drain(connection, 0.0001)

    assert got == [BIG] * 20


def test_a_writer_that_has_to_wait_is_not_cut_off_by_its_reader(gate):
    """A time limit of the socket's, as py-amqp would set it for the reader, would end the writer in mid-frame."""
    with connected(gate.url, "test") as connection:
        channel = connection.channel()
        got = echoes(channel)
        gate.freeze()
        writer = eventlet.spawn(publish, channel, BIG * 60)
        for _ in range(6):
            drain(connection, 0.1)
        assert not writer.dead, "more than the sockets' buffers hold"

        gate.thaw()
        with eventlet.Timeout(20):
            while not got:
                drain(connection, 0.1)
        assert got == [BIG * 60]


# A broker that hangs keeps its connections and says nothing.


def drain_without_end(connection):
    while True:
        drain(connection, 0.2)


def test_hanging_up_does_not_wait_for_a_broker_that_hangs(gate):
    connection = connections.connect(gate.url, "test")
    gate.freeze()
    started = time.monotonic()

    hang_up(connection)

    assert time.monotonic() - started < 2


def test_a_broker_that_hangs_is_noticed_by_its_missing_heartbeats(gate):
    connection = connections.connect(gate.url, "test", heartbeat=1)
    gate.freeze()

    with pytest.raises(BROKER_ERRORS), eventlet.Timeout(10):
        drain_without_end(connection)

    hang_up(connection)


def test_a_publisher_gives_up_a_broker_that_hangs_and_finds_it_again(gate, monkeypatch):
    monkeypatch.setattr("shared.bus.publisher.CONFIRM_TIMEOUT_SECONDS", 0.5)
    monkeypatch.setattr("shared.bus.connection.CONNECT_TIMEOUT_SECONDS", 0.5)
    publisher = ConfirmedPublisher(gate.url, "test")
    publisher.publish([Post("", "nobody", b"{}")])
    gate.freeze()
    with pytest.raises(NotPublished), eventlet.Timeout(20):
        publisher.publish([Post("", "nobody", b"{}")])

    gate.thaw()

    with eventlet.Timeout(20):
        publisher.publish([Post("", "nobody", b"{}")])
    publisher.close()
