"""Atoms composed into phrases: days with their times, ranges, open ends, enumerations.

Rules are regular expressions over the second shorthand (see `line.Line`); the longest match wins.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from services.chatbot.domain.times.found import DAY, Clock, Days, Duration, Offset, Phrase, Window, resolved
from services.chatbot.domain.times.grammar import moments
from services.chatbot.domain.times.grammar.atoms import (
    AmountAtom,
    ClockAtom,
    DayAtom,
    Known,
    NowAtom,
    PartAtom,
    RepeatAtom,
)
from services.chatbot.domain.times.grammar.distances import InstantAtom, MoveAtom, SpanAtom
from services.chatbot.domain.times.grammar.line import Line
from services.chatbot.domain.times.grammar.marks import is_refused_before

WAKING = ((8 * 60, 23 * 60),)
"""Hours that settle 4点 where no store's are known."""
OPEN_DAYS = timedelta(days=13)
"""How far 周五以后 reaches."""

_TIMES = r"从?P?,?[CI]到P?[CI]间?|从?P?C和P?C间|从P?C和P?C|从?P到P间?|P?,?[CI]i?P?|P"
_DAYS = r"从?D到D间?|从D(?=到P?C)|D和D间|D(?:[和,]?D)*|E"
_ONE_BY_ONE = r"从?D到D间?|D(?:和?D)*|E"
_END = r"(?:O|T|D,?P?C|D,?P)"


def _phrase(days: str) -> str:
    return rf"(?P<lead>[ab])?(?:(?P<days>{days})(?:,?i?(?P<times>{_TIMES}))?|(?P<alone>{_TIMES}))(?P<open>[后前内来])?"


_PHRASE = re.compile(_phrase(_DAYS))
_REFUSED = re.compile(_phrase(_ONE_BY_ONE))
_TURNED = re.compile(rf"(?P<lead>[ab])?(?P<alone>{_TIMES})(?P<days>从?D到D|D|E)(?P<times>)(?P<open>)")
_SPAN = re.compile(rf"从?(?P<first>{_END}|P?C)到(?P<last>{_END}|P?C)间?")
_ALONE = re.compile("[ATLMO]")
SINCE = "来"
_SIDES = {"后": moments.AFTER, "前": moments.BEFORE, "a": moments.AFTER, "b": moments.BEFORE}


@dataclass
class Composer:
    """Reads one line at one present; remembers the days said before, for 当天 and for 下月3号或5号."""

    line: Line
    now: datetime
    same: date | None = None

    def phrases(self) -> Iterator[Phrase]:
        place, symbols = 0, self.line.symbols
        while place < len(symbols):
            if symbols[place] in "DECPIATLMO从ab":
                found = self._longest(place)
                if found:
                    yield from self._composed(found)
                    place = found.end()
                    continue
            place += 1

    def _longest(self, place: int) -> re.Match[str] | None:
        start = self.line.items[place].start
        phrase = _REFUSED if is_refused_before(self.line.text, start) else _PHRASE
        tried = (pattern.match(self.line.symbols, place) for pattern in (phrase, _TURNED, _SPAN, _ALONE))
        matches = [found for found in tried if found]
        return max(matches, key=lambda found: found.end(), default=None)

    def _composed(self, found: re.Match[str]) -> Iterator[Phrase]:
        place = self.line.place(found)
        if found.re is _ALONE:
            yield self._alone(found, place)
        elif found.re is _SPAN:
            span = self._span(found, place)
            if span:
                yield span
        else:
            yield from self._phrase(found, place)

    def _alone(self, found: re.Match[str], place: tuple[int, int]) -> Phrase:
        item = self.line.items[found.start()]
        if isinstance(item, AmountAtom):
            return Phrase(*place, duration=Duration(*place, item.amount.total))
        if isinstance(item, MoveAtom):
            return Phrase(*place, offset=Offset(*place, item.seconds, "appointment"))
        if isinstance(item, InstantAtom):
            return self._instant(item, place)
        if isinstance(item, SpanAtom):
            return self._days_of_span(item, place)
        return Phrase(*place, stretch=(self.now, self.now))

    def _instant(self, item: InstantAtom, place: tuple[int, int]) -> Phrase:
        day = item.at.date()
        clock = Clock(*place, item.at.hour * 60 + item.at.minute, certain=True, second=item.at.second)
        return Phrase(*place, Days(*place, day, day), clock, offset=Offset(*place, item.seconds, "now"))

    def _days_of_span(self, item: SpanAtom, place: tuple[int, int]) -> Phrase:
        """Days only where it is longer than one, as 未来十分钟 says no day."""
        last = (item.last - timedelta(seconds=1)).date() if item.last.time() == time() else item.last.date()
        is_long = item.last - item.first >= timedelta(days=1)
        days = Days(*place, item.first.date(), last) if is_long else None
        return Phrase(*place, days, stretch=(item.first, item.last))

    def _span(self, found: re.Match[str], place: tuple[int, int]) -> Phrase | None:
        """今晚八点到明天早上八点: from one instant to another."""
        first = self._instants(found, "first", None)
        if not first:
            return None
        last = self._instants(found, "last", first[0])
        if not last or last[1] <= first[0]:
            return None
        ends = first[0], last[1]
        days = Days(*place, ends[0].date(), ends[1].date())
        clock = ends[0].hour * 60 + ends[0].minute
        until = ends[1].hour * 60 + ends[1].minute
        window = Window(*place, clock, until if days.is_one and until > clock else DAY, "minute")
        return Phrase(*place, days, window=window, stretch=ends)

    def _instants(self, found: re.Match[str], group: str, since: datetime | None) -> tuple[datetime, datetime] | None:
        """The beginning and the end of one end of a span."""
        items = self.line.items[found.start(group) : found.end(group)]
        if isinstance(items[0], NowAtom):
            return self.now, self.now
        if isinstance(items[0], InstantAtom):
            return items[0].at, items[0].at
        day = since.date() if since else self.now.date()
        if isinstance(items[0], DayAtom):
            read = self._read([items[0]], since.date() if since else None)
            if not read:
                return None
            day = read[0].first
        ends = moments.ends_of([item for item in items if isinstance(item, ClockAtom | PartAtom)])
        return self._on_day(day, ends[0], since) if ends else None

    def _on_day(self, day: date, end: moments.End, since: datetime | None) -> tuple[datetime, datetime]:
        if isinstance(end, Window):
            return self._at(day, end.opens), self._at(day, end.closes)
        at = self._at(day, end.minutes if end.certain else resolved(end.minutes, WAKING))
        if since and at <= since and not end.certain:
            at = self._at(day, end.minutes % (DAY // 2) + DAY // 2)
        return (at, at) if not since or at > since else (at + timedelta(days=1),) * 2

    def _at(self, day: date, minutes: int) -> datetime:
        return datetime.combine(day, time(), self.now.tzinfo) + timedelta(minutes=minutes)

    def _phrase(self, found: re.Match[str], place: tuple[int, int]) -> Iterator[Phrase]:
        days_items = self.line.items[found.start("days") : found.end("days")] if found["days"] else []
        group = "times" if found["times"] else "alone"
        clock, window = self._times(found, group) if found[group] else (None, None)
        side = _SIDES.get(found["open"] or found["lead"] or "")
        if side and (clock or window):
            clock, window = None, moments.opened(clock or window, side)  # type: ignore[arg-type]
        if days_items and isinstance(days_items[0], RepeatAtom):
            repeat = days_items[0]
            if not (clock or window) and repeat.part:
                window = moments.window_of(repeat.part)
            yield Phrase(*place, None, clock, window, repeat=repeat.repeat)
            return
        if not days_items:
            yield Phrase(*place, clock=clock, window=window)
            return
        days = self._days(found, days_items, clock)
        for each in days:
            reach = each if clock or window else self._open_days(each, found["open"] or side)
            yield Phrase(*place, reach, clock, window)

    def _open_days(self, days: Days, side: str | None) -> Days:
        if side == SINCE:
            return replace(days, last=max(days.last, self.now.date()))
        if side not in {moments.AFTER, moments.BEFORE}:
            return days
        if side == moments.AFTER:
            return replace(days, last=days.last + OPEN_DAYS)
        return replace(days, first=min(self.now.date(), days.last))

    def _times(self, found: re.Match[str], group: str) -> tuple[Clock | None, Window | None]:
        items = self.line.items[found.start(group) : found.end(group)]
        atoms = [item for item in items if isinstance(item, ClockAtom | PartAtom)]
        ends = moments.ends_of(atoms)
        if len(ends) > 1:
            part = atoms[0] if isinstance(atoms[0], PartAtom) and atoms[0].certain else None
            return None, moments.between(ends[0], ends[-1], part)
        end = ends[0]
        return (end, None) if isinstance(end, Clock) else (None, end)

    def _days(self, found: re.Match[str], items: Sequence[object], clock: Clock | None) -> list[Days]:
        atoms = [item for item in items if isinstance(item, DayAtom)]
        said = found["days"]
        if ("到" in said and len(atoms) > 1) or "间" in said:
            return self._range(atoms)
        days = list(self._enumerated(atoms, said))
        if len(days) == 1 and atoms[0].is_bare and clock and clock.certain:
            return [self._not_passed(days[0], clock)]
        return days

    def _not_passed(self, days: Days, clock: Clock) -> Days:
        """周一上午十点, said on Monday at noon, is next week's."""
        at = self._at(days.first, clock.minutes)
        week = timedelta(days=7 if at < self.now and days.first == self.now.date() else 0)
        return replace(days, first=days.first + week, last=days.last + week)

    def _range(self, atoms: Sequence[DayAtom]) -> list[Days]:
        first = self._read(atoms[:1], None)
        if not first:
            return []
        last = self._read(atoms[-1:], first[0].first)
        if not last or last[0].last < first[0].first:
            return [*first, *last]
        return [Days(first[0].start, last[0].end, first[0].first, last[0].last)]

    def _read(self, atoms: Sequence[DayAtom], since: date | None) -> list[Days]:
        return list(self._enumerated(atoms, "", since))

    def _enumerated(self, atoms: Sequence[DayAtom], said: str, since: date | None = None) -> Iterator[Days]:
        """Each day; neighbours in the calendar are one stretch, and 周三25号 or 12号，星期一 is one day."""
        waiting: Days | None = None
        known = Known(self.now.date(), since or self.now.date(), same=self.same)
        before: DayAtom | None = None
        for atom in atoms:
            stretch = atom.reads(known)
            if stretch is None:
                continue
            days = Days(atom.start, atom.end, stretch.first, stretch.last)
            self.same = stretch.last
            known = Known(known.today, known.since, stretch.month, stretch.monday, stretch.last)
            if waiting and before and _is_same_day(before, atom, waiting, days, said):
                waiting = _named_twice(before, atom, waiting, days)
            elif waiting and waiting.last + timedelta(days=1) == days.first:
                waiting = Days(waiting.start, days.end, waiting.first, days.last)
            else:
                if waiting:
                    yield waiting
                waiting = days
            before = atom
        if waiting:
            yield waiting


def _is_same_day(before: DayAtom, atom: DayAtom, first: Days, second: Days, said: str) -> bool:
    """A weekday that only confirms a date beside it: 25号周三, 今天周三; with 和 between they are two."""
    kinds = {before.kind, atom.kind}
    if "和" in said or "weekday" not in kinds or len(kinds) == 1:
        return False
    return (
        first.first == second.first
        or (atom.kind == "weekday" and before.kind == "date")
        or (atom.kind == "date" and second.first.weekday() == first.first.weekday())
    )


def _named_twice(before: DayAtom, atom: DayAtom, first: Days, second: Days) -> Days:
    date_of = second if atom.kind == "date" or before.kind == "weekday" else first
    return Days(first.start, second.end, date_of.first, date_of.last)
