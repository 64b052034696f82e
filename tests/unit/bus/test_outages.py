"""A store that is away is nobody's fault: who called is told 503, and an event waits for as long as it takes."""

import pymysql
import pytest
from pymongo.errors import AutoReconnect, DuplicateKeyError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from shared.bus import event_handler, rpc, wire
from shared.bus.dead_letters.table import DeadLetterTable
from shared.bus.publisher import InMemoryPublisher
from shared.bus.relay import post_of
from shared.bus.topology import events_exchange
from shared.call import Call
from shared.errors import Unavailable
from shared.outage import is_outage
from shared.testing import an_event
from tests.support.shop import eventually

GONE = OperationalError("SELECT 1", {}, pymysql.err.OperationalError(2013, "Lost connection during query"))
WRONG = OperationalError("SELECT 1", {}, pymysql.err.OperationalError(1054, "Unknown column"))
DOUBLED = IntegrityError("INSERT", {}, pymysql.err.IntegrityError(1062, "Duplicate entry"))


class Till:
    name = "till"
    errors: list[Exception] = []  # noqa: RUF012 - what the next calls meet
    taken: list[str] = []  # noqa: RUF012 - seen by tests

    @rpc
    def pay(self, request: dict) -> dict:
        if self.errors:
            raise self.errors.pop()
        return {}

    @event_handler("shop", "sale_made")
    def on_sale_made(self, event) -> None:
        if self.errors:
            raise self.errors.pop()
        self.taken.append(event.id)


@pytest.fixture
def till(run):
    Till.errors, Till.taken = [], []
    return run(Till, retry_delays="0.01,0.02")


@pytest.fixture
def sold(broker_url: str, till):
    """An event on its way to the till."""
    event = an_event("sale_made", {}, producer="shop")
    publisher = InMemoryPublisher(broker_url, [events_exchange("shop")])
    yield lambda: publisher.publish([post_of(event)])
    publisher.close()


@pytest.mark.parametrize("error", [GONE, PoolTimeoutError(), AutoReconnect()])
def test_a_store_that_does_not_answer_is_an_outage(error: Exception):
    assert is_outage(error)


@pytest.mark.parametrize("error", [WRONG, DOUBLED, DuplicateKeyError("twice"), ValueError("no")])
def test_a_fault_of_our_own_is_no_outage(error: Exception):
    assert not is_outage(error)


def test_a_call_that_meets_an_outage_may_be_made_again(till, caller):
    Till.errors = [GONE]

    with pytest.raises(Unavailable) as refused:
        caller.call("till", "pay", {}, Call())

    assert refused.value.code == wire.SERVICE_UNAVAILABLE
    assert caller.call("till", "pay", {}, Call()) == {}


def test_a_call_that_meets_a_fault_is_an_error(till, caller):
    Till.errors = [WRONG]

    with pytest.raises(Unavailable) as refused:
        caller.call("till", "pay", {}, Call())

    assert refused.value.code == wire.INTERNAL_ERROR


def test_an_event_outlasts_any_outage(till, sold, tmp_path):
    """Far more often than it would be tried if it were to blame itself."""
    Till.errors = [GONE] * 8

    sold()

    eventually(lambda: Till.taken, "the event")
    assert DeadLetterTable(f"sqlite:///{tmp_path}/dead.db").all() == []


def test_an_event_that_always_fails_becomes_a_dead_letter(till, sold, tmp_path):
    Till.errors = [WRONG] * 12

    sold()

    letters = DeadLetterTable(f"sqlite:///{tmp_path}/dead.db")
    assert eventually(letters.all, "the dead letter")[0].attempts == 3
    assert Till.taken == []
