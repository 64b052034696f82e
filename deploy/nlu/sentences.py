"""The training sentences: `services/chatbot/data/intents/<intent>.yml`, and those that staff approved."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import click
import yaml

from deploy.demo_catalogue import demo_catalogue
from services.chatbot import data
from services.chatbot.domain import names
from services.chatbot.domain.intents.deciding import kinds_of
from services.chatbot.domain.intents.features import features
from services.chatbot.domain.intents.labels import INTENTS
from services.chatbot.domain.intents.marking import blanked
from services.chatbot.domain.intents.training import Example
from services.chatbot.domain.text import normalised
from services.chatbot.domain.wishes import find_contacts, hide


@dataclass(frozen=True)
class Sentence:
    intent: str
    text: str


def reviewed() -> tuple[Sentence, ...]:
    """The project's own, in the order of the intents and of their files."""
    return tuple(Sentence(intent, text) for intent in INTENTS for text in data.table(f"intents/{intent}"))


def approved(path: Path) -> tuple[Sentence, ...]:
    """What staff turned into training sentences, as exported: intent → list of texts."""
    try:
        by_intent = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, yaml.YAMLError) as error:
        raise click.ClickException(f"{path}: {error}") from error
    return tuple(_checked(path, by_intent))


def _checked(path: Path, by_intent: object) -> Iterator[Sentence]:
    if not isinstance(by_intent, Mapping):
        raise click.ClickException(f"{path}: not a table of intents")
    for intent, texts in by_intent.items():
        if intent not in INTENTS or not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise click.ClickException(f"{path}: {intent} is no intent with a list of sentences")
        yield from (Sentence(intent, text) for text in texts)


def fingerprint(sentences: Sequence[Sentence]) -> str:
    """Changes with any sentence, its intent or their order."""
    told = "\n".join(f"{sentence.intent}\t{sentence.text}" for sentence in sentences)
    return hashlib.sha256(told.encode()).hexdigest()


class Readings:
    """Sentences as the model sees them, in the demonstration shop: with the names blanked, and as typed.

    The second teaches the model names that no catalogue knows, because they are misspelt or not offered.
    """

    def example(self, sentence: Sentence) -> Example:
        text, slots = self.blanked(sentence.text)
        both = (features(text, kinds_of(slots)), features(normalised(sentence.text)))
        return Example(sentence.intent, tuple(dict.fromkeys(both)))

    def blanked(self, written: str) -> tuple[str, Mapping[str, Any]]:
        """The normalised text without contacts and names, as the reader hands it to the intents; the names' slots."""
        text = normalised(written)
        text = hide(text, find_contacts(text))
        named = names.read(text, self._known)
        return blanked(text, [(mention.start, mention.end) for mention in named.mentions]), named.slots

    @cached_property
    def _known(self) -> names.Lexicon:
        return names.surfaces(demo_catalogue())
