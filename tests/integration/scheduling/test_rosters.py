"""Rosters and the replica, as they change what is offered."""

from datetime import date, datetime, timedelta

import pytest

from services.scheduling import use_cases
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.domain.business.roster import Leave, WorkingPlan
from services.scheduling.domain.claim.decisions import Decision
from services.scheduling.domain.errors import ClaimsInTheWay, NotAllowed, Unknown
from shared.actor import Actor
from shared.interval import Interval
from shared.testing.builders import NOW, a_customer, a_manager, a_receptionist, a_technician, an_admin
from tests.support.scheduling import (
    ALL_DAY,
    MORNING,
    a_plan,
    a_store,
    a_wish,
    a_worker,
    claim,
    offered,
    some_beds,
    some_rules,
)

LATER = MORNING + timedelta(hours=3)
AFTERNOON = {"thu": [{"from": "14:00", "to": "20:00", "breaks": [{"from": "16:00", "to": "17:00"}]}]}


def put(diary: SqlDiary, plan: WorkingPlan, actor: Actor | None = None) -> None:
    use_cases.put_working_plan(diary, actor=actor or an_admin(), now=NOW, technician_id="tec-1", plan=plan)


def take_leave(diary: SqlDiary, actor: Actor | None = None, **decisions: str) -> Leave:
    chosen = {claim_id: Decision(kind) for claim_id, kind in decisions.items()}
    asked = {"technician_id": "tec-1", "during": Interval(MORNING, LATER), "reason": "家里有事", "decisions": chosen}
    return use_cases.add_leave(diary, actor=actor or an_admin(), now=NOW, **asked).what  # type: ignore[arg-type]


def test_a_plan_replaces_the_one_of_the_same_date(shop: SqlDiary) -> None:
    put(shop, a_plan(AFTERNOON))

    starts = offered(shop)

    assert starts[0] == MORNING + timedelta(hours=4)
    assert MORNING + timedelta(hours=5, minutes=15) not in starts
    assert MORNING + timedelta(hours=7) in starts


def test_a_later_plan_holds_from_its_date_on(shop: SqlDiary) -> None:
    put(shop, WorkingPlan.read(date(2026, 11, 19), AFTERNOON, []))
    put(shop, WorkingPlan.read(date(2026, 11, 20), {}, []))

    plans = use_cases.get_working_plan(shop, actor=an_admin(), now=NOW, technician_id="tec-1")

    assert offered(shop)[0] == MORNING + timedelta(hours=4)
    assert plans.current.effective_from == date(2026, 1, 1)
    assert [plan.effective_from.day for plan in plans.upcoming] == [19, 20]


def test_an_exception_replaces_its_day(shop: SqlDiary) -> None:
    put(shop, WorkingPlan.read(date(2026, 1, 1), ALL_DAY, [{"on": "2026-11-19", "shifts": []}]))

    assert offered(shop) == []


def test_leave_takes_its_time_out_and_comes_back_when_deleted(shop: SqlDiary) -> None:
    leave = take_leave(shop)
    assert offered(shop)[0] == LATER

    use_cases.delete_leave(shop, actor=an_admin(), now=NOW, technician_id="tec-1", leave_id=leave.id)

    assert offered(shop)[0] == MORNING
    assert use_cases.list_leave(shop, actor=an_admin(), technician_id="tec-1") == []


def test_leave_over_a_visit_lists_it_and_changes_nothing(shop: SqlDiary) -> None:
    claim(shop)

    with pytest.raises(ClaimsInTheWay) as refused:
        take_leave(shop)

    (told,) = refused.value.params["claims"]
    assert (told["appointment_id"], told["starts_at"]) == ("apt-1", "2026-11-19T10:00:00+08:00")
    assert use_cases.list_leave(shop, actor=an_admin(), technician_id="tec-1") == []


def test_leave_is_taken_when_every_visit_in_the_way_is_kept(shop: SqlDiary) -> None:
    claim(shop)

    take_leave(shop, **{"apt-1": "keep"})

    kept = shop.claims.find("apt-1")
    assert kept is not None
    assert kept.status == "held"
    assert offered(shop)[0] == LATER


def test_a_leave_that_begins_in_the_turnover_of_a_visit_is_in_nobodys_way(shop: SqlDiary) -> None:
    claim(shop, starts_at=MORNING)
    after = Interval(MORNING + timedelta(minutes=60), LATER)

    use_cases.add_leave(shop, actor=an_admin(), now=NOW, technician_id="tec-1", during=after, reason="")

    assert offered(shop)[0] == LATER


def test_who_is_off_duty_is_offered_again_the_next_day(shop: SqlDiary) -> None:
    use_cases.set_duty(shop, actor=a_technician("tec-1"), now=NOW, technician_id="tec-1", is_on=False)
    today = use_cases.find_availability(shop, actor=an_admin(), now=NOW, wish=a_wish(), days=2).days

    assert [len(slots) > 0 for slots in today.values()] == [False, True]
    use_cases.set_duty(shop, actor=a_technician("tec-1"), now=NOW, technician_id="tec-1", is_on=True)
    again = use_cases.find_availability(shop, actor=an_admin(), now=NOW, wish=a_wish(), days=1).days
    assert all(slots for slots in again.values())


@pytest.mark.parametrize("actor", [a_technician("tec-1"), a_receptionist("sto-1"), a_manager("sto-1"), an_admin()])
def test_the_technician_and_the_staff_of_the_store_see_the_roster(shop: SqlDiary, actor: Actor) -> None:
    plans = use_cases.get_working_plan(shop, actor=actor, now=NOW, technician_id="tec-1")

    assert plans.current == a_plan()


@pytest.mark.parametrize("actor", [a_technician("tec-2"), a_manager("sto-2")])
def test_for_other_technicians_and_stores_the_roster_does_not_exist(shop: SqlDiary, actor: Actor) -> None:
    with pytest.raises(Unknown):
        use_cases.get_working_plan(shop, actor=actor, now=NOW, technician_id="tec-1")


@pytest.mark.parametrize("actor", [a_customer(), a_technician("tec-1"), a_receptionist("sto-1")])
def test_only_who_manages_the_store_sets_plans(shop: SqlDiary, actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        put(shop, a_plan(), actor)


def test_the_newest_revision_of_the_catalogue_wins_in_any_order(shop: SqlDiary) -> None:
    shop.catalogue.remember("store", a_store(revision=3, opening_hours={"thu": [{"from": "12:00", "to": "15:00"}]}))
    shop.catalogue.remember("store", a_store(revision=2, opening_hours={}))
    shop.catalogue.remember("store", a_store(revision=3, opening_hours={}))

    assert offered(shop)[0] == MORNING + timedelta(hours=2)


def test_a_closure_closes_and_a_retired_technician_is_gone(pair: SqlDiary) -> None:
    closed = {"from": MORNING.isoformat(), "to": LATER.isoformat(), "reason": "盘点"}
    pair.catalogue.remember("store", a_store(revision=2, closures=[closed]))
    assert offered(pair)[0] == LATER

    pair.catalogue.remember("technician", a_worker("tec-1", revision=2, retired=True))
    pair.catalogue.remember("technician", a_worker("tec-2", revision=2, stores=["sto-2"]))
    assert offered(pair) == []


def test_a_unit_that_is_gone_is_not_given_away_any_more(pair: SqlDiary) -> None:
    pair.catalogue.remember("resource", some_beds(1, revision=2))
    claim(pair, technician_id="tec-1")

    assert MORNING not in offered(pair)
    pair.catalogue.remember("resource", some_beds(2, revision=3))
    assert MORNING in offered(pair)


def test_rules_of_a_store_win_over_those_of_the_brand(shop: SqlDiary) -> None:
    shop.catalogue.remember(
        "booking_rules", {**some_rules(slot_step_minutes=60), "rules_id": "rul-2", "scope": "sto-1"}
    )

    assert offered(shop)[:2] == [MORNING, MORNING + timedelta(hours=1)]


def test_the_calendar_shows_staff_every_lane_and_a_technician_their_own(pair: SqlDiary) -> None:
    claim(pair, technician_id="tec-1")
    take = {"now": NOW, "store_id": "sto-1", "days": 1, "first": date(2026, 11, 19)}

    lanes = use_cases.get_calendar(pair, actor=a_receptionist("sto-1"), **take).lanes  # type: ignore[arg-type]
    own = use_cases.get_calendar(pair, actor=a_technician("tec-2"), **take).lanes  # type: ignore[arg-type]

    assert [lane.resource_id for lane in lanes] == ["tec-1", "tec-2", "bed-1:001", "bed-1:002"]
    assert [len(lane.claims) for lane in lanes] == [1, 0, 1, 0]
    assert lanes[0].shifts == (Interval(MORNING, MORNING + timedelta(hours=12)),)
    assert [lane.resource_id for lane in own] == ["tec-2"]
    with pytest.raises(Unknown):
        use_cases.get_calendar(pair, actor=a_manager("sto-2"), **take)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        use_cases.get_calendar(pair, actor=a_customer(), **take)  # type: ignore[arg-type]


def of_store(diary: SqlDiary, actor: Actor | None = None, **asked: object) -> list[tuple[str, str]]:
    query = {"actor": actor or a_receptionist("sto-1"), "now": NOW, "store_id": "sto-1", **asked}
    return [(who.name, leave.reason) for who, leave in use_cases.find_leave(diary, **query)]  # type: ignore[arg-type]


def test_the_staff_see_all_leave_of_their_store_that_touches_the_days(pair: SqlDiary) -> None:
    take_leave(pair)
    pair.catalogue.remember("store", a_store(store_id="sto-2", slug="jingansi"))
    pair.catalogue.remember("technician", a_worker("tec-9", stores=["sto-2"]))
    elsewhere = {"technician_id": "tec-9", "during": Interval(MORNING, LATER), "reason": "搬家"}
    use_cases.add_leave(pair, actor=an_admin(), now=NOW, **elsewhere)  # type: ignore[arg-type]

    assert of_store(pair) == [("tec-1", "家里有事")]
    assert of_store(pair, days=1) == []
    assert of_store(pair, first=date(2026, 11, 20)) == []


def test_the_leave_of_a_store_is_its_staffs_to_see(pair: SqlDiary) -> None:
    with pytest.raises(Unknown):
        of_store(pair, a_receptionist("sto-2"))
    with pytest.raises(NotAllowed):
        of_store(pair, a_technician("tec-1"))


def test_duty_is_read_as_it_is_now(pair: SqlDiary) -> None:
    def duty(at: datetime, actor: Actor | None = None) -> Interval | None:
        return use_cases.get_duty(pair, actor=actor or a_technician("tec-1"), now=at, technician_id="tec-1")

    assert duty(NOW) is None
    use_cases.set_duty(pair, actor=a_technician("tec-1"), now=NOW, technician_id="tec-1", is_on=False)
    midnight = NOW + timedelta(hours=14)

    assert duty(NOW) == Interval(NOW, midnight)
    assert duty(midnight) is None
    with pytest.raises(Unknown):
        duty(NOW, a_technician("tec-2"))
