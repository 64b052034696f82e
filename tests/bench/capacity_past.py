"""What the engine knows of the capacity kit before a week begins: weeks past, of seeds that are never reported.

Those weeks are of three kinds (the kit's mixes). Which kind the present week is shows in what has been asked for.
"""

from collections import Counter
from functools import lru_cache
from math import log

from capacity import generator
from capacity.model import DAY, STEP, Request

from services.scheduling.domain.packing.demand import HALF_HOURS, Asked, Forecast

SEEDS = range(5000, 5004)
SUPPOSED = 60  # requests that must come before the week's own pace counts as much as that of weeks past
UNHEARD_OF = 1e-4  # the share of a sort of visit that a kind of week never had
HALF_HOUR = DAY // HALF_HOURS


class Expectation:
    """What is still to come this week, in the light of what has come."""

    def __init__(self) -> None:
        self.kinds = kinds_of_week()
        self.fits = [0.0] * len(self.kinds)  # logarithms of how likely each kind makes what has been asked for
        self.seen = 0

    def see(self, request: Request) -> bool:
        """Take notice of a request; says whether the week now looks like another kind."""
        before = self.likeliest
        self.seen += 1
        for number, kind in enumerate(self.kinds):
            self.fits[number] += log(kind.lengths.get(request.treatment.minutes, UNHEARD_OF))
        return self.likeliest is not before

    @property
    def likeliest(self) -> Forecast:
        return self._kind.forecast

    @property
    def usual_minutes(self) -> float:
        """Minutes of treatment that a visit of this week has on average."""
        return sum(minutes * share for minutes, share in self._kind.lengths.items())

    def pace(self, now: int) -> float:
        """Requests so far over those that weeks past had by that time."""
        return (SUPPOSED + self.seen) / (SUPPOSED + self._kind.until(now // HALF_HOUR))

    @property
    def _kind(self) -> "Kind":
        return self.kinds[self.fits.index(max(self.fits))]


class Kind:
    """A kind of week: its forecast, and the share of its requests by minutes of treatment."""

    def __init__(self, forecast: Forecast) -> None:
        self.forecast = forecast
        self.lengths: Counter[int] = Counter()
        for sort in forecast.sorts:
            self.lengths[sort.minutes] += sort.share  # type: ignore[assignment]  # a counter of shares
        self._until: dict[int, float] = {}

    def until(self, half_hours: int) -> float:
        """The requests that usually have come so many half hours after the week began."""
        if half_hours not in self._until:
            self._until[half_hours] = sum(
                self.forecast.weekly
                * share
                * of_day
                * (1 - self.forecast.to_come(day * HALF_HOURS + half - half_hours))
                for day, of_day in enumerate(self.forecast.days)
                for half, share in enumerate(self.forecast.times)
                if share
            )
        return self._until[half_hours]


@lru_cache(maxsize=1)
def kinds_of_week() -> tuple[Kind, ...]:
    """Learnt once for all weeks that are judged."""
    return tuple(Kind(Forecast.learnt(_past(mix), len(SEEDS) * len(generator.LOADS))) for mix in generator.MIXES)


def _past(mix: str) -> list[Asked]:
    weeks = [generator.week(seed, load, mix) for seed in SEEDS for load in generator.LOADS]
    return [_asked(customer.request) for week in weeks for customer in week.customers]


def _asked(request: Request) -> Asked:
    treatment, wish = request.treatment, request.wish_at
    return Asked(
        weekday=wish // DAY,
        half_hour=wish % DAY // HALF_HOUR,
        need=(treatment.category, treatment.level),
        cells=treatment.occupied // STEP,
        minutes=treatment.minutes,
        technician_id=request.technician,
        lead=(min(request.wishes) - request.arrives_at) // HALF_HOUR,
    )
