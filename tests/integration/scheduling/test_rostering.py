"""A roster is asked for, made in a child process, edited, cancelled; on both databases."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import eventlet
import pytest

from services.scheduling import use_cases
from services.scheduling.adapters.planners import ChildPlanner
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.domain.rostering.contracts import Contract
from services.scheduling.domain.rostering.demand import Demand, Need
from services.scheduling.domain.rostering.problem import Cover
from services.scheduling.domain.rostering.proposal import RosterProposal
from services.scheduling.domain.rostering.request import RosterRequest
from services.scheduling.domain.windows import Shift
from shared.testing.builders import NOW, an_admin
from tests.support.scheduling import open_shop

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


def tended(diary: SqlDiary, planner: ChildPlanner, until: Callable[[], bool], seconds: float = 30) -> None:
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
