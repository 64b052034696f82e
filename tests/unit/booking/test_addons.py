"""Add-ons in a booking: their price is in the total, they are told, and a change keeps or exchanges them."""

from datetime import timedelta

import pytest

from services.booking.domain.life.addons import AddedOn
from shared.errors import Invalid
from tests.support.booking import COUPLE, FACIAL, HOT_COMPRESS, START, WAIST, an_appointment

APT = {"appointment_id": "apt-1"}
LATER = (START + timedelta(days=1)).isoformat()
HOT = AddedOn(**vars(HOT_COMPRESS))


def visit(desk):
    return next(iter(desk.storage.appointments.rows.values()))


def test_the_price_and_the_minutes_are_in_the_visit(desk):
    booked = desk.book(addons=["hot-compress", "tea"])

    assert booked["price_fen"] == WAIST.price_fen + 3800 + 1200
    assert booked["duration_minutes"] == 75
    assert [(one["slug"], one["name"], one["minutes"], one["price_fen"]) for one in booked["addons"]] == [
        ("hot-compress", "中药热敷", 15, 3800),
        ("tea", "姜枣茶", 0, 1200),
    ]
    assert booked["treatments"][0]["addons"] == booked["addons"]
    assert desk.scheduling.wishes[-1].addons == ("hot-compress", "tea")


def test_each_is_paid_by_every_guest(desk):
    desk.storage.catalogue.treatments[COUPLE.id] = type(COUPLE)(**{**vars(COUPLE), "addons": (HOT_COMPRESS,)})

    booked = desk.book(treatment_id=COUPLE.id, addons=["hot-compress"])

    assert booked["price_fen"] == COUPLE.price_fen + 2 * 3800


def test_a_later_treatment_has_its_own(desk):
    then = [{"treatment_id": WAIST.id, "addons": ["hot-compress"]}]

    booked = desk.book(treatment_id=FACIAL.id, then=then)

    assert [[one["slug"] for one in each["addons"]] for each in booked["treatments"]] == [[], ["hot-compress"]]
    assert booked["price_fen"] == FACIAL.price_fen + WAIST.price_fen + 3800
    assert booked["duration_minutes"] == 135


@pytest.mark.parametrize("wrong", [{"addons": ["sauna"]}, {"then": [{"treatment_id": FACIAL.id, "addons": ["tea"]}]}])
def test_what_the_treatment_is_not_offered_with_is_refused_before_any_time_is_asked_for(desk, wrong):
    with pytest.raises(Invalid) as refused:
        desk.book(**wrong)

    assert refused.value.code == "addon_unknown"
    assert desk.scheduling.claims == {}


def test_events_and_history_tell_them(desk):
    desk.book(addons=["hot-compress"])

    requested = desk.storage.appointments.events[0]
    assert [one.slug for one in requested.treatments[0].addons] == ["hot-compress"]
    assert desk.storage.appointments.entries[0].changes == {"addons": [[], ["hot-compress"]]}


def test_a_new_time_keeps_them_and_their_price(desk):
    desk.with_(an_appointment(addons=(HOT,), price_fen=25600))

    moved = desk.of().reschedule_appointment({**APT, "starts_at": LATER})

    assert ([one["slug"] for one in moved["addons"]], moved["price_fen"]) == (["hot-compress"], 25600)
    assert desk.scheduling.wishes[-1].addons == ("hot-compress",)


def test_they_may_be_exchanged_alone_and_the_rest_of_the_price_stays_as_agreed(desk):
    desk.with_(an_appointment(addons=(HOT,), price_fen=20000 + 3800))

    moved = desk.of().reschedule_appointment({**APT, "addons": ["tea"]})

    assert ([one["slug"] for one in moved["addons"]], moved["price_fen"]) == (["tea"], 20000 + 1200)
    changes = desk.storage.appointments.entries[-1].changes
    assert changes["addons"] == [["hot-compress"], ["tea"]]


def test_an_empty_list_leaves_them_out(desk):
    desk.with_(an_appointment(addons=(HOT,), price_fen=25600))

    moved = desk.of().reschedule_appointment({**APT, "addons": []})

    assert (moved["addons"], moved["price_fen"]) == ([], 21800)


def test_another_treatment_begins_without_any(desk):
    desk.with_(an_appointment(addons=(HOT,), price_fen=25600))

    moved = desk.of().reschedule_appointment({**APT, "treatment_id": FACIAL.id})

    assert (moved["addons"], moved["price_fen"]) == ([], FACIAL.price_fen)


def test_the_same_addons_at_the_same_time_change_nothing(desk):
    desk.with_(an_appointment(addons=(HOT,)))

    assert desk.of().reschedule_appointment({**APT, "addons": ["hot-compress"]})["version"] == 2
    assert desk.scheduling.wishes == []
