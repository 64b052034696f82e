"""How many minutes of which treatments customers want in each hour."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

HOUR = 60

Slot = tuple[
    int, int
]  # day of the roster from 0, hour of the store's clock from that day's midnight (25: one at night)
Minutes = Mapping[Slot, Mapping["Need", int]]


@dataclass(frozen=True, order=True)
class Need:
    """A kind of demand: a category of treatments, from a level on."""

    category: str
    level: int = 1

    def is_met_by(self, skills: frozenset[str], level: int) -> bool:
        return self.category in skills and level >= self.level


@dataclass(frozen=True)
class Demand:
    """Minutes of technicians' work by hour and need. A visit that crosses the hour counts in both with its share."""

    minutes: Minutes

    @classmethod
    def of(cls, told: Iterable[tuple[Slot, Need, int]]) -> Self:
        """What is told twice adds up."""
        minutes: dict[Slot, dict[Need, int]] = defaultdict(lambda: defaultdict(int))
        for slot, need, wanted in told:
            if wanted > 0:
                minutes[slot][need] += wanted
        return cls({slot: dict(sorted(minutes[slot].items())) for slot in sorted(minutes)})

    @property
    def total(self) -> int:
        return sum(sum(wanted.values()) for wanted in self.minutes.values())

    @property
    def needs(self) -> tuple[Need, ...]:
        return tuple(sorted({need for wanted in self.minutes.values() for need in wanted}))

    def written(self) -> list[list[Any]]:
        return [
            [*slot, need.category, need.level, minutes]
            for slot, wanted in self.minutes.items()
            for need, minutes in wanted.items()
        ]

    @classmethod
    def read(cls, written: Iterable[Sequence[Any]]) -> Self:
        return cls.of(((day, hour), Need(category, level), minutes) for day, hour, category, level, minutes in written)
