"""A claim has moved, or has not: the answer, the event and the sweep end in the same appointment."""

from datetime import timedelta

import pytest

from services.booking.use_cases import apply_claim
from shared.actor import Actor
from shared.errors import Conflict
from shared.testing import NOW, an_event
from tests.support.booking import COUPLE, LI, START, WAIST, a_change, a_claim, an_appointment

TOMORROW = START + timedelta(days=1)


@pytest.fixture
def desk(desk):
    return desk.with_(an_appointment())


def reschedule(desk, actor=None, key=None, **asked):
    request = {"appointment_id": "apt-1", **asked}
    return desk.of(actor, key=key, body=request).reschedule_appointment(request)


def claim_moved(claim):
    data = {
        "claim_id": claim.id,
        "change_id": claim.change_id,
        "claim_revision": claim.revision,
        "revision": claim.revision,
        "starts_at": claim.starts_at.isoformat(),
        "ends_at": claim.ends_at.isoformat(),
        "treatment_id": claim.treatment_id or "tre-1",
        "technicians": list(claim.technician_ids),
        "chosen_because": claim.chosen_because,
    }
    return an_event("claim_moved", data, producer="scheduling")


def only_change(desk):
    (change,) = desk.storage.changes.rows.values()
    return change


def test_a_crash_between_change_and_move_is_swept_up_as_not_moved(desk):
    desk.storage.changes.open(a_change(), "cus-1", None)
    desk.storage.changes.release("chg-1")

    desk.of(Actor.system("booking")).sweep_open_changes()

    assert only_change(desk).state == "failed"
    assert "chg-1" in desk.scheduling.tombstones


def test_a_crash_after_the_move_is_swept_up_as_moved(desk):
    change = a_change()
    desk.storage.changes.open(change, "cus-1", None)
    desk.storage.changes.release("chg-1")
    desk.scheduling.claims["apt-1"] = a_claim()

    desk.of(Actor.system("booking")).sweep_open_changes()

    assert only_change(desk).state == "applied"
    (fact,) = desk.storage.appointments.events
    assert (fact.starts_at, fact.actor) == (TOMORROW, "cus-1")


def test_the_sweep_leaves_alone_what_somebody_works_on(desk):
    desk.storage.changes.open(a_change(), "cus-1", None)

    desk.of(Actor.system("booking")).sweep_open_changes()

    assert only_change(desk).state == "open"


def test_a_change_of_a_claim_nobody_knows_is_swept_up_as_not_moved(desk):
    desk.storage.changes.open(a_change(), "cus-1", None)
    desk.storage.changes.release("chg-1")
    desk.scheduling.claims.clear()

    desk.of(Actor.system("booking")).sweep_open_changes()

    assert only_change(desk).state == "failed"


def test_the_event_does_what_the_answer_would_have_done(desk):
    desk.storage.changes.open(a_change(), "cus-1", None)

    desk.of(Actor.system("booking")).on_claim_moved(claim_moved(a_claim()))

    appointment = desk.storage.appointments.rows["apt-1"]
    assert (appointment.starts_at, appointment.technician_ids, appointment.version) == (TOMORROW, (LI.id,), 3)
    assert only_change(desk).state == "applied"


def test_event_and_answer_of_one_move_change_the_appointment_once(desk):
    desk.scheduling.meanwhile = lambda: desk.of().on_claim_moved(claim_moved(desk.scheduling.claims["apt-1"]))

    view = reschedule(desk, starts_at=TOMORROW.isoformat())
    desk.of().on_claim_moved(claim_moved(desk.scheduling.claims["apt-1"]))

    assert view["version"] == 3
    assert desk.storage.appointments.told() == ["appointment_rescheduled"]


def test_an_older_move_that_arrives_late_is_ignored(desk):
    desk.of().on_claim_moved(claim_moved(a_claim(revision=3, change_id="chg-2")))
    desk.of().on_claim_moved(claim_moved(a_claim(revision=2, starts_at=START + timedelta(days=5))))

    appointment = desk.storage.appointments.rows["apt-1"]
    assert (appointment.starts_at, appointment.claim_revision, appointment.version) == (TOMORROW, 3, 3)


def test_what_is_told_late_under_an_older_change_is_left_to_the_newer_one(desk):
    """A stalled retry, or a stalled sweep, is answered with the claim as it is by then."""
    reschedule(desk, starts_at=TOMORROW.isoformat(), treatment_id=COUPLE.id)
    older = only_change(desk)

    def answered_late():
        now = desk.scheduling.settle_change("apt-1", older.id)
        assert (now.revision, now.starts_at) == (3, START)
        apply_claim(desk.storage, now, now=NOW)

    desk.scheduling.meanwhile = answered_late
    view = reschedule(desk, starts_at=START.isoformat(), treatment_id=WAIST.id)

    assert (view["version"], view["starts_at"]) == (4, "2026-11-23T15:00:00+08:00")
    assert (view["treatment"]["id"], view["price_fen"]) == (WAIST.id, WAIST.price_fen)
    assert desk.storage.appointments.told() == ["appointment_rescheduled"] * 2


def test_a_change_that_was_applied_stays_so_when_the_visit_has_ended(desk):
    reschedule(desk, starts_at=TOMORROW.isoformat())
    desk.of().cancel_appointment({"appointment_id": "apt-1"})

    apply_claim(desk.storage, desk.scheduling.claims["apt-1"], now=NOW)

    assert only_change(desk).state == "applied"


def test_a_move_scheduling_made_itself_keeps_price_and_policy(desk):
    desk.of().on_claim_moved(claim_moved(a_claim(change_id="by-the-optimiser")))

    appointment = desk.storage.appointments.rows["apt-1"]
    assert (appointment.price_fen, appointment.policy.version) == (21800, "rul-1")
    assert desk.storage.appointments.events[0].actor == "system:scheduling"


def test_an_ended_appointment_ignores_a_move(desk):
    desk.of().cancel_appointment({"appointment_id": "apt-1"})
    cancelled = desk.storage.appointments.rows["apt-1"]

    desk.of().on_claim_moved(claim_moved(a_claim()))

    assert desk.storage.appointments.rows["apt-1"] == cancelled


def test_a_cancellation_during_the_move_wins(desk):
    desk.scheduling.meanwhile = lambda: desk.of().cancel_appointment({"appointment_id": "apt-1"})

    with pytest.raises(Conflict) as refused:
        reschedule(desk, starts_at=TOMORROW.isoformat())

    assert refused.value.code == "illegal_transition"
    assert only_change(desk).state == "failed"
    assert desk.storage.appointments.rows["apt-1"].status == "cancelled"
    assert desk.storage.appointments.rows["apt-1"].starts_at == START


def test_a_move_scheduling_told_of_before_it_refused_the_repetition_stays_applied(desk):
    def moved_then_refused():
        desk.of().on_claim_moved(claim_moved(desk.scheduling.claims["apt-1"]))
        raise Conflict(code="version_conflict")

    desk.scheduling.meanwhile = moved_then_refused
    with pytest.raises(Conflict):
        reschedule(desk, starts_at=TOMORROW.isoformat())

    assert only_change(desk).state == "applied"
    assert desk.storage.appointments.rows["apt-1"].starts_at == TOMORROW
