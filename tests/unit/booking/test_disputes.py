"""A fee is judged once more from rule rows and history, and nothing that was tampered with agrees."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.booking.domain.dispute.replay import replayed
from services.booking.domain.terms.rules import Policy, Rules
from shared.actor import Actor
from shared.effective import Dated
from shared.testing import a_receptionist
from tests.support.booking import START, XUJIAHUI

SINCE = datetime(2026, 11, 1, tzinfo=UTC)
VALUES = {"free_cancel_hours": 2, "late_cancel_fee_percent": 20, "deposit_percent": 30}
ROWS = {"rul-9": Dated("rul-9", "brand", SINCE, VALUES)}
RECEPTION = a_receptionist(XUJIAHUI.id)


@pytest.fixture
def visit(desk):
    """Booked under `rul-9` for 21800 fen, its deposit of 6540 paid."""
    desk.storage.catalogue.in_force = Rules.of(VALUES, "rul-9")
    named = {"appointment_id": desk.book()["id"]}
    request = {**named, "provider": "sandbox"}
    desk.of(key="pay-1", body=request).pay_appointment(request)
    return named


def replay(desk, visit, rows=ROWS, **tampered):
    appointment = replace(desk.storage.appointments.rows[visit["appointment_id"]], **tampered)
    history = desk.storage.appointments.history(appointment.id)
    return replayed(appointment, history, rows, desk.storage.payments.standing([appointment.id]).get(appointment.id))


def test_a_late_cancellation_comes_out_as_it_was_judged(desk, visit):
    desk.clock.at = START - timedelta(minutes=50)
    desk.of().cancel_appointment(visit)

    told = replay(desk, visit)

    assert (told.late_by, told.fee_fen, told.refund_fen) == (timedelta(minutes=70), 4360, 2180)
    assert (told.ending.by, told.ending.status_before) == ("customer", "confirmed")
    assert told.disagreements == ()


def test_a_cancellation_in_good_time_or_by_the_store_costs_nothing(desk, visit):
    desk.clock.at = START - timedelta(minutes=50)
    desk.of(RECEPTION).cancel_appointment(visit)

    told = replay(desk, visit)

    assert (told.late_by, told.fee_fen, told.refund_fen, told.ending.by) == (None, 0, 6540, "store")
    assert told.disagreements == ()


def test_staff_who_call_off_their_own_visit_late_do_it_for_the_store_and_the_replay_knows(desk, visit):
    desk.clock.at = START - timedelta(minutes=50)
    desk.of(a_receptionist(XUJIAHUI.id, account_id="cus-1")).cancel_appointment(visit)

    told = replay(desk, visit)

    assert (told.late_by, told.fee_fen, told.refund_fen, told.ending.by) == (None, 0, 6540, "store")
    assert told.disagreements == ()


def test_who_works_in_another_store_is_a_customer_in_this_one(desk, visit):
    desk.clock.at = START - timedelta(minutes=50)
    desk.of(a_receptionist("sto-2", account_id="cus-1")).cancel_appointment(visit)

    told = replay(desk, visit)

    assert (told.fee_fen, told.ending.by, told.disagreements) == (4360, "customer", ())


def test_who_did_not_come_loses_the_deposit(desk, visit):
    desk.clock.at = START
    desk.of(RECEPTION).act_on_appointment({**visit, "action": "no-show"})

    told = replay(desk, visit)

    assert (told.fee_fen, told.refund_fen, told.disagreements) == (6540, 0, ())


def test_what_expires_unpaid_costs_nothing(desk):
    desk.storage.catalogue.in_force = Rules.of(VALUES, "rul-9")
    visit = {"appointment_id": desk.book()["id"]}
    desk.clock.at += timedelta(hours=1)
    desk.of(Actor.system("booking")).sweep_overdue_appointments()

    told = replay(desk, visit)

    assert (told.fee_fen, told.ending.by, told.disagreements) == (0, "system", ())


def test_what_was_not_called_off_has_no_ending(desk, visit):
    told = replay(desk, visit)

    assert (told.ending, told.fee_fen, told.deposit.amount_fen, told.disagreements) == (None, 0, 6540, ())


def test_a_change_brings_the_rules_of_its_day_but_the_deposit_stays_as_booked(desk, visit):
    stricter = {**VALUES, "late_cancel_fee_percent": 50, "deposit_percent": 60}
    desk.storage.catalogue.in_force = Rules.of(stricter, "rul-10")
    to = {**visit, "starts_at": (START + timedelta(days=1)).isoformat()}
    desk.of(key="move-1", body=to).reschedule_appointment(to)
    desk.clock.at = START + timedelta(days=1) - timedelta(minutes=30)
    desk.of().cancel_appointment(visit)

    told = replay(desk, visit, ROWS | {"rul-10": Dated("rul-10", "brand", SINCE, stricter)})

    assert (told.agreed.version, told.booked.version) == ("rul-10", "rul-9")
    assert (told.fee_fen, told.deposit.amount_fen, told.refund_fen) == (10900, 6540, 0)
    assert told.disagreements == ()


@pytest.mark.parametrize(
    ("tampered", "what"),
    [
        ({"fee_fen": 1}, "fee"),
        ({"policy": Policy("rul-9", 2, 21)}, "policy"),
        ({"deposit": None}, "deposit"),
    ],
)
def test_what_was_changed_afterwards_does_not_agree(desk, visit, tampered, what):
    desk.clock.at = START - timedelta(minutes=50)
    desk.of().cancel_appointment(visit)

    assert what in replay(desk, visit, **tampered).disagreements


def test_a_rule_row_that_is_gone_is_told(desk, visit):
    told = replay(desk, visit, {})

    assert told.agreed.missing == ("rul-9",)
    assert "rules" in told.disagreements
