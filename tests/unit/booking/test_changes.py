from dataclasses import replace
from datetime import timedelta

import pytest

from services.booking.domain.terms.rules import Rules
from shared.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable
from shared.testing import a_customer, a_receptionist, a_technician
from tests.support.booking import COUPLE, LI, START, WANG, a_change, an_appointment
from tests.support.booking_desk import overrides

TOMORROW = START + timedelta(days=1)


@pytest.fixture
def desk(desk):
    return desk.with_(an_appointment())


def reschedule(desk, actor=None, key=None, **asked):
    request = {"appointment_id": "apt-1", **asked}
    return desk.of(actor, key=key, body=request).reschedule_appointment(request)


def only_change(desk):
    (change,) = desk.storage.changes.rows.values()
    return change


def test_a_customer_moves_the_visit_and_everything_else_stays(desk):
    view = reschedule(desk, starts_at=TOMORROW.isoformat())

    assert view["starts_at"] == "2026-11-24T15:00:00+08:00"
    assert (view["version"], view["number"], view["technician"]["id"]) == (3, "7K4M9QXB", WANG.id)
    (fact,) = desk.storage.appointments.events
    assert (fact.type(), fact.revision, fact.claim_revision) == ("appointment_rescheduled", 3, 2)
    assert fact.previous.starts_at == START


def test_the_change_is_committed_before_the_claim_moves(desk):
    seen = []
    desk.checkpoint = lambda moment: seen.append(
        (moment, only_change(desk).state, desk.scheduling.claims["apt-1"].revision)
    )

    reschedule(desk, starts_at=TOMORROW.isoformat())

    assert seen == [("after_change", "open", 1), ("after_move", "open", 2)]
    assert only_change(desk).state == "applied"


def test_a_change_of_treatment_has_the_price_and_the_policy_of_the_day_of_the_change(desk):
    desk.storage.catalogue.in_force = Rules("rul-2", free_cancel_hours=24)

    view = reschedule(desk, treatment_id=COUPLE.id)

    assert (view["price_fen"], view["treatment"]["slug"], view["ends_at"]) == (
        27900,
        "couple-full-body-90",
        "2026-11-23T16:30:00+08:00",
    )
    assert desk.storage.appointments.rows["apt-1"].policy.version == "rul-2"


def test_a_mere_move_keeps_the_agreed_price(desk):
    desk.storage.catalogue.treatments["tre-1"] = replace(desk.storage.catalogue.treatments["tre-1"], price_fen=99900)

    assert reschedule(desk, starts_at=TOMORROW.isoformat())["price_fen"] == 21800


@pytest.mark.parametrize(
    ("requested", "asked", "wished"),
    [
        (True, {}, WANG.id),
        (False, {}, None),
        (True, {"technician_id": None}, None),
        (False, {"technician_id": LI.id}, LI.id),
    ],
)
def test_a_technician_who_was_named_stays_named_unless_the_request_says_otherwise(desk, requested, asked, wished):
    desk.with_(an_appointment(id="apt-2", starts_at=TOMORROW, technician_requested=requested))

    request = {"appointment_id": "apt-2", "starts_at": (TOMORROW + timedelta(hours=3)).isoformat(), **asked}
    desk.of().reschedule_appointment(request)

    assert desk.scheduling.wishes[-1].technician_id == wished


def test_a_refused_move_changes_nothing(desk):
    before = desk.storage.appointments.rows["apt-1"]
    desk.scheduling.refusal = Conflict(code="slot_taken")

    with pytest.raises(Conflict) as refused:
        reschedule(desk, starts_at=TOMORROW.isoformat())

    assert refused.value.code == "slot_taken"
    assert only_change(desk).state == "failed"
    assert desk.storage.appointments.rows["apt-1"] == before
    assert desk.storage.appointments.events == []


@pytest.mark.parametrize("dry_run", [False, True])
def test_asking_for_what_is_already_so_answers_with_it_and_moves_nothing(desk, dry_run):
    before = desk.storage.appointments.rows["apt-1"]

    view = reschedule(desk, starts_at=START.isoformat(), technician_id=WANG.id, dry_run=dry_run)

    assert (view["starts_at"], view["version"]) == ("2026-11-23T15:00:00+08:00", before.version)
    assert desk.storage.appointments.rows["apt-1"] == before
    assert desk.storage.changes.rows == {}
    assert desk.scheduling.wishes == []


def test_asking_for_nothing_is_refused(desk):
    with pytest.raises(Invalid) as refused:
        reschedule(desk, starts_at=None)

    assert refused.value.code == "nothing_to_change"


def test_an_old_version_is_refused(desk):
    with pytest.raises(Conflict) as refused:
        reschedule(desk, starts_at=TOMORROW.isoformat(), version=1)

    assert refused.value.code == "version_conflict"
    assert desk.storage.changes.rows == {}


def test_the_present_version_is_accepted(desk):
    assert reschedule(desk, starts_at=TOMORROW.isoformat(), version=2)["version"] == 3


def test_a_dry_run_shows_the_visit_as_it_would_be_and_touches_nothing(desk):
    before = desk.storage.appointments.rows["apt-1"]

    view = reschedule(desk, starts_at=TOMORROW.isoformat(), technician_id=LI.id, dry_run=True)

    assert (view["starts_at"], view["technician"]["id"]) == ("2026-11-24T15:00:00+08:00", LI.id)
    assert desk.storage.appointments.rows["apt-1"] == before
    assert desk.storage.changes.rows == {}
    assert desk.scheduling.claims["apt-1"].revision == 1


def test_two_changes_of_one_appointment_do_not_run_at_once(desk):
    desk.storage.changes.open(a_change(), "cus-1", None)

    with pytest.raises(Conflict) as refused:
        reschedule(desk, starts_at=TOMORROW.isoformat())

    assert refused.value.code == "change_in_progress"


def test_who_holds_an_old_version_has_lost_whatever_is_under_way(desk):
    desk.storage.changes.open(a_change(), "cus-1", None)

    with pytest.raises(Conflict) as refused:
        reschedule(desk, starts_at=TOMORROW.isoformat(), version=1)

    assert (refused.value.code, refused.value.params) == ("version_conflict", {"version": 2})


def test_who_names_a_version_waits_for_the_change_that_makes_it_old(desk):
    desk.storage.changes.open(a_change(), "cus-1", None)

    def another_ends():
        desk.storage.changes.settle("chg-1", "applied")
        row = desk.storage.appointments.rows["apt-1"]
        desk.storage.appointments.rows["apt-1"] = replace(row, version=row.version + 1)

    desk.storage.changes.meanwhile = [another_ends]

    with pytest.raises(Conflict) as refused:
        reschedule(desk, starts_at=TOMORROW.isoformat(), version=2)

    assert (refused.value.code, refused.value.params) == ("version_conflict", {"version": 3})


def test_who_waited_for_a_change_that_failed_goes_on(desk):
    desk.storage.changes.open(a_change(), "cus-1", None)
    desk.storage.changes.meanwhile = [lambda: desk.storage.changes.settle("chg-1", "failed")]

    assert reschedule(desk, starts_at=TOMORROW.isoformat(), version=2)["version"] == 3


def test_nobody_waits_for_ever(desk):
    desk.storage.changes.open(a_change(), "cus-1", None)

    with pytest.raises(Conflict) as refused:
        reschedule(desk, starts_at=TOMORROW.isoformat(), version=2)

    assert refused.value.code == "change_in_progress"


def test_the_same_key_gives_the_first_answer_again(desk):
    first = reschedule(desk, key="key-1", starts_at=TOMORROW.isoformat())

    assert reschedule(desk, key="key-1", starts_at=TOMORROW.isoformat()) == first
    assert desk.storage.appointments.told() == ["appointment_rescheduled"]


def test_the_same_key_with_another_target_is_refused(desk):
    reschedule(desk, key="key-1", starts_at=TOMORROW.isoformat())

    with pytest.raises(Invalid) as refused:
        reschedule(desk, key="key-1", starts_at=(TOMORROW + timedelta(days=1)).isoformat())

    assert refused.value.code == "idempotency_key_reused"


def test_a_retry_of_a_change_whose_answer_was_lost_takes_up_the_same_change(desk):
    desk.scheduling.lost = Unavailable(code="deadline_exceeded")
    with pytest.raises(Unavailable):
        reschedule(desk, key="key-1", starts_at=TOMORROW.isoformat())

    view = reschedule(desk, key="key-1", starts_at=TOMORROW.isoformat())

    assert view["version"] == 3
    assert desk.scheduling.claims["apt-1"].revision == 2
    assert only_change(desk).state == "applied"


def test_a_retry_while_the_change_runs_is_told_so(desk):
    def at_once(moment):
        if moment == "after_change":
            with pytest.raises(Conflict) as refused:
                reschedule(desk, key="key-1", starts_at=TOMORROW.isoformat())
            codes.append(refused.value.code)

    codes = []
    desk.checkpoint = at_once
    reschedule(desk, key="key-1", starts_at=TOMORROW.isoformat())

    assert codes == ["idempotency_key_in_progress"]


def test_a_retry_after_a_failed_change_is_a_new_change(desk):
    desk.scheduling.refusal = Conflict(code="slot_taken")
    with pytest.raises(Conflict):
        reschedule(desk, key="key-1", starts_at=TOMORROW.isoformat())

    reschedule(desk, key="key-1", starts_at=TOMORROW.isoformat())

    assert [change.state for change in desk.storage.changes.rows.values()] == ["failed", "applied"]


def test_only_staff_override_a_rule_and_their_reason_is_kept(desk):
    asked = {"starts_at": TOMORROW.isoformat(), "override_reason": "regular guest"}
    with pytest.raises(Forbidden) as refused:
        reschedule(desk, **asked)
    assert refused.value.code == "override_not_allowed"

    reschedule(desk, a_receptionist("sto-1"), **asked)

    assert only_change(desk).override_reason == "regular guest"
    assert desk.storage.appointments.entries[-1].reason == "regular guest"
    assert overrides(desk) == [("apt-1", "sto-1", "acc-reception", "reschedule", "regular guest")]


def test_an_override_is_told_once_however_often_its_claim_is_heard_of(desk):
    asked = {"starts_at": TOMORROW.isoformat(), "override_reason": "regular guest"}
    for _ in range(2):
        reschedule(desk, a_receptionist("sto-1"), key="key-1", **asked)
    assert len(overrides(desk)) == 1


def test_what_scheduling_refuses_overrides_nothing_nor_does_a_change_without_a_reason(desk):
    desk.scheduling.refusal = Conflict(code="slot_taken")
    with pytest.raises(Conflict):
        reschedule(desk, a_receptionist("sto-1"), starts_at=TOMORROW.isoformat(), override_reason="regular guest")
    desk.scheduling.refusal = None
    reschedule(desk, a_receptionist("sto-1"), starts_at=TOMORROW.isoformat(), reason="asked on the phone")

    assert overrides(desk) == []


def test_strangers_cannot_tell_that_the_appointment_exists(desk):
    for stranger in (a_customer("cus-2"), a_receptionist("sto-2"), a_technician("tec-9")):
        with pytest.raises(NotFound):
            reschedule(desk, stranger, starts_at=TOMORROW.isoformat())


def test_the_technician_does_not_move_the_customers_visit(desk):
    with pytest.raises(Conflict) as refused:
        reschedule(desk, a_technician(WANG.id), starts_at=TOMORROW.isoformat())

    assert refused.value.code == "illegal_transition"


def test_after_the_start_the_customer_cannot_move_it_but_the_store_can(desk):
    desk.clock.at = START
    with pytest.raises(Conflict):
        reschedule(desk, starts_at=TOMORROW.isoformat())

    assert reschedule(desk, a_receptionist("sto-1"), starts_at=TOMORROW.isoformat())["version"] == 3


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"treatment_id": "nothing"}, "treatment_unknown"), ({"technician_id": "nobody"}, "technician_unknown")],
)
def test_a_change_to_what_does_not_exist_is_not_found(desk, asked, code):
    with pytest.raises(NotFound) as refused:
        reschedule(desk, **asked)

    assert refused.value.code == code
