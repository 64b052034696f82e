"""How long it shall take, and by how much an appointment shall move; the spans themselves are found by `times`."""

from services.chatbot.domain.phrases import phrases, precedes
from services.chatbot.domain.times import Times
from services.chatbot.domain.times.found import Found

_NO_LENGTH_BEFORE, _NO_LENGTH_AFTER = phrases("wishes", "no_length_before"), phrases("wishes", "no_length_after")
_LATER, _LATER_AFTER = phrases("wishes", "later"), phrases("wishes", "later_after")
_EARLIER, _EARLIER_AFTER = phrases("wishes", "earlier"), phrases("wishes", "earlier_after")
_NO_SHIFT_BEFORE, _NO_SHIFT_AFTER = phrases("wishes", "no_shift_before"), phrases("wishes", "no_shift_after")
_LONGEST = 12 * 60


def duration_minutes(text: str, found: Times) -> int | None:
    """How long the treatment shall take (按一个半小时, 90分钟的); None for spans that say when, or what was waited."""
    lengths = (one.minutes for one in found.durations if one.minutes <= _LONGEST and _is_length(text, one))
    return next((minutes for minutes in lengths if minutes), None)


def _is_length(text: str, one: Found) -> bool:
    if precedes(_NO_LENGTH_BEFORE, text, one.start) or _NO_LENGTH_AFTER.match(text, one.end):
        return False
    return not _direction(text, one)


def offset_minutes(text: str, found: Times) -> int | None:
    """By how much to move: 往后挪半小时 30, 提前一刻钟 -15, 推迟一天 1440; None for a rule (提前一天预约)."""
    shifts: list[tuple[Found, int]] = [(one, one.minutes) for one in found.offsets if one.of == "appointment"]
    shifts += [(one, one.minutes * _direction(text, one)) for one in found.durations]
    return next((minutes for one, minutes in shifts if minutes and not _is_a_rule(text, one)), None)


def _is_a_rule(text: str, one: Found) -> bool:
    return precedes(_NO_SHIFT_BEFORE, text, one.start) or bool(_NO_SHIFT_AFTER.match(text, one.end))


def _direction(text: str, one: Found) -> int:
    """1 for push it back by …, -1 for … earlier, 0 for a span that moves nothing."""
    if precedes(_LATER, text, one.start) or _LATER_AFTER.match(text, one.end):
        return 1
    return -1 if precedes(_EARLIER, text, one.start) or _EARLIER_AFTER.match(text, one.end) else 0
