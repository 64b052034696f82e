"""DESIGN §4, rules 1, 3 and 6: what happens to an event, on a real broker."""

import json
import sqlite3
import time

import pika
import pytest

from shared.bus.dead_letters import list_dead_letters, replay_dead_letters, show_dead_letter

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


def test_killing_the_producer_after_its_commit_loses_nothing(client, start_service, until, gate):
    """The kitchen's events cannot leave while the gate is shut; after its death the next one sends them."""
    start_service("waiter")
    kitchen = start_service("kitchen", amqp_url=gate.url)
    gate.shut()
    database = sqlite3.connect(kitchen.settings["database_url"].removeprefix("sqlite:///"))
    with database:
        database.execute(
            "INSERT INTO outbox (id, type, version, occurred_at, correlation_id, data)"
            " VALUES ('01LEFT', 'dish_cooked', 1, '2026-11-21 00:00:00.000000', 'req-1',"
            ' \'{"name": "left over", "revision": 1}\')'
        )
    time.sleep(1.5)
    kitchen.process.kill()

    start_service("kitchen")

    until(lambda: served(client) == ["left over"])
    published = database.execute("SELECT published_at, lease FROM outbox").fetchall()
    database.close()
    assert [row[0] is not None and row[1] is None for row in published] == [True]


def test_several_relays_publish_each_row_once(client, start_service, until, tmp_path):
    waiter = start_service("waiter")
    for _ in range(3):
        start_service("kitchen")
    names = [f"dish {number}" for number in range(90)]
    cook(client, *names)

    until(lambda: len(served(client)) == len(names), waiter)
    time.sleep(0.5)
    assert all(tries(client, name) == 1 for name in names[::10])


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
