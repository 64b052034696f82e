"""Which piece of a change is the appointment as it is, and which what it shall become: 周五那个改到下周一."""

import re
from collections.abc import Sequence

from services.chatbot.domain.phrases import phrases, precedes
from services.chatbot.domain.understanding.meaning import Piece

OLD, NEW = "old_", "new_"

_BECOMES, _CHANGES = phrases("changes", "becomes"), phrases("changes", "changes")
_THAT_ONE, _CANNOT = phrases("changes", "that_one"), phrases("changes", "cannot_come")
_IS_IT_ALL_RIGHT = phrases("changes", "is_it_all_right")
_AS_IT_IS = phrases("changes", "as_it_is")
_CANCELS, _REBOOKS = phrases("changes", "cancels"), phrases("changes", "rebooks")
_TOGETHER, _CLAUSE_ENDS = re.compile(r"[\s的在约]*"), re.compile(r"[,，。;；]")


def sides(text: str, pieces: Sequence[Piece]) -> list[str]:
    """`old_` or `new_` for each piece, in order. `text` is the sentence without names, its places the pieces' own.

    What follows 改到 is new and what precedes it old, wherever each says nothing else of itself; of a change without
    改到 what precedes the verb is old; what is named without any verb is what is wanted.
    """
    turns = [found.end() for found in _BECOMES.finditer(text) if any(piece.start >= found.end() for piece in pieces)]
    changes = [found.start() for found in _CHANGES.finditer(text)]
    return [_side(text, piece, pieces, turns, changes) for piece in pieces]


def _side(text: str, piece: Piece, pieces: Sequence[Piece], turns: Sequence[int], changes: Sequence[int]) -> str:
    if any(_follows(text, turn, piece) for turn in turns):
        return NEW
    if precedes(_AS_IT_IS, text, _start_of_group(text, piece, pieces)):
        return OLD
    group = _end_of_group(text, piece, pieces)
    if _IS_IT_ALL_RIGHT.match(text, group):
        return NEW
    if _THAT_ONE.match(text, group) or _CANNOT.match(text, group):
        return OLD
    if turns:
        return NEW if piece.start >= turns[0] else OLD
    return OLD if any(change >= piece.end for change in changes) else NEW


def _follows(text: str, turn: int, piece: Piece) -> bool:
    """After 改到, up to the end of the clause."""
    return piece.start >= turn and not _CLAUSE_ENDS.search(text, turn, piece.start)


def _end_of_group(text: str, piece: Piece, pieces: Sequence[Piece]) -> int:
    """Where the words end that belong together: 明天|下午三点|的肩颈 are one appointment."""
    end = piece.end
    for other in pieces:
        if other.start >= end and _TOGETHER.fullmatch(text[end : other.start]):
            end = other.end
    return end


def _start_of_group(text: str, piece: Piece, pieces: Sequence[Piece]) -> int:
    start = piece.start
    for other in reversed(pieces):
        if other.end <= start and _TOGETHER.fullmatch(text[other.end : start]):
            start = other.start
    return start


def rebooking_from(text: str) -> int | None:
    """From where a cancellation goes on to what is booked instead: 取消明天的，|再约周六; None where it does not."""
    cancels = _CANCELS.search(text)
    rebooks = _REBOOKS.search(text, cancels.end()) if cancels else None
    return rebooks.start() if rebooks else None
