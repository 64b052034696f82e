"""When those who wait in the store will have their turn, by the calendar as it is and in the order they came.

Each in turn is put where they could begin first, given everybody before them; what they take is not there for those
behind. Time is bits, five minutes each, from now on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MINUTES = 5
CELL = timedelta(minutes=MINUTES)
Stretch = tuple[datetime, datetime]
What = tuple[str, int]


@dataclass(frozen=True)
class FreeTime:
    """For a treatment and so many guests: in which stretches each technician could begin, and how many guests there are
    places for at a start (None: as many as come). `needed_minutes` is what it takes with its preparation and turnover.
    """

    treatment_id: str
    party_size: int
    needed_minutes: int
    technicians: Mapping[str, tuple[Stretch, ...]]
    places: tuple[tuple[Stretch, int], ...] | None = None


@dataclass(frozen=True)
class Turn:
    """Somebody in line: what they came for, and with whom."""

    ticket_id: str
    what: What
    technician_id: str | None = None


@dataclass
class _Day:
    """What those before have taken: of technicians, and of places."""

    now: datetime
    taken: dict[str, int] = field(default_factory=dict)
    guests: list[tuple[int, int, int]] = field(default_factory=list)

    def bits(self, stretches: Iterable[Stretch]) -> int:
        bits = 0
        for start, end in stretches:
            first, last = max(-((self.now - start) // CELL), 0), max(-((self.now - end) // CELL), 0)
            bits |= (1 << last) - (1 << first) if last > first else 0
        return bits


def estimates(now: datetime, line: Sequence[Turn], free: Mapping[What, FreeTime]) -> dict[str, datetime]:
    """By ticket, when each could begin; who cannot any more today is left out."""
    day, found = _Day(now), dict[str, datetime]()
    for turn in line:
        wanted = free.get(turn.what)
        start = None if wanted is None else _first(day, turn, wanted)
        if wanted is None or start is None:
            continue
        cell, who = start
        _take(day, wanted, cell, who)
        found[turn.ticket_id] = now + cell * CELL
    return found


def _first(day: _Day, turn: Turn, wanted: FreeTime) -> tuple[int, list[str]] | None:
    """The first cell in which enough can begin, and who they are."""
    length = -(-wanted.needed_minutes // MINUTES)
    able = {who: day.bits(starts) & ~_blocked(day.taken.get(who, 0), length) for who, starts in _named(turn, wanted)}
    any_start = 0
    for starts in able.values():
        any_start |= starts
    for cell in _each(any_start):
        who = [one for one in able if able[one] >> cell & 1]
        is_there = turn.technician_id is None or turn.technician_id in who
        if is_there and len(who) >= wanted.party_size and _has_place(day, wanted, cell, length):
            return cell, sorted(who, key=lambda one: one != turn.technician_id)[: wanted.party_size]
    return None


def _named(turn: Turn, wanted: FreeTime) -> list[tuple[str, tuple[Stretch, ...]]]:
    """Whoever may take a single guest is the one they named; a party needs others beside."""
    everybody = wanted.technicians.items()
    is_alone = wanted.party_size == 1 and turn.technician_id is not None
    return [(who, starts) for who, starts in everybody if not is_alone or who == turn.technician_id]


def _blocked(taken: int, length: int) -> int:
    """The starts from which so many cells would run into what is taken."""
    blocked = 0
    for back in range(length):
        blocked |= taken >> back
    return blocked


def _has_place(day: _Day, wanted: FreeTime, cell: int, length: int) -> bool:
    if wanted.places is None:
        return True
    free = max((count for stretch, count in wanted.places if day.bits([stretch]) >> cell & 1), default=0)
    beside = sum(size for start, end, size in day.guests if start < cell + length and cell < end)
    return free - beside >= wanted.party_size


def _take(day: _Day, wanted: FreeTime, cell: int, who: Sequence[str]) -> None:
    length = -(-wanted.needed_minutes // MINUTES)
    for one in who:
        day.taken[one] = day.taken.get(one, 0) | ((1 << length) - 1) << cell
    day.guests.append((cell, cell + length, wanted.party_size))


def _each(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
