"""Anything in any order: bookings, changes, cancellations, leave and plans, by a machine that Hypothesis drives.

After every step nobody is in two places (by the claims, not by the bits), the bits are those of the claims, nothing
that was booked is lost, and a start is accepted exactly when it is offered. What lies outside working time was kept
there by a decision.
"""

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from services.scheduling import use_cases
from services.scheduling.domain.claim.conflicts import Changed
from services.scheduling.domain.claim.decisions import Decision
from services.scheduling.domain.errors import ClaimsInTheWay, DecisionImpossible
from services.scheduling.use_cases import conflicts
from shared import migrations
from shared.db import Database
from shared.errors import Refusal
from shared.ids import new_id
from shared.interval import Interval
from shared.testing.builders import NOW, an_admin
from tests.support.proof import prove
from tests.support.scheduling import (
    ALL_DAY,
    MORNING,
    a_diary,
    a_plan,
    a_treatment,
    a_wish,
    claim,
    end,
    firm,
    found,
    move,
    offered,
    open_shop,
    overlapping,
)

TECHNICIANS = ("tec-1", "tec-2", "tec-3")
BEDS = ("bed-1:001", "bed-1:002")
TREATMENTS = ("tre-1", "tre-2", "tre-3")
HALF = {day: [{"from": "10:00", "to": "15:00"}] for day in ALL_DAY}
PLANS = {"all day": a_plan(ALL_DAY), "mornings": a_plan(HALF), "nothing": a_plan({})}

# On the half hour of the day after tomorrow's morning: few enough that wishes meet.
starts = st.integers(0, 23).map(lambda half: MORNING + timedelta(minutes=30 * half))
technicians = st.sampled_from(TECHNICIANS)
anybody = st.one_of(st.none(), technicians)
kinds = st.sampled_from(("keep", "reassign", "move"))


def template(home: Path) -> Path:
    """A migrated database with the shop in it, to be copied for every run."""
    path = home / "template.db"
    database = Database(f"sqlite:///{path}")
    migrations.upgrade("scheduling", database)
    diary = open_shop(a_diary(database), technicians=3, beds=2, slot_step_minutes=30, slot_anchor="clock")
    moxa = [{"name": "点艾", "minutes": 20, "technician": True}, {"name": "艾灸", "minutes": 40, "technician": False}]
    diary.catalogue.remember("treatment", a_treatment(treatment_id="tre-2", segments=moxa, turnover_minutes=0))
    diary.catalogue.remember("treatment", a_treatment(treatment_id="tre-3", duration_minutes=25, prep_minutes=5))
    database.close()
    return path


class Scheduling(RuleBasedStateMachine):
    """A store with three technicians and two beds, on a day with room for few."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        path = Path(self.home.name) / "scheduling.db"
        shutil.copy(self.template, path)
        self.diary = a_diary(Database(f"sqlite:///{path}"))
        self.standing: dict[str, int] = {}
        self.ended: set[str] = set()
        self.kept: set[str] = set()
        self.leaves: list[tuple[str, str]] = []

    def teardown(self) -> None:
        self.diary.database.close()
        self.home.cleanup()

    @rule(at=starts, treatment=st.sampled_from(TREATMENTS), technician=anybody, party=st.sampled_from((1, 1, 1, 2)))
    def book(self, at: datetime, treatment: str, technician: str | None, party: int) -> None:
        wish = {"treatment_id": treatment, "technician_id": technician, "party_size": party}
        is_offered = at in offered(self.diary, **wish)
        visit = f"apt-{len(self.standing) + len(self.ended)}"

        assert accepted(lambda: claim(self.diary, visit, at, customer_id=f"cus-{visit}", **wish)) is is_offered

        if is_offered:
            firm(self.diary, visit)
            self.standing[visit] = 1

    @precondition(lambda self: self.standing)
    @rule(number=st.integers(0), at=starts, technician=anybody)
    def change(self, number: int, at: datetime, technician: str | None) -> None:
        """A customer's change takes any start that is offered with the own time free, or as it is."""
        visit = self._one(number)
        wish = {"treatment_id": found(self.diary, visit).wish.treatment_id, "technician_id": technician}
        is_offered = at in offered(self.diary, appointment_id=visit, **wish)
        asked = {"claim_id": visit, "revision": self.standing[visit], **wish}

        is_accepted = accepted(lambda: move(self.diary, new_id(), at, **asked))

        assert is_accepted or not is_offered
        if is_accepted:
            self._moved(visit)

    @precondition(lambda self: self.standing)
    @rule(number=st.integers(0))
    def cancel(self, number: int) -> None:
        visit = self._one(number)
        end(self.diary, visit)
        del self.standing[visit]
        self.ended.add(visit)

    @rule(technician=technicians, at=starts, hours=st.integers(1, 6), kind=kinds)
    def take_leave(self, technician: str, at: datetime, hours: int, kind: str) -> None:
        during = Interval(at, at + timedelta(hours=hours))
        asked = {"technician_id": technician, "during": during, "reason": new_id()}
        taken = self._decided(partial(use_cases.add_leave, self.diary, actor=an_admin(), now=NOW, **asked), kind)
        self.leaves.append((technician, taken.what.id))

    @precondition(lambda self: self.leaves)
    @rule(number=st.integers(0))
    def come_back(self, number: int) -> None:
        technician, leave = self.leaves.pop(number % len(self.leaves))
        use_cases.delete_leave(self.diary, actor=an_admin(), now=NOW, technician_id=technician, leave_id=leave)

    @rule(technician=technicians, plan=st.sampled_from(sorted(PLANS)), kind=kinds)
    def plan(self, technician: str, plan: str, kind: str) -> None:
        asked = {"technician_id": technician, "plan": PLANS[plan]}
        self._decided(partial(use_cases.put_working_plan, self.diary, actor=an_admin(), now=NOW, **asked), kind)

    @rule(treatment=st.sampled_from(TREATMENTS), technician=anybody, at=starts)
    def probe(self, treatment: str, technician: str | None, at: datetime) -> None:
        """What the explanation says is what the offer says."""
        wish = {"treatment_id": treatment, "technician_id": technician}
        against = use_cases.explain_availability(
            self.diary, actor=an_admin(), now=NOW, wish=a_wish(**wish), starts_at=at
        )
        assert (against == []) is (at in offered(self.diary, **wish))

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        assert overlapping(self.diary, TECHNICIANS + BEDS) == []

    @invariant()
    def bits_equal_claims(self) -> None:
        prove(self.diary.database)

    @invariant()
    def nothing_is_lost(self) -> None:
        for visit, revision in self.standing.items():
            now = found(self.diary, visit)
            assert (now.status, now.revision, bool(now.technician_ids)) == ("firm", revision, True)
        assert all(found(self.diary, visit).takings == () for visit in self.ended)

    @invariant()
    def what_lies_outside_working_time_was_kept_there(self) -> None:
        listed = use_cases.find_conflicts(self.diary, actor=an_admin(), now=NOW, store_id="sto-1", limit=100)
        assert {one.claim.id for one, _ in listed.items} <= self.kept

    def _one(self, number: int) -> str:
        return sorted(self.standing)[number % len(self.standing)]

    def _moved(self, visit: str) -> None:
        self.standing[visit] += 1
        self.kept.discard(visit)

    def _decided(self, change: Callable[..., Changed[Any]], kind: str) -> Changed[Any]:
        """As wished where the list says that it is possible; kept where it is not, or where two want one place."""
        try:
            return change()
        except ClaimsInTheWay as refused:
            told = refused.params["claims"]
        decisions = {one["appointment_id"]: decision(one, kind) for one in told}
        try:
            changed = change(decisions=decisions)
        except DecisionImpossible:
            assert len(told) > 1, "what was possible for the only visit is refused"
            changed = change(decisions=dict.fromkeys(decisions, Decision("keep")))
        for one in changed.outcome.decided:
            if one.after is None:
                self.kept.add(one.conflict.claim.id)
            else:
                self._moved(one.conflict.claim.id)
        return changed


def decision(told: dict[str, Any], kind: str) -> Decision:
    is_possible = bool(told["options"][kind])
    return Decision(kind if is_possible else "keep")


def accepted(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except Refusal:
        return False
    return True


def run(home: Path, **bounds: Any) -> None:
    Scheduling.template = template(home)
    always = {"max_examples": 15, "stateful_step_count": 20, "deadline": None, "derandomize": True, "database": None}
    run_state_machine_as_test(Scheduling, settings=settings(**always, **bounds))


@pytest.mark.slow
def test_anything_in_any_order_keeps_every_promise(tmp_path: Path) -> None:
    run(tmp_path)


@pytest.mark.slow
@pytest.mark.control
def test_a_change_that_overlooks_the_visits_in_its_way_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conflicts, "in_the_way", lambda *_: [])

    with pytest.raises(AssertionError):
        run(tmp_path, phases=[Phase.generate])
