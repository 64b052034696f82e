"""Moving a claim to another time, other people or another treatment: new bits taken and old ones freed at once."""

from dataclasses import replace
from datetime import datetime

from services.scheduling.domain.choice.judgement import Because
from services.scheduling.domain.claim.claims import Change, Claim, Settled
from services.scheduling.domain.claim.decisions import ASKED
from services.scheduling.domain.claim.requests import ExtendRequest, MoveRequest
from services.scheduling.domain.errors import ChangeRefused, ClaimMismatch, NotAllowed, Unknown
from services.scheduling.domain.events import ClaimMoved
from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.offer.scene import Scene
from services.scheduling.ports import Diary
from services.scheduling.use_cases.claims import decided
from services.scheduling.use_cases.freed import tell_given_up
from services.scheduling.use_cases.permissions import require_theirs
from services.scheduling.use_cases.scenes import (
    Time,
    Visitor,
    board_of,
    locked,
    prepared,
    scene_of,
    seen,
    span_of_visit,
)
from shared.actor import Actor

BY_THE_SHOP = "named_by_the_shop"
OVERRIDABLE = frozenset({"too_soon", "too_far_ahead", "off_grid", "customer_limit_reached"})
"""What staff may override with a reason: rules of convenience, never somebody else's time or the working hours."""


def move_claim(diary: Diary, *, actor: Actor, now: datetime, asked: MoveRequest) -> Claim:
    """Move once, however often it is asked under the change's id.

    Refused like a claim, or with VersionConflict, ClaimReleased, ChangeRefused for a change given up meanwhile.
    """
    claim = claim_of(diary, actor, asked.claim_id)
    if is_made(diary, asked):
        return as_made(diary, claim)
    scene = _scene(diary, actor, now, claim, asked)
    span = prepared(diary, scene, asked.starts_at)

    def move() -> Claim:
        # What was read of the claim above still holds, or its revision is another one, and that is refused.
        diary.claims.lock(claim.id)
        time = locked(diary, scene, span, also=[taking.resource_id for taking in claim.takings], besides=claim.id)
        current = diary.claims.find(claim.id) or claim
        if is_made(diary, asked):
            return current
        current.require_movable(asked.expected_revision)
        moved = _moved(diary, scene, time, current, asked)
        return write_change(diary, current, moved, asked.change_id, actor=actor, now=now)

    return diary.transact(move)


def write_change(diary: Diary, before: Claim, after: Claim, change_id: str, *, actor: Actor, now: datetime) -> Claim:
    """Write the claim as the change makes it: its change, bits, row and event. All that both take is locked.

    ChangeRefused for a change given up meanwhile.
    """
    if not diary.claims.add_change(Change(change_id, after.id, is_made=True, claim_revision=after.revision)):
        raise ChangeRefused
    diary.calendars.exchange(before.takings, after.takings, after.place)
    diary.claims.save(after)
    diary.announce(announced(after, change_id, cause=ASKED, actor=actor), now)
    tell_given_up(diary, [(before, after)], cause=ASKED, now=now)
    return after


def preview_move(diary: Diary, *, actor: Actor, now: datetime, asked: MoveRequest) -> Claim:
    """What the move would give, or its refusal; nothing is changed."""
    claim = claim_of(diary, actor, asked.claim_id)
    scene = _scene(diary, actor, now, claim, asked)
    time = seen(diary, scene, span_of_visit(scene, asked.starts_at), claim.id)
    return _moved(diary, scene, time, claim, asked)


def settle_change(diary: Diary, *, actor: Actor, claim_id: str, change_id: str) -> Settled:
    """Whether a change left open was made; if not, it never will be."""

    def settle() -> bool:
        return not diary.claims.add_change(Change(change_id, claim_id, is_made=False))

    claim = claim_of(diary, actor, claim_id)
    if not diary.transact(settle):
        return Settled(None)
    change = diary.claims.find_change(change_id)
    made = change is not None and change.is_made
    return Settled(diary.claims.find(claim_id) or claim) if made else Settled(None)


def claim_of(diary: Diary, actor: Actor, claim_id: str) -> Claim:
    """The claim, if it is the actor's to see; Unknown otherwise."""
    claim = diary.claims.find(claim_id)
    if claim is None:
        raise Unknown(params={"id": claim_id})
    require_theirs(actor, claim)
    return claim


def is_made(diary: Diary, asked: MoveRequest | ExtendRequest) -> bool:
    """Whether the change was made; ChangeRefused where it was given up.

    Asked after the claim was read: whoever reads a moved claim then finds its change as well.
    """
    change = diary.claims.find_change(asked.change_id)
    if change is None:
        return False
    if change.claim_id != asked.claim_id:
        raise ClaimMismatch
    if not change.is_made:
        raise ChangeRefused
    return True


def as_made(diary: Diary, claim: Claim) -> Claim:
    """The claim after a change that was found made: it may have been made after the claim was read."""
    return diary.claims.find(claim.id) or claim


def _scene(diary: Diary, actor: Actor, now: datetime, claim: Claim, asked: MoveRequest) -> Scene:
    if (asked.override_reason or asked.is_arranged) and not actor.works_for(claim.wish.store_id):
        raise NotAllowed
    claim.require_movable(asked.expected_revision)
    if asked.is_arranged:
        scene = diary.look(lambda: scene_of(diary, claim.wish.by_anybody, now, Visitor.of(claim)))
        return scene.only({asked.wish.technician_id or ""})
    return diary.look(lambda: scene_of(diary, asked.wish_for(claim), now, Visitor.of(claim)))


def _moved(diary: Diary, scene: Scene, time: Time, claim: Claim, asked: MoveRequest) -> Claim:
    waived = OVERRIDABLE if asked.override_reason or asked.is_arranged else ()
    board = board_of(scene, time, own=claim.takings, keeps_own=True, waived=waived)
    moved = placed_on(diary, board, claim, asked.starts_at)
    return replace(moved, because=Because(BY_THE_SHOP)) if asked.is_arranged else moved


def placed_on(diary: Diary, board: Board, claim: Claim, starts_at: datetime) -> Claim:
    """The next revision of the claim, at that start of the board; the refusal of a start that is not offered."""
    assignment = decided(diary, board, starts_at, claim.customer_id, moved=claim)
    return claim.moved(board.wish, starts_at, starts_at + board.scene.duration, assignment)


def announced(claim: Claim, change_id: str, *, cause: str, actor: Actor) -> ClaimMoved:
    """The fact that the claim has moved."""
    return ClaimMoved(
        claim_id=claim.id,
        change_id=change_id,
        claim_revision=claim.revision,
        revision=claim.revision,
        starts_at=claim.starts_at,
        ends_at=claim.ends_at,
        treatment_id=claim.wish.treatment_id,
        technicians=tuple(claim.technician_ids),
        chosen_because=claim.because,
        treatments=claim.treatments,
        cause=cause,
        actor=str(actor),
    )
