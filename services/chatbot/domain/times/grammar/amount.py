"""An amount of time (一个半小时, 8天又二十个小时), and what lies that far from now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.chatbot.domain.times.calendar.almanac import month_later
from services.chatbot.domain.times.words.numbers import two_at_once, value
from services.chatbot.domain.times.words.tokens import Token

MINUTE, HOUR, A_DAY, MONTH, YEAR = 60, 3600, 86_400, 30 * 86_400, 365 * 86_400
MONTHS_OF_YEAR, HALF_A_MONTH, WORKDAYS, LONGEST = 12, 15, 5, 3000 * 365
_SECONDS = {"s": 1, "分": MINUTE, "m": MINUTE, "刻": 15 * MINUTE, "h": HOUR, "d": A_DAY, "日": A_DAY, "w": 7 * A_DAY}


@dataclass(frozen=True)
class Amount:
    """`months` are of the calendar, `workdays` pass weekends over; `unit` is the kind of the last unit said."""

    months: float = 0
    seconds: float = 0
    workdays: int = 0
    unit: str = ""

    @property
    def total(self) -> int:
        """In seconds, a month as 30 days and a year as 365."""
        years, months = divmod(self.months, MONTHS_OF_YEAR)
        return int(years * YEAR + months * MONTH + self.seconds + self.workdays * A_DAY)

    @property
    def is_whole_days(self) -> bool:
        return self.seconds % A_DAY == 0

    def from_now(self, now: datetime, sign: int) -> datetime | None:
        """The instant so far after (`sign` 1) or before (-1) now; None beyond the calendar's end."""
        if self.total > LONGEST * A_DAY:
            return None
        whole, half = divmod(self.months, 1)
        moved = month_later(now.date(), sign * int(whole))
        if moved is None:
            return None
        days = (
            _after_workdays(moved, sign * self.workdays) - now.date() + sign * timedelta(days=half * 2 * HALF_A_MONTH)
        )
        try:
            return now + days + sign * timedelta(seconds=self.seconds)
        except OverflowError:
            return None


def _after_workdays(day: date, count: int) -> date:
    """Weekends do not count; public holidays do, as nobody tells them a year ahead."""
    weeks, rest = divmod(abs(count), WORKDAYS)
    step = timedelta(days=1 if count > 0 else -1)
    day += step * 7 * weeks
    while rest:
        day += step
        rest -= day.weekday() < WORKDAYS
    return day


def amount_of(tokens: Sequence[Token]) -> Amount:
    """The sum of what numbers, halves and units in a row say."""
    months, seconds, workdays, unit = 0.0, 0.0, 0, ""
    number: float | None = None
    half, is_half_more = 0.0, False
    for token in tokens:
        if token.kind == "N" and not is_half_more:
            number = _counted(token.says)
        elif token.kind == "和":  # an hour and a half, one and a half hours
            is_half_more = True
        elif token.kind == "半":
            half = 0.5
            if unit and number is None:  # 两小时半, 7天半
                months, seconds = _added(months, seconds, unit, half)
                half = 0.0
        elif token.kind in _SECONDS or token.kind in {"月", "年", "工"}:
            unit = token.kind
            count = (number or 0) + half
            workdays += int(count) if unit == "工" else 0
            months, seconds = _added(months, seconds, unit, count)
            number, half = None, 0.0
    if number is not None and unit in {"h", "m"}:  # 1小时30, 3分20
        seconds += number * (MINUTE if unit == "h" else 1)
    return Amount(months, seconds, workdays, unit)


def _added(months: float, seconds: float, unit: str, count: float) -> tuple[float, float]:
    if unit == "月":
        return months + count, seconds
    if unit == "年":
        return months + MONTHS_OF_YEAR * count, seconds
    return months, seconds + _SECONDS.get(unit, 0) * count


def _counted(numeral: str) -> float:
    """Of 两三天 the first counts; 九十 is ninety here, where it may be nine or ten as an hour."""
    pair = two_at_once(numeral) if "十" not in numeral[1:] else None
    return pair[0] if pair else value(numeral)
