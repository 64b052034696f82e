"""Several treatments in one visit."""

from dataclasses import replace
from datetime import timedelta

import pytest
from marshmallow import ValidationError

from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.treatments import FollowingTreatment, PlannedTreatment
from shared.errors import Invalid, NotFound
from tests.support.booking import COUPLE, FACIAL, LI, START, WAIST, WANG, a_claim, an_appointment
from tests.support.booking_desk import Desk

HOUR = timedelta(hours=1)
TOMORROW = START + timedelta(days=1)


def planned(treatment_id: str, hour: int, technician_id: str, *, is_requested: bool = False) -> PlannedTreatment:
    start = START + hour * HOUR
    return PlannedTreatment(treatment_id, start, start + HOUR, (technician_id,), is_requested)


def two_treatments(*, first: bool = False, second: bool = False, by: str = LI.id) -> Appointment:
    """A waist massage by 王建国, then a facial by 李秀英; who was named is said by `first` and `second`."""
    one = planned(WAIST.id, 0, WANG.id, is_requested=first)
    other = planned(FACIAL.id, 1, by, is_requested=second)
    changes = {"ends_at": other.ends_at, "technician_ids": (WANG.id, by), "technician_requested": first}
    return an_appointment(**changes, planned=(one, other), price_fen=61600)


def test_a_visit_of_two_is_asked_for_kept_and_told_as_one(desk: Desk) -> None:
    view = desk.book(then=[{"treatment_id": FACIAL.id, "technician_id": LI.id}])

    assert [(one["slug"], one["starts_at"][11:16], one["ends_at"][11:16]) for one in view["treatments"]] == [
        ("waist-60", "15:00", "16:00"),
        ("facial-60", "16:00", "17:00"),
    ]
    assert [one["technician"]["id"] for one in view["treatments"]] == [WANG.id, LI.id]
    assert [one["id"] for one in view["technicians"]] == [WANG.id, LI.id]
    assert (view["treatment"]["slug"], view["technician"]["id"], view["ends_at"][11:16]) == (
        "waist-60",
        WANG.id,
        "17:00",
    )
    assert view["duration_minutes"] == 120


def test_a_visit_of_one_is_told_as_a_list_of_one(desk: Desk) -> None:
    view = desk.book()

    (only,) = view["treatments"]
    assert (only["id"], only["starts_at"], only["ends_at"]) == (WAIST.id, view["starts_at"], view["ends_at"])
    assert only["technicians"] == view["technicians"]


def test_the_price_is_the_sum_and_the_home_fee_is_due_once(desk: Desk) -> None:
    address = {"text": "延安西路1号", "lng": 121.43, "lat": 31.22}
    then = [{"treatment_id": FACIAL.id}]

    assert desk.book(key="1", then=then)["price_fen"] == 21800 + 39800
    assert desk.book(key="2", then=then, place="home", address=address, technician_id=LI.id)["price_fen"] == 64600


def test_each_treatment_of_a_party_costs_in_proportion(desk: Desk) -> None:
    assert desk.book(party_size=2, then=[{"treatment_id": COUPLE.id}])["price_fen"] == 2 * 21800 + 55800


@pytest.mark.parametrize(
    ("then", "code"),
    [
        ({"treatment_id": "tre-9"}, "treatment_unknown"),
        ({"treatment_id": FACIAL.id, "technician_id": "tec-9"}, "technician_unknown"),
    ],
)
def test_what_follows_must_be_on_sale_and_known(desk: Desk, then: dict[str, str], code: str) -> None:
    with pytest.raises(NotFound) as refused:
        desk.book(then=[then])

    assert refused.value.code == code
    assert desk.scheduling.claims == {}


def test_the_same_key_with_another_treatment_after_it_is_refused(desk: Desk) -> None:
    desk.book(then=[{"treatment_id": FACIAL.id}])

    with pytest.raises(Invalid) as refused:
        desk.book(then=[{"treatment_id": COUPLE.id}])

    assert refused.value.code == "idempotency_key_reused"


def test_more_than_five_treatments_are_refused(desk: Desk) -> None:
    with pytest.raises(ValidationError) as refused:
        desk.book(then=[{"treatment_id": FACIAL.id}] * 5)

    assert list(refused.value.normalized_messages()) == ["then"]


def test_the_events_tell_all_treatments_and_the_first_as_before(desk: Desk) -> None:
    desk.book(then=[{"treatment_id": FACIAL.id, "technician_id": LI.id}])

    requested, confirmed = desk.storage.appointments.events
    assert confirmed.treatments == requested.treatments
    assert [(one.slug, one.duration_minutes, one.technicians) for one in confirmed.treatments] == [
        ("waist-60", 60, (WANG,)),
        ("facial-60", 60, (LI,)),
    ]
    assert (confirmed.treatment.slug, confirmed.treatment.duration_minutes) == ("waist-60", 60)
    assert confirmed.technicians == (WANG, LI)


def test_a_visit_of_several_moves_with_all_its_treatments(desk: Desk) -> None:
    desk.with_(two_treatments(second=True))
    asked = {"appointment_id": "apt-1", "starts_at": TOMORROW.isoformat()}

    view = desk.of().reschedule_appointment(asked)

    (wish,) = desk.scheduling.wishes
    assert wish.then == (FollowingTreatment(FACIAL.id, LI.id),)
    assert [one["starts_at"] for one in view["treatments"]] == [
        "2026-11-24T15:00:00+08:00",
        "2026-11-24T16:00:00+08:00",
    ]
    assert (view["price_fen"], view["ends_at"]) == (61600, "2026-11-24T17:00:00+08:00")
    assert [one.technician_requested for one in desk.storage.appointments.rows["apt-1"].planned] == [False, True]


def test_what_a_move_would_give_is_told_for_every_treatment(desk: Desk) -> None:
    desk.with_(two_treatments())

    view = desk.of().reschedule_appointment(
        {"appointment_id": "apt-1", "starts_at": TOMORROW.isoformat(), "dry_run": True}
    )

    assert view["treatments"][1]["starts_at"] == "2026-11-24T16:00:00+08:00"
    assert desk.storage.appointments.rows["apt-1"].starts_at == START


def test_no_treatment_of_several_is_exchanged(desk: Desk) -> None:
    desk.with_(two_treatments())

    with pytest.raises(Invalid) as refused:
        desk.of().reschedule_appointment({"appointment_id": "apt-1", "treatment_id": COUPLE.id})

    assert refused.value.code == "several_treatments"
    assert desk.scheduling.wishes == []


def test_the_treatment_it_begins_with_may_be_named_when_a_visit_of_several_moves(desk: Desk) -> None:
    desk.with_(two_treatments())
    asked = {"appointment_id": "apt-1", "treatment_id": WAIST.id, "starts_at": TOMORROW.isoformat()}

    assert desk.of().reschedule_appointment(asked)["starts_at"] == "2026-11-24T15:00:00+08:00"


@pytest.mark.parametrize(
    ("visit", "becomes"),
    [
        pytest.param(two_treatments(first=True, second=True), LI.id, id="another was named for the second: they stay"),
        pytest.param(two_treatments(first=True), None, id="nobody was named for the second: anybody"),
        pytest.param(two_treatments(second=True), LI.id, id="only the second was named: they stay"),
        pytest.param(two_treatments(first=True, second=True, by=WANG.id), "tec-3", id="one was named for both: both"),
    ],
)
def test_who_is_asked_for_the_second_treatment_when_the_first_goes_to_another(visit: Appointment, becomes: str) -> None:
    assert visit.following("tec-3") == (FollowingTreatment(FACIAL.id, becomes),)


def test_whoever_is_named_for_the_first_of_several_is_noted(desk: Desk) -> None:
    desk.with_(two_treatments(first=True, second=True, by=WANG.id))

    desk.of().reschedule_appointment({"appointment_id": "apt-1", "technician_id": LI.id})

    moved = desk.storage.appointments.rows["apt-1"]
    assert [one.technician_ids for one in moved.planned] == [(LI.id,), (LI.id,)]
    assert [one.technician_requested for one in moved.planned] == [True, True]


def test_a_move_nobody_here_asked_for_keeps_who_was_asked_for() -> None:
    visit = two_treatments(second=True)
    elsewhere = tuple(replace(one, technician_requested=False) for one in visit.planned)

    assert visit.at(a_claim(planned=elsewhere)).planned == visit.planned
