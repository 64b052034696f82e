"""When guests who are in the store already could be taken: what the queue's estimates are made of."""

from collections.abc import Sequence
from datetime import datetime

from services.scheduling.domain.errors import NotAllowed, Unknown
from services.scheduling.domain.hours.cells import cell_of
from services.scheduling.domain.offer.scene import Wish
from services.scheduling.domain.offer.walk_ins import WAIVED, FreeToday, free_today
from services.scheduling.ports import Diary
from services.scheduling.use_cases.scenes import board_of, day_of, scene_of, seen, span_of_visit
from shared.actor import Actor


def find_free_today(diary: Diary, *, actor: Actor, now: datetime, wishes: Sequence[Wish]) -> list[FreeToday]:
    """For each wish the starts from now to the end of the store's day; one that nobody knows any more is left out."""
    if not actor.is_signed_in:
        raise NotAllowed
    return [found for wish in wishes for found in _free(diary, wish, now)]


def _free(diary: Diary, wish: Wish, now: datetime) -> list[FreeToday]:
    try:
        return [diary.look(lambda: _free_today(diary, wish, now))]
    except Unknown:
        return []


def _free_today(diary: Diary, wish: Wish, now: datetime) -> FreeToday:
    scene = scene_of(diary, wish, now)
    _, end = day_of(scene.shop.store, now)
    board = board_of(scene, seen(diary, scene, span_of_visit(scene, now)), waived=WAIVED)
    return free_today(board, (cell_of(now), end))
