"""How a technician comes to a visit: from where, how long it takes, and when to leave."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.scheduling.domain.hours.cells import CELL_MINUTES, Run, each_bit, instant_of, runs, stretch
from services.scheduling.domain.offer.board import Board, Calendar
from services.scheduling.domain.travel.places import HOME
from services.scheduling.domain.travel.whereabouts import Spot, Travel, Whereabouts


@dataclass(frozen=True)
class Arrival:
    """Leaving the spot at that instant one is there in time; `minutes` are those on the road."""

    spot: Spot
    minutes: int
    leave_at: datetime


def arrival_at(board: Board, calendar: Calendar, start: int) -> Arrival | None:
    """How the technician comes to a treatment that starts at that cell of the span; None for who is there already."""
    if board.travel is None or calendar.whereabouts is None:
        return None
    # Preparation is done on the spot.
    first = start + board.scene.footprint.technician[0][0]
    spot, _ = coming_from(calendar.whereabouts, first, is_home=board.wish.place == HOME)
    return _arrival(board.travel, calendar.whereabouts, spot, first) if spot else None


def coming_from(where: Whereabouts, first: int, *, is_home: bool) -> tuple[Spot | None, int]:
    """From where the technician comes who has to be somewhere at that cell, and from which cell on they may leave."""
    for spot, (since, until) in _stretches(where, is_home=is_home):
        if since <= first < until:
            return spot, since
    return None, first


def arrivals(board: Board, offered: Mapping[str, int]) -> dict[int, Arrival]:
    """For each start that is offered, the way of the technician who has the shortest.

    A technician sets out from one spot for all starts between two engagements, so that whole stretches of starts are
    given away at once, the shortest ways first.
    """
    if board.travel is None:
        return {}
    ahead = -board.scene.footprint.technician[0][0]
    ways = []
    for calendar in board.calendars:
        starts, where = offered.get(calendar.technician.id, 0), calendar.whereabouts
        if not starts or where is None:
            continue
        for spot, (since, until) in _stretches(where, is_home=board.wish.place == HOME):
            if mine := starts & stretch(since + ahead, until + ahead):
                ways.append((board.travel.to_here(spot).minutes_at(since), mine, spot, where))
    found: dict[int, Arrival] = {}
    left = -1
    for _, mine, spot, where in sorted(ways, key=lambda way: way[0]):
        for start in each_bit(mine & left):
            arrival = _arrival(board.travel, where, spot, start - ahead)
            if arrival:
                found[start] = arrival
        left &= ~mine
    return found


def _stretches(where: Whereabouts, *, is_home: bool) -> Iterator[tuple[Spot, Run]]:
    """From where one sets out, over the cells of each shift: the base (for home visits alone), then each engagement."""
    for begin, end in runs(where.shifts):
        spot, since = where.base if is_home else None, begin
        for engagement in where.engagements:
            if engagement.start < end and engagement.end > begin:
                if spot is not None and since < engagement.start:
                    yield spot, (since, engagement.start)
                spot, since = engagement.spot or (where.base if is_home else None), engagement.end
        if spot is not None:
            yield spot, (since, end)


def _arrival(travel: Travel, where: Whereabouts, spot: Spot, first: int) -> Arrival | None:
    if spot.point == travel.here:
        return None
    leg = travel.to_here(spot)
    leaving = leg.departure(first, where.pauses)
    minutes = leg.minutes_at(leaving)
    spare = (first - leaving) * CELL_MINUTES - minutes
    leave_at = instant_of(travel.base_cell + leaving) + timedelta(minutes=spare if 0 <= spare < CELL_MINUTES else 0)
    return Arrival(spot, minutes, leave_at)
