from datetime import timedelta

import eventlet
import pytest
from sqlalchemy import update

from shared.bus.housekeeping import Housekeeping
from shared.call import Call
from shared.idempotency import IdempotencyKeys
from shared.inbox import Inbox
from shared.outbox import Outbox
from shared.retention import prune
from shared.testing import NOW, a_call, an_event


@pytest.fixture
def used(kit, database):
    """Each of the bus's tables has two rows; the outbox a third, which nobody published."""
    outbox = Outbox(database, "counting")
    outbox.add([kit.CounterGrown("a", revision) for revision in range(3)], call=Call(), now=NOW)
    outbox.mark_published([event.id for event in outbox.lease("relay")[:2]])
    for number in range(2):
        Inbox(database).once("on_a", an_event("counter_grown", {}), lambda: None)
        IdempotencyKeys(database).run(a_call(key=f"k-{number}"), dict)
    return database


def ages(kit, database, **by):
    """Makes the oldest row of each table so much older."""
    for table, time in (
        (kit.outbox, "published_at"),
        (kit.inbox, "received_at"),
        (kit.idempotency_keys, "expires_at"),
    ):
        key = table.c.key if "key" in table.c else table.primary_key.columns.values()[-1]
        with database.transaction() as connection:
            oldest = connection.execute(table.select().order_by(key)).first()
            older = getattr(oldest, time) - timedelta(**by)
            connection.execute(update(table).where(key == oldest._mapping[key.name]).values({time: older}))


def test_nothing_that_may_still_be_asked_for_is_forgotten(kit, used):
    assert prune(used) == {"outbox": 0, "inbox": 0, "idempotency_keys": 0}


def test_after_seven_days_the_outbox_forgets_and_the_inbox_remembers_one_day_more(kit, used):
    ages(kit, used, days=7, minutes=1)
    assert prune(used) == {"outbox": 1, "inbox": 0, "idempotency_keys": 1}

    ages(kit, used, days=1)
    assert prune(used)["inbox"] == 1


def test_what_was_never_published_is_kept_for_ever(kit, used):
    with used.transaction() as connection:
        long_ago = used.now() - timedelta(days=400)
        connection.execute(update(kit.outbox).values(occurred_at=long_ago))

    assert prune(used)["outbox"] == 0


def test_a_service_without_these_tables_has_nothing_to_forget(database, kit):
    kit.metadata.drop_all(database.engine)

    assert prune(database) == {}


def test_housekeeping_goes_on_after_a_bad_day_and_ends_when_told():
    days = []

    def work():
        days.append(len(days))
        if len(days) == 1:
            raise ConnectionError("the database is away")
        return {"outbox": 0}

    housekeeping = Housekeeping(work, every=0.01)
    eventlet.sleep(0.2)
    housekeeping.stop()
    worked = len(days)
    eventlet.sleep(0.05)

    assert worked > 2
    assert len(days) == worked
