"""Who takes a visit when the guest asks for nobody in particular (轮钟), and the reason that is kept with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.scheduling.domain.availability import able, candidates, offers, outlook, unit_starts
from services.scheduling.domain.board import Board, Calendar
from services.scheduling.domain.buffers import footprint
from services.scheduling.domain.cells import CELL_MINUTES, Run, instant_of, runs
from services.scheduling.domain.sequence import joined, reach, relay, stays
from services.scheduling.domain.shop import CUSTOMER, TECHNICIAN

REQUESTED, KEPT, ONLY_ONE = "requested", "kept", "only_one_free"
FEWEST_VISITS, SMALLEST_GAP, IN_TURN = "fewest_visits", "smallest_gap", "in_turn"


@dataclass(frozen=True)
class Because:
    """Why these technicians; text for people is made at the edge from `code` and `params`."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Taking:
    """What a visit takes of one resource: runs of cells, numbered from 1970."""

    resource_id: str
    kind: str
    cells: tuple[Run, ...]


@dataclass(frozen=True)
class GivenPart:
    """One of several treatments in a visit, with the ids of who gives it."""

    treatment_id: str
    starts_at: datetime
    ends_at: datetime
    technicians: tuple[str, ...]


@dataclass(frozen=True)
class Assignment:
    """Technicians first, the requested one before the others; then beds and devices; then the customer's own time. Each
    is named once.

    `parts` are those of a visit of several treatments; none for a visit of one.
    """

    takings: tuple[Taking, ...]
    because: Because
    parts: tuple[GivenPart, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A technician with what the choice looks at: visits that day, and minutes of gap left beside the visit."""

    technician_id: str
    visits: int
    gap_minutes: int

    @property
    def score(self) -> tuple[int, int, str]:
        """Smaller is better; the id makes the order stable."""
        return self.visits, self.gap_minutes, self.technician_id


def assign(board: Board, start: int, *, visits: Mapping[str, int], kept: Sequence[str] = ()) -> Assignment:
    """Choose technicians and units for an offered start, a cell of the span.

    `visits` counts each technician's visits that day; `kept` are those who had the visit before it was moved, and who
    keep it when they can.
    """
    ranked = [_ranked(part, start + part.lead, visits) for part in board.parts]
    able_ids = [_in_order(candidates_, kept) for candidates_ in ranked]
    given = relay(able_ids, [part.wish.technician_id for part in board.parts], board.wish.party_size)
    longest = reach(able_ids, given[0][0])
    rivals = [candidate for candidate in ranked[0] if reach(able_ids, candidate.technician_id) == longest]
    takings = [*_technician_takings(board, given, start), *_unit_takings(board, start)]
    if board.guest is not None:
        takings.append(Taking(board.guest.customer_id, CUSTOMER, _placed(((0, board.length),), board, start)))
    parts = tuple(_given_part(part, who, start) for part, who in zip(board.parts, given, strict=True))
    return Assignment(tuple(takings), _because(board, given[0], rivals, kept), parts if board.then else ())


def _ranked(part: Board, start: int, visits: Mapping[str, int]) -> list[Candidate]:
    """Those who can give the treatment that starts at the cell, the best first."""
    if part.lead:
        free = {calendar.technician.id for calendar in candidates(part) if able(part, calendar) >> start & 1}
    else:
        free = {who for who, starts in offers(part).items() if starts >> start & 1}
    found = [
        Candidate(who, visits.get(who, 0), _gap_minutes(part, calendar, start))
        for calendar in part.calendars
        if (who := calendar.technician.id) in free
    ]
    return sorted(found, key=lambda candidate: candidate.score)


def _in_order(ranked: Sequence[Candidate], kept: Sequence[str]) -> list[str]:
    """Their ids, those who had the visit before it was moved first."""
    free = [candidate.technician_id for candidate in ranked]
    return list(dict.fromkeys([*(who for who in kept if who in free), *free]))


def _given_part(part: Board, technician_ids: tuple[str, ...], start: int) -> GivenPart:
    starts_at = instant_of(part.span.base + start + part.lead)
    treatment = part.shop.treatment
    return GivenPart(treatment.id, starts_at, starts_at + treatment.duration, technician_ids)


def _because(board: Board, chosen: Sequence[str], ranked: Sequence[Candidate], kept: Sequence[str]) -> Because:
    if board.wish.technician_id:
        return Because(REQUESTED)
    if chosen[0] in kept:
        return Because(KEPT)
    if len(ranked) <= board.wish.party_size:
        return Because(ONLY_ONE, {"free": len(ranked)})
    best, other = ranked[0], ranked[board.wish.party_size]
    params = {"visits": best.visits, "gap_minutes": best.gap_minutes, "free": len(ranked)}
    if best.visits < other.visits:
        return Because(FEWEST_VISITS, params)
    return Because(SMALLEST_GAP if best.gap_minutes < other.gap_minutes else IN_TURN, params)


def _gap_minutes(board: Board, calendar: Calendar, start: int) -> int:
    """Minutes between the visit and the nearer edge of the free window it lies in."""
    windows = runs(outlook(board, calendar).fits)
    edges = next(((first, end) for first, end in windows if first <= start < end), (start, start + 1))
    return min(start - edges[0], edges[1] - 1 - start) * CELL_MINUTES


def _technician_takings(board: Board, given: Sequence[Sequence[str]], start: int) -> list[Taking]:
    cells: dict[str, list[Run]] = {}
    for part, technician_ids in zip(board.parts, given, strict=True):
        people = {calendar.technician.id: calendar.technician for calendar in part.calendars}
        for who in technician_ids:
            cells.setdefault(who, []).extend(_placed(part.scene.footprint_of(people[who]).technician, part, start))
    return [Taking(who, TECHNICIAN, joined(taken)) for who, taken in cells.items()]


def _unit_takings(board: Board, start: int) -> list[Taking]:
    """Of the units that are free, the first in the order of serving: alternatives are tried in a stable order."""
    cells: dict[tuple[str, str], list[Run]] = {}
    for stay in stays(board):
        free = [calendar.unit for calendar in stay.units if unit_starts(stay, calendar) >> start & 1]
        for unit in free[: board.wish.party_size]:
            for part in stay.parts:
                taken = cells.setdefault((unit.id, stay.kind), [])
                taken.extend(_placed(footprint(part.shop.treatment).unit, part, start))
    return [Taking(unit_id, kind, joined(taken)) for (unit_id, kind), taken in cells.items()]


def _placed(shape: tuple[Run, ...], part: Board, start: int) -> tuple[Run, ...]:
    """The runs of a part, numbered from 1970, when the visit starts at that cell of the span."""
    at = part.span.base + start + part.lead
    return tuple((at + first, at + end) for first, end in shape)
