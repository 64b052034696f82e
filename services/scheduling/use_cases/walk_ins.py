"""When guests who are in the store already could be taken: what the queue's estimates are made of."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.scheduling.domain.choice.avoidance import discreet
from services.scheduling.domain.errors import NotAllowed, Unknown
from services.scheduling.domain.hours.cells import cell_of
from services.scheduling.domain.offer.walk_ins import WAIVED, FreeToday, WalkIn, free_today
from services.scheduling.ports import Diary
from services.scheduling.use_cases.scenes import Visitor, board_of, day_of, scene_of, seen, span_of_visit
from shared.actor import Actor


def find_free_today(diary: Diary, *, actor: Actor, now: datetime, wishes: Sequence[WalkIn]) -> list[FreeToday]:
    """For each wish the starts from now to the end of the store's day; one that nobody knows any more is left out."""
    for one in wishes:
        _require_right(actor, one)
    return [_as_told(found, one, actor) for one in wishes for found in _free(diary, one, now)]


def _as_told(found: FreeToday, one: WalkIn, actor: Actor) -> FreeToday:
    """Why somebody and their guest are kept apart is for the staff."""
    told = discreet([found.against] if found.against else [], to_staff=actor.works_for(one.wish.store_id))
    return replace(found, against=next(iter(told), None))


def _require_right(actor: Actor, one: WalkIn) -> None:
    is_theirs = one.customer_id in {None, actor.account_id} or actor.works_for(one.wish.store_id)
    if not (actor.is_signed_in and is_theirs):
        raise NotAllowed


def _free(diary: Diary, one: WalkIn, now: datetime) -> list[FreeToday]:
    try:
        return [diary.look(lambda: _free_today(diary, one, now))]
    except Unknown:
        return []


def _free_today(diary: Diary, one: WalkIn, now: datetime) -> FreeToday:
    scene = scene_of(diary, one.wish, now, Visitor(one.customer_id))
    _, end = day_of(scene.shop.store, now)
    board = board_of(scene, seen(diary, scene, span_of_visit(scene, now)), waived=WAIVED)
    return free_today(board, (cell_of(now), end))
