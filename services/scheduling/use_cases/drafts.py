"""Trying out where visits could go: the calendars as they would be after a change and the moves decided so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.scheduling.domain.choice.assignment import Taking
from services.scheduling.domain.choice.judgement import Because
from services.scheduling.domain.claim.claims import FIRM, Claim
from services.scheduling.domain.claim.conflicts import (
    Conflict,
    Options,
    as_asked,
    bits_of,
    instead,
    nearest_starts,
    who_could_take,
)
from services.scheduling.domain.claim.decisions import MOVE, REASSIGN, Decision, RosterChange
from services.scheduling.domain.errors import DecisionImpossible, Unknown
from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.offer.scene import Scene
from services.scheduling.domain.travel.whereabouts import Placed
from services.scheduling.ports import Diary
from services.scheduling.use_cases.moves import BY_THE_SHOP, OVERRIDABLE, placed_on
from services.scheduling.use_cases.scenes import Time, Visitor, board_of, scene_of, seen, span_of_days, span_of_visit
from shared.errors import Refusal

DAYS_BEFORE, DAYS_LOOKED_AT = 2, 10
# A guest whom the shop moves comes no more often than before.
LIMIT = "customer_limit_reached"
HELD, BEGUN, UNKNOWN_START = "claim_held", "visit_has_begun", "nothing_free"


@dataclass(frozen=True)
class Draft:
    """A change of rosters, and what visits have given up and taken so far on top of the calendars."""

    change: RosterChange
    freed: tuple[Taking, ...] = ()
    taken: tuple[Taking, ...] = ()
    placed: tuple[Placed, ...] = ()

    def without(self, claims: Iterable[Claim]) -> "Draft":
        """All visits that move leave their places first, so that one may take another's."""
        return replace(self, freed=self.freed + tuple(taking for claim in claims for taking in claim.takings))

    def with_(self, claim: Claim) -> "Draft":
        return replace(self, taken=self.taken + claim.takings, placed=self.placed + claim.placed)

    def on(self, time: Time) -> Time:
        """The calendars as the draft has them."""
        span = time.span
        busy = {
            who: bits & ~bits_of(self.freed, who, span) | bits_of(self.taken, who, span)
            for who, bits in time.busy.items()
        }
        rosters = {who: self.change.after(who, roster) for who, roster in time.rosters.items()}
        return replace(time, busy=busy, rosters=rosters, ways=time.ways.after(self.freed, self.placed))


@dataclass(frozen=True)
class Order:
    """Where a visit is to go, and who decided how: `scene.wish` names the technician, or leaves the choice."""

    claim: Claim
    decision: Decision
    scene: Scene
    starts_at: datetime

    def tried(self, diary: Diary, draft: Draft) -> Claim:
        """The claim as it would be, on calendars that are seen and not locked."""
        return self.placed(diary, draft, seen(diary, self.scene, span_of_visit(self.scene, self.starts_at)))

    def placed(self, diary: Diary, draft: Draft, time: Time) -> Claim:
        """The claim as it is to be; DecisionImpossible with the rule that is against it."""
        board = _board(self.scene, draft, time, self.claim, waives=self.decision.kind == REASSIGN)
        try:
            moved = placed_on(diary, board, self.claim, self.starts_at)
        except Refusal as refusal:
            raise impossible(self.claim, self.decision, refusal.code, rule=refusal.params) from refusal
        is_named = self.decision.technician_id not in (None, *self.claim.technician_ids)
        because = Because(BY_THE_SHOP) if is_named else moved.because
        return replace(moved, wish=as_asked(self.claim, moved), because=because)


def order_of(diary: Diary, draft: Draft, conflict: Conflict, decision: Decision, now: datetime) -> Order:
    """What the decision says, with the start found where it names none."""
    claim = conflict.claim
    if against := _against_any(claim, decision, now):
        raise impossible(claim, decision, against)
    is_moved = decision.kind == MOVE and decision.technician_id is None
    wish = claim.wish if is_moved else instead(conflict, decision.technician_id)
    try:
        scene = scene_of(diary, wish, now, Visitor.of(claim))
    except Unknown as unknown:
        raise impossible(claim, decision, "technician_unsuitable") from unknown
    if decision.kind == REASSIGN:
        return Order(claim, decision, scene, claim.starts_at)
    return Order(claim, decision, scene, decision.starts_at or _nearest(diary, draft, scene, claim, decision))


def options_of(diary: Diary, draft: Draft, conflict: Conflict, now: datetime) -> Options:
    """What could become of one visit, as if the others stayed where they are."""
    claim = conflict.claim
    if _against_any(claim, Decision(MOVE), now):
        return Options()
    freed = draft.without([claim])
    try:
        anybody = scene_of(diary, instead(conflict), now, Visitor.of(claim))
    except Unknown:
        return Options()
    time = seen(diary, anybody, span_of_visit(anybody, claim.starts_at))
    colleagues = who_could_take(_board(anybody, freed, time, claim, waives=True), claim)
    try:
        asked = scene_of(diary, claim.wish, now, Visitor.of(claim))
    except Unknown:
        return Options(colleagues)
    return Options(colleagues, nearest_starts(_days_around(diary, freed, asked, claim), claim))


def impossible(claim: Claim, decision: Decision, because: str, **more: object) -> DecisionImpossible:
    said = {"appointment_id": claim.id, "decision": decision.kind, "because": because}
    return DecisionImpossible(params={**said, **more})


def _against_any(claim: Claim, decision: Decision, now: datetime) -> str | None:
    """What keeps a visit where it is: booking is still writing it, it has begun, or it is not the one judged."""
    if claim.status != FIRM:
        return HELD
    if decision.revision not in (None, claim.revision):
        return "version_conflict"
    return BEGUN if claim.starts_at <= now else None


def _nearest(diary: Diary, draft: Draft, scene: Scene, claim: Claim, decision: Decision) -> datetime:
    starts: Sequence[tuple[datetime, tuple[str, ...]]] = nearest_starts(
        _days_around(diary, draft, scene, claim), claim, 1
    )
    if not starts:
        raise impossible(claim, decision, UNKNOWN_START)
    return starts[0][0]


def _days_around(diary: Diary, draft: Draft, scene: Scene, claim: Claim) -> Board:
    """The board of the days around the visit, itself away."""
    first = claim.starts_at.astimezone(scene.shop.store.zone).date() - timedelta(days=DAYS_BEFORE)
    time = seen(diary, scene, span_of_days(scene, first, DAYS_LOOKED_AT))
    return _board(scene, draft, time, claim, waives=False)


def _board(scene: Scene, draft: Draft, time: Time, claim: Claim, *, waives: bool) -> Board:
    """The board with the visit away; but what another has taken of its old place by now is not its own any more."""
    span = time.span
    own = [
        taking
        for taking in claim.takings
        if not bits_of([taking], taking.resource_id, span) & bits_of(draft.taken, taking.resource_id, span)
    ]
    waived = OVERRIDABLE if waives else {LIMIT}
    return board_of(scene, draft.on(time), own=own, keeps_own=True, waived=waived)
