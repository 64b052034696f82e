"""The packing of scheduling, plugged into the capacity kit: minutes become cells, and choices become pages.

Everything that is decided, is decided by `services/scheduling/domain`: what free time is worth (`worth`), who may hope
for which requests (`demand`, `prospects`), which start comes first (`choosing`). From `tests/bench`:

    python -m capacity.run --engine capacity_engine:Packer --variant stated --bound --seeds 30
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import exp

from capacity.model import DAY, DAYS, NOTICE, STEP, Interval, Offer, Request, Shop
from capacity_past import HALF_HOUR, Expectation

from services.scheduling.domain.business.shop import Technician
from services.scheduling.domain.choice.choosing import Option, in_turn
from services.scheduling.domain.hours.cells import Run, runs, stretch
from services.scheduling.domain.packing.demand import HALF_HOURS
from services.scheduling.domain.packing.prospects import CELLS, NEAR, Crew

REACH = 180  # minutes: the farthest from their wish that any guest would go
SENT_AWAY = 30.0  # minutes of treatment that a guest sent away costs for each minute asked for: nobody is sent away
DAY_CELLS = DAY // STEP

gaps_of = lru_cache(maxsize=65536)(lambda free: tuple(runs(free)))


class Courtesy:
    """How much a minute between wish and start weighs: the more, the farther guests were led so far.

    `aim` is the mean to hold, in minutes; at the mean a minute weighs `patience` of the minutes of a usual visit.
    """

    SUPPOSED = 30  # guests at the aim, before there were any
    STEER = 0.6  # a minute over the aim makes the weight so much greater

    def __init__(self, aim: float, patience: float) -> None:
        self.aim, self.patience = aim, patience
        self.over, self.guests = 0.0, self.SUPPOSED

    def led(self, shift: int) -> None:
        self.over += shift - self.aim
        self.guests += 1

    def weight(self, usual_minutes: float) -> float:
        return usual_minutes * self.patience * exp(self.STEER * self.over / self.guests)


class Week:
    """The free time of every day, a row of bits for each technician, and how the requests share out over it."""

    def __init__(self, shop: Shop) -> None:
        self.people = [Technician(who.slug, level=who.level, skills=frozenset(who.skills)) for who in shop.technicians]
        self.free = [[_bits(who.shifts[day], day) for who in shop.technicians] for day in range(DAYS)]

    def foresee(self, expectation: Expectation) -> None:
        """Begin anew with what is expected now."""
        self.crew = Crew(expectation.likeliest, self.people)
        self.asked = [expectation.likeliest.by_half_hour(day) for day in range(DAYS)]
        self.near: list[list[tuple[float, ...]]] = [[()] * HALF_HOURS for _ in range(DAYS)]
        self.rates = [[[0.0] * HALF_HOURS for _ in self.people] for _ in range(DAYS)]
        for day in range(DAYS):
            self.share_out(day)

    def take(self, day: int, who: int, cells: Run) -> None:
        self.free[day][who] &= ~stretch(*cells)
        self.share_out(day)

    def share_out(self, day: int) -> None:
        """Renew the rates of the half hours near which anybody has become busier."""
        for half, asked in enumerate(self.asked[day]):
            around = stretch(max(0, half - NEAR) * CELLS, (half + NEAR + 1) * CELLS)
            near = tuple([(free & around).bit_count() / (2 * NEAR + 1) for free in self.free[day]])
            if asked and near != self.near[day][half]:
                self.near[day][half] = near
                for who, rate in enumerate(self.crew.rates(near)):
                    self.rates[day][who][half] = rate


class Packer:
    """The engine. In `stated` it shows the best start; in `hidden` one for each page."""

    def __init__(self, shop: Shop) -> None:
        self.numbers = {who.slug: number for number, who in enumerate(shop.technicians)}
        self.able = {
            treatment.slug: [number for number, who in enumerate(shop.technicians) if who.can(treatment)]
            for treatment in shop.treatments
        }
        self.expectation, self.week = Expectation(), Week(shop)
        self.week.foresee(self.expectation)
        self.stated, self.hidden = Courtesy(aim=47.0, patience=1 / 580), Courtesy(aim=35.0, patience=1 / 150)

    def offers(self, request: Request, page: int) -> list[Offer]:
        if page == 1:
            if self.expectation.see(request):
                self.week.foresee(self.expectation)
            self.request, self.chosen = request, self._chosen(request)
        return [Offer(option.start, self.week.people[option.who].id) for option in self.chosen[page - 1 : page]]

    def accepted(self, request_id: int, offer: Offer) -> None:
        first, end = self.request.treatment.busy(offer.start)
        day = offer.start // DAY
        cells = (first - day * DAY) // STEP, (end - day * DAY) // STEP
        self.week.take(day, self.numbers[offer.technician], cells)
        self._courtesy(self.request).led(self.request.shift_of(offer.start))

    def _courtesy(self, request: Request) -> Courtesy:
        return self.stated if request.stated_window else self.hidden

    def _chosen(self, request: Request) -> Sequence[Option]:
        weight = self._courtesy(request).weight(self.expectation.usual_minutes)
        options = [option.weighed(weight) for option in self._options(request)]
        if request.stated_window:
            return [min(options)] if options else []
        return in_turn(options, SENT_AWAY * request.treatment.minutes)

    def _options(self, request: Request) -> Iterator[Option]:
        """Every start that is free, with everybody who could."""
        named, treatment = request.technician, request.treatment
        windows = request.stated_window or [(wish - REACH, wish + REACH) for wish in request.wishes]
        pace = self.expectation.pace(request.arrives_at)
        for wish, (first, last) in zip(request.wishes, windows, strict=True):
            day = wish // DAY
            to_come = self._to_come(day, request.arrives_at, pace)
            earliest = max(first, request.arrives_at + NOTICE)
            window = range(_cell(earliest - treatment.prep, day), (last - treatment.prep - day * DAY) // STEP + 1)
            for who in [self.numbers[named]] if named else self.able[treatment.slug]:
                for cell, cost in self._costs(day, who, window, treatment.occupied // STEP, to_come):
                    start = day * DAY + cell * STEP + treatment.prep
                    yield Option(cost, abs(start - wish), start, who)

    def _costs(
        self, day: int, who: int, window: range, cells: int, to_come: Sequence[float]
    ) -> Iterator[tuple[int, float]]:
        """The cells at which a visit of so many cells may begin, and what that costs."""
        gaps = [
            (gap, range(max(window.start, gap[0]), min(window.stop, gap[1] - cells + 1)))
            for gap in gaps_of(self.week.free[day][who])
        ]
        if any(starts for _, starts in gaps):
            prospect = self.week.crew.prospect(who, 0, self.week.rates[day][who], to_come)
            for gap, starts in gaps:
                if starts:
                    yield from zip(starts, prospect.costs(gap, cells, starts), strict=True)

    def _to_come(self, day: int, now: int, pace: float) -> list[float]:
        """By half hour of the day, the requests still to come that it could serve."""
        ahead, forecast = (day * DAY - now) // HALF_HOUR, self.expectation.likeliest
        return [
            pace * asked * forecast.to_come(ahead + half) if asked else 0.0
            for half, asked in enumerate(self.week.asked[day])
        ]


def _cell(minute: int, day: int) -> int:
    """The first cell of the day that begins at the minute of the week or later."""
    return -((day * DAY - minute) // STEP)


def _bits(intervals: Sequence[Interval], day: int) -> int:
    return sum(stretch((start - day * DAY) // STEP, (end - day * DAY) // STEP) for start, end in intervals)
