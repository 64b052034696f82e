"""Day atoms read one after the other: each leans on what was said before it; neighbours in the calendar are joined."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.chatbot.domain.times.found import Days
from services.chatbot.domain.times.grammar.atoms import DayAtom, Known

OPEN_DAYS = timedelta(days=13)
"""How far 周五以后 reaches."""
WEEK = timedelta(days=7)
AFTER, BEFORE, SINCE = "后", "前", "来"


@dataclass
class DaysSaid:
    """Reads days at one present; remembers the last one, for 当天 and 第二天."""

    today: date
    last: date | None = None

    def each(self, atoms: Sequence[DayAtom], said: str = "", since: date | None = None) -> list[Days]:
        """Every day or stretch of an enumeration whose symbols are `said`, none before `since` (today)."""
        return list(self._joined(atoms, said, since or self.today))

    def from_to(self, atoms: Sequence[DayAtom]) -> list[Days]:
        """From the first atom's days to the last one's, which are the next after them."""
        first = self.each(atoms[:1])
        if not first:
            return []
        last = self.each(atoms[-1:], since=first[0].first)
        if not last or last[0].last < first[0].first:
            return [*first, *last]
        return [Days(first[0].start, last[0].end, first[0].first, last[0].last)]

    def opened(self, days: Days, side: str | None) -> Days:
        """周五以后, 周五之前, 周一以来."""
        if side == SINCE:
            return replace(days, last=max(days.last, self.today))
        if side == AFTER:
            return replace(days, last=days.last + OPEN_DAYS)
        return replace(days, first=min(self.today, days.last)) if side == BEFORE else days

    def _joined(self, atoms: Sequence[DayAtom], said: str, since: date) -> Iterator[Days]:
        waiting: tuple[DayAtom, Days] | None = None
        for atom, days in self._read(atoms, since):
            one = _one(waiting, (atom, days), said) if waiting else None
            if waiting and one is None:
                yield waiting[1]
            waiting = (atom, one or days)
        if waiting:
            yield waiting[1]

    def _read(self, atoms: Sequence[DayAtom], since: date) -> Iterator[tuple[DayAtom, Days]]:
        known = Known(self.today, since, same=self.last)
        for atom in atoms:
            stretch = atom.reads(known)
            if stretch:
                self.last = stretch.last
                known = Known(self.today, since, stretch.month, stretch.monday, stretch.last)
                yield atom, Days(atom.start, atom.end, stretch.first, stretch.last)


def _one(before: tuple[DayAtom, Days], after: tuple[DayAtom, Days], said: str) -> Days | None:
    """Two that are one: a day said more exactly, or neighbours in the calendar (周六、周日); None otherwise."""
    (first_atom, first), (atom, days) = before, after
    exact = None if "和" in said else _more_exactly(first_atom, atom, first, days)
    if exact:
        return Days(first.start, days.end, exact.first, exact.last)
    if first.last + timedelta(days=1) == days.first:
        return Days(first.start, days.end, first.first, days.last)
    return None


def _more_exactly(first_atom: DayAtom, atom: DayAtom, first: Days, days: Days) -> Days | None:
    """25号周三, 周末，周六吧, 两周后的周三."""
    if not first.is_one and first.first <= days.first <= days.last <= first.last:
        return days
    if _is_named_twice(first_atom, atom, first, days):
        return days if atom.kind == "date" or first_atom.kind == "weekday" else first
    if atom.is_bare and first.last - first.first == WEEK - timedelta(days=1):
        day = first.first + timedelta(days=(days.first - first.first).days % WEEK.days)
        return replace(days, first=day, last=day)
    return None


def _is_named_twice(first_atom: DayAtom, atom: DayAtom, first: Days, days: Days) -> bool:
    """A weekday behind a date only confirms it, even when they do not agree; before a date it has to agree."""
    if (first.first, first.last) == (days.first, days.last):
        return True
    if atom.kind == "weekday":
        return first_atom.kind == "date" or (first_atom.kind == "other" and first.first == days.first)
    agrees = days.first.weekday() == first.first.weekday()
    return first_atom.kind == "weekday" and atom.kind == "date" and agrees
