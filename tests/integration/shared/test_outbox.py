from datetime import timedelta

import eventlet
import pytest
from sqlalchemy import select, text, update

from shared import outbox as the_outbox
from shared.call import Call
from shared.db import utc_after
from shared.errors import Conflict
from shared.outbox import Outbox
from shared.testing import NOW

RELAYS, ROWS = 4, 1000


@pytest.fixture
def outbox(database):
    return Outbox(database, "counting")


def announces(kit, outbox, times=1, now=NOW):
    facts = [kit.CounterGrown("a", revision) for revision in range(1, times + 1)]
    return outbox.add(facts, call=Call(request_id="req-7"), now=now)


def everything_leased(kit, outbox, relays=RELAYS, limit=100):
    """What several relays lease until nothing is left for any."""

    def relay(name):
        leased = []
        while batch := outbox.lease(name, limit=limit):
            leased += [event.id for event in batch]
            eventlet.sleep(0)
        return leased

    results = kit.at_once(*[lambda name=f"relay-{number}": relay(name) for number in range(relays)])
    return [event_id for leased in results for event_id in leased]


def test_an_event_comes_out_as_it_was_announced(kit, outbox):
    [announced] = announces(kit, outbox)

    assert outbox.lease("relay") == [announced]
    assert (announced.type, announced.producer, announced.correlation_id) == ("counter_grown", "counting", "req-7")
    assert (announced.occurred_at, announced.data) == (NOW, {"counter_id": "a", "revision": 1})


def test_events_are_leased_in_the_order_they_were_announced(kit, outbox):
    announces(kit, outbox, times=20)

    assert [event.revision for event in outbox.lease("relay", limit=5)] == [1, 2, 3, 4, 5]


def test_an_event_whose_effect_is_undone_was_never_announced(kit, database, outbox):
    def refused(connection):
        announces(kit, outbox)
        raise Conflict

    with pytest.raises(Conflict):
        database.transact(refused)

    assert outbox.lease("relay") == []


def test_the_relay_is_woken_after_the_commit_and_only_for_something(kit, database):
    woken = []
    outbox = Outbox(database, "counting", on_added=lambda: woken.append(kit.count_of(database, kit.outbox)))

    with database.transaction():
        announces(kit, outbox, times=2)
        assert woken == []
    outbox.add([], call=Call(), now=NOW)

    assert woken == [2]


def test_what_is_published_is_never_leased_again(kit, outbox):
    announces(kit, outbox, times=3)
    outbox.mark_published([event.id for event in outbox.lease("relay", limit=2)])

    assert [event.revision for event in outbox.lease("other")] == [3]
    assert outbox.waiting()[0] == 1


def test_what_a_relay_holds_no_other_gets_until_the_lease_is_over(kit, database, outbox):
    announces(kit, outbox)
    assert outbox.lease("dies")
    assert outbox.lease("lives") == []

    with database.transaction() as connection:
        connection.execute(update(kit.outbox).values(lease_until=database.now() - timedelta(seconds=1)))

    assert len(outbox.lease("lives")) == 1


def test_what_is_given_back_is_free_at_once_unless_it_was_published(kit, outbox):
    announces(kit, outbox, times=2)
    first, second = outbox.lease("relay")
    outbox.mark_published([first.id])

    outbox.give_back([first.id, second.id])

    assert outbox.lease("other") == [second]


def test_the_age_of_what_waits_does_not_depend_on_business_time(kit, outbox):
    assert outbox.waiting() == (0, 0.0)
    announces(kit, outbox, now=NOW - timedelta(days=365))

    count, seconds = outbox.waiting()

    assert count == 1
    assert 0 <= seconds < 60


def test_what_was_published_lately_can_be_sent_again_and_what_is_old_forgotten(kit, database, outbox):
    announces(kit, outbox, times=3)
    old, lately, _ = outbox.lease("relay")
    outbox.mark_published([old.id, lately.id])
    with database.transaction() as connection:
        long_ago = database.now() - timedelta(days=8)
        connection.execute(update(kit.outbox).where(kit.outbox.c.id == old.id).values(published_at=long_ago))

    assert outbox.published_within(timedelta(days=7)) == [lately]
    assert outbox.prune(timedelta(days=7)) == 1
    assert kit.count_of(database, kit.outbox) == 2


def test_several_relays_lease_each_row_once(kit, outbox):
    announced = announces(kit, outbox, times=ROWS)

    leased = everything_leased(kit, outbox)

    assert len(leased) == ROWS
    assert set(leased) == {event.id for event in announced}


@pytest.mark.real
def test_without_the_condition_repeated_several_relays_lease_a_row_several_times(kit, real_database, monkeypatch):
    """The control: the lease as one would write it first, which takes whatever the look has found."""
    careless = Outbox(real_database, "counting")
    announces(kit, careless, times=ROWS)

    def take(event_ids, token):
        lease = update(kit.outbox).where(kit.outbox.c.id.in_(event_ids))
        return real_database.alone(lease.values(lease=token, lease_until=utc_after(the_outbox.LEASE)))

    monkeypatch.setattr(careless, "_take", take)

    assert len(everything_leased(kit, careless)) > ROWS


@pytest.mark.real
def test_leasing_reads_no_published_rows(kit, real_database):
    """A week of published events lies in the table; the relay asks it every second."""
    database = real_database
    outbox = Outbox(database, "counting")
    published = {"type": "grown", "version": 1, "occurred_at": NOW, "correlation_id": "", "data": "{}"}
    with database.transaction() as connection:
        rows = [{**published, "id": f"old-{number}", "published_at": NOW} for number in range(2000)]
        connection.execute(kit.outbox.insert(), rows)
        connection.execute(text("ANALYZE TABLE outbox"))
    announces(kit, outbox)

    with database.transaction() as connection:
        connection.execute(text("FLUSH STATUS"))
        assert len(outbox.lease("relay")) == 1
        read = dict(connection.execute(text("SHOW SESSION STATUS LIKE 'Handler_read%'")).all())

    assert sum(int(count) for count in read.values()) < 100


def test_what_the_broker_refuses_travels_alone_and_after_a_pause(kit, database, outbox):
    announces(kit, outbox, times=2)
    first, second = outbox.lease("relay")
    outbox.set_aside(first.id, 1)
    outbox.give_back([second.id])

    assert outbox.refused() == 1
    assert outbox.waiting()[0] == 2
    assert outbox.lease_refused("relay") is None, "its pause is not over"
    pass_pauses(kit, database)

    assert outbox.lease("relay") == [second]
    assert outbox.lease_refused("relay") == (first, 1)
    assert outbox.lease_refused("another") is None
    outbox.mark_published([first.id])
    assert outbox.refused() == 0


def test_the_pauses_grow_up_to_a_minute(kit, database, outbox):
    announces(kit, outbox)
    (event,) = outbox.lease("relay")
    pauses = []
    for times in (1, 2, 3, 50):
        outbox.set_aside(event.id, times)
        with database.reading() as connection:
            until = connection.execute(select(kit.outbox.c.lease_until)).scalar_one()
        pauses.append(round((until - database.now()).total_seconds()))

    assert pauses == [2, 4, 8, 60]
    pass_pauses(kit, database)
    assert outbox.lease_refused("relay") == (event, 50)


def pass_pauses(kit, database):
    with database.transaction() as connection:
        aside = update(kit.outbox).where(kit.outbox.c.lease.is_not(None))
        connection.execute(aside.values(lease_until=database.now() - timedelta(seconds=1)))
