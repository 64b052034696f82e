"""A proposal to make a day better: which visits change hands or start, and what the day costs before and after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from services.scheduling.domain.dispatch.board import Board, Lane, Visit
from services.scheduling.domain.dispatch.building import Routing
from services.scheduling.domain.dispatch.expecting import Figures
from services.scheduling.domain.errors import IllegalTransition
from services.scheduling.domain.hours.cells import CELL_MINUTES
from services.scheduling.domain.routing.plan import Plan

WAITING, RUNNING, READY, FAILED, CANCELLED, APPLIED = "waiting", "running", "ready", "failed", "cancelled", "applied"
OPEN = frozenset({WAITING, RUNNING})


@dataclass(frozen=True)
class Move:
    """A visit that goes from one technician to another, or to another start within what its guest was promised."""

    claim_id: str
    revision: int
    technician_id: str
    starts_at: datetime
    was_with: str | None
    was_at: datetime


@dataclass(frozen=True)
class Outcome:
    """What a run has found. `revisions` are those of all claims of the day, to tell whether it has changed since;
    `lost` are the visits that nobody can make.
    """

    before: Figures
    after: Figures
    moves: tuple[Move, ...] = ()
    lost: tuple[str, ...] = ()
    revisions: dict[str, int] = field(default_factory=dict)
    timezone: str = "UTC"


@dataclass(frozen=True)
class Proposal:
    """`seconds` is the time it may take; `progress` is the share of it that is over, in per cent."""

    id: str
    store_id: str
    on: date
    seconds: float
    created_by: str
    created_at: datetime
    status: str = WAITING
    progress: int = 0
    outcome: Outcome | None = None
    failure: str | None = None

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def found(self, outcome: Outcome) -> "Proposal":
        return replace(self, status=READY, progress=100, outcome=outcome)

    def failed(self, code: str) -> "Proposal":
        return replace(self, status=FAILED, failure=code)

    def cancelled(self) -> "Proposal":
        """Again is the same; what is applied stays so."""
        if self.status == APPLIED:
            raise IllegalTransition(params={"status": self.status})
        return replace(self, status=CANCELLED)

    def applied(self) -> tuple["Proposal", Outcome]:
        if self.status != READY or self.outcome is None:
            raise IllegalTransition(params={"status": self.status})
        return replace(self, status=APPLIED), self.outcome


def moves_of(routing: Routing, plan: Plan) -> list[Move]:
    """What the plan changes; a visit that is late beyond its window keeps its start."""
    return [
        move
        for route in plan.routes
        for call in route.calls
        if (move := _move(routing, route.traveller.id, call.stop.id, min(call.starts, call.stop.latest))) is not None
    ]


def changed(board: Board, moves: Iterable[Move]) -> Board:
    """The board with the visits where they were moved."""
    to = {move.claim_id: move for move in moves}
    moved = [_moved(board, visit, to[visit.id]) for visit in board.visits if visit.id in to]
    lanes = tuple(_with(lane, to, [(who, visit) for who, visit in moved if who == lane.id]) for lane in board.lanes)
    return replace(board, lanes=lanes, adrift=tuple(visit for visit in board.adrift if visit.id not in to))


def _move(routing: Routing, traveller_id: str, stop_id: str, start: int) -> Move | None:
    board, visit, stop = routing.board, routing.visit_of[stop_id], routing.day.stop_of[stop_id]
    if not visit.able or (stop.usual == traveller_id and start == stop.promised):
        return None
    starts_at = board.instant(start * CELL_MINUTES)
    return Move(visit.id, visit.claim.revision, traveller_id, starts_at, stop.usual, board.instant(visit.starts))


def _moved(board: Board, visit: Visit, move: Move) -> tuple[str, Visit]:
    return move.technician_id, replace(visit, starts=board.minute(move.starts_at))


def _with(lane: Lane, to: dict[str, Move], coming: Sequence[tuple[str, Visit]]) -> Lane:
    staying = [visit for visit in lane.visits if visit.id not in to]
    visits = sorted([*staying, *(visit for _, visit in coming)], key=lambda visit: visit.starts)
    return replace(lane, visits=tuple(visits))
