"""Claiming time: the one place where somebody gets what somebody else may want at the same moment."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.scheduling.domain.assignment import Assignment, assign
from services.scheduling.domain.board import Board
from services.scheduling.domain.cells import Run, cell_of
from services.scheduling.domain.claims import HELD, RELEASED, Claim
from services.scheduling.domain.errors import ClaimMismatch, ClaimReleased, NotAllowed
from services.scheduling.domain.reasons import reasons, refusal
from services.scheduling.domain.requests import ClaimRequest
from services.scheduling.domain.windows import local_cell
from services.scheduling.ports import Diary
from services.scheduling.use_cases.scenes import board_of, locked, prepared, scene_of
from shared.actor import Actor


def claim_time(diary: Diary, *, actor: Actor, now: datetime, asked: ClaimRequest) -> Claim:
    """Hold for a while the time of the people and things chosen here; again under the same id, the same claim.

    Refused with the code of the rule, SlotTaken, ClaimMismatch for another request under the id, ClaimReleased for a
    tombstone.
    """
    if not (actor.account_id == asked.customer_id or actor.works_for(asked.wish.store_id)):
        raise NotAllowed
    known = diary.claims.find(asked.claim_id)
    if known is not None:
        return _repeated(known, asked)
    scene, until = diary.look(lambda: (scene_of(diary, asked.wish, now, asked.guest_id), diary.claims.hold_until()))
    span = prepared(diary, scene, asked.starts_at)

    def claim() -> Claim:
        time = locked(diary, scene, span)
        late = diary.claims.find(asked.claim_id)
        if late is not None:
            return _repeated(late, asked)
        board = board_of(scene, time)
        held = _held(asked, board, decided(diary, board, asked.starts_at), until)
        diary.calendars.exchange((), held.takings)
        diary.claims.add(held)
        return held

    return diary.transact(claim)


def decided(diary: Diary, board: Board, starts_at: datetime, kept: Sequence[str] = ()) -> Assignment:
    """Who and what takes the start; or the refusal of a start that is not offered."""
    against = reasons(board, starts_at)
    if against:
        raise refusal(against)
    several = len(board.scene.candidates) > 1
    visits = diary.claims.visits(board.scene.technician_ids, _day_of(board, starts_at)) if several else {}
    return assign(board, cell_of(starts_at) - board.span.base, visits=visits, kept=kept)


def _held(asked: ClaimRequest, board: Board, assignment: Assignment, until: datetime) -> Claim:
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
    )


def _repeated(known: Claim, asked: ClaimRequest) -> Claim:
    if known.status == RELEASED:
        raise ClaimReleased
    if known.request != asked.canonical:
        raise ClaimMismatch
    return known


def _day_of(board: Board, starts_at: datetime) -> Run:
    """The cells of the store's day that the start lies in."""
    zone = board.store.zone
    day = starts_at.astimezone(zone).date()
    return local_cell(zone, day, 0), local_cell(zone, day + timedelta(days=1), 0)
