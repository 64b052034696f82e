"""Who takes a visit when the guest asks for nobody in particular (轮钟), and the reason that is kept with it."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.scheduling.domain.business.shop import CUSTOMER, TECHNICIAN
from services.scheduling.domain.choice.candidates import excluded_at, facts_of, free_at
from services.scheduling.domain.choice.clocks import Past
from services.scheduling.domain.choice.judgement import Because, Contest, Judgement
from services.scheduling.domain.hours.cells import Run, instant_of, joined
from services.scheduling.domain.offer.availability import unit_starts
from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.offer.buffers import footprint
from services.scheduling.domain.offer.sequence import stays

NOTHING_KNOWN = Past()


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
    judgement: Judgement
    parts: tuple[GivenPart, ...] = ()

    @property
    def because(self) -> Because:
        return self.judgement.because


def assign(board: Board, start: int, *, past: Past = NOTHING_KNOWN, kept: Sequence[str] = ()) -> Assignment:
    """Choose technicians and units for an offered start, a cell of the span.

    The rules come first: only who is offered the start is weighed. `kept` are those who had the visit before it was
    moved, and who keep it when they can.
    """
    contests = [_contest(part, start, past) for part in board.parts]
    judgement = Judgement.of(board.rules.weights, contests, party_size=board.wish.party_size, kept=kept)
    given = judgement.chosen
    return Assignment(takings_of(board, given, start), judgement, parts_of(board, given, start))


def takings_of(
    board: Board, given: Sequence[Sequence[str]], start: int, kept: Container[str] = ()
) -> tuple[Taking, ...]:
    """What the visit takes whose parts those technicians give; of the units that are free the `kept` ones first."""
    takings = [*_technician_takings(board, given, start), *_unit_takings(board, start, kept)]
    if board.guest is not None:
        takings.append(Taking(board.guest.customer_id, CUSTOMER, _placed(((0, board.length),), board, start)))
    return tuple(takings)


def parts_of(board: Board, given: Sequence[Sequence[str]], start: int) -> tuple[GivenPart, ...]:
    """The parts of a visit of several treatments; none for a visit of one."""
    parts = tuple(_given_part(part, tuple(who), start) for part, who in zip(board.parts, given, strict=True))
    return parts if board.then else ()


def _contest(part: Board, start: int, past: Past) -> Contest:
    """Who is weighed for one treatment of the visit that starts at that cell."""
    free = free_at(part, start + part.lead)
    facts = facts_of(part, start + part.lead, free, past)
    return Contest(part.wish.technician_id, facts, tuple(excluded_at(part, start + part.lead, free)))


def _given_part(part: Board, technician_ids: tuple[str, ...], start: int) -> GivenPart:
    starts_at = instant_of(part.span.base + start + part.lead)
    treatment = part.shop.treatment
    return GivenPart(treatment.id, starts_at, starts_at + treatment.duration, technician_ids)


def _technician_takings(board: Board, given: Sequence[Sequence[str]], start: int) -> list[Taking]:
    cells: dict[str, list[Run]] = {}
    for part, technician_ids in zip(board.parts, given, strict=True):
        for who in technician_ids:
            cells.setdefault(who, []).extend(_placed(part.scene.footprint.technician, part, start))
    return [Taking(who, TECHNICIAN, joined(taken)) for who, taken in cells.items()]


def _unit_takings(board: Board, start: int, kept: Container[str]) -> list[Taking]:
    """Of the units that are free, the first in the order of serving: alternatives are tried in a stable order."""
    cells: dict[tuple[str, str], list[Run]] = {}
    for stay in stays(board):
        free = [calendar.unit for calendar in stay.units if unit_starts(stay, calendar) >> start & 1]
        for unit in sorted(free, key=lambda unit: unit.id not in kept)[: board.wish.party_size]:
            for part in stay.parts:
                taken = cells.setdefault((unit.id, stay.kind), [])
                taken.extend(_placed(footprint(part.shop.treatment).unit, part, start))
    return [Taking(unit_id, kind, joined(taken)) for (unit_id, kind), taken in cells.items()]


def _placed(shape: tuple[Run, ...], part: Board, start: int) -> tuple[Run, ...]:
    """The runs of a part, numbered from 1970, when the visit starts at that cell of the span."""
    at = part.span.base + start + part.lead
    return tuple((at + first, at + end) for first, end in shape)
