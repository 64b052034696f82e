"""Atoms composed into phrases: days with their times, ranges, open ends, enumerations.

Rules are regular expressions over the second shorthand (see `line.Line`); the longest match wins.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from services.chatbot.domain.times.found import DAY, Clock, Days, Duration, Offset, Phrase, Window
from services.chatbot.domain.times.grammar import moments
from services.chatbot.domain.times.grammar.atoms import AmountAtom, ClockAtom, DayAtom, PartAtom, RepeatAtom
from services.chatbot.domain.times.grammar.days_said import AFTER, BEFORE, DaysSaid
from services.chatbot.domain.times.grammar.distances import InstantAtom, MoveAtom, SpanAtom
from services.chatbot.domain.times.grammar.line import Line
from services.chatbot.domain.times.grammar.marks import is_refused_before
from services.chatbot.domain.times.grammar.spans import Items, Spans, instant_of

_TIMES = r"从?P?,?[CI]到P?[CI]间?|从?P?C和P?C间|从P?C和P?C|从?P到P间?|P?,?[CI]i?P?|P"
_DAYS = r"从?D到D间?|从D(?=到P?C)|D和D间|D(?:[和,]?D)*|E"
# After a refusal a comma ends what is refused: 不要周六，周日.
_REFUSED_DAYS = r"从?D到D间?|D(?:和?D)*|E"
_END = r"(?:O|T|D,?P?C|D,?P)"


def _phrase(days: str) -> str:
    return (
        rf"(?P<lead>[ab])?(?:(?P<days>{days})(?:,?i?(?P<times>{_TIMES}))?|(?P<alone>{_TIMES}))(?P<open>[后前内来顺])?"
    )


_PHRASE = re.compile(_phrase(_DAYS))
_REFUSED = re.compile(_phrase(_REFUSED_DAYS))
_TURNED = re.compile(rf"(?P<lead>[ab])?(?P<alone>{_TIMES})(?P<days>从?D到D|D|E)(?P<part>P(?!C))?(?P<times>)(?P<open>)")
_SPAN = re.compile(rf"从?(?P<first>{_END}|P?C)到(?P<last>{_END}|P?C|D)间?")
_ALONE = re.compile("[ATLMO]")
_BEGINS = frozenset("DECPIATLMO从ab")
_SIDES = {"a": AFTER, "b": BEFORE, "顺": AFTER}
_LONG = timedelta(days=1)


class Composer:
    """Reads one line at one present."""

    def __init__(self, line: Line, now: datetime) -> None:
        self.line = line
        self.now = now
        self.said = DaysSaid(now.date())

    def phrases(self) -> Iterator[Phrase]:
        place, symbols = 0, self.line.symbols
        while place < len(symbols):
            found = self._longest(place) if symbols[place] in _BEGINS else None
            if found:
                yield from self._composed(found)
            place = found.end() if found else place + 1

    def _longest(self, place: int) -> re.Match[str] | None:
        start = self.line.items[place].start
        phrase = _REFUSED if is_refused_before(self.line.text, start) else _PHRASE
        tried = (pattern.match(self.line.symbols, place) for pattern in (phrase, _TURNED, _SPAN, _ALONE))
        return max((found for found in tried if found), key=lambda found: found.end(), default=None)

    def _composed(self, found: re.Match[str]) -> Iterator[Phrase]:
        if found.re is _ALONE:
            yield self._alone(found)
        elif found.re is _SPAN:
            first, last = (self._items(found, group) for group in ("first", "last"))
            span = Spans(self.said, self.now).between(first, last, self.line.place(found))
            yield from [span] if span else []
        else:
            yield from self._phrase(found)

    def _items(self, found: re.Match[str], group: str) -> Items:
        return self.line.items[found.start(group) : found.end(group)] if found[group] else ()

    def _alone(self, found: re.Match[str]) -> Phrase:
        item, place = self.line.items[found.start()], self.line.place(found)
        if isinstance(item, AmountAtom):
            return Phrase(*place, duration=Duration(*place, item.amount.total))
        if isinstance(item, MoveAtom):
            return Phrase(*place, offset=Offset(*place, item.seconds, "appointment"))
        if isinstance(item, InstantAtom):
            day, minutes = item.at.date(), item.at.hour * 60 + item.at.minute
            clock = Clock(*place, minutes, certain=True, second=item.at.second)
            return Phrase(*place, Days(*place, day, day), clock, offset=Offset(*place, item.seconds, "now"))
        if isinstance(item, SpanAtom):
            return Phrase(*place, _days_of(item), stretch=(item.first, item.last))
        return Phrase(*place, stretch=(self.now, self.now))

    def _phrase(self, found: re.Match[str]) -> Iterator[Phrase]:
        place, days = self.line.place(found), self._items(found, "days")
        clock, window = self._times(found)
        said_side = found["open"] or found["lead"]
        side = _SIDES.get(said_side, said_side)
        said = clock or window
        if said and side in {AFTER, BEFORE}:
            clock, window = None, moments.opened(said, is_after=side == AFTER)
        if days and isinstance(days[0], RepeatAtom):
            every = days[0]
            part = moments.window_of(every.part) if every.part and not said else window
            yield Phrase(*place, None, clock, part, every.repeat)
        elif days:
            for each in self._days(found, days, clock):
                until = None if said else self._until(each, side)
                yield Phrase(*place, each if said else self.said.opened(each, side), clock, window, stretch=until)
        else:
            yield Phrase(*place, clock=clock, window=window)

    def _until(self, days: Days, side: str | None) -> tuple[datetime, datetime] | None:
        """周五之前 begins now, as what has passed of today is no choice."""
        ends = instant_of(days.last, DAY, self.now)
        return (self.now, ends) if side == BEFORE and self.now < ends else None

    def _times(self, found: re.Match[str]) -> tuple[Clock | None, Window | None]:
        """The clock time or the window of a phrase, where it has one."""
        items = [*self._items(found, "times"), *self._items(found, "alone")]
        if found.re is _TURNED:  # from 10 to 12 tomorrow morning
            items += self._items(found, "part")
        atoms = [item for item in items if isinstance(item, ClockAtom | PartAtom)]
        if not atoms:
            return None, None
        first, *others = moments.ends_of(atoms)
        if others:
            part = atoms[0] if isinstance(atoms[0], PartAtom) and atoms[0].certain else None
            return None, moments.between(first, others[-1], part)
        return (first, None) if isinstance(first, Clock) else (None, first)

    def _days(self, found: re.Match[str], items: Items, clock: Clock | None) -> list[Days]:
        atoms = [item for item in items if isinstance(item, DayAtom)]
        said = found["days"]
        if len(atoms) > 1 and ("到" in said or "间" in said):
            return self.said.from_to(atoms)
        days = self.said.each(atoms, said)
        if len(days) == 1 and atoms[0].is_bare and clock and clock.certain:
            return [self._not_passed(days[0], clock)]
        return days

    def _not_passed(self, days: Days, clock: Clock) -> Days:
        """周一上午十点, said on Monday at noon, is next week's."""
        is_over = days.first == self.now.date() and instant_of(days.first, clock.minutes, self.now) < self.now
        week = timedelta(days=7 if is_over else 0)
        return replace(days, first=days.first + week, last=days.last + week)


def _days_of(span: SpanAtom) -> Days | None:
    """Days only where it is longer than one, as 未来十分钟 says no day."""
    if span.last - span.first < _LONG:
        return None
    is_midnight = span.last.time() == time()
    last = span.last.date() - timedelta(days=1 if is_midnight else 0)
    return Days(span.start, span.end, span.first.date(), last)
