"""Phrases as they are meant in the end: corrected ones replaced, refused ones set apart, alternatives completed."""

import re
from collections.abc import Sequence
from dataclasses import replace

from services.chatbot.domain.times.found import DAY, NOON, Phrase
from services.chatbot.domain.times.grammar import marks
from services.chatbot.domain.times.grammar.clocks import HOUR

_OR = re.compile(r"\s*(?:和|跟|与|或者?|还是|、|以及|and|or)\s*")


def meant(text: str, phrases: Sequence[Phrase]) -> tuple[list[Phrase], list[Phrase]]:
    """(wanted, refused), each in order."""
    wanted: list[Phrase] = []
    refused: list[Phrase] = []
    for index, phrase in enumerate(phrases):
        before = phrases[index - 1] if index else None
        gap = text[before.end : phrase.start] if before else ""
        if marks.is_refused(text, phrase.start, phrase.end):
            refused.append(phrase)
        elif marks.is_taken_back(text, phrase.start, phrase.end):
            if index + 1 == len(phrases):
                refused.append(phrase)
        elif wanted and before is wanted[-1] and marks.is_correction(gap):
            wanted[-1] = _corrected(wanted[-1], phrase)
        else:
            if refused and before is refused[-1]:
                phrase = _on_its_day(before, phrase)  # noqa: PLW2901
            is_other = before is not None and bool(wanted) and bool(_OR.fullmatch(gap))
            wanted.append(_completed(wanted[-1], phrase) if is_other else phrase)
    return wanted, refused


def _on_its_day(refused: Phrase, phrase: Phrase) -> Phrase:
    """周六下午不行，上午可以: another time of the day that itself was not refused."""
    if phrase.days or not (phrase.clock or phrase.window) or not (refused.clock or refused.window):
        return phrase
    return replace(phrase, days=refused.days)


def _corrected(first: Phrase, second: Phrase) -> Phrase:
    """What the second does not say again still holds: 周五下午三点，不对，四点 is Friday at four in the afternoon."""
    kept = _completed(first, second)
    if second.clock or second.window or second.stretch:
        return kept if kept.days else replace(kept, days=first.days)
    return replace(kept, days=second.days or first.days, clock=first.clock, window=first.window)


def _completed(first: Phrase, second: Phrase) -> Phrase:
    """A bare clock time in the half of the day that was said before it: 下午三点或四点."""
    second = second if second.days or not (second.clock or second.window) else replace(second, days=first.days)
    clock = second.clock
    if clock is None or clock.certain or (second.days and second.days is not first.days):
        return second
    said = first.clock or first.window
    if said is None or not said.certain:
        return second
    at = first.clock.minutes if first.clock else first.window.opens if first.window else 0
    minutes = clock.minutes + (NOON if at >= NOON - HOUR and clock.minutes + NOON < DAY else 0)
    return replace(second, clock=replace(clock, minutes=minutes, certain=True))
