"""Figures of a day: counted from its turns, so that counting again gives the same, and kept when the turns are gone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Protocol

from services.chatbot.domain.insight.seen import Seen
from shared.period import Period

LATENCIES_MS = (10, 20, 40, 80, 160, 320)
"""Upper ends of the classes of latency; what took longer is counted under 0."""


class DayOf(Protocol):
    def __call__(self, at: datetime, store_id: str | None) -> date:
        """The day on the clock of the store."""
        ...


@dataclass(frozen=True)
class Unmet:
    """A wish that could not be had: slugs, the hour it was to begin (None: any), whatever the day; and the key of what
    was answered first.
    """

    treatment: str | None
    store: str | None
    hour: int | None
    why: str


@dataclass(frozen=True)
class DayFigures:
    """One day in one store: the last that a conversation came to, `None` where none was spoken of.

    A conversation is counted once on each day it goes on, so over several days it may be counted more than once.

    `proposed`, `booked`, `handed_over` count conversations in which that happened at least once, `messages` and
    `unanswered` turns. `unmet` counts each wish once a conversation, however often it was said.
    """

    day: date
    store_id: str | None
    conversations: int = 0
    messages: int = 0
    proposed: int = 0
    booked: int = 0
    handed_over: int = 0
    unanswered: int = 0
    intents: Mapping[str, int] = field(default_factory=dict)
    unmet: Mapping[Unmet, int] = field(default_factory=dict)
    latencies: Mapping[int, int] = field(default_factory=dict)


def by_day(seen: Iterable[Seen], day_of: DayOf) -> list[DayFigures]:
    """The figures of every day and store that the turns belong to."""
    turns = sorted(seen, key=lambda one: one.number)
    came_to = {one.conversation_id: one.store_id for one in turns if one.store_id}

    def place(one: Seen) -> tuple[date, str]:
        store_id = came_to.get(one.conversation_id)
        return day_of(one.at, store_id), store_id or ""

    groups = groupby(sorted(turns, key=place), key=place)
    return [_figures(day, store_id or None, list(turns)) for (day, store_id), turns in groups]


def _figures(day: date, store_id: str | None, turns: list[Seen]) -> DayFigures:
    def conversations(those: Iterable[Seen]) -> int:
        return len({one.conversation_id for one in those})

    return DayFigures(
        day,
        store_id,
        conversations=conversations(turns),
        messages=sum(bool(one.text) for one in turns),
        proposed=conversations(one for one in turns if one.is_proposed),
        booked=conversations(one for one in turns if one.is_booked),
        handed_over=conversations(one for one in turns if one.is_handed_over),
        unanswered=sum(one.is_unanswered for one in turns),
        intents=Counter(intent for one in turns for intent in one.intents),
        unmet=Counter(wish for _, wish in {(one.conversation_id, wish) for one in turns for wish in _unmet(one)}),
        latencies=Counter(_class_of(one.latency_ms) for one in turns),
    )


def _unmet(one: Seen) -> Iterable[Unmet]:
    if one.turned_away is None:
        return
    treatments, store = one.wish.get("treatment") or [None], one.wish.get("store")
    for treatment in [treatments] if isinstance(treatments, str) else treatments:
        yield Unmet(treatment, store if isinstance(store, str) else None, _hour(one.wish), one.turned_away)


def _hour(wish: Mapping[str, object]) -> int | None:
    clock, window = wish.get("time"), wish.get("time_range")
    if isinstance(window, list | tuple):
        clock = window[0]
    return int(clock[:2]) if isinstance(clock, str) else None


def _class_of(latency_ms: float) -> int:
    return next((end for end in LATENCIES_MS if latency_ms <= end), 0)


def summed(days: Iterable[DayFigures], day: date, store_id: str | None) -> DayFigures:
    """Several days or stores as one; `day` and `store_id` say what it stands for."""
    rows = list(days)

    def total(name: str) -> int:
        return sum(getattr(row, name) for row in rows)

    counts = ("conversations", "messages", "proposed", "booked", "handed_over", "unanswered")
    return DayFigures(
        day,
        store_id,
        **{name: total(name) for name in counts},
        intents=sum((Counter(row.intents) for row in rows), Counter()),
        unmet=sum((Counter(row.unmet) for row in rows), Counter()),
        latencies=sum((Counter(row.latencies) for row in rows), Counter()),
    )


@dataclass(frozen=True)
class Report:
    """`days` one after another (a day without any turn is left out), each over all the stores that were asked for;
    `total_before` is that of the period they are compared with.
    """

    first: date
    last: date
    store_id: str | None
    days: Sequence[DayFigures]
    total: DayFigures
    before: Period
    total_before: DayFigures
