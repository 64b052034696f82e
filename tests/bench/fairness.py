"""How evenly clocks fall on technicians over simulated weeks, and how many visits are served: ours beside three others.

Everybody chooses among the same people, those whom `offers` gives for the start, and writes into calendars of their
own. The demand is the same for all: requests come in the order of booking, two thirds in the afternoon and evening,
a quarter of them for somebody by name and most of those for the same few; who cannot have their time takes the nearest
within an hour, or goes. Gini 0 is the same for everybody, and the larger the less even.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import mean

from services.scheduling.domain.business.rules import BookingRules
from services.scheduling.domain.business.shop import Shop, Store, Technician, Treatment
from services.scheduling.domain.choice.assignment import assign
from services.scheduling.domain.choice.clocks import Clocks, Past
from services.scheduling.domain.hours.cells import Span, each_bit, stretch
from services.scheduling.domain.hours.windows import local_cell, read_week
from services.scheduling.domain.offer.availability import offers
from services.scheduling.domain.offer.board import Board, Calendar
from services.scheduling.domain.offer.scene import Scene, Wish

SEEDS = (11, 12, 13)
DAYS = 14
LOADS = (42, 58)
MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
STORE = Store("sto-1", opening=read_week({day: [{"from": "10:00", "to": "22:00"}] for day in WEEK}))
MASSAGE, FACIAL = "推拿", "美容"
TREATMENTS = (
    Treatment("neck", 45, MASSAGE, turnover=10),
    Treatment("body", 60, MASSAGE, turnover=10),
    Treatment("deep", 90, MASSAGE, turnover=10, level=2),
    Treatment("face", 60, FACIAL, turnover=15),
)
SHARES = (0.3, 0.35, 0.15, 0.2)
SHIFTS = ((10, 18), (10, 18), (11, 19), (12, 20), (14, 22), (14, 22), (14, 22), (10, 22))
HOURS = (1, 1, 2, 2, 3, 3, 3, 4, 5, 5, 4, 2)
"""Requests by hour from ten on."""
RULES = BookingRules(slot_step_minutes=15)
Policy = Callable[[Board, int, "Day"], str]


@dataclass(frozen=True)
class Request:
    hour_minute: int
    treatment: Treatment
    named: str | None


@dataclass
class Day:
    """One policy's calendars of a day, and who had which visits."""

    busy: Counter[str] = field(default_factory=Counter)
    visits: list[tuple[str, int, bool]] = field(default_factory=list)
    turn: int = 0

    def past(self, start: int) -> Past:
        """As scheduling counts it from claims."""
        clocks: dict[str, Clocks] = {}
        for who, end, requested in self.visits:
            mine = clocks.get(who, Clocks())
            if requested:
                clocks[who] = replace(mine, requested=mine.requested + 1)
            else:
                last = max(mine.last_end or 0, end) if end <= start else mine.last_end
                clocks[who] = replace(mine, rotation=mine.rotation + 1, last_end=last)
        return Past(clocks)


def people() -> tuple[Technician, ...]:
    skills = [frozenset({MASSAGE, FACIAL}) if number % 3 == 0 else frozenset({MASSAGE}) for number in range(8)]
    return tuple(
        Technician(f"tec-{n}", level=1 + n % 3, skills=skills[n], stores=frozenset({"sto-1"}), rating=4.3 + n / 12,
                   review_count=40 + 10 * n)
        for n in range(8)
    )  # fmt: skip


def demand(random: Random, many: int) -> list[Request]:
    """The requests of a day in the order in which they are made."""
    hours = random.choices(range(10, 22), HOURS, k=many)
    found = []
    for hour in hours:
        treatment = random.choices(TREATMENTS, SHARES)[0]
        able = [w.id for w in people() if treatment.category in w.skills and w.level >= treatment.level]
        named = random.choices(able, [2**-place for place in range(len(able))])[0] if random.random() < 0.25 else None
        found.append(Request(hour * 60 + random.choice((0, 15, 30, 45)), treatment, named))
    return found


def ours(board: Board, start: int, day: Day) -> str:
    chosen = assign(board, start, past=day.past(board.span.base + start))
    return chosen.takings[0].resource_id


def round_robin(board: Board, start: int, day: Day) -> str:
    """The next in a fixed order, whoever cannot is passed over; a requested clock takes no turn."""
    free = _free(board, start)
    order = sorted(calendar.technician.id for calendar in board.calendars)
    chosen = next(who for step in range(8) if (who := f"tec-{(day.turn + step) % 8}") in free and who in order)
    day.turn = int(chosen.removeprefix("tec-")) + 1
    return chosen


def least_busy(board: Board, start: int, day: Day) -> str:
    return min(_free(board, start), key=lambda who: (day.busy[who].bit_count(), who))


def most_free(board: Board, start: int, day: Day) -> str:
    """Whoever has most working time left."""
    free = _free(board, start)
    left = {c.technician.id: (c.working & ~c.busy).bit_count() for c in board.calendars}
    return min(free, key=lambda who: (-left[who], who))


POLICIES: dict[str, Policy] = {
    "ours": ours,
    "round robin": round_robin,
    "least busy": least_busy,
    "most free": most_free,
}


def run(seeds: Sequence[int] = SEEDS, days: int = DAYS) -> dict[str, object]:
    """By requests a day and policy: Gini of all clocks, of rotation clocks, of clocks per hour; visits served."""
    return {
        f"{many} requests a day, {name}": _figures([_simulated(policy, seed, days, many) for seed in seeds], many)
        for many in LOADS
        for name, policy in POLICIES.items()
    }


def gini(values: Sequence[float]) -> float:
    """Half the mean absolute difference over the mean; 0 where there is nothing to share."""
    total = sum(values)
    pairs = sum(abs(a - b) for a in values for b in values)
    return pairs / (2 * len(values) * total) if total else 0.0


def _figures(weeks: list[list[tuple[Counter[str], Counter[str], int]]], many: int) -> dict[str, float]:
    ids = [who.id for who in people()]
    hours = {f"tec-{n}": end - start for n, (start, end) in enumerate(SHIFTS)}
    every = [week for weeks_ in weeks for week in weeks_]
    return {
        "gini of clocks": round(mean(gini([both[who] for who in ids]) for both, _, _ in every), 3),
        "gini of rotation clocks": round(mean(gini([mine[who] for who in ids]) for _, mine, _ in every), 3),
        "gini per hour worked": round(mean(gini([both[w] / hours[w] for w in ids]) for both, _, _ in every), 3),
        "served of 100": round(100 * sum(served for *_, served in every) / (len(every) * 7 * many), 1),
    }


def _simulated(policy: Policy, seed: int, days: int, many: int) -> list[tuple[Counter[str], Counter[str], int]]:
    """By week: all clocks and rotation clocks by technician, visits served."""
    random, weeks = Random(seed), []  # noqa: S311 - a simulation
    turn = 0
    for number in range(days):
        if number % 7 == 0:
            weeks.append((Counter(), Counter(), 0))
        every, rotation, served = weeks[-1]
        day = Day(turn=turn)
        for request in demand(random, many):
            if who := _serve(policy, request, MONDAY + timedelta(days=number), day):
                every[who] += 1
                rotation[who] += request.named is None
                served += 1
        weeks[-1], turn = (every, rotation, served), day.turn
    return weeks


def _serve(policy: Policy, request: Request, on: date, day: Day) -> str | None:
    board = _board(request, on, day)
    wanted = board.cell_at(on, request.hour_minute)
    anybody = 0
    for starts in offers(board).values():
        anybody |= starts
    near = [start for start in each_bit(anybody) if abs(start - wanted) <= 12]
    if not near:
        return None
    start = min(near, key=lambda cell: (abs(cell - wanted), cell))
    who = request.named or policy(board, start, day)
    shape = board.scene.footprint.technician
    for first, end in shape:
        day.busy[who] |= stretch(start + first, start + end)
    day.visits.append((who, board.span.base + start + shape[-1][1], request.named is not None))
    return who


def _board(request: Request, on: date, day: Day) -> Board:
    shop = Shop(STORE, request.treatment, people(), (), min(one.needed_minutes for one in TREATMENTS))
    scene = Scene.of(shop, Wish("sto-1", request.treatment.id, request.named), RULES, NOW)
    noon = local_cell(STORE.zone, on, 12 * 60)
    span = Span.around(noon, noon + 1)
    calendars = []
    for person in scene.candidates:
        start, end = SHIFTS[int(person.id.removeprefix("tec-"))]
        working = span.bits(local_cell(STORE.zone, on, start * 60), local_cell(STORE.zone, on, end * 60))
        calendars.append(Calendar(person, working, day.busy[person.id]))
    return Board(scene, span, tuple(calendars))


def _free(board: Board, start: int) -> list[str]:
    return [who for who, starts in offers(board).items() if starts >> start & 1]


if __name__ == "__main__":
    for name, figures in run().items():
        print(name, figures)
