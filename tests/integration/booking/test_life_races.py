"""Two people at one appointment at the same moment, on real databases; and the lock taken out, to see that the tests
see.
"""

from datetime import timedelta
from itertools import pairwise

import eventlet
import pytest
from eventlet.greenpool import GreenPool
from sqlalchemy import select

from services.booking.adapters.appointments import SqlAppointments
from services.booking.adapters.providers import KnownProviders, Sandbox
from services.booking.adapters.tables import sandbox_payments
from services.booking.domain.ordering.request import BookingRequest
from services.booking.use_cases import (
    act_on_appointment,
    book_appointment,
    cancel_appointment,
    change_appointment,
    expire_appointments,
    get_history,
    miss_appointments,
    pay_appointment,
    settle_payments,
)
from shared.actor import Actor
from shared.errors import Refusal
from shared.testing import NOW, a_call, a_customer, a_receptionist, sample
from tests.support.booking import START

SYSTEM = a_call(Actor.system("booking"))
ROUNDS = 6
DEADLINE = NOW + timedelta(minutes=15)


@pytest.fixture
def booked(shop):
    """`booked(**rules)`: the id of a visit under the sample's rules with these changes."""
    return lambda n=0, **rules: book(shop, n, **rules)


def book(shop, n=0, **rules):
    data = sample("catalog", "booking_rules_changed").data
    revision = 9 + n
    shop.storage().catalogue.remember("rules", {**data, "revision": revision, "values": {**data["values"], **rules}})
    request = BookingRequest(shop.store_id, shop.treatment_id, START + timedelta(days=n))
    return book_appointment(shop.desk(key=f"book-{n}", body="body"), request)["id"]


def act(shop, appointment_id, action, now=NOW):
    call = a_call(a_receptionist(shop.store_id))
    return act_on_appointment(
        shop.storage(call), call=call, now=now, action=action, appointment_id=appointment_id, reason="because"
    ).appointment


def cancel(shop, appointment_id):
    call = a_call(a_customer())
    return cancel_appointment(shop.storage(call), call=call, now=NOW, appointment_id=appointment_id).appointment


def pay(shop, appointment_id, key="pay-1"):
    desk = shop.desk(key=key, body="body", path="POST /pay", checkpoint=lambda _: eventlet.sleep(0))
    return pay_appointment(desk, providers(shop), appointment_id, "sandbox", outcome="settle")


def providers(shop):
    return KnownProviders({"sandbox": Sandbox(shop.database)})


def at_once(*works):
    """Every work in a greenlet of its own: the status it saw, or the code it was refused with."""

    def outcome(work):
        try:
            done = work()
        except Refusal as refusal:
            return refusal.code
        return done["status"] if isinstance(done, dict) else getattr(done, "status", done)

    return list(GreenPool().imap(outcome, works))


def history(shop, appointment_id):
    """Complete: the versions grow by one, and each of them is told once."""
    entries = get_history(shop.storage(), call=a_call(a_customer()), appointment_id=appointment_id).items
    assert [one.version for one in entries] == list(range(1, len(entries) + 1))
    return [one.action for one in entries]


def told(shop, appointment_id, *types):
    return [one.type for one in shop.events() if one.data.get("appointment_id") == appointment_id and one.type in types]


def test_of_a_yes_and_a_cancellation_each_knows_what_the_other_did(shop, booked):
    for n in range(ROUNDS):
        visit = booked(n, store_acceptance=True)

        works = [lambda v=visit: act(shop, v, "accept"), lambda v=visit: cancel(shop, v)]
        outcomes = at_once(*works if n % 2 else reversed(works))

        # Whoever comes first is done; a yes after the cancellation is refused, a cancellation after the yes is not.
        assert "cancelled" in outcomes
        assert set(outcomes) <= {"cancelled", "confirmed", "illegal_transition"}
        steps = history(shop, visit)[2:]
        assert steps == (["accept", "cancel"] if "confirmed" in outcomes else ["cancel"])


def test_a_visit_finished_by_two_at_once_is_finished_once(shop, booked):
    visit = booked()
    for action in ("check-in", "start"):
        act(shop, visit, action, now=START)

    outcomes = at_once(*[lambda: act(shop, visit, "finish", now=START)] * 4)

    assert sorted(outcomes) == ["completed", *["illegal_transition"] * 3]
    assert history(shop, visit).count("finish") == 1


def test_four_receptionists_who_edit_what_they_both_read_do_not_overwrite_each_other(shop, booked):
    for n in range(ROUNDS):
        visit = booked(n)

        def move(hours, visit=visit, n=n):
            to = {"starts_at": START + timedelta(days=n, hours=hours), "version": 2}
            desk = shop.desk(a_receptionist(shop.store_id), checkpoint=lambda _: eventlet.sleep(0))
            return change_appointment(desk, appointment_id=visit, asked=to, dry_run=False)

        outcomes = at_once(*[lambda move=move, hours=hours: move(hours) for hours in range(1, 5)])

        assert sorted(outcomes) == ["confirmed", *["version_conflict"] * 3]
        assert history(shop, visit).count("reschedule") == 1


def test_a_payment_and_the_deadline_never_both_win_and_no_money_is_lost(shop, booked):
    for n in range(ROUNDS):
        visit = booked(n, deposit_percent=30)

        def expire(n=n):
            eventlet.sleep(0.003 * n)
            return expire_appointments(shop.storage(SYSTEM), call=SYSTEM, now=DEADLINE)

        at_once(lambda v=visit, n=n: pay(shop, v, f"pay-{n}"), expire)

        eventlet.sleep(0.01)
        settle_payments(shop.storage(SYSTEM), providers(shop), now=DEADLINE)
        status = shop.storage().appointments.get(visit).status
        (entry,) = books(shop, visit)
        assert status in {"confirmed", "expired"}
        assert entry.refunded_fen == (0 if status == "confirmed" else entry.amount_fen) or entry.outcome == "failed"
        ends = told(shop, visit, "appointment_confirmed", "appointment_expired")
        assert len(ends) == 1


def books(shop, appointment_id):
    """The provider's own entries about the visit's payments."""
    payment = shop.storage().payments.standing([appointment_id])[appointment_id]
    with shop.database.reading() as connection:
        return connection.execute(select(sandbox_payments).where(sandbox_payments.c.payment_id == payment.id)).all()


def test_many_payments_at_once_take_the_deposit_once(shop, booked):
    visit = booked(deposit_percent=30)

    outcomes = at_once(*[lambda n=n: pay(shop, visit, f"pay-{n}") for n in range(6)])

    assert outcomes.count("confirmed") == 1
    assert set(outcomes) <= {"confirmed", "payment_in_progress", "illegal_transition"}
    with shop.database.reading() as connection:
        assert len(connection.execute(select(sandbox_payments)).all()) == 1


def test_a_no_show_noticed_by_two_replicas_is_one(shop, booked):
    visit = booked(no_show_after_minutes=15)
    late = START + timedelta(minutes=20)

    found = at_once(*[lambda: miss_appointments(shop.storage(SYSTEM), now=late)] * 3)

    assert sum(found) == 1
    assert history(shop, visit).count("no-show") == 1


def test_who_checks_in_as_the_sweep_looks_is_there_or_was_missed_but_not_both(shop, booked):
    for n in range(ROUNDS):
        visit = booked(n, no_show_after_minutes=15)
        late = START + timedelta(days=n, minutes=20)

        at_once(
            lambda late=late: miss_appointments(shop.storage(SYSTEM), now=late),
            lambda v=visit, late=late: act(shop, v, "check-in", now=late),
        )

        steps = history(shop, visit)
        assert ("no-show" in steps) != ("check-in" in steps)
        assert all(a != b for a, b in pairwise(steps))


@pytest.mark.real
def test_without_the_lock_a_visit_is_finished_twice(real_shop, monkeypatch):
    """The control: reading without the lock, both see a visit in service."""
    shop = real_shop("READ COMMITTED")
    visit = book(shop)
    for action in ("check-in", "start"):
        act(shop, visit, action, now=START)

    def unlocked(self, appointment_id):
        found = SqlAppointments.get(self, appointment_id)
        eventlet.sleep(0.05)
        return found

    monkeypatch.setattr(SqlAppointments, "lock", unlocked)

    def finish():
        try:
            return act(shop, visit, "finish", now=START).status
        except Refusal as refusal:
            return refusal.code
        except Exception as error:  # noqa: BLE001 - the history's key is the last line of defence
            return type(error).__name__

    outcomes = list(GreenPool().imap(lambda work: work(), [finish] * 2))

    assert "illegal_transition" not in outcomes
