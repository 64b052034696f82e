"""Who takes a visit when the guest asks for nobody in particular (轮钟), and the reason that is kept with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.scheduling.domain.availability import offers, outlook, unit_starts
from services.scheduling.domain.board import Board, Calendar
from services.scheduling.domain.buffers import footprint
from services.scheduling.domain.cells import CELL_MINUTES, Run, runs
from services.scheduling.domain.shop import TECHNICIAN

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
class Assignment:
    """Technicians first, the requested one before the others; then beds and devices."""

    takings: tuple[Taking, ...]
    because: Because


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
    free = {who for who, starts in offers(board).items() if starts >> start & 1}
    ranked = sorted(
        (
            Candidate(who, visits.get(who, 0), _gap_minutes(board, calendar, start))
            for calendar in board.calendars
            if (who := calendar.technician.id) in free
        ),
        key=lambda candidate: candidate.score,
    )
    first = [who for who in (board.wish.technician_id, *kept) if who in free]
    chosen = list(dict.fromkeys([*first, *(candidate.technician_id for candidate in ranked)]))[: board.wish.party_size]
    takings = [_technician_taking(board, who, start) for who in chosen] + _unit_takings(board, start)
    return Assignment(tuple(takings), _because(board, chosen, ranked, kept))


def _because(board: Board, chosen: Sequence[str], ranked: Sequence[Candidate], kept: Sequence[str]) -> Because:
    if board.wish.technician_id:
        return Because(REQUESTED)
    if chosen[0] in kept:
        return Because(KEPT)
    if len(ranked) == board.wish.party_size:
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


def _technician_taking(board: Board, technician_id: str, start: int) -> Taking:
    calendar = next(calendar for calendar in board.calendars if calendar.technician.id == technician_id)
    return Taking(
        technician_id, TECHNICIAN, _placed(board.scene.footprint_of(calendar.technician).technician, board, start)
    )


def _unit_takings(board: Board, start: int) -> list[Taking]:
    takings = []
    for kind in board.kinds:
        free = [calendar for calendar in board.serving(kind) if unit_starts(board, calendar) >> start & 1]
        for calendar in free[: board.wish.party_size]:
            cells = _placed(footprint(board.shop.treatment).unit, board, start)
            takings.append(Taking(calendar.unit.id, kind, cells))
    return takings


def _placed(shape: tuple[Run, ...], board: Board, start: int) -> tuple[Run, ...]:
    at = board.span.base + start
    return tuple((at + first, at + end) for first, end in shape)
