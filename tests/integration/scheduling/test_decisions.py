"""Working time is taken from under visits: none is lost, each is decided, and all of it happens or nothing."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.scheduling import use_cases
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.adapters.verification import verify_calendars
from services.scheduling.domain.business.roster import Leave, WorkingPlan
from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.claim.conflicts import Changed, Outcome
from services.scheduling.domain.claim.decisions import ROSTER, Decision, RosterChange
from services.scheduling.domain.errors import ClaimsInTheWay, DecisionImpossible, NotAllowed
from services.scheduling.use_cases.conflicts import change_rosters
from shared.actor import Actor
from shared.interval import Interval
from shared.testing.builders import NOW, a_receptionist, a_technician, an_admin
from tests.support.scheduling import (
    ALL_DAY,
    MORNING,
    a_plan,
    a_treatment,
    a_worker,
    announced,
    booked,
    claim,
    found,
    offered,
    some_beds,
    told_moves,
)

LATER = MORNING + timedelta(hours=3)
KEEP, REASSIGN, MOVE = Decision("keep"), Decision("reassign"), Decision("move")
EVENING = {day: [{"from": "16:00", "to": "22:00"}] for day in ALL_DAY}


def leave(diary: SqlDiary, technician_id: str = "tec-1", actor: Actor | None = None, **asked: Any) -> Changed[Leave]:
    during = asked.pop("during", Interval(MORNING, LATER))
    who = {"actor": actor or an_admin(), "now": asked.pop("now", NOW), "technician_id": technician_id}
    return use_cases.add_leave(diary, during=during, reason="家里有事", **who, **asked)


def refused(diary: SqlDiary, **asked: Any) -> list[dict[str, Any]]:
    with pytest.raises(ClaimsInTheWay) as refusal:
        leave(diary, **asked)
    told: list[dict[str, Any]] = refusal.value.params["claims"]
    return told


def untouched(diary: SqlDiary, before: Claim) -> bool:
    """Neither the claim nor the roster has changed, and nothing was announced."""
    leaves = use_cases.list_leave(diary, actor=an_admin(), technician_id="tec-1")
    return found(diary, before.id) == before and leaves == [] and announced(diary) == []


def test_the_list_says_what_is_against_each_visit_and_what_could_become_of_it(pair: SqlDiary) -> None:
    booked(pair, technician_id="tec-1")

    (told,) = refused(pair)

    assert told["because"] == [{"code": "technician_away", "resource_id": "tec-1"}]
    assert (told["appointment_id"], told["technician_requested"]) == ("apt-1", True)
    assert told["options"]["reassign"] == ["tec-2"]
    assert told["options"]["move"][0] == {"starts_at": "2026-11-19T13:00:00+08:00", "technician_ids": ["tec-1"]}


def test_a_dry_run_lists_the_same_and_changes_nothing(pair: SqlDiary) -> None:
    before = booked(pair)

    outcome = leave(pair, dry_run=True).outcome

    assert [(one.claim.id, options.reassign) for one, options in outcome.open] == [("apt-1", ("tec-2",))]
    assert untouched(pair, before)


def test_a_visit_that_is_kept_stays_and_is_not_asked_about_again(shop: SqlDiary) -> None:
    before = booked(shop)

    leave(shop, decisions={"apt-1": KEEP})
    leave(shop, during=Interval(MORNING - timedelta(hours=1), LATER))

    assert found(shop) == before
    assert announced(shop) == []


def test_a_reassigned_visit_keeps_its_time_and_the_best_colleague_takes_it(pair: SqlDiary) -> None:
    booked(pair, technician_id="tec-1")

    outcome = leave(pair, decisions={"apt-1": REASSIGN}).outcome

    moved = found(pair)
    assert (moved.technician_ids, moved.starts_at, moved.revision) == (["tec-2"], MORNING, 2)
    assert moved.wish.technician_id is None
    assert [one.after for one in outcome.decided] == [moved]
    (told,) = told_moves(pair)
    assert (told["cause"], told["actor"], told["technicians"]) == ("leave", "acc-admin", ["tec-2"])
    assert verify_calendars(pair.database) == []


def test_a_moved_visit_takes_the_nearest_start_and_stays_with_the_technician_asked_for(pair: SqlDiary) -> None:
    booked(pair, technician_id="tec-1")

    leave(pair, decisions={"apt-1": MOVE})

    moved = found(pair)
    assert (moved.technician_ids, moved.starts_at, moved.wish.technician_id) == (["tec-1"], LATER, "tec-1")
    assert MORNING not in offered(pair, technician_id="tec-1")
    assert verify_calendars(pair.database) == []


def test_start_and_technician_may_be_named(pair: SqlDiary) -> None:
    booked(pair, technician_id="tec-1")
    at = MORNING + timedelta(hours=5)

    leave(pair, decisions={"apt-1": Decision("move", "tec-2", at)})

    moved = found(pair)
    assert (moved.technician_ids, moved.starts_at, moved.wish.technician_id) == (["tec-2"], at, None)
    assert moved.because.code == "named_by_the_shop"


def test_visits_that_move_at_once_do_not_take_one_anothers_place(shop: SqlDiary) -> None:
    booked(shop, "apt-1", MORNING)
    booked(shop, "apt-2", MORNING + timedelta(minutes=70))

    leave(shop, decisions={"apt-1": MOVE, "apt-2": MOVE})

    starts = sorted(found(shop, visit).starts_at for visit in ("apt-1", "apt-2"))
    assert starts[0] >= LATER
    assert starts[1] - starts[0] >= timedelta(minutes=70)
    assert verify_calendars(shop.database) == []


def test_two_visits_may_swap_the_only_bed(pair: SqlDiary) -> None:
    pair.catalogue.remember("resource", some_beds(1, revision=2))
    booked(pair, "apt-1", MORNING, technician_id="tec-1")
    booked(pair, "apt-2", LATER, technician_id="tec-2")
    hours = [Interval(start, start + timedelta(hours=1)) for start in (MORNING, LATER)]
    leaves = tuple(Leave(f"lea-{n}", f"tec-{n}", during) for n, during in enumerate(hours, 1))
    swap = {"apt-1": Decision("move", None, LATER), "apt-2": Decision("move", None, MORNING)}

    change_rosters(pair, actor=an_admin(), now=NOW, change=RosterChange("roster", leaves=leaves), decisions=swap)

    assert [found(pair, visit).starts_at for visit in ("apt-1", "apt-2")] == [LATER, MORNING]
    assert verify_calendars(pair.database) == []


@pytest.mark.parametrize(
    ("decision", "because"),
    [
        (Decision("reassign", "tec-1"), "outside_hours"),
        (Decision("reassign", "tec-3"), "technician_unsuitable"),
        (Decision("reassign", "tec-9"), "technician_unsuitable"),
        (Decision("move", None, MORNING + timedelta(hours=1)), "outside_hours"),
        (Decision("move", None, LATER + timedelta(minutes=5)), "off_grid"),
        (Decision("move", None, MORNING + timedelta(hours=6)), "slot_taken"),
        (Decision("reassign", None, None, revision=7), "version_conflict"),
    ],
)
def test_what_cannot_be_done_is_refused_by_name_and_everything_stays(
    pair: SqlDiary, decision: Decision, because: str
) -> None:
    pair.catalogue.remember("technician", a_worker("tec-3", level=0, skills=[]))
    booked(pair, "apt-2", MORNING + timedelta(hours=6), technician_id="tec-1")
    before = booked(pair, technician_id="tec-1")

    with pytest.raises(DecisionImpossible) as refusal:
        leave(pair, decisions={"apt-1": decision})

    told = refusal.value.params
    assert (told["appointment_id"], told["decision"], told["because"]) == ("apt-1", decision.kind, because)
    assert untouched(pair, before)


def test_one_decision_that_cannot_be_done_undoes_the_others(pair: SqlDiary) -> None:
    before = booked(pair, "apt-1", technician_id="tec-1")
    booked(pair, "apt-2", MORNING + timedelta(minutes=70), technician_id="tec-1")
    booked(pair, "apt-3", MORNING + timedelta(minutes=75), technician_id="tec-2")

    with pytest.raises(DecisionImpossible) as refusal:
        leave(pair, decisions={"apt-1": REASSIGN, "apt-2": REASSIGN})

    assert refusal.value.params["appointment_id"] == "apt-2"
    assert untouched(pair, before)


def test_a_visit_that_booking_is_still_writing_may_be_kept_but_not_moved(pair: SqlDiary) -> None:
    claim(pair, technician_id="tec-1")

    with pytest.raises(DecisionImpossible) as refusal:
        leave(pair, decisions={"apt-1": REASSIGN})
    leave(pair, decisions={"apt-1": KEEP})

    assert refusal.value.params["because"] == "claim_held"
    assert found(pair).status == "held"


def test_a_visit_that_has_begun_may_only_be_kept(pair: SqlDiary) -> None:
    booked(pair, technician_id="tec-1")
    during = MORNING + timedelta(minutes=30)

    (told,) = refused(pair, now=during)
    with pytest.raises(DecisionImpossible) as refusal:
        leave(pair, now=during, decisions={"apt-1": REASSIGN})

    assert told["options"] == {"keep": True, "reassign": [], "move": []}
    assert refusal.value.params["because"] == "visit_has_begun"


def test_what_is_over_is_in_nobodys_way(shop: SqlDiary) -> None:
    booked(shop)

    assert leave(shop, now=MORNING + timedelta(minutes=60)).outcome == Outcome()


def test_a_technician_may_be_away_while_the_moxa_burns_by_itself(shop: SqlDiary) -> None:
    parts = [("艾灸准备", 15, True), ("艾灸", 30, False), ("收尾", 15, True)]
    segments = [{"name": name, "minutes": minutes, "technician": hands} for name, minutes, hands in parts]
    shop.catalogue.remember("treatment", a_treatment(treatment_id="tre-2", segments=segments))
    booked(shop, treatment_id="tre-2")
    gap = Interval(MORNING + timedelta(minutes=15), MORNING + timedelta(minutes=45))

    assert leave(shop, during=gap).outcome.decided == ()
    assert refused(shop, during=Interval(gap.start, gap.end + timedelta(minutes=5)))


def test_the_technicians_of_a_party_are_replaced_one_by_one(pair: SqlDiary) -> None:
    pair.catalogue.remember("technician", a_worker("tec-3"))
    pair.rosters.put_plan("tec-3", a_plan())
    booked(pair, party_size=2)
    assert found(pair).technician_ids == ["tec-1", "tec-2"]

    leave(pair, decisions={"apt-1": REASSIGN})

    assert sorted(found(pair).technician_ids) == ["tec-2", "tec-3"]
    assert verify_calendars(pair.database) == []


def test_a_technician_keeps_visits_but_lets_the_store_move_guests(pair: SqlDiary) -> None:
    booked(pair, technician_id="tec-1")

    with pytest.raises(NotAllowed):
        leave(pair, actor=a_technician("tec-1"), decisions={"apt-1": REASSIGN})
    leave(pair, actor=a_technician("tec-1"), decisions={"apt-1": KEEP})


def test_the_store_moves_its_own_guests_only(pair: SqlDiary) -> None:
    pair.catalogue.remember("technician", a_worker("tec-1", revision=2, stores=["sto-1", "sto-2"]))
    booked(pair, technician_id="tec-1")

    with pytest.raises(NotAllowed):
        leave(pair, actor=a_receptionist("sto-2"), decisions={"apt-1": REASSIGN})
    assert leave(pair, actor=a_receptionist("sto-1"), decisions={"apt-1": REASSIGN}).outcome.decided


def test_a_plan_that_leaves_visits_behind_asks_about_them(shop: SqlDiary) -> None:
    booked(shop)
    put = {"actor": an_admin(), "now": NOW, "technician_id": "tec-1"}

    with pytest.raises(ClaimsInTheWay) as refusal:
        use_cases.put_working_plan(shop, plan=a_plan(EVENING), **put)  # type: ignore[arg-type]
    use_cases.put_working_plan(shop, plan=a_plan(EVENING), decisions={"apt-1": MOVE}, **put)  # type: ignore[arg-type]

    (told,) = refusal.value.params["claims"]
    assert told["because"] == [{"code": "outside_shift", "resource_id": "tec-1"}]
    assert found(shop).starts_at == MORNING + timedelta(hours=6)


def test_an_exception_of_one_day_asks_about_that_day_alone(shop: SqlDiary) -> None:
    booked(shop, "apt-1")
    booked(shop, "apt-2", MORNING + timedelta(days=1))
    plan = WorkingPlan.read(date(2026, 1, 1), ALL_DAY, [{"on": "2026-11-20", "shifts": []}])

    with pytest.raises(ClaimsInTheWay) as refusal:
        use_cases.put_working_plan(shop, actor=an_admin(), now=NOW, technician_id="tec-1", plan=plan)

    assert [told["appointment_id"] for told in refusal.value.params["claims"]] == ["apt-2"]


def test_going_off_duty_asks_about_the_rest_of_the_day(shop: SqlDiary) -> None:
    shop.catalogue.remember("resource", some_beds())
    booked(shop, "apt-1", NOW + timedelta(hours=2))
    booked(shop, "apt-2", NOW + timedelta(days=1))
    off = {"actor": an_admin(), "now": NOW, "technician_id": "tec-1", "is_on": False}

    with pytest.raises(ClaimsInTheWay) as refusal:
        use_cases.set_duty(shop, **off)  # type: ignore[arg-type]
    use_cases.set_duty(shop, decisions={"apt-1": MOVE}, **off)  # type: ignore[arg-type]

    assert [told["appointment_id"] for told in refusal.value.params["claims"]] == ["apt-1"]
    assert found(shop, "apt-1").starts_at.date() == date(2026, 11, 19)


def test_a_visit_does_not_take_back_the_bed_that_another_one_moved_to(pair: SqlDiary) -> None:
    for name in ("tec-3", "tec-4"):
        pair.catalogue.remember("technician", a_worker(name))
        pair.rosters.put_plan(name, a_plan())
    booked(pair, "apt-2", MORNING + timedelta(minutes=15), technician_id="tec-2")
    booked(pair, "apt-1", MORNING, technician_id="tec-1")  # earlier, hence first to choose a bed anew
    leaves = tuple(Leave(f"lea-{n}", f"tec-{n}", Interval(MORNING, LATER)) for n in (1, 2))
    both = {"apt-1": Decision("reassign", "tec-3"), "apt-2": Decision("reassign", "tec-4")}

    change_rosters(pair, actor=an_admin(), now=NOW, change=RosterChange("roster", leaves=leaves), decisions=both)

    beds = [taking.resource_id for n in (1, 2) for taking in found(pair, f"apt-{n}").takings if taking.kind == "bed"]
    assert len(set(beds)) == len(beds) == 2
    assert verify_calendars(pair.database) == []


def test_many_technicians_change_at_once_and_nobody_is_given_a_visit_that_all_of_them_lose(pair: SqlDiary) -> None:
    before = [booked(pair, f"apt-{n}", technician_id=f"tec-{n}") for n in (1, 2)]
    change = RosterChange(ROSTER, plans=(("tec-1", a_plan(EVENING)), ("tec-2", a_plan(EVENING))))
    asked = {"actor": an_admin(), "now": NOW, "change": change}

    with pytest.raises(DecisionImpossible):
        change_rosters(pair, decisions={"apt-1": REASSIGN, "apt-2": REASSIGN}, **asked)  # type: ignore[arg-type]
    assert [found(pair, one.id) for one in before] == before
    outcome = change_rosters(pair, decisions={"apt-1": MOVE, "apt-2": MOVE}, **asked)  # type: ignore[arg-type]

    assert len(outcome.decided) == 2
    assert {found(pair, one.id).starts_at for one in before} == {MORNING + timedelta(hours=6)}
    assert [told["cause"] for told in told_moves(pair)] == ["roster", "roster"]
    assert verify_calendars(pair.database) == []


def test_the_same_leave_again_is_the_one_there_is(pair: SqlDiary) -> None:
    booked(pair, technician_id="tec-1")

    first = leave(pair, decisions={"apt-1": REASSIGN})
    again = leave(pair, decisions={"apt-1": REASSIGN})

    assert again.what == first.what
    assert announced(pair) == ["claim_moved", "time_freed"]
