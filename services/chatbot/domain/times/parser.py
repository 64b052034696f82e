"""From a text to its times: tokens, atoms, measured distances, phrases, and what is meant of them in the end."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from services.chatbot.domain.times.found import DAY, Days, Phrase, Times, Window
from services.chatbot.domain.times.grammar.amounts import AMOUNTS
from services.chatbot.domain.times.grammar.atoms import find_atoms, grammar
from services.chatbot.domain.times.grammar.clocks import CLOCKS
from services.chatbot.domain.times.grammar.corrections import meant
from services.chatbot.domain.times.grammar.dates import DATES
from services.chatbot.domain.times.grammar.distances import measured
from services.chatbot.domain.times.grammar.line import Line
from services.chatbot.domain.times.grammar.phrases import Composer
from services.chatbot.domain.times.grammar.weeks import WEEKS
from services.chatbot.domain.times.words.folding import folded
from services.chatbot.domain.times.words.tokens import tokens

GRAMMAR = grammar(DATES + WEEKS + CLOCKS + AMOUNTS)


def parse(text: str, now: datetime) -> Times:
    """Everything in the text that says when, on the clock that `now` shows. Never fails."""
    plain = folded(text)
    line = measured(Line(plain, find_atoms(plain, tokens(plain), GRAMMAR)), now)
    wanted, refused = meant(plain, list(Composer(line, now).phrases()))
    return replace(_times(wanted, now), refused=_times(refused, now) if refused else None)


def _times(phrases: Iterable[Phrase], now: datetime) -> Times:
    said = tuple(phrases)
    return Times(
        days=tuple(dict.fromkeys(_remaining(phrase.days, now) for phrase in said if phrase.days)),
        clocks=tuple(phrase.clock for phrase in said if phrase.clock),
        windows=tuple(_within_a_day(phrase.window) for phrase in said if phrase.window),
        durations=tuple(phrase.duration for phrase in said if phrase.duration),
        offsets=tuple(phrase.offset for phrase in said if phrase.offset),
        repeats=tuple(phrase.repeat for phrase in said if phrase.repeat),
        phrases=said,
    )


def _remaining(days: Days, now: datetime) -> Days:
    """What is left of a stretch that has begun: on Wednesday 这周 is Wednesday to Sunday."""
    today = now.date()
    return replace(days, first=today) if days.first < today <= days.last else days


def _within_a_day(window: Window) -> Window:
    return replace(window, closes=DAY) if window.closes > DAY else window
