"""A day on the road: the board, lateness, and a proposal from the asking to the moving of every visit, or of none."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services.scheduling import use_cases
from services.scheduling.adapters.routing.process import ChildRouter
from services.scheduling.adapters.routing.solving import solve
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.adapters.verification import verify_calendars
from services.scheduling.domain.business.roster import Leave
from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.claim.requests import MoveRequest
from services.scheduling.domain.dispatch.expecting import at_risk, expected, figures
from services.scheduling.domain.dispatch.proposal import Proposal
from services.scheduling.domain.errors import (
    IllegalTransition,
    NotAllowed,
    SlotTaken,
    SolverFailed,
    Unknown,
    VersionConflict,
)
from services.scheduling.domain.routing.day import RoutingDay
from services.scheduling.domain.routing.plan import Orders, Plan, kept
from services.scheduling.domain.travel.places import HOME, Point
from shared.actor import Actor
from shared.events import Event
from shared.interval import Interval
from shared.testing.builders import NOW, a_customer, a_manager, a_receptionist, a_technician, an_admin, an_event
from tests.support.scheduling import (
    MORNING,
    a_wish,
    a_worker,
    claim,
    end,
    firm,
    found,
    open_shop,
    some_rules,
    told_moves,
)

WEST, EAST = Point(121.40, 31.20), Point(121.50, 31.20)
NOON = MORNING + timedelta(hours=3)
TODAY = MORNING.date()


class RouterHere:
    """The solver in this process, for a moment."""

    def route(self, day: RoutingDay, seconds: float, start: Orders, proceed: Callable[[float], bool]) -> Plan | None:
        return solve(day, 0.1, start=start, patience=500) if proceed(0.5) else None


class NoRouter:
    def __init__(self, error: Exception | None = None) -> None:
        self.error = error or SolverFailed()

    def route(self, *_: Any) -> Plan | None:
        raise self.error


def at(point: Point) -> dict[str, Any]:
    return {"place": HOME, "location": point}


def worker(diary: SqlDiary, technician_id: str, revision: int, **changes: Any) -> None:
    base = WEST if technician_id == "tec-1" else EAST
    row = a_worker(technician_id, home_base={"lng": base.lng, "lat": base.lat}, revision=revision, **changes)
    diary.catalogue.remember("technician", row)


def visited_by(diary: SqlDiary, who: str, claim_id: str, point: Point, **wish: Any) -> Claim:
    """A firm home visit that nobody asked for this technician for, and that they got all the same."""
    other, revision = "tec-2" if who == "tec-1" else "tec-1", 10 + len(told_claims(diary)) * 2
    worker(diary, other, revision, home_visits=False)
    made = claim(diary, claim_id, wish.pop("starts_at", NOON), customer_id=f"cus-{claim_id}", **at(point), **wish)
    firm(diary, claim_id)
    worker(diary, other, revision + 1)
    assert made.technician_ids == [who]
    return made


def told_claims(diary: SqlDiary) -> list[Claim]:
    return diary.claims.during(["tec-1", "tec-2"], Interval(NOW, NOW + timedelta(days=3)))


@pytest.fixture
def crossed(diary: SqlDiary) -> SqlDiary:
    """Each of two technicians drives past the other's door."""
    open_shop(diary, technicians=2)
    worker(diary, "tec-1", 2)
    worker(diary, "tec-2", 2)
    visited_by(diary, "tec-1", "apt-east", EAST)
    visited_by(diary, "tec-2", "apt-west", WEST)
    return diary


def board(diary: SqlDiary, actor: Actor | None = None):
    return use_cases.get_dispatch(diary, actor=actor or an_admin(), now=NOW, store_id="sto-1", day=TODAY)


def proposed(diary: SqlDiary) -> Proposal:
    asked = {"store_id": "sto-1", "day": TODAY, "seconds": 2}
    return use_cases.propose_dispatch(diary, actor=a_manager("sto-1"), now=NOW, **asked)


def worked(diary: SqlDiary, router: Any = None) -> Proposal:
    proposal = proposed(diary)
    use_cases.work_on_dispatch(diary, router or RouterHere(), now=NOW)
    return use_cases.get_dispatch_proposal(diary, actor=an_admin(), proposal_id=proposal.id)


def apply(diary: SqlDiary, proposal: Proposal, actor: Actor | None = None) -> Proposal:
    who = actor or a_manager("sto-1")
    return use_cases.apply_dispatch_proposal(diary, actor=who, now=NOW, proposal_id=proposal.id)


def who_has(diary: SqlDiary) -> dict[str, list[str]]:
    return {claim.id: claim.technician_ids for claim in told_claims(diary)}


def test_the_board_shows_everybody_with_their_ways(crossed):
    told = board(crossed)
    assert [(lane.id, [visit.id for visit in lane.visits]) for lane in told.lanes] == [
        ("tec-1", ["apt-east"]),
        ("tec-2", ["apt-west"]),
    ]
    assert figures(told).lost == figures(told).late_minutes == 0
    assert figures(told).travel_km == pytest.approx(4 * 12.4, abs=1)


def test_a_better_day_is_proposed_and_applied_as_a_whole(crossed):
    proposal = worked(crossed)
    assert proposal.status == "ready"
    assert proposal.outcome.before.travel_km > 40
    assert proposal.outcome.after.travel_km == 0
    assert who_has(crossed) == {"apt-east": ["tec-1"], "apt-west": ["tec-2"]}  # nothing has moved yet

    assert apply(crossed, proposal).status == "applied"

    assert who_has(crossed) == {"apt-east": ["tec-2"], "apt-west": ["tec-1"]}
    assert {claim.starts_at for claim in told_claims(crossed)} == {NOON}
    assert verify_calendars(crossed.database) == []
    assert sorted((move["claim_id"], move["cause"]) for move in told_moves(crossed)) == [
        ("apt-east", "dispatch"),
        ("apt-west", "dispatch"),
    ]


def test_applying_again_is_the_same(crossed):
    proposal = worked(crossed)
    apply(crossed, proposal)
    assert apply(crossed, proposal).status == "applied"
    assert len(told_moves(crossed)) == 2


@pytest.mark.parametrize("change", ["cancelled", "booked"])
def test_a_day_that_has_changed_since_is_left_alone(crossed, change):
    proposal = worked(crossed)
    if change == "cancelled":
        end(crossed, "apt-east")
    else:
        claim(crossed, "apt-new", MORNING, customer_id="cus-9")
    before = who_has(crossed)
    with pytest.raises(VersionConflict):
        apply(crossed, proposal)
    assert who_has(crossed) == before
    assert told_moves(crossed) == []
    assert use_cases.get_dispatch_proposal(crossed, actor=an_admin(), proposal_id=proposal.id).status == "ready"


def test_a_leave_since_is_in_the_way_of_all_moves(crossed):
    proposal = worked(crossed)
    crossed.rosters.add_leave(Leave("lea-1", "tec-2", Interval(NOON, NOON + timedelta(hours=2)), ""))
    with pytest.raises(VersionConflict):
        apply(crossed, proposal)
    assert who_has(crossed) == {"apt-east": ["tec-1"], "apt-west": ["tec-2"]}
    assert verify_calendars(crossed.database) == []


def test_who_was_asked_for_keeps_the_visit(diary):
    open_shop(diary, technicians=2)
    worker(diary, "tec-1", 2)
    worker(diary, "tec-2", 2)
    visited_by(diary, "tec-1", "apt-east", EAST, technician_id="tec-1")
    assert worked(diary).outcome.moves == ()


def test_a_visit_whose_technician_is_away_is_adrift_and_finds_another(crossed):
    crossed.rosters.add_leave(Leave("lea-1", "tec-1", Interval(NOON, NOON + timedelta(hours=2)), ""))
    end(crossed, "apt-west")
    assert [visit.id for visit in board(crossed).adrift] == ["apt-east"]
    proposal = worked(crossed)
    assert (proposal.outcome.before.lost, proposal.outcome.after.lost) == (1, 0)
    apply(crossed, proposal)
    assert who_has(crossed) == {"apt-east": ["tec-2"]}


def test_a_start_moves_within_the_tolerance_of_the_rules_and_no_further(diary):
    open_shop(diary, technicians=1)
    worker(diary, "tec-1", 2)
    worker(diary, "tec-2", 2, stores=[])
    diary.catalogue.remember("booking_rules", some_rules(revision=2, home_start_tolerance_minutes=30))
    visited_by(diary, "tec-1", "apt-1", EAST)
    assert worked(diary).outcome.moves == ()


def test_a_cancelled_proposal_is_neither_worked_on_nor_applied(crossed):
    proposal = proposed(crossed)
    use_cases.cancel_dispatch_proposal(crossed, actor=an_admin(), proposal_id=proposal.id)
    use_cases.work_on_dispatch(crossed, NoRouter(), now=NOW)
    with pytest.raises(IllegalTransition):
        apply(crossed, proposal)


def test_a_proposal_cancelled_while_it_is_worked_on_stays_cancelled(crossed):
    class Cancelling(RouterHere):
        def route(self, day, seconds, start, proceed):
            use_cases.cancel_dispatch_proposal(crossed, actor=an_admin(), proposal_id=proposal.id)
            return super().route(day, seconds, start, proceed)

    proposal = proposed(crossed)
    use_cases.work_on_dispatch(crossed, Cancelling(), now=NOW)
    told = use_cases.get_dispatch_proposal(crossed, actor=an_admin(), proposal_id=proposal.id)
    assert (told.status, told.outcome) == ("cancelled", None)


@pytest.mark.parametrize(
    ("error", "code"), [(SolverFailed(), "solver_failed"), (ZeroDivisionError(), "internal_error")]
)
def test_a_solver_that_fails_is_told_and_not_tried_again(crossed, error, code):
    proposal = proposed(crossed)
    with pytest.raises(type(error)):
        use_cases.work_on_dispatch(crossed, NoRouter(error), now=NOW)
    use_cases.work_on_dispatch(crossed, NoRouter(error), now=NOW)
    told = use_cases.get_dispatch_proposal(crossed, actor=an_admin(), proposal_id=proposal.id)
    assert (told.status, told.failure) == ("failed", code)


def test_what_the_offer_would_refuse_is_planned_anew_without_it(crossed):
    days: list[RoutingDay] = []

    class Wishful:
        """Swaps the visits, while the one to whom the first would go falls ill."""

        def route(self, day, seconds, start, proceed):
            days.append(day)
            if len(days) > 1:
                return kept(day, start)
            crossed.rosters.add_leave(Leave("lea-1", "tec-2", Interval(NOON, NOON + timedelta(hours=2)), ""))
            return kept(day, {"tec-1": ["apt-west"], "tec-2": ["apt-east"]})

    assert worked(crossed, Wishful()).outcome.moves == ()
    assert [day.stop_of["apt-east"].able for day in days] == [{"tec-1", "tec-2"}, {"tec-1"}]


def test_one_worker_alone_begins_a_proposal(crossed):
    proposal = proposed(crossed)
    begun = [crossed.dispatching.begin(), crossed.dispatching.begin()]
    assert [one and one.id for one in begun] == [proposal.id, None]


def test_only_the_staff_of_the_store_see_it_and_only_its_managers_apply_it(crossed):
    proposal = worked(crossed)
    for actor, refusal in (
        (a_receptionist("sto-2"), Unknown),
        (a_customer(), NotAllowed),
        (a_technician(), NotAllowed),
    ):
        with pytest.raises(refusal):
            board(crossed, actor)
        with pytest.raises(refusal):
            use_cases.get_dispatch_proposal(crossed, actor=actor, proposal_id=proposal.id)
    with pytest.raises(NotAllowed):
        apply(crossed, proposal, a_receptionist("sto-1"))


def test_lateness_runs_on_to_the_visits_that_follow(diary):
    open_shop(diary, technicians=1)
    worker(diary, "tec-1", 2)
    worker(diary, "tec-2", 2, stores=[])
    visited_by(diary, "tec-1", "apt-1", WEST)
    visited_by(diary, "tec-1", "apt-2", WEST, starts_at=NOON + timedelta(minutes=115))
    during = NOON + timedelta(minutes=30)
    late = {"actor": an_admin(), "now": during, "technician_id": "tec-1"}
    told, lane = use_cases.report_lateness(diary, minutes=60, **late)
    assert [(one.visit.id, one.late) for one in at_risk(told, lane)] == [("apt-2", 15)]
    told, lane = use_cases.report_lateness(diary, minutes=0, **late)
    assert at_risk(told, lane) == []


def test_the_next_to_ask_is_who_has_least_to_drive(crossed):
    asked = {"actor": an_admin(), "now": NOW, "claim_id": "apt-east"}
    _, ranked = use_cases.rank_home_technicians(crossed, **asked)
    assert [where.traveller_id for where in ranked] == ["tec-1"]  # the other is taken at that time
    end(crossed, "apt-west")
    _, ranked = use_cases.rank_home_technicians(crossed, **asked)
    assert [where.traveller_id for where in ranked] == ["tec-2", "tec-1"]
    _, ranked = use_cases.rank_home_technicians(crossed, besides=["tec-2"], **asked)
    assert [where.traveller_id for where in ranked] == ["tec-1"]


@pytest.mark.slow
def test_a_child_process_solves_the_day_and_can_be_stopped(crossed):
    assert worked(crossed, ChildRouter()).outcome.after.travel_km == 0


def arranged(diary: SqlDiary, claim_id: str, who: str, actor: Actor | None = None, **changes: Any) -> Claim:
    """The shop sends somebody, whatever the customer wished."""
    made = found(diary, claim_id)
    wish = a_wish(technician_id=who, **at(EAST))
    asked = MoveRequest(claim_id, f"{claim_id}-r2", made.revision, made.starts_at, wish, is_arranged=True)
    return use_cases.move_claim(diary, actor=actor or Actor.system("booking"), now=changes.pop("now", NOW), asked=asked)


def test_whom_the_shop_sends_comes_and_what_the_customer_wished_stays(crossed):
    end(crossed, "apt-west")
    wished = found(crossed, "apt-east").wish

    moved = arranged(crossed, "apt-east", "tec-2")

    assert (moved.technician_ids, moved.wish, moved.because.code) == (["tec-2"], wished, "named_by_the_shop")
    assert arranged(crossed, "apt-east", "tec-2").revision == moved.revision
    assert verify_calendars(crossed.database) == []


def test_whom_the_shop_sends_is_not_refused_for_want_of_notice(crossed):
    end(crossed, "apt-west")

    assert arranged(crossed, "apt-east", "tec-2", now=NOON - timedelta(minutes=5)).technician_ids == ["tec-2"]


def test_who_is_taken_cannot_be_sent(crossed):
    with pytest.raises(SlotTaken):
        arranged(crossed, "apt-east", "tec-2")


def test_the_customer_does_not_send_anybody(crossed):
    with pytest.raises(NotAllowed):
        arranged(crossed, "apt-east", "tec-2", a_customer("cus-apt-east"))


def test_instead_of_whom_the_customer_named_anybody_may_be_asked(crossed):
    end(crossed, "apt-west")
    end(crossed, "apt-east")
    claim(crossed, "apt-named", NOON, customer_id="cus-9", technician_id="tec-1", **at(EAST))
    firm(crossed, "apt-named")
    asked = {"actor": an_admin(), "now": NOW, "claim_id": "apt-named", "besides": ["tec-1"]}

    _, ranked = use_cases.rank_home_technicians(crossed, **asked)

    assert [where.traveller_id for where in ranked] == ["tec-2"]


def offering(type_: str, revision: int, claim_revision: int = 1, **more: Any) -> Event:
    told = {"appointment_id": "apt-east", "revision": revision, "claim_revision": claim_revision, **more}
    return an_event(type_, told)


def untaken(revision: int = 4, claim_revision: int = 1) -> Event:
    return offering("home_visit_unassigned", revision, claim_revision, reasons=[{"technician": {"id": "tec-1"}}])


def adrift(diary: SqlDiary) -> list[str]:
    return [visit.id for visit in board(diary).adrift]


def test_what_nobody_takes_is_adrift_on_the_board_and_given_to_somebody_not_asked(crossed):
    end(crossed, "apt-west")
    use_cases.note_untaken(crossed, untaken())
    assert adrift(crossed) == ["apt-east"]

    apply(crossed, worked(crossed))

    assert who_has(crossed)["apt-east"] == ["tec-2"]
    assert adrift(crossed) == [], "it is another claim by now"


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(lambda: offering("home_visit_offered", 5), id="asked"),
        pytest.param(lambda: offering("home_offer_ended", 5, how="accepted"), id="accepted"),
    ],
)
def test_who_is_asked_or_goes_takes_it_off_the_board(crossed, event):
    use_cases.note_untaken(crossed, untaken())
    told = event()

    taken = use_cases.note_offer if told.type == "home_visit_offered" else use_cases.note_end_of_offer
    taken(crossed, told)
    assert adrift(crossed) == []

    use_cases.note_untaken(crossed, untaken())
    assert adrift(crossed) == [], "what is told late is not listened to"


def test_that_somebody_declined_says_nothing_of_the_board(crossed):
    use_cases.note_untaken(crossed, untaken())

    use_cases.note_end_of_offer(crossed, offering("home_offer_ended", 5, how="declined"))

    assert adrift(crossed) == ["apt-east"]


def test_lateness_for_a_visit_is_told_of_that_visit_and_what_follows(crossed):
    told = use_cases.report_lateness(
        crossed, actor=a_technician("tec-1"), now=NOW, technician_id="tec-1", minutes=20, claim_id="apt-east"
    )

    late = {one.visit.id: one.late for one in expected(*told)}
    assert late == {"apt-east": 20}
    with pytest.raises(Unknown):
        use_cases.report_lateness(
            crossed, actor=an_admin(), now=NOW, technician_id="tec-1", minutes=20, claim_id="apt-west"
        )
