"""From pieces of a sentence to the slots of the API: who wins, what is refused, which side of a change it is on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.chatbot.domain.phrases import phrases
from services.chatbot.domain.understanding.meaning import Piece
from services.chatbot.domain.understanding.moments import TEMPORAL
from services.chatbot.domain.understanding.sides import NEW, OLD, rebooking_from, sides

PLAIN, NEGATED, DROPPED = "", "negated", "dropped"
_DAYS, _CLOCKS = ("date", "date_range"), ("time", "time_range")

# What a complaint tells of (等了半小时, 收了我两百) and what politeness contains (早上好) wishes nothing.
_TOLD = frozenset({"duration_minutes", "offset_minutes", "budget_max_fen", "strength", "gender_preference"})
_CLOCK_TOLD = frozenset({"time", "time_range"})
_BESIDE_THE_POINT: dict[str, frozenset[str]] = {
    "complaint": _TOLD | _CLOCK_TOLD,
    "feedback": _TOLD | _CLOCK_TOLD | {"party_size"},
    "human": _TOLD | {"party_size"},
    **dict.fromkeys(("greet", "thanks", "bye"), _TOLD | TEMPORAL),
}
_OF_THE_FUTURE = frozenset({"book", "query_availability", "health_advice"})
"""昨天崴了脚，想按按 tells of yesterday and wishes no day."""

_TALE = phrases("changes", "tale")
_CORRECTED = phrases("changes", "corrected")


@dataclass(frozen=True)
class Role:
    """A piece and what it is in the frame: PLAIN, `old_`, `new_`, NEGATED or DROPPED."""

    piece: Piece
    role: str


def roles(intent: str, text: str, pieces: Sequence[Piece]) -> list[Role]:
    """What each piece is, by the intent. `text` is the sentence without names."""
    if intent == "reschedule":
        return _of_a_change(text, pieces)
    if intent == "cancel":
        return _of_a_cancellation(text, pieces)
    found = [Role(piece, _of_a_wish(text, piece, pieces)) for piece in pieces]
    return [Role(each.piece, DROPPED) if each.piece.is_past and intent in _OF_THE_FUTURE else each for each in found]


def gone(intent: str, text: str, pieces: Sequence[Piece]) -> datetime | None:
    """The day and the clock time wished for, both over; a tale (昨天三点来过，想再约) wishes for no such time."""
    past = {piece.slot: piece.value for piece in pieces if piece.is_past}
    to_come = any(piece.slot in TEMPORAL and not piece.is_past for piece in pieces)
    if intent != "book" or to_come or not past.keys() >= {"date", "time"} or _TALE.search(text):
        return None
    return datetime.fromisoformat(f"{past['date']}T{past['time']}")


def _of_a_change(text: str, pieces: Sequence[Piece]) -> list[Role]:
    """Who cannot come on Friday moves what is on Friday; a day refused right before it (不要周六) is negated."""
    parted = [part for piece in pieces for part in _from_and_to(text, piece)]
    found = zip(parted, sides(text, parted), strict=True)
    return [Role(piece, NEGATED if piece.is_refused and side != OLD else side) for piece, side in found]


def _from_and_to(text: str, piece: Piece) -> tuple[Piece, ...]:
    """From Friday to Saturday is no stretch of days where an appointment moves, but both sides of the change."""
    single, ends = piece.slot.removesuffix("_range"), piece.value
    turn = text.find(" to ", piece.start, piece.end) + 1
    if single == piece.slot or not turn or not text[: piece.start].endswith("from "):
        return (piece,)
    return replace(piece, slot=single, value=ends[0], end=turn), replace(
        piece, slot=single, value=ends[1], start=turn + 3
    )


def _of_a_cancellation(text: str, pieces: Sequence[Piece]) -> list[Role]:
    """What is cancelled is plain, and what is booked instead is new; a later day (顺便查下周日的) is another matter."""
    turn = rebooking_from(text)
    before = [piece for piece in pieces if turn is None or piece.start < turn]
    return [Role(piece, _of_what_goes(text, piece, before) if piece in before else NEW) for piece in pieces]


def _of_what_goes(text: str, piece: Piece, pieces: Sequence[Piece]) -> str:
    if _is_corrected(text, piece, pieces):
        return DROPPED
    former = [other for other in pieces if other.slot == piece.slot and other.end <= piece.start]
    is_another = piece.slot in TEMPORAL and former and not _is_corrected(text, former[-1], pieces)
    return DROPPED if is_another else PLAIN


def _of_a_wish(text: str, piece: Piece, pieces: Sequence[Piece]) -> str:
    if piece.is_refused:
        return NEGATED
    return DROPPED if _is_corrected(text, piece, pieces) else PLAIN


def _is_corrected(text: str, piece: Piece, pieces: Sequence[Piece]) -> bool:
    """约李老师，哦不，约张师傅: there is a later one of the same kind, and words of correction between them."""
    later = next((other for other in pieces if other.slot == piece.slot and other.start >= piece.end), None)
    return later is not None and not later.is_refused and bool(_CORRECTED.search(text, piece.end, later.start))


def slots_of(found: Iterable[Role]) -> tuple[dict[str, Any], dict[str, tuple[Any, ...]]]:
    """The slots, and of the ambiguous ones all their values. Of days and of times the last one said wins."""
    slots: dict[str, Any] = {}
    ambiguous: dict[str, tuple[Any, ...]] = {}
    by_role: dict[str, list[Piece]] = {}
    for each in found:
        by_role.setdefault(each.role, []).append(each.piece)
    for role in (PLAIN, OLD, NEW):
        for piece in _winners(by_role.get(role, ())):
            slots[role + piece.slot] = piece.value
            if piece.alternatives:
                ambiguous[role + piece.slot] = piece.alternatives
        slots |= {role + slot: value for slot, value in _named(by_role.get(role, ())).items()}
    negated = _refused(by_role.get(NEGATED, ()))
    if negated:
        slots["negated"] = negated
    return slots, ambiguous


def _winners(pieces: Sequence[Piece]) -> list[Piece]:
    """A clock time says more than a part of day beside it (下午，最好三点)."""
    days = [piece for piece in pieces if piece.slot in _DAYS]
    clocks = [piece for piece in pieces if piece.slot == "time"] or [p for p in pieces if p.slot == "time_range"]
    return days[-1:] + clocks[-1:]


def _named(pieces: Iterable[Piece]) -> dict[str, Any]:
    """Stores, treatments and technicians: one slug, or a list where several are named."""
    slugs: dict[str, list[Any]] = {}
    for piece in pieces:
        if piece.slot not in TEMPORAL and piece.value not in slugs.setdefault(piece.slot, []):
            slugs[piece.slot].append(piece.value)
    return {slot: values[0] if len(values) == 1 else values for slot, values in slugs.items()}


def _refused(pieces: Iterable[Piece]) -> dict[str, Any]:
    refused: dict[str, list[Any]] = {}
    for piece in pieces:
        if piece.value not in refused.setdefault(piece.slot, []):
            refused[piece.slot].append(piece.value)
    return {slot: values[0] if len(values) == 1 else values for slot, values in refused.items()}


def to_the_point(intent: str, slots: dict[str, Any]) -> dict[str, Any]:
    """Without what says nothing of what is wanted in such a sentence."""
    beside = _BESIDE_THE_POINT.get(intent, frozenset())
    return {slot: value for slot, value in slots.items() if slot not in beside}
