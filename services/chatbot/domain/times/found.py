"""What the time parser finds. Minutes count from midnight of the day meant; `start`, `end`: places in the text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

NOON, DAY = 12 * 60, 24 * 60
DAYS_OF_WEEK, DAYS_OF_MONTH, DAYS_OF_YEAR = 7, 28, 365


@dataclass(frozen=True)
class Found:
    """A stretch of the text, `[start, end)`."""

    start: int
    end: int


@dataclass(frozen=True)
class Days(Found):
    """A day, or all days from the first to the last. `grain` tells how large a stretch was meant."""

    first: date
    last: date

    @property
    def is_one(self) -> bool:
        return self.first == self.last

    @property
    def grain(self) -> str:
        """`day`, `week` for any stretch shorter than a month, `month`, `year`."""
        length = (self.last - self.first).days + 1
        if length == 1:
            return "day"
        if length < DAYS_OF_MONTH:
            return "week"
        return "month" if length < DAYS_OF_YEAR else "year"


@dataclass(frozen=True)
class Clock(Found):
    """A clock time. Uncertain when it was said without a part of day and could be before or after noon.

    `grain` is `hour` for 七点多 and 三点左右, else `minute`.
    """

    minutes: int
    certain: bool
    grain: str = "minute"
    second: int = 0

    @property
    def readings(self) -> tuple[int, ...]:
        """What it may mean, in minutes: two times when it is ambiguous."""
        return (self.minutes,) if self.certain or self.minutes >= NOON else (self.minutes, self.minutes + NOON)


@dataclass(frozen=True)
class Window(Found):
    """A stretch of the day, `[opens, closes)`. `grain` is `part` for a part of day, `minute` for a stated range.

    `certain` is False when its ends were said without a part of day.
    """

    opens: int
    closes: int
    grain: str = "part"
    certain: bool = True


@dataclass(frozen=True)
class Duration(Found):
    """How long: 一个半小时. A month counts 30 days and a year 365."""

    seconds: int

    @property
    def minutes(self) -> int:
        return self.seconds // 60


@dataclass(frozen=True)
class Offset(Found):
    """A distance, negative when earlier: `of` is `now` for 两小时后, whose day and clock time are found as well, and
    `appointment` for 往后挪半小时.
    """

    seconds: int
    of: str

    @property
    def minutes(self) -> int:
        return int(self.seconds / 60)


@dataclass(frozen=True)
class Repeat(Found):
    """每天, 每周三: every `days` days (None for months and years), on `weekdays` (Monday is 0) where any are said."""

    days: int | None
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True)
class Phrase(Found):
    """What was said in one breath (下周三下午三点). Several of its fields are set together, or one alone.

    `stretch` is a range of instants that is neither whole days nor within one day: 过去的50分钟, 今晚八点到明早八点.
    """

    days: Days | None = None
    clock: Clock | None = None
    window: Window | None = None
    repeat: Repeat | None = None
    duration: Duration | None = None
    offset: Offset | None = None
    stretch: tuple[datetime, datetime] | None = None


@dataclass(frozen=True)
class Times:
    """Everything wanted in one text, each in the order of the text, and apart from it what was `refused` (不要周六).

    What a correction took back (周五，不对，周六) is in neither.
    """

    days: tuple[Days, ...] = ()
    clocks: tuple[Clock, ...] = ()
    windows: tuple[Window, ...] = ()
    durations: tuple[Duration, ...] = ()
    offsets: tuple[Offset, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    phrases: tuple[Phrase, ...] = field(default=(), repr=False)
    refused: "Times | None" = None

    @property
    def is_empty(self) -> bool:
        return not (self.phrases or self.refused)


def resolved(minutes: int, hours: Sequence[tuple[int, int]]) -> int:
    """A time said without 上午 or 下午, as the one inside the opening hours; before noon when both are, else after it.

    Outside of every opening hour the afternoon is meant, as nobody asks for a massage at four in the night; the
    explanation of the refusal then names the time that was understood.
    """
    twins = (minutes, minutes + NOON) if minutes < NOON else (minutes,)
    open_ones = [twin for twin in twins if any(opens <= twin < closes for opens, closes in hours)]
    return open_ones[0] if open_ones else twins[-1]
