"""Sentences in pinyin, read as Chinese: mingtian xiawu san dian is 明天下午三点."""

import re
from functools import cache

from services.chatbot.data import table

ENOUGH = 2  # words that are pinyin and nothing else, before others are taken for it
SYLLABLES = 4  # blanks may stand anywhere within a word of so many pieces
_LETTERS_AND_BLANKS = re.compile(r"[a-z ]+")


def in_characters(text: str) -> str:
    """A text of small letters with its pinyin as characters; any other text as it is."""
    read = [_read(run[0].split()) for run in _LETTERS_AND_BLANKS.finditer(text)]
    if sum(piece in _sure() for pieces in read for piece, _ in pieces) < ENOUGH:
        return text
    runs = iter(read)
    return _LETTERS_AND_BLANKS.sub(lambda run: _joined(run[0], next(runs)), text)


def _read(words: list[str]) -> list[tuple[str, str | None]]:
    """The pieces of a run, each with its characters if it is pinyin: the longest first."""
    pieces: list[tuple[str, str | None]] = []
    at = 0
    while at < len(words):
        length = next((n for n in range(SYLLABLES, 0, -1) if "".join(words[at : at + n]) in _meant()), 1)
        piece = "".join(words[at : at + length])
        pieces.append((piece, _meant().get(piece)))
        at += length
    return pieces


def _joined(run: str, pieces: list[tuple[str, str | None]]) -> str:
    """Characters stand together, anything else apart."""
    text = ""
    for piece, characters in pieces:
        text += characters or f" {piece} "
    lead, tail = run[: len(run) - len(run.lstrip())], run[len(run.rstrip()) :]
    return lead + " ".join(text.split()) + tail


@cache
def _sure() -> dict[str, str]:
    return dict(table("writing")["pinyin"]["sure"])


@cache
def _meant() -> dict[str, str]:
    other: dict[str, str] = table("writing")["pinyin"]["other"]
    return _sure() | other
