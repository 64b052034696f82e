"""Whom of those who wait (候补) freed time suits. Booking keeps the list and its order; what is free is known here."""

from collections.abc import Sequence
from datetime import date, datetime

from services.scheduling.domain.errors import NotAllowed
from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.offer.reasons import Reason, hopeless
from services.scheduling.domain.offer.waiting import Suited, Waiting, out_of_question, suited
from services.scheduling.ports import Diary
from services.scheduling.use_cases.scenes import Visitor, board_of, scene_of, seen, span_of_days
from shared.actor import Actor
from shared.errors import Refusal


def find_suited(diary: Diary, *, actor: Actor, now: datetime, waiting: Sequence[Waiting], most: int) -> Suited:
    """The first who is suited by something offered now, in the order given, with up to `most` starts.

    A wish that can never be met as things are keeps nobody after it from being looked at.
    """
    against: list[tuple[str, Reason]] = []
    for one in waiting:
        _require_right(actor, one)
        try:
            board, today = diary.look(lambda: _board(diary, one, now))  # noqa: B023 - called at once
        except Refusal as refusal:
            against.append((one.id, Reason(refusal.code, params=dict(refusal.params))))
            continue
        if reasons := hopeless(board):
            against.append((one.id, reasons[0]))
        elif found := suited(board, one, today, most):
            return Suited(one, board.store, found, tuple(against))
        elif reason := out_of_question(board, one, today):
            against.append((one.id, reason))
    return Suited(hopeless=tuple(against))


def _require_right(actor: Actor, waiting: Waiting) -> None:
    if not (actor.account_id == waiting.customer_id or actor.works_for(waiting.wish.store_id)):
        raise NotAllowed


def _board(diary: Diary, waiting: Waiting, now: datetime) -> tuple[Board, date]:
    visitor = Visitor(waiting.customer_id, None if waiting.for_guest else waiting.customer_id)
    scene = scene_of(diary, waiting.wish, now, visitor)
    today = now.astimezone(scene.shop.store.zone).date()
    first, days = waiting.days_from(today)
    span = span_of_days(scene, first, max(days, 1))
    return board_of(scene, seen(diary, scene, span)), today
