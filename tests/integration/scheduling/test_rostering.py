"""A roster is asked for, made in a child process, edited, cancelled, applied; on both databases."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import eventlet
import pytest
from sqlalchemy import update

from services.scheduling import use_cases
from services.scheduling.adapters.planners import ChildPlanner
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.adapters.tables import roster_proposals
from services.scheduling.domain.business.roster import WorkingPlan
from services.scheduling.domain.claim.decisions import Decision
from services.scheduling.domain.errors import (
    ClaimsInTheWay,
    IllegalTransition,
    NotAllowed,
    PlanOvertaken,
    Unknown,
    VersionConflict,
)
from services.scheduling.domain.hours.windows import Shift
from services.scheduling.domain.rostering.contracts import Contract, ShiftWish
from services.scheduling.domain.rostering.demand import Demand, Need
from services.scheduling.domain.rostering.problem import Cover
from services.scheduling.domain.rostering.proposal import RosterProposal
from services.scheduling.domain.rostering.request import RosterRequest
from services.scheduling.ports import News
from shared.actor import Actor
from shared.interval import Interval
from shared.testing.builders import NOW, a_customer, a_manager, a_receptionist, a_technician, an_admin
from tests.support.scheduling import MORNING, a_store, claim, open_shop

TUINA = Need("推拿")
TUESDAY = date(2026, 11, 24)
A_CLOSED_MONDAY = {"from": "2026-11-23T00:00:00+08:00", "to": "2026-11-24T00:00:00+08:00", "reason": "盘点"}
MONDAY = date(2026, 11, 23)
PART_TIME = Contract(week_minutes=24 * 60, days_off=3, longest_day_minutes=8 * 60)


@pytest.fixture
def trio(diary: SqlDiary) -> SqlDiary:
    return open_shop(diary, technicians=3)


@pytest.fixture
def planner() -> Iterator[ChildPlanner]:
    made = ChildPlanner()
    yield made
    made.close()


def busy_evenings() -> Demand:
    return Demand.of(((day, hour), Need("推拿"), 60) for day in range(7) for hour in (18, 19, 20, 21))


def asked(**changes) -> RosterRequest:
    contracts = {f"tec-{number}": PART_TIME for number in (1, 2, 3)}
    usual = {"demand": busy_evenings(), "contracts": contracts, "cover": Cover(), "seconds": 3.0}
    return RosterRequest("sto-1", MONDAY, 7, **{**usual, **changes})


def propose(diary: SqlDiary, **changes) -> RosterProposal:
    return use_cases.propose_roster(diary, actor=an_admin(), now=NOW, asked=asked(**changes))


def get(diary: SqlDiary, proposal: RosterProposal) -> RosterProposal:
    return use_cases.get_roster_proposal(diary, actor=an_admin(), proposal_id=proposal.id)


def tended(diary: SqlDiary, planner: ChildPlanner, until: Callable[[], bool], seconds: float = 60) -> None:
    deadline = datetime.now(UTC) + timedelta(seconds=seconds)
    while not until():
        assert datetime.now(UTC) < deadline, "it takes too long"
        use_cases.tend_rosters(diary, planner)
        eventlet.sleep(0.1)


def finished(diary: SqlDiary, planner: ChildPlanner, **changes) -> RosterProposal:
    proposal = propose(diary, **changes)
    tended(diary, planner, lambda: get(diary, proposal).status not in ("queued", "running"))
    return get(diary, proposal)


def test_a_roster_is_made_where_the_present_one_is_matched_by_demand(trio: SqlDiary, planner: ChildPlanner) -> None:
    ready = finished(trio, planner)

    assert ready.status == "ready"
    assert ready.outcome.figures["unmet_minutes"] == 0 == ready.outcome.figures["bound"]
    assert ready.outcome.figures["worked_minutes"] <= 3 * 24 * 60 < ready.outcome.present["worked_minutes"]
    assert planner.running == []


def test_a_roster_that_is_applied_is_what_is_offered(trio: SqlDiary, planner: ChildPlanner) -> None:
    ready = finished(trio, planner)

    done = use_cases.apply_roster_proposal(trio, actor=an_admin(), now=NOW, proposal_id=ready.id, decisions={})

    assert (done.what.status, get(trio, ready).status) == ("applied", "applied")
    for technician_id in ("tec-1", "tec-2", "tec-3"):
        plan = use_cases.get_working_plan(trio, actor=an_admin(), now=NOW, technician_id=technician_id).current
        proposed = ready.outcome.plan
        assert proposed is not None
        assert [plan.on(MONDAY + timedelta(days=day)) for day in range(7)] == [
            proposed.on(technician_id, day) for day in range(7)
        ]
        assert plan.on(MONDAY + timedelta(days=7)) == (Shift(600, 1320),)


def test_a_roster_is_queued_until_somebody_looks(trio: SqlDiary) -> None:
    proposal = propose(trio)

    assert (proposal.status, get(trio, proposal).status) == ("queued", "queued")
    assert get(trio, proposal) == proposal


def test_demand_comes_from_the_past_where_none_is_given(trio: SqlDiary, planner: ChildPlanner) -> None:
    claim(trio, starts_at=MORNING)  # a Thursday at ten
    later = NOW + timedelta(days=5)

    proposal = use_cases.propose_roster(trio, actor=an_admin(), now=later, asked=asked(demand=None))

    assert proposal.problem.demand.minutes == {(3, 10): {TUINA: 60}, (3, 11): {TUINA: 10}}


def test_without_a_past_demand_is_flat(trio: SqlDiary) -> None:
    demand = propose(trio, demand=None).problem.demand

    assert len(set(map(str, demand.minutes.values()))) == 1
    assert demand.total > 0


def test_leave_closures_wishes_and_contracts_are_part_of_the_problem(trio: SqlDiary) -> None:
    trio.catalogue.remember("store", a_store(revision=2, closures=[A_CLOSED_MONDAY]))
    during = Interval(at(TUESDAY, 10), at(TUESDAY, 14))
    use_cases.add_leave(trio, actor=an_admin(), now=NOW, technician_id="tec-1", during=during, reason="")
    use_cases.put_contract(trio, actor=an_admin(), technician_id="tec-2", contract=PART_TIME)
    use_cases.add_shift_wish(trio, actor=a_technician("tec-3"), wish=ShiftWish("tec-3", TUESDAY, "off"))

    problem = propose(trio, contracts={}).problem
    first, second, third = problem.members

    assert problem.opening[:2] == ((), ((600, 1320),))
    assert first.away == {0: ((1440 + 600, 1440 + 840),), 1: ((600, 840),)}  # also as the night after Monday
    assert (second.contract, third.contract.week_minutes) == (PART_TIME, 7 * 12 * 60)
    assert [(wish.technician_id, wish.kind) for wish in problem.wishes] == [("tec-3", "off")]
    assert (first.before, first.after) == (22 * 60 - 24 * 60, 7 * 24 * 60 + 600)


def test_a_roster_without_a_solution_fails_with_the_names_of_what_collides(
    trio: SqlDiary, planner: ChildPlanner
) -> None:
    failed = finished(trio, planner, cover=Cover(opening=4))

    assert failed.status == "failed"
    assert failed.outcome.failure is not None
    assert failed.outcome.failure["code"] == "roster_infeasible"
    told = failed.outcome.failure["collisions"][0]
    assert told == {"code": "opening_cover", "params": {"on": "2026-11-23", "needed": 4, "available": 3}}


def test_while_it_runs_its_progress_and_best_so_far_are_seen_and_the_time_limit_holds(
    diary: SqlDiary, planner: ChildPlanner
) -> None:
    open_shop(diary, technicians=12)
    demand = Demand.of(((day, hour), TUINA, 700) for day in range(14) for hour in range(10, 22))
    contracts = {f"tec-{number}": PART_TIME for number in range(1, 13)}
    wanted = RosterRequest("sto-1", MONDAY, 14, demand=demand, contracts=contracts, seconds=4.0)
    proposal = use_cases.propose_roster(diary, actor=an_admin(), now=NOW, asked=wanted)

    tended(diary, planner, lambda: bool(get(diary, proposal).progress.get("plan")))
    running = get(diary, proposal)
    tended(diary, planner, lambda: get(diary, proposal).status == "ready", seconds=60)

    assert running.status == "running"
    assert {"unmet", "bound", "seconds", "plan"} <= running.progress.keys()
    assert get(diary, proposal).outcome.figures["seconds"] < 20  # of the four asked for, however busy the machine


def test_cancelling_ends_the_run_and_keeps_the_best_so_far(trio: SqlDiary, planner: ChildPlanner) -> None:
    proposal = propose(
        trio, seconds=60.0, demand=Demand.of(((d, h), TUINA, 90) for d in range(7) for h in range(10, 22))
    )
    tended(trio, planner, lambda: planner.running != [])

    cancelled = use_cases.cancel_roster_proposal(trio, actor=an_admin(), proposal_id=proposal.id)
    use_cases.tend_rosters(trio, planner)

    assert cancelled.status == "cancelled"
    assert planner.running == []
    assert get(trio, proposal).status == "cancelled"
    again = use_cases.cancel_roster_proposal(trio, actor=an_admin(), proposal_id=proposal.id)
    assert again.version == cancelled.version


def test_what_a_dead_process_left_is_begun_again_and_given_up_in_the_end(trio: SqlDiary) -> None:
    proposal = propose(trio)
    seen = []
    for _ in range(3):
        dead = DeadPlanner()
        use_cases.tend_rosters(trio, dead)
        seen.append(dead.running)
        assert get(trio, proposal).status == "running"
        expire_leases(trio)
        use_cases.tend_rosters(trio, FullPlanner())

    assert seen == [[proposal.id]] * 3
    failed = get(trio, proposal)
    assert (failed.status, failed.outcome.failure) == ("failed", {"code": "worker_lost"})


def test_a_run_in_time_is_not_taken_from_its_process(trio: SqlDiary) -> None:
    proposal, mine, others = propose(trio), DeadPlanner(), DeadPlanner()
    use_cases.tend_rosters(trio, mine)

    use_cases.tend_rosters(trio, others)

    assert (mine.running, others.running) == ([proposal.id], [])


def test_of_many_processes_one_begins_a_run(trio: SqlDiary) -> None:
    propose(trio)
    planners = [DeadPlanner() for _ in range(8)]

    list(eventlet.GreenPool(8).imap(lambda planner: use_cases.tend_rosters(trio, planner), planners))

    assert sum(len(planner.running) for planner in planners) == 1


def test_a_child_that_dies_is_begun_again(trio: SqlDiary, planner: ChildPlanner) -> None:
    proposal = propose(
        trio, seconds=30.0, demand=Demand.of(((d, h), TUINA, 90) for d in range(7) for h in range(10, 22))
    )
    tended(trio, planner, lambda: planner.running != [])
    planner._runs[proposal.id]._child.kill()

    tended(trio, planner, lambda: get(trio, proposal).tries == 2)

    assert get(trio, proposal).status == "running"


def test_a_solver_does_not_hold_up_the_hub(trio: SqlDiary, planner: ChildPlanner) -> None:
    propose(trio)
    use_cases.tend_rosters(trio, planner)
    longest = 0.0
    for _ in range(20):
        began = time.monotonic()
        eventlet.sleep(0.01)
        longest = max(longest, time.monotonic() - began)

    assert longest < 0.5


def test_days_set_by_hand_are_counted_anew_and_an_old_version_is_refused(trio: SqlDiary, planner: ChildPlanner) -> None:
    ready = finished(trio, planner)

    def edit(version: int, on: date = MONDAY) -> RosterProposal:
        days = {(f"tec-{number}", on): () for number in (1, 2, 3)}
        return use_cases.edit_roster_proposal(trio, actor=an_admin(), proposal_id=ready.id, version=version, days=days)

    edited = edit(ready.version)

    assert edited.outcome.figures["unmet_minutes"] == 240
    assert edited.outcome.present == ready.outcome.present
    assert get(trio, ready) == edited
    with pytest.raises(VersionConflict):
        edit(ready.version)
    with pytest.raises(Unknown):
        edit(edited.version, MONDAY - timedelta(days=1))


def test_visits_in_the_way_of_a_roster_need_a_decision_and_nothing_is_half_applied(
    trio: SqlDiary, planner: ChildPlanner
) -> None:
    ready = finished(trio, planner, demand=busy_evenings())
    claim(trio, "apt-1", at(MONDAY, 10), technician_id="tec-1")
    free_monday = {("tec-1", MONDAY): ()}
    edited = use_cases.edit_roster_proposal(
        trio, actor=an_admin(), proposal_id=ready.id, version=ready.version, days=free_monday
    )

    def apply(**decisions: str) -> None:
        decided = {appointment_id: Decision(kind) for appointment_id, kind in decisions.items()}
        use_cases.apply_roster_proposal(
            trio, actor=an_admin(), now=NOW, proposal_id=ready.id, version=edited.version, decisions=decided
        )

    with pytest.raises(ClaimsInTheWay) as refused:
        apply()
    assert [told["appointment_id"] for told in refused.value.params["claims"]] == ["apt-1"]
    assert get(trio, ready).status == "ready"
    assert use_cases.get_working_plan(trio, actor=an_admin(), now=NOW, technician_id="tec-2").current.exceptions == ()

    apply(**{"apt-1": "keep"})

    kept = trio.claims.find("apt-1")
    assert kept is not None
    assert kept.status == "held"
    assert get(trio, ready).status == "applied"


def test_a_roster_is_applied_once(trio: SqlDiary, planner: ChildPlanner) -> None:
    ready = finished(trio, planner)

    def apply() -> RosterProposal:
        return use_cases.apply_roster_proposal(trio, actor=an_admin(), now=NOW, proposal_id=ready.id, decisions={}).what

    assert apply().version == apply().version == ready.version + 1
    with pytest.raises(IllegalTransition):
        use_cases.cancel_roster_proposal(trio, actor=an_admin(), proposal_id=ready.id)


def test_a_plan_changed_at_the_same_moment_is_not_overwritten(trio: SqlDiary, planner: ChildPlanner) -> None:
    ready = finished(trio, planner)
    lock = trio.calendars.lock_resources

    def change_first(resource_ids: Sequence[str]) -> None:
        trio.calendars.lock_resources = lock  # type: ignore[method-assign]
        trio.rosters.put_plan("tec-1", WorkingPlan(date(2026, 1, 1)))
        lock(resource_ids)

    trio.calendars.lock_resources = change_first  # type: ignore[method-assign]

    with pytest.raises(PlanOvertaken):
        use_cases.apply_roster_proposal(trio, actor=an_admin(), now=NOW, proposal_id=ready.id, decisions={})
    assert get(trio, ready).status == "ready"


def test_only_who_manages_the_store_makes_rosters(trio: SqlDiary) -> None:
    proposal = propose(trio)

    def all_of_it(actor: Actor) -> list[Callable[[], object]]:
        named = {"actor": actor, "proposal_id": proposal.id}
        return [
            lambda: use_cases.propose_roster(trio, actor=actor, now=NOW, asked=asked()),
            lambda: use_cases.get_roster_proposal(trio, **named),
            lambda: use_cases.edit_roster_proposal(trio, **named, version=1, days={}),
            lambda: use_cases.apply_roster_proposal(trio, **named, now=NOW, decisions={}),
            lambda: use_cases.cancel_roster_proposal(trio, **named),
        ]

    refused = {a_receptionist("sto-1"): NotAllowed, a_manager("sto-9"): Unknown, a_customer(): NotAllowed}
    for actor, refusal in refused.items():
        for ask in all_of_it(actor):
            with pytest.raises(refusal):
                ask()
    assert use_cases.get_roster_proposal(trio, actor=a_manager("sto-1"), proposal_id=proposal.id) == proposal


def test_contracts_are_the_managers_and_wishes_the_technicians_own(trio: SqlDiary) -> None:
    wish = ShiftWish("tec-1", TUESDAY, "shift", (600, 1080))

    def put_contract(actor: Actor) -> None:
        use_cases.put_contract(trio, actor=actor, technician_id="tec-1", contract=PART_TIME)

    with pytest.raises(NotAllowed):
        put_contract(a_technician("tec-1"))
    put_contract(a_manager("sto-1"))
    added = use_cases.add_shift_wish(trio, actor=a_technician("tec-1"), wish=wish)
    with pytest.raises(Unknown):
        use_cases.add_shift_wish(trio, actor=a_technician("tec-2"), wish=wish)

    read = use_cases.get_contract(trio, actor=a_technician("tec-1"), now=NOW, technician_id="tec-1")
    assert read == (PART_TIME, True)
    listed = use_cases.list_shift_wishes(trio, actor=a_manager("sto-1"), now=NOW, technician_id="tec-1")
    assert listed == [added]
    use_cases.delete_shift_wish(trio, actor=a_technician("tec-1"), technician_id="tec-1", wish_id=added.id)
    with pytest.raises(Unknown):
        use_cases.delete_shift_wish(trio, actor=a_technician("tec-1"), technician_id="tec-1", wish_id=added.id)


class DeadPlanner:
    """Begins runs and is never heard of again, as a process that was killed."""

    def __init__(self) -> None:
        self.running: list[str] = []

    @property
    def is_free(self) -> bool:
        return not self.running

    def start(self, run_id: str, task: str, request: Mapping[str, Any]) -> None:
        self.running.append(run_id)

    def news(self, run_id: str) -> News:
        return News()

    def stop(self, run_id: str) -> None:
        self.running.remove(run_id)


class FullPlanner(DeadPlanner):
    """Looks after what is there and begins nothing."""

    is_free = False  # type: ignore[assignment]


def expire_leases(diary: SqlDiary) -> None:
    with diary.database.transaction() as connection:
        connection.execute(update(roster_proposals).values(lease_until=NOW - timedelta(days=365)))


def at(day: date, hour: int) -> datetime:
    """An hour of the store's clock."""
    return datetime(day.year, day.month, day.day, hour - 8, tzinfo=UTC)
