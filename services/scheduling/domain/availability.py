"""The one pure function behind the offer and the acceptance: who could take which start."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.scheduling.domain.board import Board, Calendar, UnitCalendar
from services.scheduling.domain.buffers import Footprint, fitting, footprint
from services.scheduling.domain.cells import at_least, each_bit, instant_of, room_for, shifted, stretch
from services.scheduling.domain.grid import on_grid
from services.scheduling.domain.places import HOME
from services.scheduling.domain.rules import WINDOW
from services.scheduling.domain.sequence import Stay, stays
from services.scheduling.domain.shop import Store


@dataclass(frozen=True)
class Outlook:
    """A technician's starts, rule after rule: inside working hours, then free as well, then on the grid and in time.

    Of a visit of several treatments it is the first they would give; from `fits` on, the others can be given as well.
    """

    inside: int
    fits: int
    starts: int


@dataclass(frozen=True)
class Slot:
    starts_at: datetime
    ends_at: datetime
    technician_ids: tuple[str, ...]


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
    shape = board.scene.footprint
    inside = _inside(board, calendar.working, shape)
    later = _later(board, calendar)
    possible = inside & later
    fits = possible & _free(board, calendar.busy, shape)
    counted = _counted(board, calendar)
    starts = _on_grid(board, fits if counted == calendar.busy else possible & _free(board, counted, shape))
    if calendar.own:
        starts |= _on_grid(board, possible & _free(board, counted | calendar.own, shape))
    return Outlook(inside, fits, starts & fits & bookable(board))


def _counted(board: Board, calendar: Calendar) -> int:
    """The cells taken as far as the grid counts from them. The ways from and to a base only filter the grid of the
    anchor `window`, as the notice does: it counts from the shift, so that technicians who come from different places
    share their starts.
    """
    return calendar.busy & ~calendar.commute if board.grid.anchor == WINDOW else calendar.busy


def able(board: Board, calendar: Calendar) -> int:
    """The starts at which a technician could give the board's own treatment, whatever follows; no grid, no notice."""
    shape = board.scene.footprint
    return _inside(board, calendar.working, shape) & _free(board, calendar.busy, shape)


def _later(board: Board, calendar: Calendar) -> int:
    """The starts of a visit at which every treatment after the first can be given: at home by the same technician."""
    if not board.then:
        return -1
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
    common = room_in_store(board) & _welcome(board)
    mine = {calendar.technician.id: outlook(board, calendar).starts & common for calendar in candidates(board)}
    together = at_least(board.wish.party_size, list(mine.values()))
    wanted = mine.get(board.wish.technician_id, 0) if board.wish.technician_id else -1
    return {technician_id: starts & together & wanted for technician_id, starts in mine.items()}


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
    guests = board.wish.party_size
    return _all_of(at_least(guests, [unit_starts(stay, unit) for unit in stay.units]) for stay in stays(board))


def unit_starts(stay: Stay, calendar: UnitCalendar) -> int:
    """The starts of the visit at which one bed or device is free for the stay."""
    each = (_free(part, calendar.busy, footprint(part.shop.treatment), of_unit=True) for part in stay.parts)
    return _all_of(shifted(starts, -part.lead) for part, starts in zip(stay.parts, each, strict=True))


def bookable(board: Board) -> int:
    """The starts from the earliest one with enough notice to the end of the last day that may be booked."""
    end = board.span.size
    if board.last_day < date.max:
        end = min(board.cell_at(board.last_day, 24 * 60), end)
    return stretch(max(board.earliest, 0), end)


def slots(board: Board, first: date, days: int) -> dict[date, list[Slot]]:
    """By local day, the starts offered and who could take each: a past or a full day has none."""
    by_technician = offers(board)
    dates = [first + timedelta(days=number) for number in range(days)]
    return {day: _slots_of(board, day, by_technician) for day in dates}


def _slots_of(board: Board, day: date, by_technician: Mapping[str, int]) -> list[Slot]:
    of_day = stretch(max(board.cell_at(day), 0), board.cell_at(day, 24 * 60))
    mine = [(technician_id, starts & of_day) for technician_id, starts in by_technician.items() if starts & of_day]
    anybody = 0
    for _, starts in mine:
        anybody |= starts
    return [_slot(board, start, [who for who, starts in mine if starts >> start & 1]) for start in each_bit(anybody)]


def _slot(board: Board, start: int, technician_ids: list[str]) -> Slot:
    starts_at = instant_of(board.span.base + start)
    return Slot(starts_at, starts_at + board.scene.duration, tuple(technician_ids))


def _inside(board: Board, working: int, shape: Footprint) -> int:
    """The starts at which the treatment lies in working hours, and by rule what guards it from others as well."""
    inside = room_for(working, shape.length)
    return inside & fitting(working, (shape.guarded,)) if board.rules.buffers_inside_shift else inside


def _free(board: Board, busy: int, shape: Footprint, *, of_unit: bool = False) -> int:
    free = stretch(0, board.span.size) & ~busy
    return fitting(free, shape.unit if of_unit else shape.technician)


def _on_grid(board: Board, fits: int) -> int:
    if "off_grid" in board.waived:
        return fits
    return on_grid(fits, board.grid, earliest=board.earliest, round_up=board.round_up, midnights=board.midnights)
