"""What one sentence means: intent, confidence and slots, named and shaped as the API promises."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from services.chatbot.domain import intents, names, times
from services.chatbot.domain.catalogue import Catalogue, Store, clock_of, minutes_of
from services.chatbot.domain.names import STORE, Lexicon, Mention
from services.chatbot.domain.red_flags import find_red_flags
from services.chatbot.domain.text import normalised
from services.chatbot.domain.wishes import find_wishes

VERSION = "rules-1"
ALL_DAY = ((9 * 60, 22 * 60),)
_SIDES = re.compile(
    r"改期到|改约到|改到|改成|改为|改约|换到|换成|挪到|推迟到|延后到|延到|提前到|调到"
    r"|改(?=下|明|后|今|周|\d|[一二三四五六七八九十])|\bto\b"
)
_OLD_ONE = re.compile(r"那个|那次|的预约|的约|\bmy .*(?:appointment|booking)")
_TEMPORAL = frozenset({"date", "date_range", "time", "time_range"})
MINUTES_OF_DAY, HALF_A_DAY = 24 * 60, 12 * 60


@dataclass(frozen=True)
class Understanding:
    """`slots` holds API names and values only; an explicit intent was said, not concluded from what was named."""

    intent: str
    confidence: float
    slots: dict[str, Any] = field(default_factory=dict)
    is_explicit: bool = False

    def as_view(self) -> dict[str, Any]:
        return {"intent": self.intent, "confidence": self.confidence, "slots": self.slots}

    @property
    def red_flags(self) -> tuple[str, ...]:
        return tuple(self.slots.get("red_flag", ()))


@dataclass(frozen=True)
class Reader:
    """Understands sentences about one catalogue. `now` is the present on the stores' clock."""

    catalogue: Catalogue

    @cached_property
    def known(self) -> Lexicon:
        return names.surfaces(self.catalogue)

    def understand(self, text: str, now: datetime, *, store: str | None = None) -> Understanding:
        """`store` is the one the conversation is about: it settles bare clock times where the sentence names none."""
        plain = normalised(text)
        named = names.read(plain, self.known)
        mentions = named.mentions
        slots = self._slots(plain, named, now, store)
        unnamed = _unnamed(plain, mentions)
        intent, confidence, also = intents.decided(unnamed, slots)
        if intent == "reschedule":
            slots = self._with_sides(plain, mentions, now, store, slots)
        if also:
            slots["also"] = list(also)
        return Understanding(intent, confidence, slots, intent in intents.score(unnamed))

    def _slots(self, text: str, named: names.Named, now: datetime, store: str | None) -> dict[str, Any]:
        slots = dict(named.slots)
        flags = find_red_flags(text)
        unnamed = _unnamed(text, named.mentions)
        slots |= find_wishes(unnamed)
        slots |= self._times(unnamed, now, self._hours(slots.get(STORE, store)))
        if flags:
            slots["red_flag"] = list(flags)
        return slots

    def _with_sides(
        self, text: str, mentions: Sequence[Mention], now: datetime, store: str | None, slots: dict[str, Any]
    ) -> dict[str, Any]:
        """Both sides of a change (周五那个改到下周一); one alone is the new one, unless it names the old."""
        unnamed = _unnamed(text, mentions)
        found = _SIDES.search(unnamed)
        hours = self._hours(slots.get(STORE, store))
        kept = {name: value for name, value in slots.items() if name not in _TEMPORAL}
        if not found:
            prefix = "old_" if _OLD_ONE.search(unnamed) else "new_"
            return kept | {prefix + name: value for name, value in slots.items() if name in _TEMPORAL}
        old = self._times(unnamed[: found.start()], now, hours)
        new = self._times(unnamed[found.end() :], now, hours)
        return kept | {f"old_{name}": v for name, v in old.items()} | {f"new_{name}": v for name, v in new.items()}

    def _hours(self, slug: Any) -> tuple[tuple[int, int], ...]:
        """Opening hours to settle 4点 by: those of the store, else of any store, whatever the day."""
        stores = [store for store in self.catalogue.stores if store.slug == slug] or self.catalogue.stores
        return tuple(sorted({stretch for store in stores for stretch in _weekly(store)})) or ALL_DAY

    def _times(self, text: str, now: datetime, hours: tuple[tuple[int, int], ...]) -> dict[str, Any]:
        """The last thing said counts, so that 周五，不对，周六 is Saturday."""
        found = times.parse(text, now)
        slots: dict[str, Any] = {}
        # A stretch that is over (上周骨折了) is when something happened, not when somebody wants to come.
        days_said = [days for days in found.days if days.is_one or days.last >= now.date()]
        if days_said:
            days = days_said[-1]
            slots |= (
                {"date": days.first.isoformat()}
                if days.is_one
                else {"date_range": [days.first.isoformat(), days.last.isoformat()]}
            )
        if found.clocks:
            clock = found.clocks[-1]
            minutes = clock.minutes if clock.certain else times.resolved(clock.minutes, hours)
            slots["time"] = clock_of(minutes % MINUTES_OF_DAY)
        elif found.windows:
            slots["time_range"] = _window(found.windows[-1], hours)
        return slots


def _weekly(store: Store) -> Iterator[tuple[int, int]]:
    for shifts in (store.opening_hours or {}).values():
        for shift in shifts:
            yield minutes_of(shift["from"]), minutes_of(shift["to"])


def _window(window: times.Window, hours: tuple[tuple[int, int], ...]) -> list[str]:
    if window.certain:
        return [clock_of(window.opens), clock_of(window.closes)]
    opens = times.resolved(window.opens, hours) if window.opens else 0
    closes = window.closes
    if closes < MINUTES_OF_DAY:
        closes = times.resolved(closes, hours)
    return [clock_of(opens), clock_of(closes if closes > opens else window.closes + HALF_A_DAY)]


def _unnamed(text: str, mentions: Sequence[Mention]) -> str:
    """The text with names blanked out, so that 周师傅 is no weekday and 按摩 in a name no request; places stay."""
    for mention in mentions:
        text = text[: mention.start] + "□" * (mention.end - mention.start) + text[mention.end :]
    return text
