"""Why a technician who is free cannot take a start all the same: they would not be there in time, or too late back."""

from typing import Any

from services.scheduling.domain.hours.cells import runs, stretch
from services.scheduling.domain.offer.arrivals import coming_from
from services.scheduling.domain.offer.board import Board, Calendar
from services.scheduling.domain.offer.buffers import fitting
from services.scheduling.domain.travel.places import HOME
from services.scheduling.domain.travel.whereabouts import Spot, Whereabouts

COMING, GOING_ON = "travel", "travel_on"


def delay_at(board: Board, calendar: Calendar, start: int) -> dict[str, Any] | None:
    """`{because: travel | travel_on, minutes, is_shift}` where nothing but a way is against a treatment at that cell of
    the span; `is_shift` says that it is the shift which is too short for it, and not somebody else's visit.
    """
    travel, where = board.travel, calendar.whereabouts
    shape = board.scene.footprint.technician
    if travel is None or where is None or not _is_free_but_for_ways(board, calendar, start):
        return None
    first, end = start + shape[0][0], start + shape[-1][1]
    blocked = calendar.on_the_way & stretch(first, end)
    is_shift = not blocked & ~calendar.commute
    spot, since = coming_from(where, first, is_home=board.wish.place == HOME)
    if spot and spot.point != travel.here and travel.to_here(spot).arrival(since, where.pauses) > first:
        return {"because": COMING, "minutes": travel.to_here(spot).minutes_at(since), "is_shift": is_shift}
    following = _following(where, end, is_home=board.wish.place == HOME)
    minutes = travel.from_here(following).minutes_at(end) if following else 0
    return {"because": GOING_ON, "minutes": minutes, "is_shift": is_shift}


def _is_free_but_for_ways(board: Board, calendar: Calendar, start: int) -> bool:
    taken = calendar.busy & ~calendar.on_the_way
    free = stretch(0, board.span.size) & ~taken
    return bool(calendar.on_the_way and fitting(free, board.scene.footprint.technician) >> start & 1)


def _following(where: Whereabouts, end: int, *, is_home: bool) -> Spot | None:
    """Where the technician has to go on to; from a home visit that is the last of a shift, back to the base."""
    until = next((until for _, until in runs(where.shifts) if until > end), end)
    nearest = next((one for one in where.engagements if end <= one.start < until), None)
    if nearest is None:
        return where.base if is_home else None
    return nearest.spot or where.base
