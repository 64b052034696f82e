from datetime import timedelta
from typing import Any

import pytest

from services.customer_profile.service import CustomerProfileService
from shared.errors import Invalid
from shared.testing import NOW, a_customer, an_event
from shared.testing.builders import SAMPLES

TYPES = sorted(path.name.removesuffix(".v1.json") for path in (SAMPLES / "booking").glob("appointment_*.v1.json"))


def _kinds(desk: Any, **asked: Any) -> list[str]:
    return [entry["kind"] for entry in desk.ask("get_timeline", customer_id="cus-1", **asked)["items"]]


@pytest.mark.parametrize("type_", TYPES)
def test_every_event_of_an_appointment_is_an_entry(desk: Any, type_: str) -> None:
    desk.a_customer()

    desk.a_visit("cus-1", "sto-1", type_=type_)

    (entry,) = desk.ask("get_timeline", a_customer("cus-1"), customer_id="cus-1")["items"]
    assert (entry["kind"], entry["at"]) == (type_, "2026-11-18T10:00:00+08:00")
    assert entry["details"]["store"]["id"] == "sto-1"


def test_no_event_of_booking_is_left_without_a_handler() -> None:
    assert all(hasattr(CustomerProfileService, f"on_{type_}") for type_ in TYPES)
    assert len(TYPES) >= 5


def test_an_entry_tells_what_was_booked_on_the_stores_clock_and_no_contact(desk: Any) -> None:
    desk.a_customer()
    desk.a_visit("cus-1", "sto-1")

    (entry,) = desk.ask("get_timeline", customer_id="cus-1")["items"]

    assert entry["details"]["starts_at"] == "2026-11-23T15:00:00+08:00"
    assert entry["details"]["treatment"]["slug"] == "moxibustion-45"
    assert "sealed" not in str(entry)


def test_an_event_delivered_twice_is_one_entry(desk: Any, visit: Any) -> None:
    desk.a_customer()
    event = visit("cus-1", "sto-1")

    desk.hear(event)
    desk.hear(event)

    assert _kinds(desk) == ["appointment_confirmed"]


def test_events_out_of_order_stand_in_the_order_they_happened(desk: Any) -> None:
    desk.a_customer()
    desk.a_visit("cus-1", "sto-1", type_="appointment_cancelled", occurred_at=NOW + timedelta(hours=1))
    desk.a_visit("cus-1", "sto-1", type_="appointment_requested", occurred_at=NOW)

    assert _kinds(desk) == ["appointment_cancelled", "appointment_requested"]


def test_a_visit_known_before_the_account_is_kept_for_it(desk: Any) -> None:
    desk.a_visit("cus-1", "sto-1")
    desk.a_customer()

    assert _kinds(desk) == ["appointment_confirmed"]


def test_a_timeline_is_read_page_by_page_from_the_newest(desk: Any) -> None:
    desk.a_customer()
    for hour, type_ in enumerate(("appointment_requested", "appointment_confirmed", "appointment_rescheduled")):
        desk.a_visit("cus-1", "sto-1", type_=type_, occurred_at=NOW + timedelta(hours=hour))
    desk.a_visit("cus-2", "sto-1")

    first = desk.ask("get_timeline", customer_id="cus-1", limit=2)

    assert [entry["kind"] for entry in first["items"]] == ["appointment_rescheduled", "appointment_confirmed"]
    assert _kinds(desk, cursor=first["next_cursor"]) == ["appointment_requested"]


@pytest.mark.parametrize(
    "cursor", ["x", "WyJhIl0", "WyJhIiwiYiJd", "WyIyMDI2LTExLTE4IiwiYiJd", "WyIwMDAxLTAxLTAxVDAwOjAwKzA4OjAwIiwiYiJd"]
)
def test_a_cursor_from_elsewhere_is_refused(desk: Any, cursor: str) -> None:
    desk.a_customer()

    with pytest.raises(Invalid):
        desk.ask("get_timeline", customer_id="cus-1", cursor=cursor)


def test_all_treatments_of_a_visit_are_told_on_the_stores_clock(desk: Any, visit: Any) -> None:
    desk.a_customer()
    event = visit("cus-1", "sto-1")
    first = event.data["treatments"][0]
    event.data["treatments"] = [first, {**first, "slug": "cupping-20"}]

    desk.hear(event)

    (entry,) = desk.ask("get_timeline", customer_id="cus-1")["items"]
    assert [one["slug"] for one in entry["details"]["treatments"]] == [first["slug"], "cupping-20"]
    assert all(one["starts_at"].endswith("+08:00") for one in entry["details"]["treatments"])


LITTLE = {
    "payment_settled": {"payment_id": "pay-1", "appointment_id": "apt-1", "amount_fen": 5000, "store_id": "sto-1"},
    "waitlist_offered": {"wish_id": "wis-1", "store": {"id": "sto-1", "timezone": "Asia/Shanghai"}},
    "queue_ticket_called": {"ticket_id": "tic-1", "store": {"id": "sto-1", "timezone": "Asia/Shanghai"}},
    "service_recorded": {
        "appointment_id": "apt-1",
        "store_id": "sto-1",
        "treatments": [{"id": "tre-1", "minutes": 60}],
    },
}


@pytest.mark.parametrize("type_", LITTLE)
def test_what_is_no_visit_is_an_entry_as_well(desk: Any, type_: str) -> None:
    desk.a_customer()

    desk.hear(an_event(type_, {"customer_id": "cus-1", **LITTLE[type_]}))

    (entry,) = desk.ask("get_timeline", customer_id="cus-1")["items"]
    assert (entry["kind"], entry["details"]) == (type_, LITTLE[type_])


def test_a_walk_in_without_an_account_has_no_timeline(desk: Any) -> None:
    desk.hear(an_event("waitlist_offered", {"customer_id": None, "wish_id": "wis-1", "store": {"id": "sto-1"}}))

    assert desk.timeline.entries == {}


def test_a_place_on_the_map_does_not_come_into_the_timeline(desk: Any) -> None:
    desk.a_customer()

    desk.hear(
        an_event("appointment_departed", {"customer_id": "cus-1", "store_id": "sto-1", "lng": 121.4, "lat": 31.2})
    )

    (entry,) = desk.ask("get_timeline", customer_id="cus-1")["items"]
    assert entry["details"] == {"store_id": "sto-1"}
