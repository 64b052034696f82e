"""Each message goes out once: with many replicas, after a crash at the worst moment, however often an event comes."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from services.notification import use_cases
from services.notification.adapters.messages import LEASE, SqlMessages, _message
from services.notification.adapters.tables import deliveries, messages, sent_items
from services.notification.domain.messages import Message
from shared.db import Database
from shared.ids import derived_id
from shared.testing import NOW

REPLICAS, OWED = 4, 60


class _LookingTogether(SqlMessages):
    """A replica that has looked at what is due at the same moment as all the others."""

    def __init__(self, database: Database, everybody_looked: Barrier) -> None:
        super().__init__(database)
        self.everybody_looked: Barrier | None = everybody_looked

    def _look(self, now: datetime) -> Sequence[str]:
        found = super()._look(now)
        barrier, self.everybody_looked = self.everybody_looked, None
        if barrier:
            barrier.wait(timeout=10)
        return found


class _TakingWhateverWasFound(_LookingTogether):
    """The negative control: what the look found is taken although another replica may have taken it since."""

    def _take(self, connection: Connection, found: Sequence[str], now: datetime) -> list[Message]:
        chosen = messages.c.id.in_(found)
        connection.execute(update(messages).where(chosen).values(lease_until=self.database.now() + LEASE))
        return [_message(row) for row in connection.execute(select(messages).where(chosen))]


def _leased_by_all(kind: type[_LookingTogether], another_replica: Callable[[], Any]) -> Counter[str]:
    """How often each message was leased, with every replica asking at the same time until nothing is due."""
    barrier = Barrier(REPLICAS)

    def drain(mine: SqlMessages) -> list[str]:
        return [message.id for leased in iter(lambda: mine.lease(NOW), []) for message in leased]

    replicas = [kind(another_replica().database, barrier) for _ in range(REPLICAS)]
    with ThreadPoolExecutor(REPLICAS) as pool:
        return Counter(id_ for taken in pool.map(drain, replicas) for id_ in taken)


@pytest.fixture
def owing(replica: Any, a_code_for: Callable[..., Message]) -> None:
    with replica.database.transaction():
        for number in range(OWED):
            replica.messages.add(a_code_for(f"138{number:08d}"))


@pytest.mark.usefixtures("owing")
def test_replicas_never_lease_one_message_twice(another_replica: Callable[[], Any]) -> None:
    leased = _leased_by_all(_LookingTogether, another_replica)

    assert len(leased) == OWED
    assert set(leased.values()) == {1}


@pytest.mark.usefixtures("owing")
def test_without_the_second_look_replicas_do_lease_messages_twice(another_replica: Callable[[], Any]) -> None:
    leased = _leased_by_all(_TakingWhateverWasFound, another_replica)

    assert max(leased.values()) > 1


def test_a_crash_between_sending_and_marking_sends_nothing_twice(
    replica: Any, a_code_for: Callable[..., Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    replica.messages.add(a_code_for("13800000001"))

    def crash(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(replica.messages, "settle", crash)
        with pytest.raises(SystemExit):
            use_cases.deliver_due(replica.messages, replica.desk, NOW)
    assert use_cases.deliver_due(replica.messages, replica.desk, NOW) == 0, "the lease still runs"
    _end_leases(replica)

    assert use_cases.deliver_due(replica.messages, replica.desk, NOW) == 1

    with replica.database.reading() as connection:
        assert len(connection.execute(select(sent_items)).all()) == 1
        (line,) = connection.execute(select(deliveries)).all()
    assert (line.status, line.attempts) == ("sent", 2)


def test_a_replica_that_stalls_past_its_lease_sends_nothing_twice(
    replica: Any, another_replica: Callable[[], Any], a_code_for: Callable[..., Message]
) -> None:
    replica.messages.add(a_code_for("13800000001"))
    (stalled,) = replica.messages.lease(NOW)
    _end_leases(replica)
    other = another_replica()
    use_cases.deliver_due(other.messages, other.desk, NOW)

    use_cases.deliver(stalled, replica.messages, replica.desk, NOW)

    with replica.database.reading() as connection:
        assert len(connection.execute(select(sent_items)).all()) == 1
        assert len(connection.execute(select(deliveries)).all()) == 1


def test_a_message_is_owed_once_however_often_it_is_added(replica: Any, a_code_for: Callable[..., Message]) -> None:
    for _ in range(2):
        replica.messages.add(a_code_for("13800000001"))
    use_cases.deliver_due(replica.messages, replica.desk, NOW)
    replica.messages.add(a_code_for("13800000001"))

    assert use_cases.deliver_due(replica.messages, replica.desk, NOW) == 0


def test_only_what_is_due_is_leased_oldest_first(replica: Any, a_code_for: Callable[..., Message]) -> None:
    for phone, minutes in (("1", -1), ("2", -2), ("3", 1)):
        replica.messages.add(a_code_for(phone, due_at=NOW + timedelta(minutes=minutes)))

    assert [message.id for message in replica.messages.lease(NOW)] == [derived_id("2"), derived_id("1")]


def test_a_message_comes_back_from_the_database_as_it_was_owed(
    replica: Any, a_code_for: Callable[..., Message]
) -> None:
    owed = a_code_for(
        "13800000001",
        language="en",
        expires_at=NOW + timedelta(minutes=5),
        account_id="cus-1",
        appointment_id="apt-1",
        store_id="sto-1",
        zone="Asia/Urumqi",
        attempts=1,
    )
    replica.messages.add(owed)

    assert replica.messages.lease(NOW) == [owed]


def _end_leases(replica: Any) -> None:
    with replica.database.transaction() as connection:
        connection.execute(update(messages).values(lease_until=replica.database.now() - timedelta(seconds=1)))
