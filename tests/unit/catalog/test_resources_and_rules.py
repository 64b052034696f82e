from typing import Any

import pytest
from marshmallow import ValidationError

from shared.actor import ANONYMOUS, Actor
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.testing import a_customer, a_manager, a_receptionist

RULES = {"slot_step_minutes": 15, "slot_anchor": "clock", "store_acceptance": False}


@pytest.fixture
def store(counter: Any) -> dict[str, Any]:
    made: dict[str, Any] = counter.a_store()
    return made


def _a_bed(store: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"store_id": store["id"], "kind": "bed", "name": "1号床", **changes}


def test_a_manager_keeps_the_beds_of_their_store(counter: Any, store: Any) -> None:
    manager = a_manager(store["id"])

    bed = counter.ask("create_resource", manager, **_a_bed(store))
    edited = counter.ask("update_resource", manager, resource_id=bed["id"], version=1, units=2)

    assert (bed["units"], bed["treatments"], edited["units"], edited["version"]) == (1, None, 2, 2)
    assert counter.ask("list_resources", ANONYMOUS, store_id=store["id"])["items"] == [edited]
    assert counter.told[-1][0] == "resource_changed"

    counter.ask("delete_resource", manager, resource_id=bed["id"], version=2)
    assert counter.ask("list_resources", store_id=store["id"])["items"] == []
    assert counter.told[-1][1]["retired"] is True


@pytest.mark.parametrize("actor", [ANONYMOUS, a_customer(), a_receptionist("any"), a_manager("other")])
def test_nobody_else_writes_beds(counter: Any, store: Any, actor: Actor) -> None:
    bed = counter.ask("create_resource", **_a_bed(store))

    for method, asked in (
        ("create_resource", _a_bed(store)),
        ("update_resource", {"resource_id": bed["id"], "version": 1}),
        ("delete_resource", {"resource_id": bed["id"]}),
    ):
        with pytest.raises(Forbidden):
            counter.ask(method, actor, **asked)


def test_a_bed_is_not_found_under_another_store(counter: Any, store: Any) -> None:
    other = counter.a_store("jingansi")
    bed = counter.ask("create_resource", **_a_bed(store))

    with pytest.raises(NotFound):
        counter.ask("update_resource", resource_id=bed["id"], version=1, store_id=other["id"])
    with pytest.raises(NotFound):
        counter.ask("delete_resource", resource_id=bed["id"], store_id=other["id"])


def test_a_device_may_serve_some_treatments_that_exist(counter: Any, store: Any) -> None:
    treatment = counter.a_treatment()

    device = counter.ask("create_resource", **_a_bed(store, kind="device", treatments=[treatment["id"]]))

    assert device["treatments"] == [treatment["id"]]
    with pytest.raises(Invalid) as refused:
        counter.ask("update_resource", resource_id=device["id"], version=1, treatments=["t-unknown"])
    assert list(refused.value.fields) == ["treatments"]


def test_a_bed_of_no_store_cannot_be(counter: Any) -> None:
    with pytest.raises(NotFound):
        counter.ask("create_resource", **_a_bed({"id": "nowhere"}))


@pytest.mark.parametrize(("field", "value"), [("kind", "chair"), ("units", 0), ("name", " "), ("treatments", "all")])
def test_a_wrong_field_of_a_bed_is_named(counter: Any, store: Any, field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        counter.ask("create_resource", **_a_bed(store, **{field: value}))

    assert list(refused.value.normalized_messages()) == [field]


def test_the_brands_rules_hold_from_a_day_on(counter: Any) -> None:
    rules = counter.ask("create_rules", scope="brand", effective_from="2026-12-01", **RULES)

    assert rules["effective_from"] == "2026-12-01T00:00:00+08:00"
    assert {name: rules[name] for name in RULES} == RULES
    ((type_, row),) = counter.told
    assert (type_, row["values"], row["effective_from"]) == (
        "booking_rules_changed",
        RULES,
        "2026-11-30T16:00:00+00:00",
    )


def test_rules_without_a_date_hold_from_now_on(counter: Any) -> None:
    rules = counter.ask("create_rules", scope="brand", hold_minutes=10)

    assert rules["effective_from"] == "2026-11-18T10:00:00+08:00"


def test_a_stores_day_begins_on_its_own_clock(counter: Any) -> None:
    store = counter.a_store(timezone="Asia/Tokyo")

    rules = counter.ask("create_rules", scope=store["id"], effective_from="2026-12-01", hold_minutes=10)

    assert rules["effective_from"] == "2026-11-30T23:00:00+08:00"


def test_speeds_and_distances_may_be_fractions(counter: Any) -> None:
    rules = counter.ask("create_rules", scope="brand", travel_speed_kmh=22.0, home_service_radius_km=7.5)

    assert (repr(rules["travel_speed_kmh"]), rules["home_service_radius_km"]) == ("22", 7.5)


def test_speeds_and_margins_may_differ_by_the_hour(counter: Any) -> None:
    by_hour = {"travel_speed_by_hour": {"8": 15, "18": 14.5}, "travel_margin_by_hour": {"18": 20}}

    rules = counter.ask("create_rules", scope="brand", **by_hour)

    assert {name: rules[name] for name in by_hour} == by_hour
    assert counter.told[-1][1]["values"] == by_hour


def test_a_limit_may_be_taken_away_again(counter: Any) -> None:
    rules = counter.ask("create_rules", scope="brand", max_visits_per_customer_per_day=None, buffers_inside_shift=True)

    assert (rules["max_visits_per_customer_per_day"], rules["buffers_inside_shift"]) == (None, True)


def test_later_rules_stand_beside_the_earlier_ones(counter: Any) -> None:
    counter.ask("create_rules", scope="brand", effective_from="2026-12-01", hold_minutes=10)
    counter.ask("create_rules", scope="brand", effective_from="2026-11-01", hold_minutes=20)

    assert [row["hold_minutes"] for row in counter.ask("list_rules", ANONYMOUS)["items"]] == [20, 10]


def test_rules_are_listed_by_scope(counter: Any, store: Any) -> None:
    counter.ask("create_rules", scope="brand", hold_minutes=10)
    counter.ask("create_rules", scope=store["id"], hold_minutes=20)

    assert [row["hold_minutes"] for row in counter.ask("list_rules", scope=store["id"])["items"]] == [20]


def test_a_manager_writes_the_rules_of_their_store_only(counter: Any, store: Any) -> None:
    manager = a_manager(store["id"])
    treatment, other = counter.a_treatment(), counter.a_store("jingansi")

    assert counter.ask("create_rules", manager, scope=store["id"], hold_minutes=20)["scope"] == store["id"]
    for scope in ("brand", treatment["id"], other["id"]):
        with pytest.raises(Forbidden):
            counter.ask("create_rules", manager, scope=scope, hold_minutes=20)


def test_a_treatment_may_have_rules(counter: Any) -> None:
    treatment = counter.a_treatment()

    assert counter.ask("create_rules", scope=treatment["id"], min_notice_minutes=120)["scope"] == treatment["id"]


def test_rules_of_nothing_are_refused(counter: Any) -> None:
    with pytest.raises(Invalid) as refused:
        counter.ask("create_rules", scope="nothing", hold_minutes=20)

    assert list(refused.value.fields) == ["scope"]


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ({}, "values"),
        ({"slot_step_minutes": 7}, "slot_step_minutes"),
        ({"slot_step_minutes": 0}, "slot_step_minutes"),
        ({"slot_step_minutes": 245}, "slot_step_minutes"),
        ({"slot_anchor": "loose"}, "slot_anchor"),
        ({"min_notice_minutes": -1}, "min_notice_minutes"),
        ({"book_ahead_days": "many"}, "book_ahead_days"),
        ({"buffers_inside_shift": "perhaps"}, "buffers_inside_shift"),
        ({"max_visits_per_customer_per_day": -1}, "max_visits_per_customer_per_day"),
        ({"max_visits_per_customer_per_week": 1.5}, "max_visits_per_customer_per_week"),
        ({"late_cancel_fee_percent": 101}, "late_cancel_fee_percent"),
        ({"travel_speed_kmh": 0}, "travel_speed_kmh"),
        ({"travel_speed_by_hour": {"8": 0}}, "travel_speed_by_hour"),
        ({"travel_speed_by_hour": {"24": 15}}, "travel_speed_by_hour"),
        ({"travel_speed_by_hour": [15]}, "travel_speed_by_hour"),
        ({"travel_margin_by_hour": {"08": 5}}, "travel_margin_by_hour"),
        ({"travel_margin_by_hour": {"8": 2.5}}, "travel_margin_by_hour"),
        ({"hold_minutes": 10, "effective_from": "tomorrow"}, "effective_from"),
        ({"hold_minutes": 10, "bribe_fen": 1}, "bribe_fen"),
    ],
)
def test_a_wrong_value_of_the_rules_is_named(counter: Any, written: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        counter.ask("create_rules", scope="brand", **written)

    assert list(refused.value.normalized_messages()) == [field]


def test_republishing_announces_every_row_as_it_is(counter: Any, store: Any) -> None:
    counter.a_treatment()
    counter.a_technician(store)
    counter.ask("create_resource", **_a_bed(store))
    counter.ask("create_rules", scope="brand", hold_minutes=10)
    gone = counter.a_store("gone")
    counter.ask("delete_store", store_id=gone["id"])
    newest = {(type_, row.get("slug")): row for type_, row in counter.told}
    before = len(counter.told)

    assert counter.ask("republish", Actor.system("deploy")) == {"events": 6}

    again = {(type_, row.get("slug")): row for type_, row in counter.told[before:]}
    assert again == newest


def test_nobody_but_the_platform_republishes(counter: Any) -> None:
    with pytest.raises(Forbidden):
        counter.ask("republish", a_manager("s"))


def test_two_editors_of_a_bed_do_not_overwrite_each_other(counter: Any, store: Any) -> None:
    bed = counter.ask("create_resource", **_a_bed(store))
    counter.ask("update_resource", resource_id=bed["id"], version=1, name="甲")

    with pytest.raises(Conflict):
        counter.ask("update_resource", resource_id=bed["id"], version=1, name="乙")
