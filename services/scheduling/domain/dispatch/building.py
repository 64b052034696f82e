"""A board as a day to route, in cells of five minutes: whatever is still to come, and who could see to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from services.scheduling.domain.dispatch.board import Board, Lane, Visit, cells
from services.scheduling.domain.dispatch.expecting import expected, way_home
from services.scheduling.domain.hours.cells import CELL_MINUTES, Run
from services.scheduling.domain.routing.day import Legs, RoutingDay, Stop, Traveller
from services.scheduling.domain.travel.places import Point

MOVING_SECONDS = 300
"""A visit changes hands only where that saves more than five minutes on the road: who was announced had better come."""
LATE_SECONDS = 2 * 3600
"""A visit five minutes late is as bad as two hours on the road."""
LATE_CELLS = 12
"""How late a visit is planned at most, beyond the delay that was told: an hour."""
FIXED_WEIGHT = 100
"""What nobody else can do, such as a visit in the store, is given up last."""


@dataclass(frozen=True)
class Node:
    """A place the routes come by. `is_home` tells where a visit is; None is a base, from or to which people travel on
    their own time if the visit is in the store.
    """

    point: Point | None
    minute: int
    before: int = 0
    after: int = 0
    is_home: bool | None = None


@dataclass(frozen=True)
class Start:
    """Where a technician can be planned from, and from which cell on; so many visits are behind them by then."""

    node: Node
    on: int
    made: int = 0


class OnDemand(Sequence[Sequence[int]]):
    """A matrix whose numbers are reckoned when they are asked for: an insertion looks at a few of the thousands."""

    def __init__(self, board: Board, nodes: Sequence[Node], *, in_cells: bool) -> None:
        self._rows = [_Row(board, nodes, here, in_cells=in_cells) for here in nodes]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, here: int) -> Sequence[int]:  # type: ignore[override]
        return self._rows[here]


class _Row(Sequence[int]):
    def __init__(self, board: Board, nodes: Sequence[Node], here: Node, *, in_cells: bool) -> None:
        self._board, self._nodes, self._here, self._in_cells = board, nodes, here, in_cells
        self._known: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._nodes)

    def __getitem__(self, there: int) -> int:  # type: ignore[override]
        if not 0 <= there < len(self._nodes):
            raise IndexError(there)
        if there not in self._known:
            reckon = ticks if self._in_cells else seconds
            self._known[there] = reckon(self._board, self._here, self._nodes[there])
        return self._known[there]


@dataclass(frozen=True)
class Routing:
    """The day of a board. `only` leaves out all visits adrift but that one."""

    board: Board

    @cached_property
    def starts(self) -> list[Start]:
        return [_start(self.board, lane) for lane in self.board.lanes]

    @cached_property
    def open(self) -> list[tuple[Lane | None, Visit]]:
        """What is still to come, with the lane it is in; None for what is adrift."""
        coming = [
            (lane, visit)
            for lane, start in zip(self.board.lanes, self.starts, strict=True)
            for visit in lane.visits[start.made :]
        ]
        return [*coming, *((None, visit) for visit in self.board.adrift if visit.starts > self.board.now)]

    @cached_property
    def nodes(self) -> list[Node]:
        """Where everybody starts, then where everybody ends, then the visits."""
        ends = [Node(lane.base, lane.shifts[-1][1] if lane.shifts else 0) for lane in self.board.lanes]
        visits = [Node(v.point, v.starts, cells(v.before), cells(v.after), v.is_home) for _, v in self.open]
        return [*(start.node for start in self.starts), *ends, *visits]

    @property
    def orders(self) -> dict[str, list[str]]:
        """Who is to make which stops as things are."""
        orders: dict[str, list[str]] = {}
        for lane, visit in self.open:
            if lane:
                orders.setdefault(lane.id, []).append(stop_id(lane, visit))
        return orders

    @cached_property
    def visit_of(self) -> dict[str, Visit]:
        """By stop."""
        return {stop_id(lane, visit): visit for lane, visit in self.open}

    @cached_property
    def day(self) -> RoutingDay:
        first = 2 * len(self.board.lanes)
        told = max((cells(lane.delay.minutes) for lane in self.board.lanes if lane.delay), default=0)
        leeway = LATE_CELLS + told
        stops = [_stop(self.board, lane, visit, first + n, leeway) for n, (lane, visit) in enumerate(self.open)]
        legs = Legs(OnDemand(self.board, self.nodes, in_cells=True), OnDemand(self.board, self.nodes, in_cells=False))
        lost = 2 * LATE_SECONDS * leeway
        return RoutingDay(tuple(self._travellers), tuple(stops), legs, lost, LATE_SECONDS, MOVING_SECONDS)

    @property
    def _travellers(self) -> Iterator[Traveller]:
        count = len(self.board.lanes)
        for number, (lane, start) in enumerate(zip(self.board.lanes, self.starts, strict=True)):
            off = max(_end(self.board, lane), start.on)
            yield Traveller(lane.id, number, count + number, start.on, off, pauses=tuple(_pauses(lane)))


def stop_id(lane: Lane | None, visit: Visit) -> str:
    """A visit that may change hands goes by its claim; of one that may not, each technician has a stop of their own."""
    return visit.id if lane is None or visit.able else f"{visit.id}@{lane.id}"


def ticks(board: Board, here: Node, there: Node) -> int:
    """Cells between the end of one thing and the beginning of the next: what guards them, and the way."""
    if _on_own_time(here, there):
        return 0
    return here.after + cells(board.way(here.point, there.point, _arriving(here, there))) + there.before


def seconds(board: Board, here: Node, there: Node) -> int:
    """Of travel."""
    if _on_own_time(here, there):
        return 0
    return board.way(here.point, there.point, _arriving(here, there)) * 60


def _on_own_time(here: Node, there: Node) -> bool:
    kinds = {here.is_home, there.is_home}
    return None in kinds and True not in kinds


def _arriving(here: Node, there: Node) -> int:
    return here.minute if there.is_home is None else there.minute


def _start(board: Board, lane: Lane) -> Start:
    """Who is on the way to a visit already, or has to be by now, will make it."""
    begun = [
        n for n, one in enumerate(expected(board, lane)) if one.starts - one.visit.before - one.way_minutes <= board.now
    ]
    if begun:
        last = expected(board, lane)[begun[-1]]
        node = Node(last.visit.point, last.ends, after=cells(last.visit.after), is_home=last.visit.is_home)
        return Start(node, cells(last.ends), begun[-1] + 1)
    on = lane.shifts[0][0] // CELL_MINUTES if lane.shifts else 0
    for one in expected(board, lane)[:1]:
        on = min(on, (one.visit.starts - one.visit.before - one.way_minutes) // CELL_MINUTES)
    return Start(Node(lane.base, board.now), max(on, cells(board.now)))


def _end(board: Board, lane: Lane) -> int:
    """When the shift ends, or what is in the lane already."""
    ends = [cells(lane.shifts[-1][1])] if lane.shifts else [0]
    ends += [cells(one.ends) + cells(one.visit.after) for one in expected(board, lane)]
    home, _ = way_home(board, lane)
    return max(*ends, ends[-1] + cells(home))


def _pauses(lane: Lane) -> Iterator[Run]:
    """The gaps between shifts, those aside in which a visit lies all the same."""
    for (_, begin), (end, _) in zip(lane.shifts, lane.shifts[1:], strict=False):
        if not any(visit.starts < end and begin < visit.ends for visit in lane.visits):
            yield cells(begin), end // CELL_MINUTES


def _stop(board: Board, lane: Lane | None, visit: Visit, place: int, leeway: int) -> Stop:
    start = visit.starts // CELL_MINUTES
    leave = board.tolerance // CELL_MINUTES if visit.able else 0
    mine = frozenset({lane.id}) if lane and not visit.able else visit.able
    return Stop(
        stop_id(lane, visit),
        place,
        cells(visit.minutes),
        max(start - leave, 0),
        start + leave,
        promised=start,
        late_until=start + leave + leeway if lane else None,
        able=mine,
        usual=lane.id if lane else None,
        weight=1 if visit.able else FIXED_WEIGHT,
    )
