"""How long it shall take, and by how much an appointment shall move."""

import re
from collections.abc import Sequence

from services.chatbot.domain.amounts import amount
from services.chatbot.domain.phrases import phrases, precedes

_LENGTH = phrases("wishes", "length")
_NO_LENGTH_BEFORE, _NO_LENGTH_AFTER = phrases("wishes", "no_length_before"), phrases("wishes", "no_length_after")
_SHIFTS = (phrases("wishes", "shift"), phrases("wishes", "shift_after"))
_NO_SHIFT_BEFORE, _NO_SHIFT_AFTER = phrases("wishes", "no_shift_before"), phrases("wishes", "no_shift_after")
_HOUR, _QUARTER, _DAY, _WEEK = 60, 15, 24 * 60, 7 * 24 * 60
_HALVES = ("half", "and_half", "plus", "english_half", "and_a_half")
_QUARTERS = {"一": 1, "1": 1, "二": 2, "两": 2, "2": 2, "三": 3, "3": 3}


def duration_minutes(text: str) -> int | None:
    """How long the treatment shall take (按一个半小时, 做两个钟); None for spans that say when or by how much."""
    shifts = [shift.span() for said in _SHIFTS for shift in said.finditer(text)]
    lengths = (_minutes(found) for found in _LENGTH.finditer(text) if _is_length(text, found, shifts))
    return next((minutes for minutes in lengths if minutes), None)


def _is_length(text: str, found: re.Match[str], shifts: Sequence[tuple[int, int]]) -> bool:
    if precedes(_NO_LENGTH_BEFORE, text, found.start()) or _NO_LENGTH_AFTER.match(text, found.end()):
        return False
    return not any(start <= found.start() < end for start, end in shifts)


def offset_minutes(text: str) -> int | None:
    """By how much to move: 往后挪半小时 30, 提前一刻钟 -15, 推迟一天 1440; None for a rule (提前一天预约)."""
    for found in (shift for said in _SHIFTS for shift in said.finditer(text)):
        if not (_NO_SHIFT_AFTER.match(text, found.end()) or precedes(_NO_SHIFT_BEFORE, text, found.start())):
            return _minutes(found) * (1 if found["later"] else -1) or None
    return None


def _minutes(found: re.Match[str]) -> int:
    said = {name: word for name, word in found.groupdict().items() if word}
    hours = _value(said, "hours") + ("an_hour" in said)
    quarters = sum(_QUARTERS[said[name]] for name in ("quarters", "rest_quarters") if name in said)
    minutes = _value(said, "minutes") + _value(said, "rest")
    half_hours = sum(name in said for name in _HALVES)
    days = _value(said, "days") * _DAY + _value(said, "weeks") * _WEEK
    return hours * _HOUR + half_hours * _HOUR // 2 + quarters * _QUARTER + minutes + days


def _value(said: dict[str, str], name: str) -> int:
    return amount(said[name]) if name in said else 0
