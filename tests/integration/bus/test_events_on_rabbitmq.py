"""DESIGN §4, rules 1, 3 and 6: what happens to an event, on a real broker."""

import json
import signal
import sqlite3
import time
from contextlib import closing, contextmanager

import pika
import pytest

from shared.bus.dead_letters import list_dead_letters, replay_dead_letters, show_dead_letter
from shared.call import Call

pytestmark = pytest.mark.real

HANDLER_QUEUE = "evt-kitchen-dish_cooked--waiter.on_dish_cooked"
BOTH = ["kitchen", "waiter"]


@pytest.fixture
def restaurant(start_service):
    return start_service("waiter"), start_service("kitchen")


def cook(client, *names):
    for name in names:
        client.call("kitchen", "cook", {"name": name})


def served(client):
    return client.call("waiter", "list_served")["served"]


def consumers_of(client, queue):
    try:
        return client.channel.connection.channel().queue_declare(queue, passive=True).method.consumer_count
    except pika.exceptions.ChannelClosedByBroker:
        return 0


@contextmanager
def rows(service):
    """The service's own database, read and written behind its back."""
    with closing(sqlite3.connect(service.settings["database_url"].removeprefix("sqlite:///"))) as database, database:
        yield database


def published_at(kitchen):
    with rows(kitchen) as database:
        return [row[0] for row in database.execute("SELECT published_at FROM outbox")]


def tries(client, name):
    return client.call("waiter", "list_served")["tries"].count(name)


def test_an_event_takes_effect_soon_after_its_transaction(client, restaurant, until):
    started = time.monotonic()
    cook(client, "duck")

    until(lambda: served(client) == ["duck"])
    assert time.monotonic() - started < 1, "the relay is woken, it does not wait for its poll"


def test_a_failing_event_is_tried_again_after_each_delay_and_its_neighbours_go_on(client, restaurant, until):
    started = time.monotonic()
    cook(client, "tough", "rice", "soup")

    until(lambda: set(served(client)) == {"rice", "soup"}, seconds=1)
    until(lambda: "tough" in served(client))
    assert tries(client, "tough") == 3
    assert time.monotonic() - started >= 0.2 + 0.4


def test_a_poison_event_ends_in_the_dead_letters_and_the_service_goes_on(client, restaurant, until, amqp_uri):
    cook(client, "poison")
    until(lambda: list_dead_letters(amqp_uri, BOTH))
    cook(client, "rice")
    until(lambda: served(client) == ["rice"])

    (letter,) = list_dead_letters(amqp_uri, BOTH)
    assert (letter.service, letter.handler_queue, letter.attempts) == ("waiter", HANDLER_QUEUE, 4)
    assert letter.reason == "Poisoned: this dish is poisoned"
    assert (letter.event() or {})["data"]["name"] == "poison"
    assert show_dead_letter(amqp_uri, letter.id, BOTH) == letter


def test_a_dead_letter_is_sent_again_and_leaves(client, restaurant, until, amqp_uri):
    cook(client, "poison")
    until(lambda: list_dead_letters(amqp_uri, BOTH))
    (letter,) = list_dead_letters(amqp_uri, BOTH)
    client.call("waiter", "forgive")

    assert replay_dead_letters(amqp_uri, [letter.id], BOTH) == 1

    until(lambda: served(client) == ["poison"])
    assert list_dead_letters(amqp_uri, BOTH) == []


def test_reading_dead_letters_often_loses_none(client, restaurant, until, amqp_uri):
    cook(client, "poison")
    until(lambda: list_dead_letters(amqp_uri, BOTH))

    for _ in range(30):
        assert len(list_dead_letters(amqp_uri, BOTH)) == 1


def test_a_malformed_event_goes_to_the_dead_letters_at_once(client, restaurant, until, amqp_uri):
    for body in (b"\xff\xfe not text", b'{"no": "envelope"}'):
        client.channel.basic_publish("kitchen.events", "dish_cooked", body)

    until(lambda: len(list_dead_letters(amqp_uri, BOTH)) == 2)
    assert {letter.attempts for letter in list_dead_letters(amqp_uri, BOTH)} == {1}
    cook(client, "rice")
    until(lambda: served(client) == ["rice"])


def test_an_event_delivered_twice_takes_effect_once(client, restaurant, until):
    cook(client, "duck")
    until(lambda: served(client) == ["duck"])
    envelope = {
        "id": "01TWICE",
        "type": "dish_cooked",
        "version": 1,
        "occurred_at": "2026-11-21T00:00:00+00:00",
        "producer": "kitchen",
        "correlation_id": "req-1",
        "data": {"name": "twice", "revision": 2},
    }
    for _ in range(2):
        client.channel.basic_publish("kitchen.events", "dish_cooked", json.dumps(envelope))

    until(lambda: tries(client, "twice") == 2)
    assert served(client) == ["duck", "twice"]


def test_an_event_that_waits_for_its_handler_survives_its_process(client, start_service, until, sigterm):
    waiter = start_service("waiter")
    start_service("kitchen")
    waiter.tell(sigterm)
    waiter.wait(10)
    cook(client, "duck")
    time.sleep(0.3)

    start_service("waiter")

    until(lambda: served(client) == ["duck"])


def test_killing_the_handlers_process_at_work_loses_nothing(client, start_service, until):
    waiter = start_service("waiter")
    start_service("kitchen")
    names = [f"dish {number}" for number in range(60)]
    cook(client, *names)
    waiter.process.kill()

    start_service("waiter")

    until(lambda: len(served(client)) >= len(names))
    assert sorted(served(client)) == sorted(names)


def test_an_event_that_kills_its_process_ends_in_the_dead_letters_and_the_service_goes_on(
    client, start_service, until, amqp_uri
):
    """Nobody can count for a process that is dead: the broker does."""
    waiter = start_service("waiter", delivery_limit=2)
    start_service("kitchen")
    cook(client, "deadly")
    waiting = lambda: client.channel.queue_declare(HANDLER_QUEUE, passive=True).method.message_count  # noqa: E731
    for deaths in range(1, 5):  # noqa: B007 - asked for below
        assert waiter.wait(20) == -signal.SIGKILL
        until(lambda: waiting() or list_dead_letters(amqp_uri, ["waiter"]))
        if not waiting():
            break
        waiter = start_service("waiter", answering=False, delivery_limit=2)

    assert deaths in {2, 3}, "RabbitMQ's versions differ in whether the limit itself is allowed"
    (letter,) = list_dead_letters(amqp_uri, ["waiter"])
    assert (letter.handler_queue, letter.reason) == (HANDLER_QUEUE, "delivery_limit")
    assert (letter.event() or {})["data"]["name"] == "deadly"
    waiter = start_service("waiter", delivery_limit=2)
    cook(client, "rice")
    until(lambda: served(client) == ["rice"], waiter)


def test_killing_the_producer_between_commit_and_publish_loses_nothing(client, start_service, until):
    """The kitchen ends itself in its callback after the commit, before its relay is woken."""
    start_service("waiter")
    kitchen = start_service("kitchen", answering=False)
    until(lambda: consumers_of(client, "rpc-kitchen") == 1, kitchen)
    client.send("kitchen", "cook_and_die", {"name": "duck"}, Call().within(0.5))
    assert kitchen.wait(10) == -signal.SIGKILL
    assert published_at(kitchen) == [None], "committed, and not published"
    time.sleep(0.5)
    assert served(client) == []

    start_service("kitchen")

    until(lambda: served(client) == ["duck"])
    assert None not in published_at(kitchen)


def test_a_row_the_broker_refuses_holds_up_nobody(client, restaurant, until):
    """Its queue is full and says so; an event of another type goes on to the waiter."""
    _, kitchen = restaurant
    client.channel.queue_declare("full", arguments={"x-max-length": 0, "x-overflow": "reject-publish"})
    client.channel.queue_bind("full", "kitchen.events", "dish_refused")
    with rows(kitchen) as database:
        database.execute(
            "INSERT INTO outbox (id, type, version, occurred_at, correlation_id, data)"
            " VALUES ('00OLDEST', 'dish_refused', 1, '2026-11-21 00:00:00.000000', 'req-1', '{}')"
        )

    cook(client, "duck", "rice")

    until(lambda: set(served(client)) == {"duck", "rice"}, seconds=5)
    with rows(kitchen) as database:
        found = database.execute("SELECT id, lease FROM outbox WHERE published_at IS NULL").fetchall()
    assert found in ([("00OLDEST", "refused.1")], [("00OLDEST", "refused.2")])
    assert "the broker refuses an event" in kitchen.log()


def test_several_relays_publish_each_row_once(client, start_service, until, tmp_path):
    waiter = start_service("waiter")
    for _ in range(3):
        start_service("kitchen")
    names = [f"dish {number}" for number in range(90)]
    cook(client, *names)

    until(lambda: len(served(client)) == len(names), waiter)
    time.sleep(0.5)
    assert sorted(client.call("waiter", "list_served")["tries"]) == sorted(names)


def test_every_queue_is_of_the_kind_its_messages_need(client, restaurant, until, amqp_uri):
    """A declaration with other arguments would be refused, so that repeating ours proves them."""
    cook(client, "poison")  # through every delay queue
    until(lambda: list_dead_letters(amqp_uri, BOTH))
    kept = {"x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish", "x-queue-type": "quorum"}
    back = {"x-dead-letter-exchange": "waiter.retry", "x-dead-letter-routing-key": HANDLER_QUEUE}
    dead = {"x-dead-letter-exchange": "waiter.retry", "x-dead-letter-routing-key": "waiter.dead-letters"}
    declare = client.channel.queue_declare

    declare("rpc-kitchen", durable=True, auto_delete=True, arguments={"x-expires": 10_000})
    declare(HANDLER_QUEUE, durable=True, arguments={**kept, **dead, "x-delivery-limit": 20})
    for milliseconds in (200, 400, 600):
        arguments = {**kept, **back, "x-message-ttl": milliseconds}
        declare(f"{HANDLER_QUEUE}.delay-{milliseconds}", durable=True, arguments=arguments)
    with pytest.raises(pika.exceptions.ChannelClosedByBroker, match="PRECONDITION_FAILED"):
        declare("rpc-waiter", durable=True, auto_delete=False)
