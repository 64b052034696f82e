"""The times of a text as plain entities, every one resolved: what the command `nlu parse-time` writes."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from services.chatbot.domain.times.found import DAY, NOON, Clock, Days, Phrase, Repeat, Times, Window, resolved
from services.chatbot.domain.times.grammar.spans import WAKING, instant_of
from services.chatbot.domain.times.parser import parse

Hours = Sequence[tuple[int, int]]


def entities(text: str, now: datetime, hours: Hours = WAKING) -> list[dict[str, Any]]:
    """What is wanted, in order: `{type, value}` of a date, time or datetime, `{type, start, end}` of a range or
    timerange, `{type, seconds}` of a duration, `{type, delta_days, time}` of a set; bare clock times settled by
    `hours`.
    """
    return entities_of(parse(text, now), now, hours)


def entities_of(found: Times, now: datetime, hours: Hours = WAKING) -> list[dict[str, Any]]:
    """Those of times that are already found, for example of what was refused."""
    return [entity for phrase in found.phrases for entity in _entity(phrase, now, hours)]


def _entity(phrase: Phrase, now: datetime, hours: Hours) -> Iterator[dict[str, Any]]:
    if phrase.repeat:
        yield _set(phrase.repeat, phrase, hours)
    elif phrase.stretch and phrase.stretch[0] == phrase.stretch[1]:
        yield {"type": "datetime", "value": _instant(now)}
    elif phrase.stretch:
        yield _range(*phrase.stretch)
    elif phrase.duration or (phrase.offset and phrase.offset.of == "appointment"):
        amount = phrase.duration or phrase.offset
        yield {"type": "duration", "seconds": abs(amount.seconds) if amount else 0}
    elif phrase.days:
        yield _dated(phrase.days, phrase, now, hours)
    elif phrase.clock:
        yield {"type": "time", "value": _clock(_minutes(phrase.clock, None, now, hours))}
    elif phrase.window:
        opens, closes = _ends(phrase.window, hours)
        yield {"type": "timerange", "start": _clock(opens), "end": _clock(closes)}


def _dated(days: Days, phrase: Phrase, now: datetime, hours: Hours) -> dict[str, Any]:
    if phrase.clock:
        at = instant_of(days.first, _minutes(phrase.clock, days, now, hours), now) + timedelta(
            seconds=phrase.clock.second
        )
        return {"type": "datetime", "value": _instant(at)}
    if phrase.window:
        opens, closes = _ends(phrase.window, hours)
        if opens == 0 and phrase.window.grain == "minute":  # 下月15号下午6点前
            return _range(min(now, instant_of(days.last, closes, now)), instant_of(days.last, closes, now))
        return _range(instant_of(days.first, opens, now), instant_of(days.last, closes, now))
    if days.is_one:
        return {"type": "date", "value": days.first.isoformat()}
    return _range(instant_of(days.first, 0, now), instant_of(days.last, DAY, now))


def _set(repeat: Repeat, phrase: Phrase, hours: Hours) -> dict[str, Any]:
    at = phrase.clock.minutes if phrase.clock else None
    certain = phrase.clock.certain if phrase.clock else True
    if phrase.window and phrase.window.grain == "minute":
        at, certain = phrase.window.opens, phrase.window.certain
    if at is not None and not certain:
        at = resolved(at, hours)
    return {"type": "set", "delta_days": repeat.days, "time": None if at is None else _clock(at)}


def _minutes(clock: Clock, days: Days | None, now: datetime, hours: Hours) -> int:
    """The clock time as meant; of today only what is still to come, where that is in doubt."""
    if clock.certain:
        return clock.minutes
    at = resolved(clock.minutes, hours)
    if days and days.first == now.date() and instant_of(days.first, at, now) < now and at < NOON:
        return at + NOON
    return at


def _ends(window: Window, hours: Hours) -> tuple[int, int]:
    if window.certain:
        return window.opens, window.closes
    if window.opens == 0:
        return 0, resolved(window.closes, hours)
    opens = resolved(window.opens, hours)
    if window.closes == DAY:
        return opens, DAY
    length = (window.closes - window.opens) % DAY
    shift = length if opens + length <= DAY else length % NOON
    return opens, opens + shift


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _instant(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(timespec="seconds")


def _range(first: datetime, last: datetime) -> dict[str, Any]:
    return {"type": "range", "start": _instant(first), "end": _instant(last)}
