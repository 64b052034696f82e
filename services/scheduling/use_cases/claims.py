"""Claiming time: the one place where somebody gets what somebody else may want at the same moment."""

from datetime import datetime

from services.scheduling.domain.choice.assignment import Assignment, assign
from services.scheduling.domain.choice.avoidance import discreet
from services.scheduling.domain.choice.clocks import Past
from services.scheduling.domain.claim.claims import HELD, RELEASED, Claim
from services.scheduling.domain.claim.requests import ClaimRequest
from services.scheduling.domain.errors import ClaimMismatch, ClaimReleased, NotAllowed
from services.scheduling.domain.hours.cells import cell_of
from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.offer.reasons import reasons, refusal
from services.scheduling.domain.offer.walk_ins import WAIVED
from services.scheduling.ports import Diary
from services.scheduling.use_cases.scenes import Visitor, board_of, day_of, locked, prepared, scene_of
from shared.actor import Actor
from shared.errors import Refusal


def claim_time(diary: Diary, *, actor: Actor, now: datetime, asked: ClaimRequest) -> Claim:
    """Hold for a while the time of the people and things chosen here; again under the same id, the same claim.

    Refused with the code of the rule, SlotTaken, ClaimMismatch for another request under the id, ClaimReleased for a
    tombstone.
    """
    _require_right(actor, asked)
    try:
        return _claimed(diary, now, asked)
    except Refusal:
        # Asked for again, its time is taken by itself, and its id as well. That is rare, and asked for only now.
        known = diary.claims.find(asked.claim_id)
        if known is None:
            raise
        return repeated(known, asked)


def _claimed(diary: Diary, now: datetime, asked: ClaimRequest) -> Claim:
    visitor = Visitor(asked.customer_id, asked.guest_id)
    scene, until = diary.look(lambda: (scene_of(diary, asked.wish, now, visitor), diary.claims.hold_until()))
    span = prepared(diary, scene, asked.starts_at)

    def claim() -> Claim:
        board = board_of(scene, locked(diary, scene, span), waived=WAIVED if asked.walk_in else ())
        new = held(asked, board, decided(diary, board, asked.starts_at, asked.customer_id), until)
        diary.calendars.exchange((), new.takings, new.place)
        diary.claims.add(new)
        return new

    return diary.transact(claim)


def _require_right(actor: Actor, asked: ClaimRequest) -> None:
    """Customers take time for themselves, staff for theirs; who is a walk-in is the staff's to say."""
    is_their_own = actor.account_id == asked.customer_id and not asked.walk_in
    if not (is_their_own or actor.works_for(asked.wish.store_id)):
        raise NotAllowed


def decided(
    diary: Diary, board: Board, starts_at: datetime, customer_id: str, moved: Claim | None = None
) -> Assignment:
    """Who and what takes the start; or the refusal of a start that is not offered.

    Called under the locks of all candidates, so that the clocks counted are those of everybody's committed visits. The
    technicians of the claim that is `moved` keep it when they can.
    """
    against = reasons(board, starts_at)
    if against:
        raise refusal(discreet(against))
    past = _past(diary, board, starts_at, customer_id, moved) if len(board.scene.technician_ids) > 1 else Past()
    start = cell_of(starts_at) - board.span.base
    return assign(board, start, past=past, kept=moved.technician_ids if moved else ())


def _past(diary: Diary, board: Board, starts_at: datetime, customer_id: str, moved: Claim | None) -> Past:
    day, without = day_of(board.store, starts_at), moved.id if moved else None
    clocks = diary.claims.clocks(board.scene.technician_ids, day, before=cell_of(starts_at), without=without)
    return Past(clocks, diary.claims.served_by(customer_id, starts_at))


def held(asked: ClaimRequest, board: Board, assignment: Assignment, until: datetime) -> Claim:
    """The claim as it begins: a hold on what was assigned."""
    return Claim(
        id=asked.claim_id,
        status=HELD,
        revision=1,
        customer_id=asked.customer_id,
        request=asked.canonical,
        wish=board.wish,
        starts_at=asked.starts_at,
        ends_at=asked.starts_at + board.scene.duration,
        timezone=board.store.timezone,
        takings=assignment.takings,
        because=assignment.because,
        hold_until=until,
        parts=assignment.parts,
        judgement=assignment.judgement,
    )


def repeated(known: Claim, asked: ClaimRequest) -> Claim:
    """The claim there is under the id, for the same request; ClaimReleased, or ClaimMismatch for another one."""
    if known.status == RELEASED:
        raise ClaimReleased
    if known.request != asked.canonical:
        raise ClaimMismatch
    return known
