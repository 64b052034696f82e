"""How the requests still to come will share out among those who can serve them.

Whoever has a rare skill, or is one of few still free at an hour that many want, will be needed: their time is worth
more. In each half hour the requests for a need are shared among the able in proportion to their free time, then once
more with less for those on whom the other needs press; a request that names somebody falls to them alone.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate

from services.scheduling.domain.demand import Forecast
from services.scheduling.domain.shop import Technician
from services.scheduling.domain.worth import Prospect, Size, worth_table

CELLS = 6  # of a half hour
NEAR = 3  # half hours around one within which free time serves the same guests
NAMED = 0.5  # how much a request counts that names somebody: it leaves no choice, and cannot be won by keeping room
NOBODY = 0.5  # cells added to the free time of all the able: the last of it is not worth endlessly much
RELIEF = 1.0  # how strongly requests turn to those less pressed


class Crew:
    """The technicians among whom requests share out, in a fixed order; `free` below are cells by technician."""

    def __init__(self, forecast: Forecast, technicians: Sequence[Technician]) -> None:
        self.technicians = technicians
        self._needs = _by_able(forecast, technicians)
        self._named = [forecast.named.get(who.id, 0.0) * NAMED for who in technicians]
        self._worth = [worth_table(_sizes(forecast, who)) for who in technicians]

    def rates(self, free: Sequence[float]) -> list[float]:
        """Of one request that the half hour could serve: the part that falls to each free cell of each technician."""
        fixed = [named / (cells + NOBODY) for named, cells in zip(self._named, free, strict=True)]
        evenly = self._shared(free, fixed)
        if not RELIEF:
            return evenly
        eager = [cells / (rate + 1e-9) ** RELIEF for cells, rate in zip(free, evenly, strict=True)]
        turned = self._turned(free, eager, fixed)
        return [(one + other) / 2 for one, other in zip(evenly, turned, strict=True)]

    def _shared(self, free: Sequence[float], fixed: Sequence[float]) -> list[float]:
        rates = list(fixed)
        for share, able in self._needs:
            each = share / (sum([free[who] for who in able]) + NOBODY)
            for who in able:
                rates[who] += each
        return rates

    def _turned(self, free: Sequence[float], eager: Sequence[float], fixed: Sequence[float]) -> list[float]:
        rates = list(fixed)
        for share, able in self._needs:
            total = sum([eager[who] for who in able])
            kept = sum([free[who] for who in able])
            if total:
                each = share * kept / (kept + NOBODY) / total
                for who in able:
                    rates[who] += each * eager[who] / (free[who] or 1.0)
        return rates

    def prospect(self, who: int, first: int, rates: Sequence[float], requests: Sequence[float]) -> Prospect:
        """What to hope for from cell `first` on: of each half hour, the rate and the requests still to come."""
        each = [0.0]
        for rate, expected in zip(rates, requests, strict=True):
            each += [rate * expected] * CELLS
        return Prospect(self._worth[who], first, list(accumulate(each)))


def _by_able(forecast: Forecast, technicians: Sequence[Technician]) -> list[tuple[float, tuple[int, ...]]]:
    """The share of requests by the technicians who can serve them."""
    shares: dict[tuple[int, ...], float] = defaultdict(float)
    for (category, level), share in forecast.needs.items():
        able = [who for who, one in enumerate(technicians) if category in one.skills and one.level >= level]
        shares[tuple(able)] += share
    return [(share, able) for able, share in shares.items() if able]


def _sizes(forecast: Forecast, technician: Technician) -> tuple[Size, ...]:
    """The sorts of visit a technician can give, as shares of what they can give."""
    shares: dict[tuple[int, int], float] = defaultdict(float)
    for sort in forecast.sorts:
        if sort.need[0] in technician.skills and sort.need[1] <= technician.level:
            shares[sort.cells, sort.minutes] += sort.share
    total = sum(shares.values())
    return tuple(Size(*size, round(share / total, 4)) for size, share in sorted(shares.items()))
