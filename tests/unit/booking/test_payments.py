"""Deposits: asked for by the rules, paid once, and never lost."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from services.booking.domain.errors import IllegalTransition
from services.booking.domain.payment import machine
from services.booking.domain.terms.deposit import Deposit
from services.booking.domain.terms.rules import Rules
from shared.actor import Actor
from shared.errors import Conflict, Invalid, NotFound, Unavailable
from shared.testing import a_customer, a_receptionist, a_technician
from tests.support.booking import RULES, START, XUJIAHUI, an_appointment
from tests.support.booking_payments import a_payment

THIRTY = Rules("rul-9", hold_minutes=15, free_cancel_hours=2, late_cancel_fee_percent=20, deposit_percent=30)
BOOKING = Actor.system("booking")


@pytest.fixture
def waiting(desk):
    """A visit for 21800 fen whose deposit, 6540, is due until 10:15."""
    desk.storage.catalogue.in_force = THIRTY
    return desk.book()


def pay(desk, visit, *, key="pay-1", by=None, **asked):
    request = {"appointment_id": visit["id"], "provider": "sandbox", **asked}
    return desk.of(by, key=key, body=request, path="POST /pay").pay_appointment(request)


def look(desk, visit):
    return desk.of().get_appointment({"appointment_id": visit["id"]})


def sweep(desk):
    for payment in desk.storage.payments.rows.values():
        desk.storage.payments.release(payment.id)
    desk.of(BOOKING).sweep_payments()


def told(desk):
    return [fact.type() for fact in desk.storage.payments.events]


def test_a_deposit_is_asked_for_with_a_deadline(desk, waiting):
    assert (waiting["status"], waiting["answer_by"]) == ("pending_payment", "2026-11-18T10:15:00+08:00")
    assert waiting["payment"] == {
        "deposit_fen": 6540,
        "paid_fen": 0,
        "refunded_fen": 0,
        "state": "unpaid",
        "provider": None,
    }
    assert waiting["allowed_actions"] == ["pay", "reschedule", "cancel"]
    assert desk.storage.appointments.events[-1].deposit_fen == 6540


def test_where_no_deposit_is_asked_for_there_is_none_to_see(desk):
    assert desk.book()["payment"] is None


def test_a_payment_that_settles_confirms(desk, waiting):
    view = pay(desk, waiting)

    assert (view["status"], view["answer_by"], view["version"]) == ("confirmed", None, 3)
    assert (view["payment"]["paid_fen"], view["payment"]["state"]) == (6540, "settled")
    assert desk.storage.appointments.told()[-1] == "appointment_confirmed"
    assert told(desk) == ["payment_settled"]


def test_after_the_payment_the_store_may_want_to_accept(desk):
    desk.storage.catalogue.in_force = Rules("rul-9", deposit_percent=30, store_acceptance=True)
    visit = desk.book()

    view = pay(desk, visit)

    assert (view["status"], view["answer_by"]) == ("pending_acceptance", "2026-11-18T10:15:00+08:00")


def test_the_rules_of_the_booking_say_what_follows_upon_the_payment(desk, waiting):
    desk.storage.catalogue.in_force = Rules("rul-10", store_acceptance=True)

    assert pay(desk, waiting)["status"] == "confirmed"


def test_a_payment_that_fails_leaves_the_visit_waiting_and_may_be_tried_again(desk, waiting):
    failed = pay(desk, waiting, outcome="fail")

    assert (failed["status"], failed["version"], failed["payment"]["state"]) == ("pending_payment", 2, "failed")
    assert failed["payment"]["paid_fen"] == 0
    assert pay(desk, waiting, key="pay-2")["status"] == "confirmed"
    assert told(desk) == ["payment_failed", "payment_settled"]


def test_one_key_pays_once_and_is_answered_again(desk, waiting):
    first = pay(desk, waiting)

    assert pay(desk, waiting) == first
    assert len(desk.providers.charged_fen) == 1


def test_a_key_belongs_to_one_body(desk, waiting):
    pay(desk, waiting, outcome="fail")

    with pytest.raises(Invalid) as refused:
        pay(desk, waiting, outcome="settle")

    assert refused.value.code == "idempotency_key_reused"


def test_what_is_paid_is_not_paid_again_under_another_key(desk, waiting):
    pay(desk, waiting)

    with pytest.raises(Conflict) as refused:
        pay(desk, waiting, key="pay-2")

    assert refused.value.code == "illegal_transition"
    assert desk.providers.charged_fen.keys() == desk.storage.payments.rows.keys()


def test_two_payments_are_not_under_way_at_once(desk, waiting):
    def another():
        with pytest.raises(Conflict) as refused:
            pay(desk, waiting, key="pay-2")
        assert refused.value.code == "payment_in_progress"
        with pytest.raises(Conflict) as refused:
            pay(desk, waiting)
        assert refused.value.code == "idempotency_key_in_progress"

    desk.providers.meanwhile = another

    assert pay(desk, waiting)["status"] == "confirmed"


def test_a_payment_needs_a_key(desk, waiting):
    request = {"appointment_id": waiting["id"], "provider": "sandbox"}

    with pytest.raises(Invalid) as refused:
        desk.of().pay_appointment(request)

    assert refused.value.code == "idempotency_key_missing"


def test_the_sandbox_plays_what_it_knows_only(desk, waiting):
    with pytest.raises(ValidationError):
        pay(desk, waiting, outcome="vanish")


@pytest.mark.parametrize("stranger", [a_customer("cus-2"), a_receptionist("sto-2"), a_technician("tec-9")])
def test_nobody_pays_for_strangers(desk, waiting, stranger):
    with pytest.raises(NotFound):
        pay(desk, waiting, by=stranger)


def test_reception_pays_for_who_stands_there_and_the_technician_does_not(desk, waiting):
    with pytest.raises(Conflict):
        pay(desk, waiting, by=a_technician())

    assert pay(desk, waiting, by=a_receptionist(XUJIAHUI.id))["status"] == "confirmed"


def test_from_the_deadline_on_nobody_may_begin_to_pay(desk, waiting):
    desk.clock.at += timedelta(minutes=15)

    assert "pay" not in look(desk, waiting)["allowed_actions"]
    with pytest.raises(Conflict) as refused:
        pay(desk, waiting)
    assert refused.value.code == "illegal_transition"
    assert desk.storage.payments.rows == {}


def test_a_deadline_does_not_lie_beyond_the_visit(desk):
    desk.storage.catalogue.in_force = THIRTY
    desk.clock.at = START - timedelta(minutes=5)

    assert desk.book()["answer_by"] == "2026-11-23T15:00:00+08:00"


def test_a_payment_whose_answer_was_lost_is_found_out_by_the_sweep(desk, waiting):
    desk.providers.lost = Unavailable()
    with pytest.raises(Unavailable):
        pay(desk, waiting)
    assert look(desk, waiting)["payment"]["state"] == "created"

    sweep(desk)

    assert look(desk, waiting)["status"] == "confirmed"
    assert pay(desk, waiting)["payment"]["state"] == "settled"
    assert desk.providers.kept_fen == 6540


def test_a_payment_that_the_sweep_concluded_first_is_answered_as_it_stands(desk, waiting):
    desk.providers.meanwhile = lambda: sweep(desk)

    assert pay(desk, waiting)["status"] == "confirmed"
    assert told(desk) == ["payment_settled"]


def test_a_payment_the_provider_never_heard_of_fails_for_ever(desk, waiting):
    desk.providers.refusal = Unavailable()
    with pytest.raises(Unavailable):
        pay(desk, waiting)

    sweep(desk)

    assert look(desk, waiting)["payment"]["state"] == "failed"
    assert pay(desk, waiting)["payment"]["state"] == "failed"
    assert pay(desk, waiting, key="pay-2")["status"] == "confirmed"


def test_a_provider_that_is_away_is_asked_again_later(desk, waiting):
    desk.providers.lost = Unavailable()
    with pytest.raises(Unavailable):
        pay(desk, waiting)
    desk.providers.refusal = Unavailable()
    with pytest.raises(Unavailable):
        sweep(desk)

    sweep(desk)

    assert look(desk, waiting)["status"] == "confirmed"


def test_money_that_comes_in_after_the_end_is_given_back(desk, waiting):
    desk.providers.meanwhile = lambda: expire(desk)

    view = pay(desk, waiting)

    assert (view["status"], view["payment"]["state"]) == ("expired", "refunding")
    sweep(desk)
    assert look(desk, waiting)["payment"]["refunded_fen"] == 6540
    assert told(desk) == ["payment_settled", "payment_refunded"]
    assert desk.providers.kept_fen == 0


def expire(desk):
    desk.clock.at += timedelta(minutes=15)
    desk.of(BOOKING).sweep_overdue_appointments()


def test_a_visit_cancelled_in_good_time_gives_the_deposit_back(desk, waiting):
    pay(desk, waiting)

    view = desk.of().cancel_appointment({"appointment_id": waiting["id"]})

    assert (view["status"], view["payment"]["state"]) == ("cancelled", "refunding")
    sweep(desk)
    assert look(desk, waiting)["payment"]["state"] == "refunded"
    assert desk.providers.kept_fen == 0


def test_a_late_fee_is_taken_from_the_deposit(desk, waiting):
    pay(desk, waiting)
    desk.clock.at = START - timedelta(hours=1)

    view = desk.of().cancel_appointment({"appointment_id": waiting["id"]})

    sweep(desk)
    assert view["fee_fen"] == 4360
    assert look(desk, waiting)["payment"]["refunded_fen"] == 6540 - 4360
    assert desk.storage.payments.events[-1].amount_fen == 6540 - 4360
    assert desk.providers.kept_fen == 4360


def test_a_fee_beyond_the_deposit_leaves_nothing_to_give_back(desk):
    desk.storage.catalogue.in_force = Rules(
        "rul-9", free_cancel_hours=2, late_cancel_fee_percent=50, deposit_percent=30
    )
    visit = desk.book()
    pay(desk, visit)
    desk.clock.at = START - timedelta(hours=1)

    desk.of().cancel_appointment({"appointment_id": visit["id"]})

    sweep(desk)
    assert look(desk, visit)["payment"]["state"] == "settled"
    assert look(desk, visit)["fee_fen"] == 10900


def test_what_the_store_declines_it_does_not_keep_money_for(desk):
    desk.storage.catalogue.in_force = Rules("rul-9", deposit_percent=30, store_acceptance=True)
    visit = desk.book()
    pay(desk, visit)

    reason = {"appointment_id": visit["id"], "action": "decline", "reason": "设备维修"}
    desk.of(a_receptionist(XUJIAHUI.id)).act_on_appointment(reason)

    sweep(desk)
    assert desk.providers.kept_fen == 0


def test_who_does_not_come_forfeits_the_deposit(desk, waiting):
    pay(desk, waiting)
    desk.clock.at = START

    missed = {"appointment_id": waiting["id"], "action": "no-show"}
    view = desk.of(a_receptionist(XUJIAHUI.id)).act_on_appointment(missed)

    sweep(desk)
    assert view["fee_fen"] == 6540
    assert look(desk, waiting)["payment"]["state"] == "settled"


def test_a_customers_record_of_no_shows_raises_the_deposit(desk):
    desk.storage.catalogue.in_force = Rules(
        "rul-9", deposit_percent_after_no_shows=50, no_shows_before_deposit=2, no_show_memory_days=90
    )
    desk.with_(missed(1, days=10), missed(2, days=100))
    assert desk.book(key="key-1", starts_at=(START + timedelta(days=1)).isoformat())["status"] == "confirmed"

    desk.with_(missed(3, days=20))

    view = desk.book(key="key-2", starts_at=(START + timedelta(days=2)).isoformat())
    assert (view["status"], view["payment"]["deposit_fen"]) == ("pending_payment", 10900)
    assert desk.storage.appointments.rows[view["id"]].deposit == Deposit(10900, 50, no_shows=2)


def test_another_customers_record_counts_for_nothing(desk):
    desk.storage.catalogue.in_force = Rules("rul-9", deposit_percent_after_no_shows=50, no_shows_before_deposit=1)
    desk.with_(missed(1, days=10, customer_id="cus-2"))

    assert desk.book(starts_at=(START + timedelta(days=1)).isoformat())["status"] == "confirmed"


def missed(n, *, days, **changes):
    at = START - timedelta(days=days)
    return an_appointment(id=f"apt-{n}", number=f"NUMBER0{n}", status="no_show", starts_at=at, **changes)


def test_the_record_never_lowers_what_is_asked_of_everybody():
    rules = Rules("rul-9", deposit_percent=60, deposit_percent_after_no_shows=50, no_shows_before_deposit=1)

    assert [rules.deposit_percent_after(n) for n in (0, 1, 9)] == [60, 60, 60]
    assert RULES.deposit_percent_after(9) == 0


@given(steps=st.lists(st.sampled_from([step.action for step in machine.STEPS]), max_size=8))
def test_however_one_goes_a_payment_that_failed_or_was_given_back_stays_so(steps):
    payment = a_payment()
    for action in steps:
        before = payment
        try:
            payment = payment.step(action)
        except IllegalTransition:
            continue
        assert before.state not in {machine.FAILED, machine.REFUNDED}
        assert payment.revision == before.revision + 1


def test_the_diagram_of_a_payment_shows_every_step():
    assert "    refunding --> refunded: refund\n" in machine.as_mermaid()
    assert {step.target for step in machine.STEPS} == set(machine.STATES) - {machine.CREATED}
