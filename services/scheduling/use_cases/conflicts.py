"""Visits in the way of a change of working time: found, listed with what is possible, and decided together with it.

The change and everything decided are one transaction under the locks of all concerned, in the one order there is:
claims by id, resources by id, their days (DESIGN "Mutual exclusion"). Because nothing may be read before a lock, what
has to be locked is found out first without any; under the locks everything is found again, and what differs by then
sends us back to the start.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.claim.conflicts import Conflict, Decided, Options, Outcome, lost, span_of
from services.scheduling.domain.claim.decisions import KEEP, Decision, RosterChange
from services.scheduling.domain.claim.telling import conflict_told
from services.scheduling.domain.errors import ClaimsInTheWay, DecisionImpossible, NotAllowed, PlanOvertaken
from services.scheduling.domain.hours.almanac import Altered
from services.scheduling.domain.hours.cells import Span, cell_after, cell_of
from services.scheduling.ports import Diary
from services.scheduling.use_cases.drafts import Draft, Order, options_of, order_of
from services.scheduling.use_cases.freed import telling_growth
from services.scheduling.use_cases.scenes import Time, altered_days, locked_together, prepared
from services.scheduling.use_cases.shop_moves import write_moves
from shared.actor import Actor

TRIES = 5

Finding = Callable[[], list[Conflict]]
Moved = tuple[Claim, Claim]


@dataclass(frozen=True)
class Work:
    """A change, how to find what is in its way, and what is decided: nothing may stay undecided.

    `also` is done under the locks, before the change is written, and may refuse it.
    """

    actor: Actor
    now: datetime
    change: RosterChange
    find: Finding
    decisions: Mapping[str, Decision]
    also: Callable[[], None] = lambda: None


def change_rosters(
    diary: Diary,
    *,
    actor: Actor,
    now: datetime,
    change: RosterChange,
    decisions: Mapping[str, Decision],
    dry_run: bool = False,
    also: Callable[[], None] = lambda: None,
) -> Outcome:
    """Change the working time of all named at once, with what is decided for every visit in the way; or nothing.

    Who may change whose roster is the caller's to check. ClaimsInTheWay lists the visits without a decision,
    DecisionImpossible names the one whose decision cannot be done and the rule against it.
    """
    work = Work(actor, now, change, lambda: in_the_way(diary, change, now), decisions, also=also)
    if dry_run:
        return Outcome(open=diary.look(lambda: with_options(diary, change, work.find(), now)), is_dry_run=True)
    return carry_out(diary, work)


def carry_out(diary: Diary, work: Work) -> Outcome:
    """Again from the start when the visits in the way are others by the time they are locked."""
    for _ in range(TRIES):
        orders, found = diary.look(lambda: _planned(diary, work))
        for order in orders:
            prepared(diary, order.scene, order.starts_at)
        done = diary.transact(lambda: _applied(diary, work, orders, found))  # noqa: B023 - called at once
        if done is not None:
            return done
    raise PlanOvertaken


def in_the_way(diary: Diary, change: RosterChange, now: datetime) -> list[Conflict]:
    """The visits to come that lie in working time and would not after the change, by start."""
    during = change.during(now)
    claims = diary.claims.during(change.technician_ids, during) if during else []
    if not claims:
        return []
    span = span_of(claims)
    rosters, altered = diary.rosters.of(change.technician_ids, span), days_altered(diary, claims, span, now)
    judged = [Conflict(claim, lost(claim, change, rosters, altered[claim.id], now)) for claim in claims]
    return [conflict for conflict in judged if conflict.because]


def days_altered(diary: Diary, claims: Sequence[Claim], span: Span, now: datetime) -> dict[str, Altered]:
    """By claim, the days that do not work like their weekday where it is given."""
    places = {(claim.wish.store_id, claim.wish.treatment_id) for claim in claims}
    told = {at: altered_days(diary, diary.catalogue.store(at[0]), at[1], span, now) for at in places}
    return {claim.id: told[claim.wish.store_id, claim.wish.treatment_id] for claim in claims}


def with_options(
    diary: Diary, change: RosterChange, found: Sequence[Conflict], now: datetime
) -> tuple[tuple[Conflict, Options], ...]:
    """Each with what could become of it once the change is made."""
    draft = Draft(change)
    return tuple((one, options_of(diary, draft, one, now)) for one in found)


def _planned(diary: Diary, work: Work) -> tuple[list[Order], list[Conflict]]:
    """Where every visit is to go, tried out on what is seen; ClaimsInTheWay with all that is not decided."""
    found = work.find()
    undecided = [one for one in found if one.claim.id not in work.decisions]
    if undecided:
        told = [conflict_told(one, options) for one, options in with_options(diary, work.change, undecided, work.now)]
        raise ClaimsInTheWay(params={"claims": told})
    moving = [one for one in found if _decision(work, one).kind != KEEP]
    for one in moving:
        _require_right(work, one.claim)
    draft, orders = Draft(work.change).without([one.claim for one in moving]), []
    for one in moving:
        order = order_of(diary, draft, one, _decision(work, one), work.now)
        draft = draft.with_(order.tried(diary, draft))
        orders.append(order)
    return orders, found


def _applied(diary: Diary, work: Work, orders: Sequence[Order], expected: Sequence[Conflict]) -> Outcome | None:
    """None when others were faster and it has to be planned again."""
    time = _locked(diary, work, orders)
    found = work.find()
    if [_state(one) for one in found] != [_state(one) for one in expected]:
        return None
    moves = _placed(diary, work, orders, time) if time else []
    if moves is None:
        return None
    work.also()
    change = work.change
    telling_growth(diary, change.technician_ids, cause=change.cause, now=work.now, write=lambda: _write(diary, change))
    write_moves(diary, moves, cause=work.change.cause, actor=work.actor, now=work.now)
    after = {before.id: moved for before, moved in moves}
    return Outcome(tuple(Decided(one, _decision(work, one), after.get(one.claim.id)) for one in found))


def _locked(diary: Diary, work: Work, orders: Sequence[Order]) -> Time | None:
    """The calendars of all concerned under their locks; none where nothing moves."""
    for claim_id in sorted(order.claim.id for order in orders):
        diary.claims.lock(claim_id)
    technicians = work.change.technician_ids
    if not orders:
        diary.calendars.lock_resources(technicians)
        return None
    starts = [cell_of(order.starts_at) for order in orders]
    ends = [cell_after(order.starts_at + order.scene.duration) for order in orders]
    taken = [taking.resource_id for order in orders for taking in order.claim.takings]
    span = Span.around(min(starts), max(ends))
    return locked_together(diary, [order.scene for order in orders], span, [*technicians, *taken])


def _placed(diary: Diary, work: Work, orders: Sequence[Order], time: Time) -> list[Moved] | None:
    """Each claim and as it is to be; none when somebody took a place meanwhile."""
    draft, moves = Draft(work.change).without([order.claim for order in orders]), list[Moved]()
    for order in orders:
        try:
            moved = order.placed(diary, draft, time)
        except DecisionImpossible:
            return None
        draft = draft.with_(moved)
        moves.append((order.claim, moved))
    return moves


def _write(diary: Diary, change: RosterChange) -> None:
    for technician_id, plan in change.plans:
        diary.rosters.put_plan(technician_id, plan)
    for leave in change.leaves:
        diary.rosters.add_leave(leave)
    for technician_id, during in change.off_duty:
        diary.rosters.set_off_duty(technician_id, during)


def _decision(work: Work, conflict: Conflict) -> Decision:
    return work.decisions[conflict.claim.id]


def _require_right(work: Work, claim: Claim) -> None:
    """Guests are moved by the store's staff; technicians may only say that they will come all the same."""
    if not work.actor.works_for(claim.wish.store_id):
        raise NotAllowed


def _state(conflict: Conflict) -> tuple[str, int, str]:
    return conflict.claim.id, conflict.claim.revision, conflict.claim.status
