"""Puts the pieces together: a part of day lends its half to a clock time, two clock times with 到 are a window."""

import re
from dataclasses import replace
from datetime import datetime

from services.chatbot.domain.times.clocks import find_clocks, find_parts, in_part
from services.chatbot.domain.times.days import find_days
from services.chatbot.domain.times.found import DAY, NOON, Clock, Days, Times, Window

_BETWEEN = re.compile(r"\s*(?:到|至|-|~|—|–|to|and|until|till)\s*(?:at\s*)?")
_FROM_THEN = re.compile(r"\s*(?:钟)?(?:以后|之后|过后|往后|后(?!天)|以後)")
_UNTIL_THEN = re.compile(r"\s*(?:钟)?(?:以前|之前|前(?!天))")
_AFTER, _BEFORE = re.compile(r"\bafter\s*$"), re.compile(r"\b(?:before|by|until)\s*$")


def parse(text: str, now: datetime) -> Times:
    """Everything temporal in a normalised text. `now` is the present on the clock of the place that is meant."""
    days = find_days(text, now.date())
    rest = _without(text, days)
    parts = find_parts(text)
    clocks, windows = _combined(rest, tuple(_settled(clock, parts, rest) for clock in find_clocks(rest)), parts)
    return Times(days, clocks, tuple(windows) if clocks or windows else parts)


def _without(text: str, days: tuple[Days, ...]) -> str:
    """The text with its dates blanked out, so that 12月1号 lends no digit to a clock time; places stay the same."""
    for found in days:
        text = text[: found.start] + "□" * (found.end - found.start) + text[found.end :]
    return text


def _settled(clock: Clock, parts: tuple[Window, ...], text: str) -> Clock:
    """A clock time in the part of day said before it, else after it; 下午 reaches over 到 to the second time."""
    if clock.certain and clock.minutes != NOON and not _is_late_noon(clock):
        return clock
    before = [part for part in parts if part.end <= clock.start]
    after = [
        part
        for part in parts
        if part.start >= clock.end and text[clock.end : part.start].strip() in {"", "in the", "at"}
    ]
    if not (before or after):
        return clock
    return replace(clock, minutes=in_part(clock.minutes, (before or after[:1])[-1]), certain=True)


def _is_late_noon(clock: Clock) -> bool:
    return NOON <= clock.minutes < NOON + 60


def _combined(
    text: str, clocks: tuple[Clock, ...], parts: tuple[Window, ...]
) -> tuple[tuple[Clock, ...], list[Window]]:
    """Clock times that stand alone, and windows made of two clock times or of one with 以后, 以前."""
    alone: list[Clock] = []
    windows: list[Window] = []
    index = 0
    while index < len(clocks):
        clock, following = clocks[index], clocks[index + 1 : index + 2]
        if following and _is_range(text, clock, following[0], parts):
            windows.append(_range(clock, following[0]))
            index += 2
            continue
        window = _open_ended(text, clock)
        if window:
            windows.append(window)
        else:
            alone.append(clock)
        index += 1
    return tuple(alone), windows


def _is_range(text: str, first: Clock, second: Clock, parts: tuple[Window, ...]) -> bool:
    between = text[first.end : second.start]
    for part in parts:
        if first.end <= part.start and part.end <= second.start:
            between = between.replace(text[part.start : part.end], "")
    return bool(_BETWEEN.fullmatch(between))


def _range(first: Clock, second: Clock) -> Window:
    """`first` to `second`; the half of the day that one end names holds for the other as far as order allows."""
    opens, closes = first.minutes, second.minutes
    if second.certain and not first.certain and opens + NOON < closes:
        opens += NOON
    while closes <= opens and closes + NOON <= DAY:
        closes += NOON
    return Window(first.start, second.end, opens, max(closes, opens + 1), "minute", first.certain or second.certain)


def _open_ended(text: str, clock: Clock) -> Window | None:
    if _FROM_THEN.match(text, clock.end) or _AFTER.search(text[: clock.start]):
        return Window(clock.start, clock.end, clock.minutes, DAY, "minute", clock.certain)
    if _UNTIL_THEN.match(text, clock.end) or _BEFORE.search(text[: clock.start]):
        return Window(clock.start, clock.end, 0, clock.minutes, "minute", clock.certain)
    return None
