from datetime import timedelta

import eventlet
import pytest
from sqlalchemy import update

from shared.errors import Conflict
from shared.inbox import Inbox
from shared.testing import an_event


@pytest.fixture
def counter(kit, database):
    """A counter that each taken event makes grow by one; slowly, so that deliveries overlap."""
    with database.transaction() as connection:
        connection.execute(kit.counters.insert(), {"id": "a", "value": 0})

    def grow():
        with database.transaction() as connection:
            connection.execute(update(kit.counters).values(value=kit.counters.c.value + 1))
        eventlet.sleep(0.02)

    return grow


def test_an_event_takes_effect_once_for_each_handler(kit, database, counter):
    inbox, event = Inbox(database), an_event("counter_grown", {})

    assert [inbox.once(handler, event, counter) for handler in ("on_a", "on_a", "on_b")] == [True, False, True]
    assert kit.value_of(database, "a") == 2


def test_one_event_delivered_several_times_at_once_takes_effect_once(kit, database, counter):
    inbox, event = Inbox(database), an_event("counter_grown", {})

    took = kit.at_once(*[lambda: inbox.once("on_a", event, counter)] * 8)

    assert sorted(took) == [False] * 7 + [True]
    assert kit.value_of(database, "a") == 1


@pytest.mark.real
def test_without_the_inbox_it_takes_effect_each_time(kit, database, counter):
    kit.at_once(*[counter] * 8)

    assert kit.value_of(database, "a") == 8


def test_an_effect_that_fails_leaves_the_event_to_be_taken_later(kit, database, counter):
    inbox, event = Inbox(database), an_event("counter_grown", {})

    def fails():
        counter()
        raise Conflict

    with pytest.raises(Conflict):
        inbox.once("on_a", event, fails)

    assert kit.value_of(database, "a") == 0
    assert inbox.once("on_a", event, counter) is True
    assert kit.value_of(database, "a") == 1


def test_a_delivery_beside_one_that_fails_takes_effect(kit, database, counter):
    inbox, event = Inbox(database), an_event("counter_grown", {})
    failing = iter([True])

    def fails_first():
        counter()
        if next(failing, False):
            raise Conflict

    results = kit.at_once(*[lambda: inbox.once("on_a", event, fails_first)] * 4)

    assert [type(result) for result in results].count(Conflict) == 1
    assert results.count(True) == 1
    assert kit.value_of(database, "a") == 1


def test_an_integrity_error_of_the_effect_is_not_taken_for_a_known_event(kit, database, counter):
    inbox = Inbox(database)

    def clashes():
        with database.transaction() as connection:
            connection.execute(kit.counters.insert(), {"id": "a", "value": 0})

    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        inbox.once("on_a", an_event("counter_grown", {}), clashes)


def test_what_is_older_than_the_retention_is_forgotten(kit, database, counter):
    inbox, old, new = Inbox(database), an_event("counter_grown", {}), an_event("counter_grown", {})
    inbox.once("on_a", old, counter)
    with database.transaction() as connection:
        connection.execute(update(kit.inbox).values(received_at=database.now() - timedelta(days=8)))
    inbox.once("on_a", new, counter)

    assert inbox.prune() == 1
    assert inbox.once("on_a", new, counter) is False
