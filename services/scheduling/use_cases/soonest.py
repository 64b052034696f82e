"""When the technicians of a store are free next."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from services.scheduling.domain.business.shop import Technician
from services.scheduling.domain.offer.scene import Wish
from services.scheduling.domain.offer.soonest import NextFree, Soonest, first_starts, usual
from services.scheduling.domain.travel.places import STORE, Point
from services.scheduling.ports import Diary
from services.scheduling.use_cases.availability import visitor_of
from services.scheduling.use_cases.scenes import Visitor, board_of, scene_of, seen, span_of_days
from shared.actor import Actor

Starts = Mapping[str, datetime]


def find_next_free(
    diary: Diary,
    *,
    actor: Actor,
    now: datetime,
    store_id: str,
    days: int,
    treatment_id: str | None = None,
    place: str = STORE,
    location: Point | None = None,
) -> Soonest:
    """Of everybody in the store who gives the treatment; without one, of everybody for what they usually give."""
    store = diary.catalogue.store(store_id)
    members = diary.catalogue.members(store_id)
    wanted = {who.id: treatment_id for who in members} if treatment_id else _usual(diary, members, place)
    visitor = visitor_of(actor, store_id, None, for_guest=False)
    wishes = [Wish(store_id, each, place=place, location=location) for each in dict.fromkeys(wanted.values())]
    found = diary.look(lambda: {one.treatment_id: _starts(diary, one, now, days, visitor) for one in wishes})
    shown = [who for who in members if who.id in wanted]
    return Soonest(store, tuple(_next(who.id, wanted[who.id], found) for who in shown))


def _usual(diary: Diary, members: Iterable[Technician], place: str) -> dict[str, str]:
    sold = diary.catalogue.sold()
    given = {who.id: usual(sold, who, place) for who in members}
    return {who: treatment.id for who, treatment in given.items() if treatment}


def _starts(diary: Diary, wish: Wish, now: datetime, days: int, visitor: Visitor) -> Starts:
    scene = scene_of(diary, wish, now, visitor)
    today = now.astimezone(scene.shop.store.zone).date()
    board = board_of(scene, seen(diary, scene, span_of_days(scene, today, days)))
    return first_starts(board, today + timedelta(days=days))


def _next(technician_id: str, treatment_id: str, found: Mapping[str, Starts]) -> NextFree:
    return NextFree(technician_id, treatment_id, found[treatment_id].get(technician_id))
