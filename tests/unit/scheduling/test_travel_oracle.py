"""Travel held against an oracle that lists the day and walks every way minute by minute."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.scheduling.domain.hours.cells import CELL_MINUTES, instant_of
from services.scheduling.domain.offer.availability import offers, slots
from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.offer.reasons import is_offered, reasons
from services.scheduling.domain.travel.places import HOME, STORE, Point, road_of
from services.scheduling.domain.travel.whereabouts import hour_at
from tests.support.boards import DAY, a_travelling_board, a_treatment
from tests.support.boards import STORE as XUJIAHUI

SHOP = XUJIAHUI.location or Point(0, 0)
PLACES = [SHOP, Point(121.44, 31.20), Point(121.48, 31.22), Point(121.52, 31.25)]
Stop = tuple[int, int, Point | None]


@dataclass(frozen=True)
class ADay:
    """A technician's day in cells after midnight: shifts, breaks in them, and stops in order that do not overlap."""

    here: Point
    place: str
    base: Point
    shifts: tuple[tuple[int, int], ...]
    breaks: tuple[tuple[int, int], ...]
    stops: tuple[Stop, ...]
    rules: dict[str, Any]

    def board(self, own: Sequence[Stop] = ()) -> Board:
        def text(pairs: Sequence[Any]) -> list[Any]:
            return [(_clock(start), _clock(end), *more) for start, end, *more in pairs]

        board = a_travelling_board(
            here=self.here,
            place=self.place,
            base=self.base,
            working=text(self.shifts),
            breaks=text(self.breaks),
            engaged=text(self.stops),
            own=text(own),
            treatment=a_treatment(40, prep=5, turnover=10),
            **self.rules,
        )
        return replace(board, waived=frozenset({"off_grid"}))


def _clock(cell: int) -> str:
    minutes = cell * CELL_MINUTES
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def there_at(day: ADay, board: Board, start: Point, end: Point, leaving: int) -> int:
    """The cell at whose beginning one has arrived: each minute that is no break covers its hour's share of the way."""
    minute, left, midnight = leaving * CELL_MINUTES, Fraction(1), board.cell_at(DAY)
    if start == end:
        return leaving
    while left > 0:
        cell = minute // CELL_MINUTES
        if not any(first <= cell < last for first, last in day.breaks):
            hour = hour_at(board.store.zone, board.span.base + midnight + cell)
            left -= Fraction(60, board.rules.traffic.seconds(road_of((start, end)), hour))
        minute += 1
    return -(-minute // CELL_MINUTES)


def can_be_done(day: ADay, board: Board, start: int) -> bool:
    """Whether the visit can be put into the list of the day's stops, looked at stop by stop."""
    first, end = start - 1, start + 8 + 2
    if any(a < end and first < b for a, b, _ in day.stops):
        return False
    worked = [range(start, start + 8)] + ([range(first, end)] if day.place == HOME else [])
    at_work = {cell for a, b in day.shifts for cell in range(a, b)}
    paused = {cell for a, b in day.breaks for cell in range(a, b)}
    if not set(worked[0]) <= at_work - paused or not all(set(cells) <= at_work for cells in worked):
        return False
    begin, over = next((a, b) for a, b in day.shifts if a <= start < b)
    before = [stop for stop in day.stops if stop[1] <= first]
    after = [stop for stop in day.stops if stop[0] >= end]
    return _in_time(day, board, before, first, begin) and _goes_on(day, board, after, end, over)


def _in_time(day: ADay, board: Board, before: list[Stop], first: int, begin: int) -> bool:
    today = [stop for stop in before if stop[1] > begin]
    if day.place == HOME and not today and there_at(day, board, day.base, day.here, begin) > first:
        return False
    return all(there_at(day, board, at or day.here, day.here, end) <= first for _, end, at in before)


def _goes_on(day: ADay, board: Board, after: list[Stop], end: int, over: int) -> bool:
    today = [stop for stop in after if stop[0] < over]
    if day.place == HOME and not today and there_at(day, board, day.here, day.base, end) > over:
        return False
    return all(there_at(day, board, day.here, at or day.here, end) <= start for start, _, at in after)


hours = st.dictionaries(st.integers(9, 20).map(str), st.integers(6, 40), max_size=4)
traffic = st.fixed_dictionaries(
    {
        "travel_speed_kmh": st.integers(10, 40),
        "travel_margin_minutes": st.integers(0, 20),
        "travel_speed_by_hour": hours,
        "travel_margin_by_hour": hours,
    }
)


@st.composite
def days(draw: st.DrawFn) -> ADay:
    """One shift or two, a break or none, some stops anywhere, in a store or at home."""
    shifts = draw(st.sampled_from([((120, 264),), ((120, 180), (204, 264)), ((114, 240),)]))
    breaks = draw(st.sampled_from([(), ((144, 156),), ((150, 153),)]))
    stops: list[Stop] = []
    cell = 115
    for gap, length, at in draw(
        st.lists(st.tuples(st.integers(0, 50), st.integers(4, 20), st.sampled_from(PLACES)), max_size=4)
    ):
        cell += gap
        stops.append((cell, cell + length, at))
        cell += length
    place = draw(st.sampled_from([HOME, HOME, STORE]))
    here = draw(st.sampled_from(PLACES))
    return ADay(here, place, draw(st.sampled_from(PLACES)), shifts, breaks, tuple(stops), draw(traffic))


@given(days())
@settings(max_examples=40, deadline=None)
def test_apart_from_the_grid_the_offer_is_exactly_what_the_oracle_can_do(day: ADay) -> None:
    board = day.board()
    midnight = board.cell_at(DAY)
    found = offers(board)["tec-1"] >> midnight

    offered = [_clock(cell) for cell in range(110, 270) if found >> cell & 1]

    assert offered == [_clock(cell) for cell in range(110, 270) if can_be_done(day, board, cell)]


@given(days(), st.sampled_from(["window", "clock", "tight"]), st.integers(110, 270))
@settings(max_examples=30, deadline=None)
def test_a_start_over_places_is_accepted_exactly_when_it_is_offered(day: ADay, anchor: str, cell: int) -> None:
    rules = {**day.rules, "slot_anchor": anchor, "slot_step_minutes": 20}
    board = replace(replace(day, rules=rules).board(), waived=frozenset())
    starts_at = instant_of(board.span.base + board.cell_at(DAY) + cell)
    shown = {slot.starts_at for slot in slots(board, DAY, 1)[DAY]}

    assert is_offered(board, starts_at) == (starts_at in shown) == (reasons(board, starts_at) == [])


@given(days())
@settings(max_examples=30, deadline=None)
def test_a_visit_that_is_moved_is_offered_as_if_it_were_nowhere(day: ADay) -> None:
    if not day.stops:
        return
    *others, own = day.stops

    moved = offers(replace(day, stops=tuple(others)).board(own=[own]))

    assert moved == offers(replace(day, stops=tuple(others)).board())
