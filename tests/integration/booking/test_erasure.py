"""Whoever is forgotten leaves no word behind in any of booking's tables, and what somebody else left stays; on both
databases.
"""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from services.booking.adapters.tables import home_offers, metadata
from services.booking.domain.alert.alert import Alert, Position
from services.booking.domain.life.contact import Address, Contact
from services.booking.domain.ordering.request import BookingRequest
from services.booking.domain.payment.payment import Payment
from services.booking.domain.proposal.proposal import Proposal
from services.booking.domain.queue.ticket import Ticket
from services.booking.domain.series.series import Series, SeriesVisit
from services.booking.domain.waitlist.wish import Terms
from services.booking.use_cases import book_appointment, change_appointment, forget_customer, forget_what_ended
from shared.call import IdempotencyKey
from shared.testing import NOW, a_customer, an_event
from tests.support.booking import START
from tests.support.booking_wishes import a_wish, an_offer

WORD = "只有我"
"""Whatever tells of a person holds this word in these tests."""
CONTACT, ADDRESS = Contact(WORD, "+8613800000001"), Address(WORD, 121.44, 31.2)
NOT_OURS = {"outbox", "inbox", "idempotency_keys"}
"""Sealed, and gone with their retention (ADR 17)."""


def tables_that_tell(shop):
    """Every table in which the word is found, unsealed."""
    with shop.database.reading() as connection:
        rows = {table.name: [*map(tuple, connection.execute(select(table)))] for table in metadata.sorted_tables}
    return {name for name, found in rows.items() if name not in NOT_OURS and WORD in str(found)}


def a_life(shop, customer_id, hour):
    """A visit with all that is kept beside it, a wish, a ticket and a series; says the visit's id."""
    actor = a_customer(customer_id)
    desk = shop.desk(actor, key=f"key-{customer_id}", body="body")
    starts_at = START + timedelta(hours=hour)
    request = BookingRequest(shop.store_id, shop.treatment_id, starts_at, contact=CONTACT, note=WORD)
    visit = book_appointment(desk, request)["id"]
    moved = shop.desk(actor, key=f"move-{customer_id}", body="move")
    change_appointment(moved, visit, {"starts_at": starts_at + timedelta(hours=1), "reason": WORD}, dry_run=False)
    storage = shop.storage()
    storage.transact(lambda: keep_beside(shop, storage, visit, customer_id))
    storage.customers.remember(customer_id, 1, WORD)
    return visit


def keep_beside(shop, storage, visit, customer_id):
    key = IdempotencyKey(f"pay-{customer_id}", "/pay", "body")
    payment = Payment(f"pay-{customer_id}", visit, customer_id, shop.store_id, "sandbox", 5000, asked={})
    storage.payments.open(payment, customer_id, key)
    storage.payments.keep_answer(payment.id, {"contact": WORD})
    asked = Proposal(f"pro-{customer_id}", visit, "tec-1", START, WORD, NOW, START, "refused", customer_id, WORD)
    storage.proposals.add(asked)
    position = Position(121.44, 31.2)
    alert = Alert(f"sos-{customer_id}", visit, shop.store_id, customer_id, "customer", NOW, NOW, position, note=WORD)
    storage.alerts.add(alert)
    offer = {"appointment_id": visit, "round": 1, "technician_id": "tec-1", "state": "declined", "reason": WORD}
    with storage.database.transaction() as connection:
        connection.execute(home_offers.insert(), offer)
    what = {"store_id": shop.store_id, "treatment_id": shop.treatment_id, "customer_id": customer_id}
    terms = Terms(party_size=1, contact=CONTACT, address=ADDRESS, note=WORD)
    claim = replace(an_offer().claim, id=f"apt-{customer_id}")
    held = replace(an_offer(), claim=claim)
    wish = a_wish(id=f"wish-{customer_id}", terms=terms, status="offered", offer=held, **what)
    storage.attempts.reserve(claim.id)
    storage.waitlist.add(wish)
    position = storage.queue.next_position(shop.store_id, NOW.date())
    who = {"taken_by": customer_id, "customer_id": customer_id, "contact": CONTACT}
    ticket = Ticket(f"tic-{customer_id}", shop.store_id, NOW.date(), position, "waiting", 1, NOW, **who)
    storage.queue.add(ticket)
    recurring = Series(
        *(f"ser-{customer_id}", customer_id, customer_id, shop.store_id, 1),
        visits=(SeriesVisit(date(2026, 11, 23), START, visit),),
    )
    storage.series.open(recurring, customer_id, IdempotencyKey(f"ser-{customer_id}", "/series", "body"))
    storage.series.finish(recurring.id, {"contact": WORD})


def forget(shop, customer_id):
    event = an_event("account_erased", {"account_id": customer_id, "revision": 2})
    forget_customer(shop.storage(), now=NOW, event=event)


def test_no_table_tells_of_whom_is_forgotten(shop):
    visit = a_life(shop, "cus-1", 0)
    assert {"appointments", "attempts", "changes", "time_proposals", "payments", "sos_alerts"} <= tables_that_tell(shop)
    assert {"home_offers", "waitlist_wishes", "queue_tickets", "series", "customer_names"} <= tables_that_tell(shop)

    forget(shop, "cus-1")

    assert tables_that_tell(shop) == set()
    storage = shop.storage()
    assert storage.appointments.get(visit).status == "cancelled"
    assert storage.alerts.get("sos-cus-1").position is None
    assert (storage.waitlist.get("wish-cus-1").status, storage.queue.get("tic-cus-1").status) == ("withdrawn", "left")
    assert storage.attempts.lock("apt-cus-1").state == "abandoned"


def test_what_is_in_the_books_stays_there(shop):
    visit = a_life(shop, "cus-1", 0)
    before = shop.storage().appointments.get(visit)

    forget(shop, "cus-1")

    storage = shop.storage()
    after = storage.appointments.get(visit)
    assert (after.price_fen, after.treatment_id, after.starts_at) == (
        before.price_fen,
        before.treatment_id,
        before.starts_at,
    )
    assert storage.payments.get("pay-cus-1").amount_fen == 5000
    assert storage.proposals.get(visit, "pro-cus-1").state == "refused"
    assert [one.id for one in storage.series.of_customer("cus-1")] == ["ser-cus-1"]
    assert [one.number for one in storage.queue.of_customer("cus-1")] == ["A001"]


def test_others_keep_all_of_theirs(shop):
    a_life(shop, "cus-1", 0)
    a_life(shop, "cus-2", 4)
    told = tables_that_tell(shop)

    forget(shop, "cus-1")

    assert tables_that_tell(shop) == told
    assert shop.storage().waitlist.get("wish-cus-2").terms.contact == CONTACT


def test_to_forget_once_more_changes_and_tells_nothing(shop):
    a_life(shop, "cus-1", 0)
    forget(shop, "cus-1")
    told = len(shop.events())

    assert forget_what_ended(shop.storage(), now=NOW) == 1

    assert tables_that_tell(shop) == set()
    assert shop.events() == []
    assert told > 0
