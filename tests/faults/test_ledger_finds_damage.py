"""Negative controls: each kind of damage, planted in books that agree, is found. What is planted is never committed."""

import time
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, text

from tests.support.rig import Rig

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.control]

FIRM = "SELECT claim_id FROM claims WHERE status = 'firm' ORDER BY claim_id LIMIT 1"
LIVE = "SELECT id FROM appointments WHERE status = 'confirmed' ORDER BY id LIMIT 1"
TWICE = """
    INSERT INTO outbox (id, type, version, occurred_at, correlation_id, data, published_at)
    SELECT CONCAT(LEFT(id, 16), REVERSE(RIGHT(id, 10))), type, version, occurred_at, correlation_id, data, published_at
    FROM outbox WHERE type = 'appointment_confirmed' ORDER BY id LIMIT 1
"""
DONE = "SELECT appointment_id FROM attempts WHERE state = 'done' ORDER BY appointment_id LIMIT 1"


def _a_second_claim_on_one_time(connection: Connection) -> None:
    twice = (
        "INSERT INTO claim_resources SELECT CONCAT(LEFT(claim_id, 25), '!'), 99, resource_id, kind, first_cell,"
        " end_cell, cells, is_requested, place FROM claim_resources ORDER BY claim_id LIMIT 1"
    )
    connection.execute(text(twice))


def _statement(what: str, subject: str = "") -> Callable[[Connection], None]:
    """A statement about the first row that `subject` finds, which it calls :id."""

    def plant(connection: Connection) -> None:
        chosen = {"id": connection.execute(text(subject)).scalar_one()} if subject else {}
        assert connection.execute(text(what), chosen).rowcount

    return plant


DAMAGES: dict[str, tuple[str, str, Callable[[Connection], None]]] = {
    "two claims on one time": ("double_booked", "scheduling", _a_second_claim_on_one_time),
    "bits nobody has claimed": (
        "bits_differ",
        "scheduling",
        _statement("UPDATE resource_days SET busy = REPEAT(CHAR(255), 36) ORDER BY day LIMIT 1"),
    ),
    "a claim lost": (
        "visit_without_claim",
        "scheduling",
        _statement("UPDATE claims SET status = 'released' WHERE claim_id = :id", FIRM),
    ),
    "a claim elsewhere than its visit": (
        "visit_and_claim_differ",
        "scheduling",
        _statement("UPDATE claims SET revision = revision + 1 WHERE claim_id = :id", FIRM),
    ),
    "a claim never given back": (
        "ended_visit_keeps_time",
        "booking",
        _statement("UPDATE appointments SET status = 'cancelled' WHERE id = :id", LIVE),
    ),
    "an appointment lost": (
        "accepted_without_visit",
        "booking",
        _statement("DELETE FROM appointments WHERE id = :id", LIVE),
    ),
    "a claim of nobody": (
        "claim_without_visit",
        "booking",
        _statement("DELETE FROM appointments WHERE id = :id", LIVE),
    ),
    "an appointment nobody asked for": (
        "visit_without_attempt",
        "booking",
        _statement("UPDATE attempts SET state = 'abandoned' WHERE appointment_id = :id", DONE),
    ),
    "an attempt nobody closes": (
        "attempt_left_open",
        "booking",
        _statement("UPDATE attempts SET state = 'open' WHERE appointment_id = :id", DONE),
    ),
    "a step without its history": (
        "history_broken",
        "booking",
        _statement("DELETE FROM appointment_history WHERE appointment_id = :id AND version = 1", LIVE),
    ),
    "an event never written": (
        "event_missing",
        "booking",
        _statement("DELETE FROM outbox WHERE type = 'appointment_confirmed' ORDER BY id LIMIT 1"),
    ),
    "an event nobody wrote": (
        "event_from_nowhere",
        "booking",
        _statement("DELETE FROM outbox WHERE type = 'appointment_confirmed' ORDER BY id LIMIT 1"),
    ),
    "an event written twice": (
        "event_doubled",
        "booking",
        _statement(TWICE),
    ),
    "an event that waits": (
        "event_unpublished",
        "booking",
        _statement("UPDATE outbox SET published_at = NULL ORDER BY id LIMIT 1"),
    ),
    "an event one consumer never took": (
        "event_not_taken",
        "notification",
        _statement("DELETE FROM inbox WHERE handler = 'on_appointment_confirmed' LIMIT 1"),
    ),
    "a message never sent": (
        "message_overdue",
        "notification",
        _statement("UPDATE messages SET status = 'waiting', due_at = '2020-01-01' WHERE status = 'sent' LIMIT 1"),
    ),
    "a message given up": (
        "message_given_up",
        "notification",
        _statement("UPDATE messages SET status = 'failed' WHERE status = 'sent' LIMIT 1"),
    ),
    "a message only said to be carried": (
        "message_not_carried_once",
        "notification",
        _statement("DELETE FROM sent_items LIMIT 1"),
    ),
    "a customer told another thing": (
        "customer_misled",
        "booking",
        _statement("UPDATE appointments SET version = version + 1 WHERE id = :id", LIVE),
    ),
    "a message that came twice": (
        "message_not_once",
        "notification",
        _statement(
            "UPDATE notifications SET template = 'appointment_confirmed' WHERE template <> 'appointment_confirmed'"
        ),
    ),
}


class _TakenBackError(Exception):
    """The damage was looked at; the transaction ends without it."""


@pytest.fixture(scope="module")
def at_rest(running: Rig) -> Rig:
    """Books with something in them, which agree."""
    with running.incident("nothing happens") as run:
        run.crowd.wait_for_successes(60, 120)
        run.recovered(time.monotonic())
    return running


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_ledger_finds(at_rest: Rig, damage: str):
    kind, service, plant = DAMAGES[damage]
    found: set[str] = set()

    def look(connection: Connection) -> None:
        plant(connection)
        found.update(finding.kind for finding in at_rest.findings())
        raise _TakenBackError

    with pytest.raises(_TakenBackError):
        at_rest.databases[service].transact(look)

    assert kind in found
    assert at_rest.findings() == []
