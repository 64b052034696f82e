"""Scheduling takes rosters as the gateway passes them on, and answers what the gateway shows."""

from collections.abc import Callable
from typing import Any

import pytest
from marshmallow import RAISE, Schema, ValidationError
from nameko.testing.services import worker_factory

from gateway.schemas import rostering as shown
from services.scheduling import use_cases
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.ports import News
from services.scheduling.service import SchedulingService
from shared.clock import FixedClock
from shared.db import Database
from shared.idempotency import IdempotencyKeys, KeyReused
from shared.testing import NOW, a_call, an_admin
from tests.support.scheduling import a_diary, open_shop

Json = dict[str, Any]
FIGURES = {"unmet_minutes": 0, "worked_minutes": 480, "fairness": {}, "unmet": []}
EVERYTHING: Json = {
    "store_id": "sto-1",
    "from": "2026-11-23",
    "days": 7,
    "demand": [{"on": "2026-11-23", "hour": 19, "category": "推拿", "level": 2, "minutes": 90}],
    "contracts": [{"technician_id": "tec-1", "hours_per_week": 37.5, "days_off": 2, "tolerance_hours": 4}],
    "wishes": [{"technician_id": "tec-1", "on": "2026-11-24", "kind": "shift", "from": "10:00", "to": "19:00"}],
    "cover": {"opening": 1, "closing": 1, "skills": [{"category": "推拿", "needed": 1}]},
    "weights": [{"category": "推拿", "level": 2, "weight": 3}],
    "shifts": [{"from": "10:00", "to": "19:00", "breaks": [{"from": "14:00", "to": "15:00"}]}],
    "seconds": 5,
}


@pytest.fixture
def diary(database_of: Callable[[str], Database]) -> SqlDiary:
    return open_shop(a_diary(database_of("scheduling")))


def service(diary: SqlDiary, key: str | None = None, body: Json | None = None) -> SchedulingService:
    made: SchedulingService = worker_factory(
        SchedulingService,
        diary=diary,
        actor=an_admin(),
        clock=FixedClock(NOW),
        call=a_call(an_admin(), key=key, body=body),
        idempotency=IdempotencyKeys(diary.database),
    )
    return made


class Done:
    """A planner whose every run has just ended."""

    is_free = True

    def __init__(self, **done: Any) -> None:
        self.running: list[str] = []
        self._done = done

    def start(self, run_id: str, *_: Any) -> None:
        self.running.append(run_id)
        self.is_free = False

    def news(self, _: str) -> News:
        return News({"unmet": 0, "bound": 0, "seconds": 1.0}, self._done)

    def stop(self, run_id: str) -> None:
        self.running.remove(run_id)


def made(diary: SqlDiary, **done: Any) -> Json:
    proposal = service(diary).propose_roster({"store_id": "sto-1", "from": "2026-11-23", "days": 7})
    planner = Done(**done)
    use_cases.tend_rosters(diary, planner)
    use_cases.tend_rosters(diary, planner)
    seen: Json = service(diary).get_roster_proposal({"proposal_id": proposal["id"]})
    return seen


def fits(schema: type[Schema], view: Json) -> None:
    """Every field that is answered is one that the gateway documents, in the kind it documents."""
    schema(unknown=RAISE).load(view)


def test_everything_that_may_be_asked_is_understood(diary: SqlDiary) -> None:
    shown.ProposeRoster().load(EVERYTHING)

    proposal = service(diary).propose_roster(EVERYTHING)
    problem = diary.proposals.get(proposal["id"]).problem

    fits(shown.RosterProposal, proposal)
    assert [[list(slot), *(need.category for need in wanted)] for slot, wanted in problem.demand.minutes.items()] == [
        [[0, 19], "推拿"]
    ]
    (member,) = problem.members
    assert (member.contract.week_minutes, member.contract.tolerance_minutes) == (2250, 240)
    assert (problem.cover.opening, problem.cover.closing, list(problem.cover.skills.values())) == (1, 1, [1])
    assert list(problem.weights.values()) == [3]
    assert [wish.kind for wish in problem.wishes] == ["shift"]
    assert problem.kinds is not None
    assert problem.kinds[0].windows == [(600, 840), (900, 1140)]


def test_the_same_key_asks_for_one_roster(diary: SqlDiary) -> None:
    body = {"store_id": "sto-1", "from": "2026-11-23"}
    first = service(diary, "k-1", body).propose_roster(body)

    assert service(diary, "k-1", body).propose_roster(body) == first
    assert service(diary, "k-2", body).propose_roster(body)["id"] != first["id"]
    with pytest.raises(KeyReused):
        service(diary, "k-1", {**body, "days": 3}).propose_roster({**body, "days": 3})


def test_a_roster_that_is_ready_is_shown_with_both_figures(diary: SqlDiary) -> None:
    day = {"technician_id": "tec-1", "on": "2026-11-23", "shifts": [{"from": "10:00", "to": "18:00", "breaks": []}]}

    ready = made(diary, plan=[day], figures=FIGURES, present=FIGURES, bound=0, seconds=1.0)

    fits(shown.RosterProposal, ready)
    assert (ready["status"], ready["plan"], ready["failure"]) == ("ready", [day], None)
    assert ready["figures"] == {**FIGURES, "bound": 0, "seconds": 1.0}
    edit = {"proposal_id": ready["id"], "version": ready["version"], "plan": [{**day, "shifts": []}]}
    edited = service(diary).edit_roster_proposal(edit)
    fits(shown.RosterProposal, edited)
    assert (edited["plan"], edited["figures"]["worked_minutes"], edited["figures"]["bound"]) == ([], 0, 0)
    applied = service(diary).apply_roster_proposal({"proposal_id": ready["id"], "decisions": {}})
    fits(shown.RosterProposal, applied)
    assert applied["status"] == "applied"


def test_a_roster_that_failed_says_why(diary: SqlDiary) -> None:
    collision = {"code": "opening_cover", "params": {"on": "2026-11-23", "needed": 2, "available": 1}}

    failed = made(diary, failure={"code": "roster_infeasible", "collisions": [collision]})

    assert (failed["status"], failed["failure"]["collisions"]) == ("failed", [collision])


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": 0},
        {"days": 29},
        {"from": None},
        {"seconds": 1000},
        {"demand": [{"on": "2026-11-23", "hour": 10, "category": "推拿", "minutes": -1}]},
        {"wishes": [{"technician_id": "tec-1", "on": "2026-11-24", "kind": "shift"}]},
        {"wishes": [{"technician_id": "tec-1", "on": "2026-11-24", "kind": "shift", "from": "19:00", "to": "10:00"}]},
        {"wishes": [{"technician_id": "tec-1", "on": "2026-11-24", "kind": "sleep"}]},
        {"contracts": [{"technician_id": "tec-1", "hours_per_week": 200}]},
        {"weights": [{"category": "推拿", "weight": 0}]},
        {"shifts": [{"from": "19:00", "to": "10:00"}]},
    ],
)
def test_what_makes_no_sense_is_refused(diary: SqlDiary, wrong: Json) -> None:
    with pytest.raises(ValidationError):
        service(diary).propose_roster({**EVERYTHING, **wrong})


def test_contracts_and_wishes_are_shown_as_they_were_written(diary: SqlDiary) -> None:
    contract = {"technician_id": "tec-1", "hours_per_week": 30.0, "days_off": 3}
    put = service(diary).put_contract(contract)
    fits(shown.Contract, put)
    assert contract.items() <= put.items()
    assert service(diary).get_contract({"technician_id": "tec-1"}) == put

    wish = {"technician_id": "tec-1", "on": "2026-11-24", "kind": "shift", "from": "10:00", "to": "19:00"}
    added = service(diary).add_shift_wish(wish)
    fits(shown.ShiftWish, added)
    assert wish.items() <= added.items()
    assert service(diary).list_shift_wishes({"technician_id": "tec-1"})["items"] == [added]
