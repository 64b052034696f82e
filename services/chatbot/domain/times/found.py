"""What the time parser finds. Minutes count from midnight of the day meant; `at` is where in the text it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

NOON, DAY = 12 * 60, 24 * 60


@dataclass(frozen=True)
class Found:
    """A stretch of the text, `[start, end)`."""

    start: int
    end: int


@dataclass(frozen=True)
class Days(Found):
    """A day, or all days from the first to the last. `grain` is `day`, or `week` when a stretch of days was meant."""

    first: date
    last: date

    @property
    def is_one(self) -> bool:
        return self.first == self.last

    @property
    def grain(self) -> str:
        return "day" if self.is_one else "week"


@dataclass(frozen=True)
class Clock(Found):
    """A clock time. Uncertain when it was said without a part of day and could be before or after noon."""

    minutes: int
    certain: bool
    grain: str = "minute"


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
class Times:
    """Everything found in one text, each in the order of the text."""

    days: tuple[Days, ...] = ()
    clocks: tuple[Clock, ...] = ()
    windows: tuple[Window, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.days or self.clocks or self.windows)


def resolved(minutes: int, hours: Sequence[tuple[int, int]]) -> int:
    """A time said without 上午 or 下午, as the one inside the opening hours; before noon when both are, else after it.

    Outside of every opening hour the afternoon is meant, as nobody asks for a massage at four in the night; the
    explanation of the refusal then names the time that was understood.
    """
    twins = (minutes, minutes + NOON) if minutes < NOON else (minutes,)
    open_ones = [twin for twin in twins if any(opens <= twin < closes for opens, closes in hours)]
    return open_ones[0] if open_ones else twins[-1]
