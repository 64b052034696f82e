"""The one pure function behind the offer and the acceptance: who could take which start."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from services.scheduling.domain.business.rules import CLOCK, WINDOW
from services.scheduling.domain.business.shop import Store
from services.scheduling.domain.hours.cells import at_least, each_bit, instant_of, shifted, stretch, without
from services.scheduling.domain.offer.arrivals import Arrival, arrivals
from services.scheduling.domain.offer.board import Board, Calendar, UnitCalendar
from services.scheduling.domain.offer.buffers import fitting, fitting_at_work, footprint
from services.scheduling.domain.offer.grid import on_grid
from services.scheduling.domain.offer.sequence import Stay, stays
from services.scheduling.domain.travel.places import HOME
from services.scheduling.domain.travel.whereabouts import VISIT


@dataclass(frozen=True)
class Outlook:
    """A technician's starts: those that fit into working hours and free time, then those on the grid and in time.

    Of a visit of several treatments it is the first they would give, and the others can be given as well.
    """

    fits: int
    starts: int


class Slot(NamedTuple):
    """A start and who could take it; a tuple, since an answer has hundreds of them."""

    starts_at: datetime
    ends_at: datetime
    technician_ids: tuple[str, ...]
    arrival: Arrival | None = None


@dataclass(frozen=True)
class Availability:
    """The answer: slots by local day, and suggestions where they were asked for."""

    treatment_id: str
    duration_minutes: int
    store: Store
    days: dict[date, list[Slot]]
    suggestions: list[Slot] | None = None


def outlook(board: Board, calendar: Calendar) -> Outlook:
    """What one technician could take, beds and party aside.

    For a visit that is being moved, a start on the grid as it is with the visit in its old place is good as well.
    """
    fits = _followed(board, calendar, able(board, calendar))
    return Outlook(fits, _on_their_grid(board, calendar, fits) & board.bookable)


def _on_their_grid(board: Board, calendar: Calendar, fits: int) -> int:
    """Those that are on the grid, which counts from the cells taken."""
    counted = _counted(board, calendar)
    starts = _on_grid(board, fits if counted == calendar.busy else _if_taken(board, calendar, counted))
    if calendar.own:
        starts |= _on_grid(board, _if_taken(board, calendar, counted | calendar.own))
    return starts & fits


def _counted(board: Board, calendar: Calendar) -> int:
    """The cells taken as far as the grid counts from them. The ways from and to a base only filter the grid of the
    anchor `window`, as the notice does: it counts from the shift, so that technicians who come from different places
    share their starts.
    """
    counts_from_shift = calendar.commute and board.grid.anchor == WINDOW
    return without(calendar.busy, calendar.commute) if counts_from_shift else calendar.busy


def _if_taken(board: Board, calendar: Calendar, busy: int) -> int:
    """The starts that would fit if those cells were the ones taken."""
    return _followed(board, calendar, able(board, replace(calendar, busy=busy)))


def able(board: Board, calendar: Calendar) -> int:
    """The starts at which a technician could give the board's own treatment, whatever follows; no grid, no notice."""
    shape = board.scene.footprint
    starts = fitting_at_work(calendar.working, without(board.everything, calendar.busy), shape)
    return starts & fitting(calendar.working, (shape.guarded,)) if board.rules.buffers_inside_shift else starts


def inside(board: Board, calendar: Calendar) -> int:
    """The starts at which the treatment lies in working hours, and by rule what guards it from others as well."""
    shape = board.scene.footprint
    return fitting(calendar.working, (shape.guarded if board.rules.buffers_inside_shift else (0, shape.length),))


def _followed(board: Board, calendar: Calendar, starts: int) -> int:
    return starts & _later(board, calendar) if board.then else starts


def _later(board: Board, calendar: Calendar) -> int:
    """The starts of a visit at which every treatment after the first can be given: at home by the same technician."""
    if board.wish.place == HOME:
        return _all_of(shifted(able(part, same), -part.lead) for part in board.then for same in _of(part, calendar))
    if "later" not in board.found:
        board.found["later"] = _all_of(shifted(covered(part), -part.lead) for part in board.then)
    return board.found["later"]


def covered(part: Board) -> int:
    """The starts of one treatment at which as many as there are guests can give it, whoever is named among them."""
    mine = {calendar.technician.id: able(part, calendar) for calendar in candidates(part)}
    named = mine.get(part.wish.technician_id, 0) if part.wish.technician_id else -1
    return at_least(part.wish.party_size, list(mine.values())) & named


def _of(part: Board, calendar: Calendar) -> list[Calendar]:
    return [one for one in part.calendars if one.technician.id == calendar.technician.id]


def _all_of(masks: Iterable[int]) -> int:
    starts = -1
    for mask in masks:
        starts &= mask
    return starts


def offers(board: Board) -> dict[str, int]:
    """By technician, the starts they could take, all rules considered; the same for the offer and the acceptance."""
    if not all(board.wish.place in part.shop.treatment.places for part in board.parts):
        return {}
    common = board.bookable & room_in_store(board) & _welcome(board)
    mine = {
        calendar.technician.id: common
        & _on_their_grid(board, calendar, _followed(board, calendar, able(board, calendar)))
        for calendar in candidates(board)
    }
    if board.wish.party_size > 1:
        common &= at_least(board.wish.party_size, list(mine.values()))
        common &= mine.get(board.wish.technician_id, 0) if board.wish.technician_id else common
        return {technician_id: starts & common for technician_id, starts in mine.items()}
    return mine


def _welcome(board: Board) -> int:
    """The starts that the customer who comes may take."""
    starts = board.guest_free
    for _, reached in board.guest_limits:
        starts &= ~reached
    return starts


def candidates(board: Board) -> list[Calendar]:
    """The technicians to look at: a single guest's wish leaves one, a party needs others beside."""
    wish = board.wish
    return [c for c in board.calendars if wish.party_size > 1 or wish.technician_id in {None, c.technician.id}]


def room_in_store(board: Board) -> int:
    """The starts at which every guest has a unit of every kind they need."""
    return _all_of(room_of(board, stay) for stay in stays(board))


def room_of(board: Board, stay: Stay) -> int:
    """The starts at which there is a unit for every guest."""
    return at_least(board.wish.party_size, [unit_starts(stay, unit) for unit in stay.units])


def unit_starts(stay: Stay, calendar: UnitCalendar) -> int:
    """The starts of the visit at which one bed or device is free for the stay."""
    free = without(stay.parts[0].everything, calendar.busy)
    each = (fitting(free, footprint(part.shop.treatment).unit) for part in stay.parts)
    return _all_of(shifted(starts, -part.lead) for part, starts in zip(stay.parts, each, strict=True))


def discreetly(of_day: list[Slot]) -> list[Slot]:
    """The slots as customers may see them: how far it is from the visit before would tell where somebody lives."""
    return [
        slot._replace(arrival=None) if slot.arrival and slot.arrival.spot.kind == VISIT else slot for slot in of_day
    ]


def slots(board: Board, first: date, days: int) -> dict[date, list[Slot]]:
    """By local day, the starts offered and who could take each: a past or a full day has none."""
    by_technician = offers(board)
    dates = [first + timedelta(days=number) for number in range(days)]
    ways = arrivals(board, by_technician) if board.wish.place == HOME else {}
    return {day: _slots_of(board, day, by_technician, ways) for day in dates}


def _slots_of(board: Board, day: date, by_technician: Mapping[str, int], ways: Mapping[int, Arrival]) -> list[Slot]:
    start, end = max(board.cell_at(day), 0), board.cell_at(day, 24 * 60)
    of_day = stretch(0, end - start)
    able_at: dict[int, list[str]] = {}
    for technician_id, starts in by_technician.items():
        # A day's bits are few: to look at each costs far less than in the whole span.
        for cell in each_bit(starts >> start & of_day):
            able_at.setdefault(start + cell, []).append(technician_id)
    duration = board.scene.duration
    starts_at = {cell: instant_of(board.span.base + cell) for cell in sorted(able_at)}
    return [Slot(at, at + duration, tuple(able_at[cell]), ways.get(cell)) for cell, at in starts_at.items()]


def _on_grid(board: Board, fits: int) -> int:
    """The starts on the grid; only the anchor `clock` looks at the notice, which is held against all of them later."""
    if "off_grid" in board.waived:
        return fits
    if board.grid.anchor == CLOCK:
        aligned = board.aligned
        return on_grid(fits, board.grid, earliest=board.earliest, aligned=aligned, midnights=board.midnights)
    return on_grid(fits, board.grid, earliest=0, midnights=board.midnights)
