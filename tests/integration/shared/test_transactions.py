from datetime import UTC, datetime, timedelta, timezone

import eventlet
import pytest
from pymysql.constants.SERVER_STATUS import SERVER_STATUS_IN_TRANS
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from shared.db import Database, in_transaction
from shared.errors import Conflict


def adds(kit, database, counter_id, value=0):
    with database.transaction() as connection:
        connection.execute(kit.counters.insert(), {"id": counter_id, "value": value})


def grows(kit, connection, counter_id):
    connection.execute(
        update(kit.counters).where(kit.counters.c.id == counter_id).values(value=kit.counters.c.value + 1)
    )


def test_what_is_written_together_is_kept_together(kit, database):
    with database.transaction():
        adds(kit, database, "a")
        adds(kit, database, "b")

    assert kit.count_of(database, kit.counters) == 2


def test_a_refusal_undoes_what_inner_transactions_wrote(kit, database):
    def refused(connection):
        adds(kit, database, "a")
        raise Conflict

    with pytest.raises(Conflict):
        database.transact(refused)

    assert kit.count_of(database, kit.counters) == 0


def test_inner_and_outer_are_one_transaction_and_see_each_other(kit, database):
    with database.transaction() as outer:
        adds(kit, database, "a", 7)
        with database.transaction() as inner, database.reading() as reader:
            assert inner is outer is reader
            assert kit.value_of(database, "a") == 7
            assert database.transact(lambda connection: connection) is outer


def test_others_do_not_see_what_is_not_committed(kit, database):
    def peeks():
        return kit.value_of(database, "a")

    with database.transaction():
        adds(kit, database, "a")
        assert eventlet.spawn(peeks).wait() is None

    assert peeks() == 0


def test_another_greenlet_does_not_join_the_transaction_it_is_started_in(kit, database):
    with database.transaction():
        assert in_transaction()
        assert eventlet.spawn(in_transaction).wait() is False
    assert not in_transaction()


def test_after_a_failure_nothing_is_open(kit, database):
    adds(kit, database, "a")
    with pytest.raises(IntegrityError):
        adds(kit, database, "a")

    assert not in_transaction()
    adds(kit, database, "b")
    assert kit.count_of(database, kit.counters) == 2


def test_callbacks_come_after_the_commit_and_outside_the_transaction(kit, database):
    seen = []
    with database.transaction():
        adds(kit, database, "a")
        with database.transaction():
            database.after_commit(lambda: seen.append((kit.value_of(database, "a"), in_transaction())))
        assert seen == []

    assert seen == [(0, False)]


def test_callbacks_of_a_failed_transaction_never_come(kit, database):
    seen = []

    def refused(connection):
        database.after_commit(lambda: seen.append("called"))
        raise Conflict

    with pytest.raises(Conflict):
        database.transact(refused)

    assert seen == []


def test_a_callback_outside_a_transaction_comes_at_once(database):
    seen = []
    database.after_commit(lambda: seen.append("called"))

    assert seen == ["called"]


def test_a_failing_callback_neither_undoes_nor_repeats_what_is_committed(kit, database, caplog):
    def fails():
        raise OperationalError("the broker", {}, Exception(1213, "not a deadlock of this transaction"))

    def grow(connection):
        database.after_commit(fails)
        grows(kit, connection, "a")

    adds(kit, database, "a")
    database.transact(grow)

    assert kit.value_of(database, "a") == 1
    assert "what was to follow a commit failed" in caplog.text


def meeting():
    """Called by two, it lets both go on once both are there, so that each holds what the other wants next."""
    came, both = [], eventlet.event.Event()

    def meet():
        came.append(True)
        if len(came) == 2:
            both.send()
        both.wait(timeout=10)

    return meet


@pytest.mark.real
def test_the_victim_of_a_deadlock_tries_again(kit, real_database):
    database = real_database
    adds(kit, database, "a")
    adds(kit, database, "b")
    tries, meet = [], meeting()

    def grow_both(first, second):
        def grow(connection):
            tries.append(first)
            grows(kit, connection, first)
            meet()
            grows(kit, connection, second)

        return lambda: database.transact(grow)

    assert kit.at_once(grow_both("a", "b"), grow_both("b", "a")) == [None, None]
    assert (kit.value_of(database, "a"), kit.value_of(database, "b")) == (2, 2)
    assert len(tries) > 2


@pytest.mark.real
def test_without_trying_again_the_victim_fails(kit, real_database, monkeypatch):
    monkeypatch.setattr("shared.db.TRIES", 1)
    database = real_database
    adds(kit, database, "a")
    adds(kit, database, "b")
    meet = meeting()

    def grow_both(first, second):
        def grow(connection):
            grows(kit, connection, first)
            meet()
            grows(kit, connection, second)

        return lambda: database.transact(grow)

    results = kit.at_once(grow_both("a", "b"), grow_both("b", "a"))

    assert sum(isinstance(result, OperationalError) for result in results) == 1


def test_a_deadlock_inside_a_joined_transaction_repeats_the_outermost_one(kit, database):
    seen = []

    def inner(connection):
        if len(seen) < 2:
            raise OperationalError("UPDATE", {}, Exception(1213, "Deadlock found"))

    def outer(connection):
        seen.append("outer")
        grows(kit, connection, "a")
        database.transact(inner)

    adds(kit, database, "a")
    database.transact(outer)

    assert seen == ["outer", "outer"]
    assert kit.value_of(database, "a") == 1


def test_a_transaction_that_never_succeeds_gives_up(database):
    tries = []

    def hopeless(connection):
        tries.append(1)
        raise OperationalError("UPDATE", {}, Exception(1205, "Lock wait timeout exceeded"))

    with pytest.raises(OperationalError):
        database.transact(hopeless)

    assert len(tries) == 5


def test_counting_up_under_a_lock_loses_no_one(kit, database):
    def grow(connection):
        locked = select(kit.counters.c.value).where(kit.counters.c.id == "a").with_for_update()
        value = connection.execute(locked).scalar_one()
        eventlet.sleep(0.005)
        connection.execute(update(kit.counters).where(kit.counters.c.id == "a").values(value=value + 1))

    adds(kit, database, "a")
    kit.at_once(*[lambda: database.transact(grow)] * 16)

    assert kit.value_of(database, "a") == 16


def test_a_time_comes_back_as_the_same_instant_in_utc(kit, database):
    at = datetime(2026, 11, 18, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    with database.transaction() as connection:
        connection.execute(kit.counters.insert(), {"id": "a", "value": 0, "at": at})
        kept = connection.execute(select(kit.counters.c.at)).scalar_one()

    assert kept == at
    assert kept.tzinfo is UTC


def test_a_time_without_a_zone_does_not_get_in(kit, database):
    with pytest.raises(Exception, match="naive"), database.transaction() as connection:
        connection.execute(kit.counters.insert(), {"id": "a", "value": 0, "at": datetime(2026, 11, 18)})  # noqa: DTZ001


def test_the_databases_clock_is_the_time(database):
    assert abs(database.now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize("strange", ["预约", "é", "😀", "\ud800", "a\x00b", "%", "a' OR '1'='1", "x" * 500])
def test_an_id_somebody_made_up_is_simply_not_there(kit, database, strange):
    adds(kit, database, "a")

    assert kit.value_of(database, strange) is None
    with database.reading() as connection:
        found = connection.execute(select(kit.counters.c.id).where(kit.counters.c.id.in_([strange, "a"]))).scalars()
        assert list(found) == ["a"]


def test_ids_are_told_apart_by_case(kit, database):
    adds(kit, database, "a", 1)
    adds(kit, database, "A", 2)

    assert (kit.value_of(database, "a"), kit.value_of(database, "A")) == (1, 2)


@pytest.mark.real
def test_reading_begins_no_transaction_and_writing_one(real_database):
    def is_begun(connection):
        connection.execute(text("SELECT * FROM counters"))
        return bool(connection.connection.dbapi_connection.server_status & SERVER_STATUS_IN_TRANS)

    with real_database.transaction() as connection:
        assert is_begun(connection)
    with real_database.reading() as connection:
        assert not is_begun(connection)


@pytest.mark.real
def test_connections_that_the_server_closed_are_replaced(kit, real_database, monkeypatch):
    monkeypatch.setattr("shared.mysql.SILENCE_SECONDS", 0)
    adds(kit, real_database, "a")

    closed_by_the_server(real_database)

    assert kit.value_of(real_database, "a") == 0


@pytest.mark.real
def test_who_has_just_answered_is_not_asked_for_a_sign_of_life(kit, real_database):
    adds(kit, real_database, "a")

    closed_by_the_server(real_database)

    with pytest.raises(OperationalError):
        kit.value_of(real_database, "a")
    assert kit.value_of(real_database, "a") == 0


def closed_by_the_server(database):
    """End the connection that waits in the pool, by another one."""
    with database.reading() as connection:
        waiting = connection.execute(text("SELECT connection_id()")).scalar_one()
    other = Database(database.engine.url.render_as_string(hide_password=False))
    with other.reading() as connection:
        connection.execute(text(f"KILL {waiting}"))
    other.close()
