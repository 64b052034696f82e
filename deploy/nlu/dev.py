"""The reviewed dev sentences, put to a model: what decides whether a newly trained one may replace the one in force."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import click
import yaml

from deploy.nlu.sentences import Readings
from services.chatbot.domain.intents.deciding import decide
from services.chatbot.domain.intents.labels import URGENT
from services.chatbot.domain.intents.model import Model
from services.chatbot.domain.red_flags import find_red_flags
from services.chatbot.domain.text import normalised

PATH = Path(__file__).parents[2] / "services" / "chatbot" / "data" / "evaluation" / "sentences.yml"


@dataclass(frozen=True)
class Question:
    """A dev sentence as the intents hear it: without its names, with its slots; each of `answers` is right."""

    written: str
    text: str
    slots: Mapping[str, Any]
    answers: frozenset[str]


@dataclass(frozen=True)
class Marks:
    """How a model did. `missed` are complaints and wishes for a person that were taken for something else."""

    asked: int
    wrong: tuple[tuple[Question, str], ...] = field(default=())

    @property
    def right(self) -> int:
        return self.asked - len(self.wrong)

    @property
    def share(self) -> float:
        return self.right / self.asked if self.asked else 0.0

    @property
    def missed(self) -> tuple[str, ...]:
        return tuple(question.written for question, _ in self.wrong if question.answers <= set(URGENT))

    @property
    def confusions(self) -> Counter[tuple[str, str]]:
        """(what was right, what was answered) → how often."""
        return Counter(("/".join(sorted(question.answers)), answer) for question, answer in self.wrong)

    def is_worse_than(self, other: "Marks") -> bool:
        """Fewer right answers, or an urgent message missed that the other noticed."""
        return self.right < other.right or bool(set(self.missed) - set(other.missed))


@dataclass(frozen=True)
class DevSet:
    path: Path = PATH

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Raises ClickException where the file is missing or no such table."""
        try:
            rows = yaml.safe_load(self.path.read_text(encoding="utf-8"))["sentences"]
            return tuple(_questions(rows))
        except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
            raise click.ClickException(f"no dev sentences in {self.path}: {error}") from error

    @property
    def texts(self) -> frozenset[str]:
        return frozenset(normalised(question.written) for question in self.questions)

    def marks(self, model: Model) -> Marks:
        answers = ((question, decide(question.text, question.slots, model).intent) for question in self.questions)
        return Marks(len(self.questions), tuple((q, answer) for q, answer in answers if answer not in q.answers))


def _questions(rows: Iterable[Mapping[str, Any]]) -> Iterable[Question]:
    readings = Readings()
    for row in rows:
        text, slots = readings.blanked(row["text"])
        flags = list(find_red_flags(normalised(row["text"])))
        intent = row["intent"]
        answers = frozenset(intent["any"] if isinstance(intent, dict) else [intent])
        yield Question(row["text"], text, {**slots, **({"red_flag": flags} if flags else {})}, answers)
