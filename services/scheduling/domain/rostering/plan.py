"""A roster: who works which shifts on which day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from services.scheduling.domain.hours.windows import Day, read_day

Place = tuple[str, int]  # technician, day of the roster from 0


@dataclass(frozen=True)
class RosterPlan:
    """A day that is not named is free."""

    shifts: Mapping[Place, Day] = field(default_factory=dict)

    def on(self, technician_id: str, day: int) -> Day:
        return self.shifts.get((technician_id, day), ())

    def with_day(self, technician_id: str, day: int, shifts: Day) -> Self:
        others = {place: on for place, on in self.shifts.items() if place != (technician_id, day)}
        return type(self)({**others, (technician_id, day): shifts} if shifts else others)

    def written(self, first: date) -> list[dict[str, Any]]:
        """Days with shifts, by technician and date."""
        return [
            {
                "technician_id": who,
                "on": date.fromordinal(first.toordinal() + day).isoformat(),
                "shifts": written_day(on),
            }
            for (who, day), on in sorted(self.shifts.items())
            if on
        ]

    @classmethod
    def read(cls, written: Iterable[Mapping[str, Any]], first: date) -> Self:
        return cls(
            {
                (row["technician_id"], (date.fromisoformat(row["on"]) - first).days): read_day(row["shifts"])
                for row in written
            }
        )


def written_day(shifts: Day) -> list[dict[str, object]]:
    return [shift.written() for shift in shifts]
