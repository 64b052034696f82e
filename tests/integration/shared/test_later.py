"""What nobody reads the outcome of travels with the next statement; it must come to the same as if it had been sent."""

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError, InternalError, ProgrammingError

from shared import mysql
from shared.db import later
from shared.errors import Conflict


def trips() -> float:
    return sum(sample.value for metric in mysql.trips_total.collect() for sample in metric.samples[::2])


def row(counter_id, value=0):
    return {"id": counter_id, "value": value}


def test_what_is_written_later_is_there_for_the_next_statement_and_after_the_commit(kit, database):
    with database.transaction() as connection:
        later(connection, kit.counters.insert(), row("a", 7))
        assert connection.execute(select(kit.counters.c.value)).scalar_one() == 7
        later(connection, kit.counters.insert(), [row("b", 1), row("c", 100)])

    assert [kit.value_of(database, one) for one in "abc"] == [7, 1, 100]


def test_what_was_to_be_written_later_is_forgotten_with_its_transaction(kit, database):
    def refused(connection):
        later(connection, kit.counters.insert(), row("a"))
        raise Conflict

    with pytest.raises(Conflict):
        database.transact(refused)
    with database.transaction() as connection:
        later(connection, kit.counters.insert(), row("b"))

    assert (kit.value_of(database, "a"), kit.value_of(database, "b")) == (None, 0)


def test_nothing_is_kept_where_what_was_thought_certain_is_refused(kit, database):
    with database.transaction() as connection:
        connection.execute(kit.counters.insert(), row("a", 1))

    def wrong(connection):
        for counter_id in "bac":
            later(connection, kit.counters.insert(), row(counter_id, 2))

    with pytest.raises((InternalError, IntegrityError)):
        database.transact(wrong)

    assert [kit.value_of(database, one) for one in "abc"] == [1, None, None]
    with database.transaction() as connection:
        later(connection, kit.counters.insert(), row("c"))
    assert kit.value_of(database, "c") == 0


@pytest.mark.real
def test_the_refusal_of_one_statement_is_not_taken_for_that_of_another(kit, real_database):
    with real_database.transaction() as connection:
        connection.execute(kit.counters.insert(), row("a"))

    def wrong(connection):
        later(connection, kit.counters.insert(), row("a"))
        connection.execute(kit.counters.insert(), row("b"))

    with pytest.raises(InternalError):
        real_database.transact(wrong)

    assert kit.value_of(real_database, "b") is None


@pytest.mark.real
def test_a_transaction_that_reads_once_and_writes_thrice_makes_two_trips(kit, real_database):
    kit.value_of(real_database, "a")
    before = trips()

    with real_database.transaction() as connection:
        connection.execute(select(kit.counters.c.id).with_for_update()).all()
        for counter_id in "abc":
            later(connection, kit.counters.insert(), row(counter_id))

    assert trips() - before == 2
    assert kit.count_of(real_database, kit.counters) == 3


@pytest.mark.real
def test_a_transaction_in_which_nothing_happens_makes_no_trip(kit, real_database):
    kit.value_of(real_database, "a")
    before = trips()

    with real_database.transaction():
        pass

    assert trips() == before


@pytest.mark.real
def test_a_lock_taken_later_is_held_before_the_next_statement_reads(kit, real_database):
    with real_database.transaction() as connection:
        connection.execute(kit.counters.insert(), row("a"))

    def grow(connection):
        later(connection, select(kit.counters.c.id).where(kit.counters.c.id == "a").with_for_update())
        value = connection.execute(select(kit.counters.c.value).where(kit.counters.c.id == "a")).scalar_one()
        later(connection, update(kit.counters).where(kit.counters.c.id == "a").values(value=value + 1))

    kit.at_once(*[lambda: real_database.transact(grow)] * 16)

    assert kit.value_of(real_database, "a") == 16


@pytest.mark.real
def test_much_is_not_kept_waiting(kit, real_database, monkeypatch):
    monkeypatch.setattr(mysql, "MOST_WAITING_BYTES", 200)
    kit.value_of(real_database, "a")
    before = trips()

    with real_database.transaction() as connection:
        for number in range(6):
            later(connection, kit.counters.insert(), row(f"{number}"))

    assert 2 <= trips() - before <= 6
    assert kit.count_of(real_database, kit.counters) == 6


def test_who_says_what_a_taken_key_means_is_told_so_by_whatever_comes_next(kit, database):
    def twice(connection):
        for _ in range(2):
            later(connection, kit.counters.insert(), row("a"), refused=Conflict())
        connection.execute(select(kit.counters.c.id)).all()

    with pytest.raises(Conflict):
        database.transact(twice)

    assert kit.count_of(database, kit.counters) == 0


@pytest.mark.real
def test_of_a_transaction_whose_last_write_fails_with_its_commit_nothing_is_kept(kit, real_database):
    """Whoever is given the connection next must not commit the first half of it by beginning."""

    def wrong(connection):
        connection.execute(kit.counters.insert(), row("first half"))
        later(connection, text("UPDATE there_is_no_such_table SET value = 1"))

    with pytest.raises(ProgrammingError):
        real_database.transact(wrong)
    with real_database.transaction() as connection:
        connection.execute(kit.counters.insert(), row("next"))

    assert ids_of(kit, real_database) == ["next"]


def ids_of(kit, database):
    with database.reading() as connection:
        return list(connection.execute(select(kit.counters.c.id)).scalars())
