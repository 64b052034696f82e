"""What an amount of time measures: from now (两小时后, 三天前, 未来三天) or from an appointment (往后挪半小时)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import ClassVar

from services.chatbot.domain.times.calendar.almanac import month_shifted
from services.chatbot.domain.times.found import Found
from services.chatbot.domain.times.grammar.amount import A_DAY, HOUR, MINUTE, Amount
from services.chatbot.domain.times.grammar.atoms import AmountAtom, DayAtom, Stretch
from services.chatbot.domain.times.grammar.line import Item, Line
from services.chatbot.domain.times.words.tokens import Token


@dataclass(frozen=True)
class InstantAtom(Found):
    """So many seconds from now."""

    symbol: ClassVar[str] = "T"
    at: datetime
    seconds: int


@dataclass(frozen=True)
class SpanAtom(Found):
    """From one instant to another."""

    symbol: ClassVar[str] = "L"
    first: datetime
    last: datetime


@dataclass(frozen=True)
class MoveAtom(Found):
    """So much later than agreed, or earlier when negative."""

    symbol: ClassVar[str] = "M"
    seconds: int


_WEEK = timedelta(days=7)
_SPANS_OF_CLOCK = {"s": 1, "分": MINUTE, "m": MINUTE, "刻": 15 * MINUTE, "h": HOUR}
LATER, EARLIER = 1, -1


def _amount(line: Line, found: re.Match[str]) -> Amount:
    return next(item.amount for item in line.items[found.start() : found.end()] if isinstance(item, AmountAtom))


def _from_now(sign: int) -> "Maker":
    def make(line: Line, found: re.Match[str], now: datetime) -> Item | None:
        amount = _amount(line, found)
        at = amount.from_now(now, sign)
        if at is None:
            return None
        start, end = line.place(found)
        if not amount.is_whole_days or amount.unit in _SPANS_OF_CLOCK:
            return InstantAtom(start, end, at, sign * amount.total)
        last = at + _WEEK - timedelta(days=1) if amount.unit == "w" else at
        stretch = Stretch(at.date(), last.date())
        return DayAtom(start, end, lambda _: stretch)

    return make


def _moved(sign: int) -> "Maker":
    def make(line: Line, found: re.Match[str], now: datetime) -> Item:  # noqa: ARG001 - all makers are called alike
        return MoveAtom(*line.place(found), sign * _amount(line, found).total)

    return make


def _moved_by_word(line: Line, found: re.Match[str], now: datetime) -> Item | None:  # noqa: ARG001 - see above
    """晚半小时, 早一小时."""
    word = line.text[line.items[found.start()].start]
    sign = {"晚": LATER, "早": EARLIER}.get(word)
    return MoveAtom(*line.place(found), sign * _amount(line, found).total) if sign else None


def _coming(line: Line, found: re.Match[str], now: datetime) -> Item | None:
    """未来三天, 两周内: from now on."""
    until = _amount(line, found).from_now(now, LATER)
    return SpanAtom(*line.place(found), now, until) if until else None


def _onwards(line: Line, found: re.Match[str], now: datetime) -> Item | None:
    """往后半小时 moves an appointment, 往后三天 are the days to come."""
    is_short = _amount(line, found).unit in _SPANS_OF_CLOCK
    return _moved(LATER)(line, found, now) if is_short else _coming(line, found, now)


def _past(line: Line, found: re.Match[str], now: datetime) -> Item | None:
    since = _amount(line, found).from_now(now, EARLIER)
    return SpanAtom(*line.place(found), since, now) if since else None


def _whole_units(line: Line, found: re.Match[str], now: datetime) -> Item | None:
    """上两周, 下三天, 这三天: whole weeks, days or hours of the calendar before or after the present one."""
    which, amount = line.items[found.start()].says, _amount(line, found)  # type: ignore[union-attr]
    months = amount.months / 12 if amount.unit == "年" else amount.months
    count = round(months or amount.seconds / _length(amount.unit))
    present = _floor(now, amount.unit)
    if not which and amount.unit in _SPANS_OF_CLOCK:
        return None
    start = 1 if which > 0 else -count if which < 0 else 0
    first, last = (_units_later(present, amount.unit, units) for units in (start, start + count))
    return SpanAtom(*line.place(found), first, last) if first and last else None


def _length(unit: str) -> float:
    return {"d": A_DAY, "w": 7 * A_DAY}.get(unit) or _SPANS_OF_CLOCK.get(unit, A_DAY)


def _floor(now: datetime, unit: str) -> datetime:
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    if unit in {"h", "m", "s"}:
        minute, second = 0 if unit == "h" else now.minute, now.second if unit == "s" else 0
        return now.replace(minute=minute, second=second, microsecond=0)
    days = {"w": now.weekday(), "月": now.day - 1, "年": now.timetuple().tm_yday - 1}.get(unit, 0)
    return midnight - timedelta(days=days)


def _units_later(start: datetime, unit: str, count: int) -> datetime | None:
    try:
        if unit in {"月", "年"}:
            year, month = month_shifted(start.year, start.month, count * (12 if unit == "年" else 1))
            return start.replace(year=year, month=month)
        return start + timedelta(seconds=count * _length(unit))
    except (OverflowError, ValueError):
        return None


def _beside_today(sign: int) -> "Maker":
    """前三天, 后三天: the days next to today; of hours, those next to now."""

    def make(line: Line, found: re.Match[str], now: datetime) -> Item | None:
        amount = _amount(line, found)
        if amount.unit in _SPANS_OF_CLOCK:
            return (_coming if sign > 0 else _past)(line, found, now)
        midnight = _floor(now, "d") + timedelta(days=1 if sign > 0 else 0)
        end = amount.from_now(midnight, sign)
        return SpanAtom(*line.place(found), *sorted((midnight, end))) if end else None

    return make


Maker = Callable[[Line, re.Match[str], datetime], Item | None]
RULES: tuple[tuple[re.Pattern[str], Maker], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (r"\+,?A", _moved(LATER)),
        (r"<,?A", _moved(EARLIER)),
        (r"A\+", _moved(LATER)),
        (r"顺A", _onwards),
        (r"A<", _moved(EARLIER)),
        (r"p[到余]?A", _moved_by_word),
        (r"过?A后", _from_now(LATER)),
        (r"过A", _from_now(LATER)),
        (r"iA", _from_now(LATER)),
        (r"A前", _from_now(EARLIER)),
        (r"未A[内后]?", _coming),
        (r"[i]?A内", _coming),
        (r"往A[内]?", _past),
        (r"A来", _past),
        (r"QA", _whole_units),
        (r"(?<![DPCI])前A内?", _beside_today(EARLIER)),
        (r"(?<![DPCI])后A内?", _beside_today(LATER)),
    )
)


_BEGINS = frozenset("+<pA过i未往顺Q前后")
"""What the rules begin with."""


def measured(line: Line, now: datetime) -> Line:
    """The line with every measured amount replaced by the day, instant or span that it tells."""
    items: list[Item | Token] = []
    place = 0
    while place < len(line.items):
        made, end = _made(line, place, now)
        items.append(made or line.items[place])
        place = max(end, place + 1)
    return Line(line.text, items)


def _made(line: Line, place: int, now: datetime) -> tuple[Item | None, int]:
    if line.symbols[place] not in _BEGINS:
        return None, place
    matches = [(found, make) for pattern, make in RULES if (found := pattern.match(line.symbols, place))]
    for found, make in sorted(matches, key=lambda pair: -pair[0].end()):
        item = make(line, found, now)
        if item:
            return item, found.end()
    return None, place
