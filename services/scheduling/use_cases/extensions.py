"""Extending a visit while it is given: the claim grows under the locks, once however often it is asked."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.claim.extension import extended, obstacle_to
from services.scheduling.domain.claim.requests import ExtendRequest
from services.scheduling.domain.errors import NoRoomToExtend
from services.scheduling.domain.hours.cells import CELL_MINUTES
from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.offer.scene import Scene
from services.scheduling.ports import Diary
from services.scheduling.use_cases.moves import as_made, claim_of, is_made, write_change
from services.scheduling.use_cases.scenes import Time, Visitor, board_of, locked, prepared, scene_of
from shared.actor import Actor


def extend_claim(diary: Diary, *, actor: Actor, now: datetime, asked: ExtendRequest) -> Claim:
    """The claim, so many minutes longer, for all who are with its last treatment.

    NoRoomToExtend says what is in the way and how many minutes would be possible; VersionConflict, ClaimReleased and
    ChangeRefused as for a move.
    """
    claim = claim_of(diary, actor, asked.claim_id)
    if is_made(diary, asked):
        return as_made(diary, claim)
    claim.require_movable(asked.expected_revision)
    scene = diary.look(partial(_longer, diary, claim, asked.minutes, now))
    span = prepared(diary, scene, claim.starts_at)

    def extend() -> Claim:
        diary.claims.lock(claim.id)
        time = locked(diary, scene, span, also=[taking.resource_id for taking in claim.takings], besides=claim.id)
        current = diary.claims.find(claim.id) or claim
        if is_made(diary, asked):
            return current
        current.require_movable(asked.expected_revision)
        board = _possible(diary, current, scene, time, asked.minutes)
        return write_change(diary, current, extended(board, current), asked.change_id, actor=actor, now=now)

    return diary.transact(extend)


def _longer(diary: Diary, claim: Claim, minutes: int, now: datetime) -> Scene:
    wish = replace(claim.wish, extension=claim.wish.extension + minutes)
    return scene_of(diary, wish, now, Visitor.of(claim))


def _possible(diary: Diary, claim: Claim, scene: Scene, time: Time, minutes: int) -> Board:
    """The board on which the claim can be extended; NoRoomToExtend where something is against it."""
    board = board_of(scene, time, own=claim.takings)
    because = obstacle_to(board, claim)
    if because is None:
        return board
    shorter = range(minutes - CELL_MINUTES, 0, -CELL_MINUTES)
    most = next((one for one in shorter if _is_possible(diary, claim, time, one, scene.now)), 0)
    raise NoRoomToExtend(params={"because": because, "minutes": minutes, "most_minutes": most})


def _is_possible(diary: Diary, claim: Claim, time: Time, minutes: int, now: datetime) -> bool:
    board = board_of(_longer(diary, claim, minutes, now), time, own=claim.takings)
    return obstacle_to(board, claim) is None
