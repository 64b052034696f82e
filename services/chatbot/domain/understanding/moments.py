"""Days, clock times and stretches of the day as pieces of the sentence, with the values that the API promises."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from services.chatbot.domain import times
from services.chatbot.domain.catalogue import clock_of
from services.chatbot.domain.phrases import phrases
from services.chatbot.domain.understanding.meaning import Piece
from services.chatbot.domain.understanding.opening import MINUTES_OF_DAY, Opening

_LONGEST = timedelta(days=62)
"""What reaches further (明年) is told, and no time to come."""

_BREATH = 2
"""How many characters may stand between a day and its clock time."""

TEMPORAL = frozenset({"date", "date_range", "time", "time_range"})
_OR = phrases("changes", "or")
# What 来不了 is said of is a target, not a refusal.
_NOT_FREE = phrases("changes", "not_free")


def day_pieces(found: times.Times, text: str, today: date) -> tuple[Piece, ...]:
    """The days; two that follow one another (周六或周日) are one stretch of days."""
    wanted = [_day_piece(days, text, today) for days in found.days]
    refused = [replace(_day_piece(days, text, today), is_refused=True) for days in _refused(found).days]
    return (*_joined(wanted, text), *refused)


def _refused(found: times.Times) -> times.Times:
    return found.refused or times.Times()


def _day_piece(days: times.Days, text: str, today: date) -> Piece:
    slot: str = "date"
    value: Any = days.first.isoformat()
    if not days.is_one:
        slot, value = "date_range", [days.first.isoformat(), days.last.isoformat()]
    refused = bool(_NOT_FREE.match(text, days.end))
    is_no_day = days.last < today or days.last - days.first > _LONGEST
    return Piece(days.start, days.end, slot, value, is_refused=refused, is_past=is_no_day)


def _joined(pieces: Sequence[Piece], text: str) -> Iterator[Piece]:
    waiting: Piece | None = None
    for piece in pieces:
        if waiting and _are_neighbours(waiting, piece) and _OR.fullmatch(text[waiting.end : piece.start]):
            waiting = Piece(waiting.start, piece.end, "date_range", [waiting.value, piece.value])
            continue
        if waiting:
            yield waiting
        waiting = piece
    if waiting:
        yield waiting


def _are_neighbours(one: Piece, other: Piece) -> bool:
    if one.slot != "date" or other.slot != "date" or one.is_refused or other.is_refused:
        return False
    return date.fromisoformat(other.value) - date.fromisoformat(one.value) == timedelta(days=1)


def clock_pieces(found: times.Times, text: str, opening: Opening) -> Iterator[Piece]:
    """Clock times, and stretches of the day."""
    for times_of, refused in ((found, False), (_refused(found), True)):
        for clock in times_of.clocks:
            piece = _clock_piece(clock, opening)
            yield replace(piece, is_refused=refused or bool(_NOT_FREE.match(text, clock.end)))
        for window in times_of.windows:
            span = [clock_of(minutes) for minutes in opening.window(window)]
            is_out = refused or bool(_NOT_FREE.match(text, window.end))
            yield Piece(window.start, window.end, "time_range", span, is_refused=is_out)


def _clock_piece(clock: times.Clock, opening: Opening) -> Piece:
    readings = (clock.minutes,) if clock.certain else opening.readings(clock.minutes)
    values = tuple(clock_of(minutes % MINUTES_OF_DAY) for minutes in readings)
    return Piece(clock.start, clock.end, "time", values[0], alternatives=values if len(values) > 1 else ())


def of_their_days(clocks: Iterable[Piece], days: Sequence[Piece]) -> Iterator[Piece]:
    """昨晚 is past, both its day and its part of day."""
    past = [day for day in days if day.is_past]
    for clock in clocks:
        yield replace(clock, is_past=any(day.start <= clock.start <= day.end + _BREATH for day in past))


def only_day(pieces: Iterable[Piece]) -> date | None:
    """The one day that is meant, where one is; a stretch of days or none is None."""
    days = {piece.value for piece in pieces if piece.slot == "date" and not (piece.is_refused or piece.is_past)}
    return date.fromisoformat(days.pop()) if len(days) == 1 else None


def not_before(day: date | None, now: datetime) -> int:
    """The minute of the day before which nothing is meant: the present where today is meant."""
    return now.hour * 60 + now.minute if day == now.date() else 0
