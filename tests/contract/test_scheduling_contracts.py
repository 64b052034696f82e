"""Scheduling announces what its samples promise, understands its producers', and answers what the gateway shows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from marshmallow import INCLUDE, ValidationError
from nameko.testing.services import worker_factory

from gateway.schemas import availability as shown
from gateway.schemas import rosters as shown_rosters
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.domain.claim.claims import Need
from services.scheduling.domain.errors import VersionConflict
from services.scheduling.service import SchedulingService
from shared.actor import Actor
from shared.clock import FixedClock
from shared.db import Database
from shared.events import Event
from shared.outbox import Outbox
from shared.testing import NOW, a_call, a_customer, an_admin, sample
from shared.testing.builders import SAMPLES
from tests.support.scheduling import MORNING, a_plan, inbox, open_shop

CATALOG = ("store_changed", "treatment_changed", "technician_changed", "resource_changed", "booking_rules_changed")
DAY_OFF = {"on": "2026-12-24", "shifts": []}
ENDS = ("cancelled", "late_cancelled", "declined", "expired", "no_show")
CLAIM = {
    "claim_id": "apt-1",
    "customer_id": "cus-1",
    "store_id": "sto-1",
    "treatment_id": "tre-1",
    "starts_at": MORNING.isoformat(),
    "technician_id": None,
    "place": "store",
    "party_size": 1,
}


class Desk:
    """The service over a real database; `of(actor)` is what that actor's worker sees."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.outbox = Outbox(database, "scheduling")
        self.diary = SqlDiary(database, self.outbox, a_call(an_admin()))

    def of(self, actor: Actor | None = None) -> SchedulingService:
        service: SchedulingService = worker_factory(
            SchedulingService,
            diary=self.diary,
            actor=actor or an_admin(),
            clock=FixedClock(NOW),
        )
        return service

    def announced(self) -> list[Event]:
        return self.outbox.lease("test")


@pytest.fixture
def desk(database_of: Callable[[str], Database]) -> Desk:
    return Desk(database_of("scheduling"))


@pytest.fixture
def house(desk: Desk) -> Desk:
    open_shop(desk.diary, technicians=2)
    return desk


def shape(value: Any) -> Any:
    """The names and kinds of a message's fields, whatever their values."""
    if isinstance(value, dict):
        return {name: shape(item) for name, item in value.items()}
    return [shape(item) for item in value[:1]] if isinstance(value, list) else type(value)


def test_every_event_has_its_sample(house: Desk) -> None:
    service = house.of()
    service.claim_time(CLAIM | {"technician_id": "tec-1"})
    service.move_claim(CLAIM | {"change_id": "chg-1", "expected_revision": 1, "technician_id": "tec-2"})
    cancelled = sample("booking", "appointment_cancelled")
    service.on_appointment_cancelled(replace(cancelled, data={**cancelled.data, "appointment_id": "apt-1"}))
    time_off = {"from": MORNING.isoformat(), "to": (MORNING + timedelta(hours=3)).isoformat()}
    service.ask_for_leave({"technician_id": "tec-1", **time_off})

    told = house.announced()

    assert {event.type for event in told} == {path.name.split(".")[0] for path in (SAMPLES / "scheduling").iterdir()}
    for event in told:
        assert shape(event.data) == shape(sample("scheduling", event.type).data)


def test_the_replica_is_kept_from_what_catalog_announces(desk: Desk) -> None:
    service = desk.of()
    for type_ in CATALOG * 2:
        getattr(service, f"on_{type_}")(sample("catalog", type_))

    store = sample("catalog", "store_changed").data
    technician = desk.diary.catalogue.technician(sample("catalog", "technician_changed").data["technician_id"])
    treatment_id = sample("catalog", "treatment_changed").data["treatment_id"]

    assert desk.diary.catalogue.store(store["store_id"]).timezone == store["timezone"]
    assert technician.skills
    assert desk.diary.catalogue.shop(store["store_id"], treatment_id).treatment.minutes > 0
    assert desk.diary.catalogue.rules(store["store_id"], treatment_id, NOW).slot_step_minutes > 0
    assert desk.diary.catalogue.units(sample("catalog", "resource_changed").data["store_id"])


def test_a_requested_appointment_makes_its_claim_firm(house: Desk) -> None:
    requested = sample("booking", "appointment_requested")
    house.of().claim_time(CLAIM | {"claim_id": requested.data["appointment_id"]})

    house.of().on_appointment_requested(requested)

    firm = house.diary.claims.find(requested.data["appointment_id"])
    assert firm is not None
    assert firm.status == "firm"


@pytest.mark.parametrize("end", ENDS)
def test_an_ended_appointment_gives_its_time_back(house: Desk, end: str) -> None:
    ended = sample("booking", f"appointment_{end}")
    house.of().claim_time(CLAIM | {"claim_id": ended.data["appointment_id"]})

    getattr(house.of(), f"on_appointment_{end}")(ended)

    gone = house.diary.claims.find(ended.data["appointment_id"])
    assert gone is not None
    assert gone.status == "released"


def test_every_event_is_in_the_inbox_once_however_often_it_comes(house: Desk) -> None:
    booked = sample("booking", "appointment_requested")
    house.of().claim_time(CLAIM | {"claim_id": booked.data["appointment_id"]})
    events = [booked, *(sample("booking", f"appointment_{end}") for end in ENDS)]
    events += [sample("catalog", type_) for type_ in CATALOG]

    for event in events * 2:
        getattr(house.of(), f"on_{event.type}")(event)

    assert inbox(house.diary) == sorted((f"on_{event.type}", event.id) for event in events)


def test_availability_is_what_the_gateway_shows(house: Desk) -> None:
    asked = {"store_id": "sto-1", "treatment_id": "tre-1", "from": "2026-11-19", "days": 2}

    answer = house.of(a_customer()).find_availability({**asked, "between": "15:00-18:00", "suggest": 2})

    assert not shown.Availability().validate(answer)
    assert answer["days"][0]["slots"][0] == {
        "starts_at": "2026-11-19T10:00:00+08:00",
        "ends_at": "2026-11-19T11:00:00+08:00",
        "technician_ids": ["tec-1", "tec-2"],
    }
    assert [slot["starts_at"][5:16] for slot in answer["suggestions"]] == ["11-19T15:00", "11-20T15:00"]


def test_an_explanation_names_the_rule_and_the_technician(house: Desk) -> None:
    asked = {"store_id": "sto-1", "treatment_id": "tre-1", "starts_at": "2026-11-19T08:00:00+08:00"}

    answer = house.of(a_customer()).explain_availability(asked)

    assert not answer["offered"]
    assert [(r["code"], r["technician_id"]) for r in answer["reasons"]] == [
        ("outside_hours", "tec-1"),
        ("outside_hours", "tec-2"),
    ]


def test_a_claim_tells_who_when_where_and_why(house: Desk) -> None:
    assert house.of().claim_time(CLAIM) == {
        "claim_id": "apt-1",
        "claim_revision": 1,
        "starts_at": "2026-11-19T10:00:00+08:00",
        "ends_at": "2026-11-19T11:00:00+08:00",
        "technicians": [{"id": "tec-1"}],
        "resources": [{"id": "bed-1:001", "kind": "bed"}],
        "chosen_because": {"code": "in_turn", "params": {"visits": 0, "gap_minutes": 0, "free": 2}},
        "timezone": "Asia/Shanghai",
        "treatments": [
            {
                "treatment_id": "tre-1",
                "starts_at": "2026-11-19T10:00:00+08:00",
                "ends_at": "2026-11-19T11:00:00+08:00",
                "technicians": [{"id": "tec-1"}],
            }
        ],
    }


def test_a_preview_changes_nothing(house: Desk) -> None:
    service = house.of()
    service.claim_time(CLAIM)
    moved = CLAIM | {"change_id": "chg-1", "expected_revision": 1, "starts_at": "2026-11-19T15:00:00+08:00"}

    assert service.preview_move(moved)["starts_at"] == "2026-11-19T15:00:00+08:00"
    assert service.settle_change({"claim_id": "apt-1", "change_id": "chg-1"}) == {"moved": False}


def test_a_working_plan_is_answered_as_the_gateway_shows_it(house: Desk) -> None:
    plan = a_plan().written()

    answer = house.of().put_working_plan({"technician_id": "tec-1", **plan})

    assert not shown_rosters.WorkingPlan(unknown=INCLUDE).validate(answer)
    assert {name: answer[name] for name in plan} == plan
    assert house.of().get_working_plan({"technician_id": "tec-1"}) == answer


def test_of_two_who_write_the_same_plan_the_second_is_told(house: Desk) -> None:
    desk, mine, other = house.of(), a_plan().written(), {**a_plan().written(), "exceptions": [DAY_OFF]}
    version = desk.get_working_plan({"technician_id": "tec-1"})["version"]

    def put(plan: Any, seen: str | None, **more: Any) -> Any:
        return desk.put_working_plan({"technician_id": "tec-1", **plan, "version": seen, **more})

    theirs = put(other, version)
    for dry_run in (True, False):
        with pytest.raises(VersionConflict):
            put(mine, version, dry_run=dry_run)
    assert put(other, version) == theirs, "a lost answer is asked for again"
    assert put(mine, theirs["version"])["version"] == version, "it is what it was"
    assert put(other, None)["exceptions"] == [DAY_OFF], "without a version as before"


@pytest.mark.parametrize("decisions", [{"apt-1": "keep"}, [{"appointment_id": "apt-1", "decision": "keep"}]])
def test_leave_is_taken_listed_and_taken_back(house: Desk, decisions: Any) -> None:
    service = house.of()
    service.claim_time(CLAIM)
    asked = {"technician_id": "tec-1", "from": MORNING.isoformat(), "to": "2026-11-19T06:00:00+00:00", "reason": None}

    leave = service.add_leave({**asked, "decisions": decisions})
    (decided,) = leave.pop("conflicts")

    assert (decided["appointment_id"], decided["decision"]) == ("apt-1", "keep")
    assert not shown_rosters.Leave(unknown=INCLUDE).validate(leave)
    assert leave["from"] == "2026-11-19T10:00:00+08:00"
    assert service.list_leave({"technician_id": "tec-1"})["items"] == [leave]
    service.delete_leave({"technician_id": "tec-1", "leave_id": leave["id"]})
    assert service.list_leave({"technician_id": "tec-1"})["items"] == []


def test_duty_and_the_calendar_are_answered(house: Desk) -> None:
    service = house.of()
    service.claim_time(CLAIM)

    assert service.set_duty({"technician_id": "tec-2", "state": "off"})["state"] == "off"
    board = service.get_calendar({"store_id": "sto-1", "from": "2026-11-19", "days": 1})

    assert [(lane["id"], len(lane["claims"])) for lane in board["resources"]] == [
        ("tec-1", 1),
        ("tec-2", 0),
        ("bed-1:001", 1),
        ("bed-1:002", 0),
    ]


def test_holds_that_ran_out_are_asked_about(house: Desk) -> None:
    house.diary = SqlDiary(house.database, house.outbox, a_call(an_admin()), hold_seconds=-1)
    service = house.of()
    service.claim_time(CLAIM)
    service.bookings.need.return_value = Need(is_needed=False)

    service.expire_holds()

    service.bookings.need.assert_called_once_with("apt-1")
    gone = house.diary.claims.find("apt-1")
    assert gone is not None
    assert gone.status == "released"
    assert gone.takings == ()


@pytest.mark.parametrize(
    ("weekly", "exceptions"),
    [
        ({"mon": [{"from": "19:00", "to": "10:00"}]}, []),
        ({"mon": [{"from": "10:00", "to": "40:00"}]}, []),
        ({"mon": [{"from": "ten", "to": "19:00"}]}, []),
        ({"mon": [{"from": "10:00", "to": "19:00", "breaks": [{"from": "13:00", "to": "12:00"}]}]}, []),
        ({}, [{"on": "24.12.", "shifts": []}]),
    ],
)
def test_a_plan_that_does_not_hold_together_is_refused(house: Desk, weekly: Any, exceptions: Any) -> None:
    asked = {"technician_id": "tec-1", "effective_from": "2026-11-01", "weekly": weekly, "exceptions": exceptions}

    with pytest.raises(ValidationError):
        house.of().put_working_plan(asked)
