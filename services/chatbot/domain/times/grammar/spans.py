"""From one instant to another: 今晚八点到明天早上八点, 从现在到八点."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.chatbot.domain.times.found import DAY, NOON, Days, Phrase, Window, resolved
from services.chatbot.domain.times.grammar import moments
from services.chatbot.domain.times.grammar.atoms import ClockAtom, DayAtom, NowAtom, PartAtom
from services.chatbot.domain.times.grammar.days_said import DaysSaid
from services.chatbot.domain.times.grammar.distances import InstantAtom
from services.chatbot.domain.times.grammar.line import Item
from services.chatbot.domain.times.words.tokens import Token

WAKING = ((8 * 60, 23 * 60),)
"""Hours that settle 4点 where no store's are known."""
Items = Sequence[Item | Token]


def instant_of(day: date, minutes: int, now: datetime) -> datetime:
    return datetime.combine(day, time(), now.tzinfo) + timedelta(minutes=minutes)


@dataclass(frozen=True)
class Spans:
    said: DaysSaid
    now: datetime

    def between(self, first: Items, last: Items, place: tuple[int, int]) -> Phrase | None:
        """None where the end is not behind the beginning."""
        begins = self._ends_of(first, None)
        ends = self._ends_of(last, begins[0]) if begins else None
        if not begins or not ends or ends[1] <= begins[0]:
            return None
        opens, closes = begins[0], ends[1]
        days = Days(*place, opens.date(), closes.date())
        from_minute, to_minute = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
        within = to_minute if days.is_one and to_minute > from_minute else DAY
        return Phrase(*place, days, window=Window(*place, from_minute, within, "minute"), stretch=(opens, closes))

    def _ends_of(self, items: Items, since: datetime | None) -> tuple[datetime, datetime] | None:
        """The beginning and the end of one side of a span."""
        if isinstance(items[0], NowAtom):
            return self.now, self.now
        if isinstance(items[0], InstantAtom):
            return items[0].at, items[0].at
        day = since.date() if since else self.now.date()
        if isinstance(items[0], DayAtom):
            read = self.said.each([items[0]], since=since.date() if since else None)
            if not read:
                return None
            day = read[0].first
        times = [item for item in items if isinstance(item, ClockAtom | PartAtom)]
        if not times:
            return instant_of(day, 0, self.now), instant_of(day, DAY, self.now)
        return self._on(day, moments.ends_of(times)[0], since)

    def _on(self, day: date, end: moments.End, since: datetime | None) -> tuple[datetime, datetime]:
        if isinstance(end, Window):
            return instant_of(day, end.opens, self.now), instant_of(day, end.closes, self.now)
        instant = instant_of(day, end.minutes if end.certain else resolved(end.minutes, WAKING), self.now)
        if since and instant <= since and not end.certain:
            instant = instant_of(day, end.minutes % NOON + NOON, self.now)
        if since and instant <= since:
            instant += timedelta(days=1)
        return instant, instant
