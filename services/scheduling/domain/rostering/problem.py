"""One question to the roster engine: everything it looks at, as plain values that a child process can be handed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Self

from services.scheduling.domain.hours.windows import Day, Window, read_day
from services.scheduling.domain.rostering.contracts import WEEK, Contract, ShiftWish
from services.scheduling.domain.rostering.demand import Demand, Need
from services.scheduling.domain.rostering.plan import RosterPlan, written_day
from services.scheduling.domain.rostering.shifts import ShiftKind, kinds_of

DAY_MINUTES = 24 * 60
USUAL, NOBODY = Contract(), RosterPlan()


@dataclass(frozen=True)
class Member:
    """A technician of the store. `away` are windows of leave by day of the roster.

    `before` is the end of the last shift before the roster, `after` the start of the first one behind it, both in
    minutes from the midnight that begins the roster; None is long ago, or far ahead.
    """

    technician_id: str
    level: int = 1
    skills: frozenset[str] = frozenset()
    contract: Contract = USUAL
    away: Mapping[int, tuple[Window, ...]] = field(default_factory=dict, hash=False)
    before: int | None = None
    after: int | None = None

    def meets(self, need: Need) -> bool:
        return need.is_met_by(self.skills, self.level)

    def is_away_during(self, day: int, start: int, end: int) -> bool:
        return any(start < away_end and away_start < end for away_start, away_end in self.away.get(day, ()))


@dataclass(frozen=True)
class Cover:
    """How many must be there when the store opens and until it closes; of `skills` so many at work on every day."""

    opening: int = 0
    closing: int = 0
    skills: Mapping[Need, int] = field(default_factory=dict)


UNCOVERED = Cover()


@dataclass(frozen=True)
class RosterProblem:
    """`opening` has the store's windows of each day; `kinds` are the only shifts allowed, None the whole grid.

    `weights` say how much an unmet minute of a need counts, 1 where nothing is said.
    """

    first: date
    opening: tuple[tuple[Window, ...], ...]
    members: tuple[Member, ...]
    demand: Demand
    wishes: tuple[ShiftWish, ...] = ()
    cover: Cover = UNCOVERED
    weights: Mapping[Need, int] = field(default_factory=dict)
    present: RosterPlan = NOBODY
    kinds: Day | None = None

    @property
    def days(self) -> int:
        return len(self.opening)

    @cached_property
    def weeks(self) -> list[range]:
        """Its days in sevens; the last week may be a part of one."""
        return [range(start, min(start + WEEK, self.days)) for start in range(0, self.days, WEEK)]

    def date_of(self, day: int) -> date:
        return self.first + timedelta(days=day)

    def weight(self, need: Need) -> int:
        return self.weights.get(need, 1)

    def kinds_for(self, member: Member, day: int) -> list[ShiftKind]:
        """The shifts the member could work on a day, apart from their other days."""
        return [
            kind
            for kind in dict.fromkeys([*self._kinds(member.contract, day), *self._present(member, day)])
            if not member.is_away_during(day, kind.shift.start, kind.shift.end) and _rests(member, day, kind)
        ]

    def _kinds(self, contract: Contract, day: int) -> list[ShiftKind]:
        if self.kinds is None:
            return kinds_of(contract, self.opening[day])
        given = [ShiftKind(shift) for shift in cut_to_opening(self.kinds, self.opening[day])]
        return [kind for kind in dict.fromkeys(given) if 0 < kind.worked_minutes <= contract.longest_day_minutes]

    def _present(self, member: Member, day: int) -> list[ShiftKind]:
        """What they work on that day now, where it is one shift that the contract allows; it may stay."""
        shifts = self.present.on(member.technician_id, day) if self.kinds is None and self.opening[day] else ()
        kinds = [ShiftKind(shift) for shift in shifts] if len(shifts) == 1 else []
        return [kind for kind in kinds if 0 < kind.worked_minutes <= member.contract.longest_day_minutes]

    def written(self) -> dict[str, Any]:
        return {
            "first": self.first.isoformat(),
            "opening": self.opening,
            "members": [_written_member(member) for member in self.members],
            "demand": self.demand.written(),
            "wishes": [wish.written() for wish in self.wishes],
            "cover": {
                "opening": self.cover.opening,
                "closing": self.cover.closing,
                "skills": _by_need(self.cover.skills),
            },
            "weights": _by_need(self.weights),
            "present": self.present.written(self.first),
            "kinds": None if self.kinds is None else written_day(self.kinds),
        }

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Self:
        first = date.fromisoformat(written["first"])
        cover = written["cover"]
        return cls(
            first=first,
            opening=tuple(_windows(windows) for windows in written["opening"]),
            members=tuple(_read_member(member) for member in written["members"]),
            demand=Demand.read(written["demand"]),
            wishes=tuple(ShiftWish.read(wish) for wish in written["wishes"]),
            cover=Cover(cover["opening"], cover["closing"], _of_need(cover["skills"])),
            weights=_of_need(written["weights"]),
            present=RosterPlan.read(written["present"], first),
            kinds=None if written["kinds"] is None else read_day(written["kinds"]),
        )


def cut_to_opening(shifts: Day, opening: Sequence[Window]) -> Day:
    """The shifts as a store with those hours can use them: cut at its first opening and its last closing."""
    if not opening:
        return ()
    opens, closes = opening[0][0], opening[-1][1]
    cut = [_cut(shift, opens, closes) for shift in shifts]
    return tuple(shift for shift in cut if shift.start < shift.end)


def _cut(shift: Any, opens: int, closes: int) -> Any:
    start, end = max(shift.start, opens), min(shift.end, closes)
    inside = tuple((max(s, start), min(e, end)) for s, e in shift.breaks if max(s, start) < min(e, end))
    return type(shift)(start, end, inside)


def _rests(member: Member, day: int, kind: ShiftKind) -> bool:
    """Whether the shift leaves the member's rest towards what they work before and after the roster."""
    start, end = (day * DAY_MINUTES + minute for minute in (kind.shift.start, kind.shift.end))
    rest = member.contract.shortest_rest_minutes
    rested = member.before is None or start - member.before >= rest
    return rested and (member.after is None or member.after - end >= rest)


def _written_member(member: Member) -> dict[str, Any]:
    return {
        "technician_id": member.technician_id,
        "level": member.level,
        "skills": sorted(member.skills),
        "contract": member.contract.written(),
        "away": [[day, list(windows)] for day, windows in sorted(member.away.items())],
        "before": member.before,
        "after": member.after,
    }


def _read_member(written: Mapping[str, Any]) -> Member:
    return Member(
        written["technician_id"],
        written["level"],
        frozenset(written["skills"]),
        Contract.read(written["contract"]),
        {day: _windows(windows) for day, windows in written["away"]},
        written["before"],
        written["after"],
    )


def _windows(written: Sequence[Sequence[int]]) -> tuple[Window, ...]:
    return tuple((start, end) for start, end in written)


def _by_need(numbers: Mapping[Need, int]) -> list[list[Any]]:
    return [[need.category, need.level, number] for need, number in sorted(numbers.items())]


def _of_need(written: Sequence[Sequence[Any]]) -> dict[Need, int]:
    return {Need(category, level): number for category, level, number in written}
