"""Those who wait, in SQL: the line and its order, leases, numbers; on SQLite and on the real server."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import eventlet
import pytest
from sqlalchemy import text

from services.booking.adapters.storage import SqlStorage
from services.booking.domain.life.contact import Contact
from services.booking.domain.proposal.proposal import Proposal
from services.booking.domain.queue.ticket import Serving, Ticket
from services.booking.domain.waitlist.errors import WishUnknown
from services.booking.ports import Look, Scope, TicketSearch, WishSearch
from shared.interval import Interval
from shared.outbox import Outbox
from shared.testing import NOW, a_call
from tests.support.booking import START, a_change
from tests.support.booking_wishes import a_wish, an_offer

HOUR = Interval(START, START + timedelta(hours=1))


@pytest.fixture
def storage(each_database_of):
    database = each_database_of("booking")
    return SqlStorage(database, Outbox(database, "booking"), a_call())


def at_once(many, work):
    return Counter(eventlet.GreenPool(many).imap(lambda _: work(), range(many)))


def test_a_wish_comes_back_as_it_was_kept(storage):
    wish = a_wish(passed=(HOUR,), unanswered=1)
    storage.waitlist.add(wish)
    offered = replace(wish, status="offered", version=2, offer=an_offer())
    storage.waitlist.save(offered)

    assert storage.waitlist.get("wish-1") == offered
    assert storage.waitlist.offered_as("apt-9") == offered
    assert storage.waitlist.offered_as("apt-1") is None
    with pytest.raises(WishUnknown):
        storage.waitlist.get("wish-9")


def test_a_customers_newest_name_is_kept_sealed(storage):
    storage.customers.remember("cus-1", 2, "林晓月")
    storage.customers.remember("cus-1", 1, "林")
    storage.customers.remember("cus-2", 1, "")
    assert storage.customers.names_of({"cus-1", "cus-2", "cus-3"}) == {"cus-1": "林晓月"}
    with storage.database.reading() as connection:
        (kept,) = connection.execute(text("SELECT name FROM customer_names WHERE customer_id = 'cus-1'")).scalars()
    assert "林" not in kept

    storage.customers.remember("cus-1", 3, None)

    assert storage.customers.names_of({"cus-1"}) == {}


def test_a_name_told_many_times_at_once_is_kept_once(storage):
    def remember():
        return storage.transact(lambda: storage.customers.remember("cus-1", 1, "林晓月"))

    assert at_once(8, remember) == {None: 8}

    assert storage.customers.names_of({"cus-1"}) == {"cus-1": "林晓月"}


def test_the_line_is_fair_and_of_those_days_alone(storage):
    later = NOW + timedelta(minutes=1)
    for wish in (
        a_wish(id="late", joined_at=later),
        a_wish(id="early"),
        a_wish(id="silent", unanswered=1),
        a_wish(id="gone", status="withdrawn"),
        a_wish(id="next-week", first=date(2026, 11, 30), last=date(2026, 11, 30)),
        a_wish(id="elsewhere", store_id="sto-2"),
    ):
        storage.waitlist.add(wish)

    def line(during=HOUR, after=None):
        return [one.id for one in storage.waitlist.in_line("sto-1", during, after, 10)]

    assert line() == ["early", "late", "silent"]
    assert line(after=storage.waitlist.get("early").place_in_line) == ["late", "silent"]
    assert line(after=storage.waitlist.get("late").place_in_line) == ["silent"]
    assert set(line(during=None)) == {"early", "late", "silent", "next-week"}
    assert storage.waitlist.count("sto-1", "waiting") == 4
    mine = WishSearch(Scope("cus-1"), ["waiting"], None, None, 2)
    assert len(storage.waitlist.find(mine)) == 2


def test_deadlines_and_last_dates_are_found(storage):
    storage.waitlist.add(a_wish(id="offered", status="offered", offer=an_offer()))
    storage.waitlist.add(a_wish(id="waiting"))

    assert storage.waitlist.unanswered(NOW, 10) == []
    assert storage.waitlist.unanswered(NOW + timedelta(minutes=15), 10) == ["offered"]
    assert storage.waitlist.over(START, 10) == []
    assert storage.waitlist.over(START + timedelta(days=1), 10) == ["waiting"]


def test_a_store_is_looked_at_by_one_at_a_time_and_notes_run_together(storage):
    looks = storage.looks
    storage.transact(lambda: looks.ask(["sto-1"], HOUR))
    assert storage.transact(looks.take) is None, "nobody ever waited there"
    storage.transact(lambda: looks.lock("sto-1"))
    later = Interval(HOUR.end, HOUR.end + timedelta(hours=1))
    storage.transact(lambda: looks.ask(["sto-1", "sto-9"], later))
    storage.transact(lambda: looks.ask(["sto-1"], HOUR))

    taken = at_once(8, lambda: storage.transact(looks.take))

    assert taken == Counter({Look("sto-1", Interval(HOUR.start, later.end)): 1, None: 7})
    storage.transact(lambda: looks.ask(["sto-1"], HOUR))
    assert storage.transact(looks.take) is None, "it is leased"
    storage.transact(lambda: looks.done("sto-1"))
    assert storage.transact(looks.take) == Look("sto-1", HOUR)


def test_whoever_died_while_looking_leaves_everything_to_be_looked_at(storage, monkeypatch):
    looks = storage.looks
    storage.transact(lambda: looks.lock("sto-1"))
    storage.transact(lambda: looks.ask(["sto-1"], HOUR))
    monkeypatch.setattr("services.booking.adapters.looks.LEASE", timedelta(seconds=-1))
    assert storage.transact(looks.take) == Look("sto-1", HOUR)

    assert storage.transact(looks.take) == Look("sto-1", None)


def test_only_lists_with_somebody_on_them_are_looked_at_now_and_then(storage):
    for store_id in ("sto-1", "sto-2"):
        storage.transact(lambda one=store_id: storage.looks.lock(one))
    storage.waitlist.add(a_wish())

    storage.transact(storage.looks.ask_everywhere)

    assert storage.transact(storage.looks.take) == Look("sto-1", None)
    assert storage.transact(storage.looks.take) is None


def test_numbers_drawn_at_once_are_all_different(storage):
    drawn = at_once(12, lambda: storage.transact(lambda: storage.queue.next_position("sto-1", NOW.date())))

    assert sorted(drawn) == list(range(1, 13))


def a_ticket(**changes):
    plain = Ticket("tic-1", "sto-1", NOW.date(), 1, "waiting", 1, NOW, "cus-1", "cus-1", "tre-1", contact=Contact("林"))
    return replace(plain, **changes)


def test_tickets_come_back_as_they_were_kept_those_called_first(storage):
    waiting = a_ticket()
    called = a_ticket(id="tic-2", position=2, status="called", customer_id=None, answer_by=NOW)
    left = a_ticket(id="tic-3", position=3, status="left", serving=Serving("apt-1", "tre-1", None, NOW))
    for ticket in (waiting, called, left):
        storage.queue.add(ticket)

    assert storage.queue.get("tic-3") == left
    assert [one.id for one in storage.queue.line("sto-1", NOW.date())] == ["tic-2", "tic-1"]
    mine = storage.queue.find(TicketSearch(Scope("cus-1"), NOW.date()))
    assert [one.id for one in mine] == ["tic-1", "tic-2", "tic-3"], "she took them all"
    assert storage.queue.open_of("cus-1", "sto-1", NOW.date()) == waiting
    assert storage.queue.overdue(NOW, NOW.date(), 10) == ["tic-2"]
    assert set(storage.queue.overdue(NOW, NOW.date() + timedelta(days=1), 10)) == {"tic-1", "tic-2"}
    assert storage.queue.usual_treatment("sto-1", NOW) is None


def test_a_days_tickets_are_read_in_pages_by_store_and_number(storage):
    places = [(store_id, position) for store_id in ("sto-1", "sto-2") for position in (1, 2, 3)]
    for number, (store_id, position) in enumerate(reversed(places)):
        storage.queue.add(a_ticket(id=f"tic-{number}", store_id=store_id, position=position))

    def page(after):
        found = storage.queue.find(TicketSearch(Scope("cus-1"), NOW.date(), after=after, limit=4))
        return [(one.store_id, one.position) for one in found]

    assert page(None) == places[:4]
    assert page(("sto-2", 1)) == places[4:]
    assert page(("sto-2", 3)) == []


def test_the_wishes_with_which_a_customer_waits_in_a_store(storage):
    for changes in ({"id": "wish-1"}, {"id": "wish-2", "status": "withdrawn"}, {"id": "wish-3", "store_id": "sto-2"}):
        storage.waitlist.add(a_wish(**changes))

    assert storage.waitlist.open_of("cus-1", "sto-1") == [a_wish()]
    assert storage.waitlist.open_of("cus-2", "sto-1") == []


def test_of_many_visits_those_with_a_proposal_that_waits(storage):
    for number, state in enumerate(("open", "refused", "open")):
        storage.proposals.add(
            Proposal(f"pro-{number}", f"apt-{number}", "tec-1", START, "因故", NOW, START, state=state)
        )

    waiting = storage.proposals.open_among(["apt-0", "apt-1", "apt-9"])

    assert {key: one.id for key, one in waiting.items()} == {"apt-0": "pro-0"}
    assert storage.proposals.open_among([]) == {}


def test_a_change_under_way_is_waited_for_and_one_that_was_left_is_not(storage):
    storage.changes.open(a_change(), "cus-1", None)
    assert eventlet.spawn(storage.changes.wait_until_settled, "apt-9").wait()
    waiting = eventlet.spawn(storage.changes.wait_until_settled, "apt-1")
    eventlet.sleep(0.12)
    assert not waiting.dead
    storage.changes.release("chg-1")
    assert waiting.wait() is False
    storage.changes.settle("chg-1", "applied")
    assert storage.changes.wait_until_settled("apt-1")
