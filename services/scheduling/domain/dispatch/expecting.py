"""When each visit is expected to begin, now that somebody is late: lateness runs on until a gap swallows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.scheduling.domain.dispatch.board import Board, Delay, Lane, Visit


@dataclass(frozen=True)
class Expected:
    """A visit as it will be: reached by so many minutes and kilometres of road, begun and ended at those minutes."""

    visit: Visit
    starts: int
    ends: int
    way_minutes: int
    km: float

    @property
    def late(self) -> int:
        """Minutes after the start that was promised."""
        return max(0, self.starts - self.visit.starts)


@dataclass(frozen=True)
class Figures:
    """What a day costs: visits nobody makes, minutes late, and the road."""

    lost: int
    late_minutes: int
    travel_minutes: int
    travel_km: float


def expected(board: Board, lane: Lane) -> tuple[Expected, ...]:
    """The visits of a lane in order, with what its delay makes of them."""
    return tuple(_expected(board, lane))


def late(board: Board, lane: Lane, minutes: int, at: int) -> tuple[Expected, ...]:
    """The same if the technician were so many minutes late at that minute."""
    return expected(board, Lane(lane.technician, lane.base, lane.shifts, lane.visits, Delay(minutes, at)))


def at_risk(board: Board, lane: Lane) -> list[Expected]:
    """The visits that will begin later than a guest was promised to bear."""
    return [one for one in expected(board, lane) if one.late > board.tolerance]


def way_home(board: Board, lane: Lane) -> tuple[int, float]:
    """Minutes and kilometres back to the base after the last visit, where that is at a home."""
    if not lane.visits or not lane.visits[-1].is_home:
        return 0, 0.0
    last = lane.visits[-1]
    return board.way(last.point, lane.base, last.ends), board.road(last.point, lane.base).km


def figures(board: Board) -> Figures:
    """Of the whole board."""
    ways = [(one.way_minutes, one.km) for lane in board.lanes for one in expected(board, lane)]
    ways += [way_home(board, lane) for lane in board.lanes]
    minutes_late = sum(one.late for lane in board.lanes for one in expected(board, lane))
    travel, km = sum(minutes for minutes, _ in ways), sum(km for _, km in ways)
    return Figures(len(board.adrift), minutes_late, travel, round(km, 1))


def _expected(board: Board, lane: Lane) -> Iterator[Expected]:
    delayed = _delayed(lane)
    free: int | None = None
    place = lane.base
    for visit in lane.visits:
        is_first = free is None
        on_own_time = is_first and not visit.is_home
        way = 0 if on_own_time else board.way(place, visit.point, visit.starts)
        km = 0.0 if on_own_time else board.road(place, visit.point).km
        starts = visit.starts if free is None else max(visit.starts, free + way + visit.before)
        starts, ends = _with_delay(visit, starts, lane.delay if visit is delayed else None)
        yield Expected(visit, starts, ends, way, km)
        free, place = ends + visit.after, visit.point


def _delayed(lane: Lane) -> Visit | None:
    """The visit that a delay was told of: the one in progress then, or else the next one."""
    delay = lane.delay
    return next((visit for visit in lane.visits if delay and visit.ends > delay.at), None)


def _with_delay(visit: Visit, starts: int, delay: Delay | None) -> tuple[int, int]:
    """Who is at work already ends later; who is still on the way begins later."""
    if delay is None:
        return starts, starts + visit.minutes
    if starts <= delay.at:
        return starts, starts + visit.minutes + delay.minutes
    starts = max(starts, visit.starts + delay.minutes)
    return starts, starts + visit.minutes
