"""Why a start is refused, rule by rule and technician by technician. Codes are those of API.md."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from services.scheduling.domain.errors import refusal_of
from services.scheduling.domain.hours.almanac import AlteredDay
from services.scheduling.domain.hours.cells import CELL, EPOCH, cell_of, instant_of, room_for, without
from services.scheduling.domain.offer.availability import able, candidates, covered, inside, offers, outlook, room_of
from services.scheduling.domain.offer.board import Board, Calendar
from services.scheduling.domain.offer.delays import delay_at
from services.scheduling.domain.offer.sequence import stays
from services.scheduling.domain.travel.places import HOME
from shared.errors import Refusal

PAST, SOON, FAR = "in_the_past", "too_soon", "too_far_ahead"
HOURS, GRID, TAKEN = "outside_hours", "off_grid", "slot_taken"
UNSUITABLE, PLACE, AREA, PARTY = "technician_unsuitable", "place_not_offered", "out_of_area", "party_too_large"
BUSY, LIMIT = "customer_busy", "customer_limit_reached"

WEIGHT = (PAST, FAR, SOON, PLACE, PARTY, TAKEN, BUSY, LIMIT, GRID, HOURS, AREA, UNSUITABLE)
"""Which reason is told first, and alone to a booking. Among technicians it is that of the one who came closest."""


@dataclass(frozen=True)
class Reason:
    """A rule against a start; with a technician it speaks of that one alone."""

    code: str
    technician_id: str | None = None
    params: dict[str, Any] = field(default_factory=dict)


def is_offered(board: Board, starts_at: datetime) -> bool:
    """Whether the start is among those offered: the answer to a booking is looked up in the offer itself."""
    start = cell_of(starts_at) - board.span.base
    if (starts_at - EPOCH) % CELL or not 0 <= start < board.span.size:
        return False
    return any(starts >> start & 1 for starts in offers(board).values())


def reasons(board: Board, starts_at: datetime) -> list[Reason]:
    """Every rule that is against the start, the most telling first; empty exactly when it is offered."""
    if is_offered(board, starts_at):
        return []
    if board.guest and is_offered(replace(board, guest=None), starts_at):
        # Only the customer is in the way: that somebody else is taken as well would not tell them anything.
        return list(_of_the_guest(board, starts_at))
    found = [
        *_of_the_time(board, starts_at),
        *_of_the_wish(board),
        *_of_the_guest(board, starts_at),
        *_of_technicians(board, starts_at),
    ]
    told = found or [Reason(UNSUITABLE, board.wish.technician_id, {"because": "nobody"})]
    return sorted(told, key=lambda reason: WEIGHT.index(reason.code))


def hopeless(board: Board) -> list[Reason]:
    """What is against the wish whatever the start; empty where some start might do."""
    found = list(_of_the_wish(board))
    for part in board.parts:
        able, named = {calendar.technician.id for calendar in candidates(part)}, part.wish.technician_id
        if not able or named not in {None, *able}:
            found += _of_nobody(part)
    without = sorted({stay.kind for stay in stays(board) if not stay.units})
    found += [Reason(TAKEN, params={"because": kind, "kinds": [kind]}) for kind in without]
    return sorted(found, key=lambda reason: WEIGHT.index(reason.code))


def _of_nobody(part: Board) -> list[Reason]:
    """Why nobody may ever give it, or not whom they name; that of all who work there each has a reason says little."""
    found, named = list(_of_unsuitable(part)), part.wish.technician_id
    if found and (named or any(one.code != UNSUITABLE for one in found)):
        return found
    return [Reason(UNSUITABLE, named, {"because": "nobody"})]


def refusal(found: list[Reason]) -> Refusal:
    """The one refusal that a booking gets, out of the reasons."""
    return refusal_of(found[0].code, **found[0].params)


def _of_the_time(board: Board, starts_at: datetime) -> Iterator[Reason]:
    notice = board.rules.min_notice_minutes
    if starts_at < board.now:
        yield Reason(PAST)
    elif cell_of(starts_at) - board.span.base < board.earliest:
        yield Reason(SOON, params={"min_notice_minutes": notice})
    if starts_at.astimezone(board.store.zone).date() > board.last_day:
        yield Reason(FAR, params={"book_ahead_days": board.rules.book_ahead_days})


def _of_the_wish(board: Board) -> Iterator[Reason]:
    for part in board.parts:
        if board.wish.place not in part.shop.treatment.places:
            yield Reason(PLACE, params={"places": list(part.shop.treatment.places)})
    most = most_guests(board)
    if board.wish.party_size > most:
        yield Reason(PARTY, params={"most": most})


def _of_the_guest(board: Board, starts_at: datetime) -> Iterator[Reason]:
    start = cell_of(starts_at) - board.span.base
    if start < 0:
        return
    if not board.guest_free >> start & 1:
        yield Reason(BUSY)
    for limit, reached in board.guest_limits:
        if reached >> start & 1:
            yield Reason(LIMIT, params={"because": limit.per, "most": limit.most})


def most_guests(board: Board) -> int:
    """How many guests the store can ever serve at once with this visit."""
    units = [len(stay.units) for stay in stays(board)]
    return max(1, min([*(len(part.calendars) for part in board.parts), *units]))


def _of_technicians(board: Board, starts_at: datetime) -> Iterator[Reason]:
    start = cell_of(starts_at) - board.span.base
    aligned = not (starts_at - EPOCH) % CELL
    is_given = bool(board.then) and _is_given(board, start)
    if not is_given:
        yield from _of_unsuitable(board)
    for calendar in candidates(board):
        reason = _of_calendar(board, calendar, start, aligned=aligned)
        if reason and (reason.code == GRID or not is_given):
            yield reason
    for part in board.then:
        yield from _of_later(part, start)
    yield from _of_units(board, start)


def _of_units(board: Board, start: int) -> Iterator[Reason]:
    """The kinds of bed or device of which too few are free."""
    lacking = {stay.kind for stay in stays(board) if start >= 0 and not room_of(board, stay) >> start & 1}
    for kind in sorted(lacking):
        yield Reason(TAKEN, params={"because": kind, "kinds": [kind]})


def _of_unsuitable(part: Board) -> Iterator[Reason]:
    for technician_id, code, params in part.scene.unsuitable:
        if part.wish.technician_id in {None, technician_id}:
            yield Reason(code, technician_id, params)


def _is_given(part: Board, start: int) -> bool:
    """Whether enough could give one of several treatments. At home one gives them all, so each who cannot counts."""
    start += part.lead
    return part.wish.place != HOME and start >= 0 and bool(covered(part) >> start & 1)


def _of_later(part: Board, start: int) -> Iterator[Reason]:
    """What is against a treatment that follows: only where too few can give it, and then for each who cannot."""
    if _is_given(part, start):
        return
    start += part.lead
    told = {"treatment_id": part.wish.treatment_id}
    for reason in _of_unsuitable(part):
        yield replace(reason, params={**reason.params, **told})
    for calendar in candidates(part):
        if start < 0 or not able(part, calendar) >> start & 1:
            is_inside = start >= 0 and inside(part, calendar) >> start & 1
            yield Reason(TAKEN if is_inside else HOURS, calendar.technician.id, told)


def of_candidate(board: Board, calendar: Calendar, start: int) -> Reason | None:
    """The first rule that is against this technician's taking the start, a cell of the span."""
    return _of_calendar(board, calendar, start, aligned=True)


def _of_calendar(board: Board, calendar: Calendar, start: int, *, aligned: bool) -> Reason | None:
    """The first rule that is against this technician's taking the start; none where it is the beds, the notice or what
    follows.
    """
    seen = outlook(board, calendar)
    who = calendar.technician.id
    if start < 0 or not inside(board, calendar) >> start & 1:
        return Reason(HOURS, who, _why_outside(board, calendar, start))
    if not able(board, calendar) >> start & 1:
        return _of_taken(board, calendar, start)
    if not seen.fits >> start & 1:
        return None
    if not aligned or without(board.bookable, seen.starts) >> start & 1:
        return Reason(GRID, who, {"step_minutes": board.rules.slot_step_minutes, "anchor": board.rules.slot_anchor})
    return None


def _of_taken(board: Board, calendar: Calendar, start: int) -> Reason:
    """The time is somebody else's, or goes by on the way; of a shift too short for the way the hours are told."""
    delay = delay_at(board, calendar, start)
    code = HOURS if delay and delay.pop("is_shift") else TAKEN
    return Reason(code, calendar.technician.id, delay or {})


def _why_outside(board: Board, calendar: Calendar, start: int) -> dict[str, Any]:
    """What more there is to tell than that nobody works then."""
    length = board.scene.footprint.length
    is_inside = start >= 0 and room_for(calendar.working, length) >> start & 1
    if is_inside:
        return {"because": "buffers"}
    on = instant_of(board.span.base + start).astimezone(board.store.zone).date()
    return next((_told(day) for day in board.altered if day.on == on), {})


def _told(day: AlteredDay) -> dict[str, Any]:
    name, name_en = day.told.name, day.told.name_en
    return {"because": day.because, "name": name or name_en, "name_en": name_en or name}
