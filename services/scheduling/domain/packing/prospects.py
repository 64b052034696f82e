"""How the requests still to come will share out among those who can serve them.

Whoever has a rare skill, or is one of few still free at an hour that many want, will be needed: their time is worth
more. In each half hour the requests for a need are shared among the able in proportion to their free time, then once
more with less for those on whom the other needs press; a request that names somebody falls to them alone.
"""

from collections import defaultdict
from collections.abc import Sequence

from services.scheduling.domain.business.shop import Technician
from services.scheduling.domain.packing.demand import Forecast
from services.scheduling.domain.packing.worth import Prospect, Size, worth_table

CELLS = 6  # of a half hour
NEAR = 5  # half hours around one within which free time serves the same guests
NAMED = 0.25  # how much a request counts that names somebody: it leaves no choice, and cannot be won by keeping room
TINY = 1e-9
NOBODY = 0.5  # cells added to the free time of all the able: the last of it is not worth endlessly much
MOST_PRESSED = 2.5  # time asked for over free time, above which more requests make no difference


class Crew:
    """The technicians among whom requests share out, in a fixed order."""

    def __init__(self, forecast: Forecast, technicians: Sequence[Technician]) -> None:
        self._needs = _by_able(forecast, technicians)
        self._named = [forecast.named.get(who.id, 0.0) * NAMED for who in technicians]
        self._worth = [worth_table(_sizes(forecast, who)) for who in technicians]
        self._usual_cells = sum(sort.cells * sort.share for sort in forecast.sorts)

    def rates(self, free: Sequence[float]) -> list[float]:
        """Of one request that a half hour could serve: the part that falls to each free cell of each technician.

        `free` are the technicians' free cells in a half hour, on average around that time.
        """
        evenly = self._shared(free, [1.0] * len(free))
        turned = self._shared(free, [1 / max(rate, TINY) for rate in evenly])
        return [(one + other) / 2 for one, other in zip(evenly, turned, strict=True)]

    def _shared(self, free: Sequence[float], liking: Sequence[float]) -> list[float]:
        """The parts, when requests go to free cells in proportion to how they like whose they are."""
        rates = [named / (cells + NOBODY) for named, cells in zip(self._named, free, strict=True)]
        liked = [cells * like for cells, like in zip(free, liking, strict=True)]
        for share, able in self._needs:
            cells, likes = 0.0, TINY
            for who in able:
                cells += free[who]
                likes += liked[who]
            each = share * cells / (cells + NOBODY) / likes
            for who in able:
                rates[who] += each * liking[who]
        return rates

    def prospect(self, who: int, first: int, rates: Sequence[float], requests: Sequence[float]) -> Prospect:
        """What to hope for from cell `first` on; `rates` and the requests still to come are by half hour.

        A request that anybody could serve is no reason to keep a gap for it: only those count for whom there would be
        no other, and the more press on the free time, the more of them are such.
        """
        arriving = [0.0]
        for rate, expected in zip(rates, requests, strict=True):
            pressed = rate * expected * self._usual_cells
            each = rate * expected * min(pressed, MOST_PRESSED)
            arriving += [arriving[-1] + each * cell for cell in range(1, CELLS + 1)]
        return Prospect(self._worth[who], first, arriving)


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
