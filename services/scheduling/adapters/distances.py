"""How far it is: by the haversine formula, or by a map that is asked seldom and never waited for under a lock."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from services.scheduling.domain.travel.places import Road, Trip, road_of
from shared.db import in_transaction
from shared.errors import Unavailable

log = logging.getLogger(__name__)

KEPT_SECONDS, RETRY_SECONDS, MOST_KEPT = 24 * 3600, 60, 200_000


class MapProvider(Protocol):
    """A map service; its adapter says here what it knows."""

    def roads(self, trips: Sequence[Trip]) -> Mapping[Trip, Road]:
        """The road of each trip, a trip it does not know left out. Unavailable or OSError when it cannot say."""
        ...


class CrowDistances:
    """The default, for which nobody is asked."""

    def roads(self, trips: Iterable[Trip]) -> dict[Trip, Road]:
        return {trip: road_of(trip) for trip in trips}

    def learn(self, trips: Callable[[], Iterable[Trip]]) -> None:
        """There is nothing to learn."""


class MapDistances:
    """A map's roads, kept for a day in the process; what it does not say is guessed by the haversine formula.

    Places are where customers live: they are kept in memory and nowhere else. A map that failed is left alone for a
    minute, so that an outage costs one timeout and not one for each request.
    """

    def __init__(
        self, provider: MapProvider, clock: Callable[[], float] = time.monotonic, kept_seconds: float = KEPT_SECONDS
    ) -> None:
        self._provider = provider
        self._clock = clock
        self._kept_seconds = kept_seconds
        self._kept: dict[Trip, tuple[float, Road]] = {}
        self._asked_again_at = clock()

    def roads(self, trips: Iterable[Trip]) -> dict[Trip, Road]:
        """Inside a transaction nobody is asked: what was not learned before it is guessed."""
        wanted = list(dict.fromkeys(trips))
        if not in_transaction():
            self._learn(wanted)
        return {trip: self._known(trip) or road_of(trip) for trip in wanted}

    def learn(self, trips: Callable[[], Iterable[Trip]]) -> None:
        self._learn(list(dict.fromkeys(trips())))

    def _learn(self, trips: Sequence[Trip]) -> None:
        unknown = [trip for trip in trips if trip[0] != trip[1] and self._known(trip) is None]
        if not unknown or self._clock() < self._asked_again_at:
            return
        try:
            told = self._provider.roads(unknown)
        except (Unavailable, OSError) as error:
            self._asked_again_at = self._clock() + RETRY_SECONDS
            log.warning("the map does not answer, distances are guessed for %s s: %s", RETRY_SECONDS, error)
            return
        self._keep(told)

    def _known(self, trip: Trip) -> Road | None:
        until, road = self._kept.get(trip, (0.0, None))
        return road if road is not None and self._clock() < until else None

    def _keep(self, told: Mapping[Trip, Road]) -> None:
        """The oldest make room for the new."""
        until = self._clock() + self._kept_seconds
        for trip, road in told.items():
            self._kept.pop(trip, None)
            self._kept[trip] = until, road
        for oldest in list(self._kept)[: max(len(self._kept) - MOST_KEPT, 0)]:
            del self._kept[oldest]
