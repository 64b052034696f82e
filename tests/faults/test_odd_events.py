"""Events that fail, are poison, come twice, or come late, while customers book, move and cancel."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from deploy import stores
from deploy.ledger.events import Handler, handlers
from deploy.ledger.queues import depths
from shared.bus.connection import body_of, connected
from shared.bus.publisher import ConfirmedPublisher, Post
from shared.bus.topology import delay_queue_name, events_exchange_name, retry_exchange_name
from shared.ids import new_id
from tests.support.rig import HOLD_SECONDS, Rig
from tests.support.shop import eventually

pytestmark = [pytest.mark.real, pytest.mark.slow]

CONFIRMED = Handler("notification", "on_appointment_confirmed", "booking", "appointment_confirmed")
HELD_BACK = (
    CONFIRMED,
    Handler("scheduling", "on_appointment_requested", "booking", "appointment_requested"),
    Handler("booking", "on_claim_moved", "scheduling", "claim_moved"),
)

UNUSABLE = """
    INSERT INTO outbox (id, type, version, occurred_at, correlation_id, data)
    VALUES (:id, 'appointment_cancelled', 1, UTC_TIMESTAMP(6), 'test', '{}')
"""


def change(rig: Rig, service: str, statement: str, **values: object) -> int:
    return rig.databases[service].transact(lambda connection: connection.execute(text(statement), values).rowcount)


@pytest.mark.long
def test_a_consumer_that_fails_three_times_then_works(rig):
    third_failure = delay_queue_name(CONFIRMED.queue, 4.0)

    with rig.incident("a consumer fails three times") as run:
        change(rig, "notification", "RENAME TABLE messages TO messages_away")
        try:
            eventually(lambda: depths(rig.amqp_url, [third_failure]).get(third_failure), "a third failure", 60)
        finally:
            change(rig, "notification", "RENAME TABLE messages_away TO messages")
        run.recovered(time.monotonic())


def test_poison_goes_to_the_dead_letters_alone(rig):
    unreadable = [one for one in handlers() if (one.source, one.event_type) == ("booking", "appointment_confirmed")]
    unusable = [one for one in handlers() if (one.source, one.event_type) == ("booking", "appointment_cancelled")]
    poisoned = [one.queue for one in (*unreadable, *unusable)]

    with rig.incident("poison", poisoned=poisoned) as run:
        with closing(ConfirmedPublisher(rig.amqp_url, "test")) as publisher:
            publisher.publish([Post(events_exchange_name("booking"), "appointment_confirmed", b"no event at all")])
        change(rig, "booking", UNUSABLE, id=new_id())
        run.recovered(time.monotonic())


def test_every_event_delivered_again(rig):
    """As when each relay dies between the broker's confirmation and its own note of it."""
    began = new_id()

    with rig.incident("every event delivered twice") as run:
        for _ in range(2):
            run.crowd.wait_for_successes(30, 120)
            for service in filter(stores.has_outbox, rig.databases):
                again = "UPDATE outbox SET published_at = NULL, lease = NULL, lease_until = NULL WHERE id > :began"
                change(rig, service, again, began=began)
        run.recovered(time.monotonic())


@contextmanager
def held_back(rig: Rig, handler: Handler) -> Iterator[None]:
    """What is meant for the handler waits elsewhere; in the end it comes after all, the newest first."""
    elsewhere = f"held-back-{handler.service}-{handler.method}"
    exchange, key = events_exchange_name(handler.source), handler.event_type
    with connected(rig.amqp_url, "test") as connection:
        channel = connection.channel()
        channel.queue_declare(elsewhere, durable=True, auto_delete=False)
        channel.queue_bind(elsewhere, exchange, key)
        channel.queue_unbind(handler.queue, exchange, key)
        yield
        channel.queue_bind(handler.queue, exchange, key)
        channel.queue_unbind(elsewhere, exchange, key)
        waiting = [*_taken(channel, elsewhere)]
        channel.queue_delete(elsewhere)
    assert waiting, f"nothing came for {handler}"
    to_handler = [Post(retry_exchange_name(handler.service), handler.queue, body) for body in reversed(waiting)]
    with closing(ConfirmedPublisher(rig.amqp_url, "test")) as publisher:
        publisher.publish(to_handler)


def _taken(channel: Any, queue: str) -> Iterator[bytes]:
    while (message := channel.basic_get(queue, no_ack=True)) is not None:
        yield body_of(message)


def test_old_events_after_newer_ones(rig):
    """Confirmations after cancellations, requests after the hold has run out, older moves after newer ones."""
    with rig.incident("events out of order") as run:
        with held_back(rig, HELD_BACK[0]), held_back(rig, HELD_BACK[1]), held_back(rig, HELD_BACK[2]):
            time.sleep(HOLD_SECONDS + 4)
            run.crowd.wait_for_successes(40, 120)
        run.recovered(time.monotonic())
