"""The figures of an evaluation, and what fails, by name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.chatbot.domain.understanding import Reader
from tests.support.chatbot import replicas_of_demo
from tests.support.evaluation.in_memory import InMemoryPartner
from tests.support.evaluation.sentences import Sentence, sentences
from tests.support.evaluation.stories import Outcome, Partner, Story, stories, told

Understand = Callable[[str, datetime], tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class Verdict:
    """How one sentence was understood. `missed` are red flags, complaints and wishes for a person not noticed."""

    sentence: Sentence
    intent: str
    slots: dict[str, Any]
    faults: Sequence[str]
    missed: Sequence[str]

    @property
    def is_intent_right(self) -> bool:
        return self.sentence.has_intent(self.intent)

    @property
    def is_right(self) -> bool:
        return self.is_intent_right and not self.faults


@dataclass(frozen=True)
class Report:
    verdicts: Sequence[Verdict]
    outcomes: Sequence[Outcome]

    @property
    def figures(self) -> dict[str, Any]:
        """Shares of one, and counts of what must not be."""
        return {
            "sentences": len(self.verdicts),
            "intent": _share(verdict.is_intent_right for verdict in self.verdicts),
            "whole_frame": _share(verdict.is_right for verdict in self.verdicts),
            "missed": [(verdict.sentence.text, *verdict.missed) for verdict in self.verdicts if verdict.missed],
            "stories": len(self.outcomes),
            "stories_passed": _share(outcome.is_passed for outcome in self.outcomes),
            "false_bookings": [fault for outcome in self.outcomes for fault in outcome.false_bookings],
        }

    @property
    def failures(self) -> dict[str, list[str]]:
        """The sentences and stories that fail, by name."""
        return {
            "sentences": [verdict.sentence.text for verdict in self.verdicts if not verdict.is_right],
            "stories": [outcome.story.name for outcome in self.outcomes if not outcome.is_passed],
        }


def evaluated(partner: Callable[[], Partner] = InMemoryPartner) -> Report:
    """Judge the chat as it is: every sentence, and every story that the partner can be told."""
    return Report(judged_sentences(), judged_stories(partner))


def judged_sentences(understand: Understand | None = None) -> list[Verdict]:
    understand = understand or demo_reader()
    return [
        _verdict(sentence, *understand(sentence.text, datetime.fromisoformat(sentence.now))) for sentence in sentences()
    ]


def judged_stories(partner: Callable[[], Partner] = InMemoryPartner) -> list[Outcome]:
    return [told(story, one) for story in stories() if can_tell(one := partner(), story)]


def can_tell(partner: Partner, story: Story) -> bool:
    return not story.needs or story.needs in partner.can


def demo_reader() -> Understand:
    """Understanding of the demonstration shop's catalogue."""
    reader = Reader(replicas_of_demo().catalogue())

    def understand(text: str, now: datetime) -> tuple[str, dict[str, Any]]:
        understood = reader.understand(text, now).as_view()
        return understood["intent"], understood["slots"]

    return understand


def _verdict(sentence: Sentence, intent: str, slots: dict[str, Any]) -> Verdict:
    return Verdict(sentence, intent, slots, sentence.faults(slots), sentence.missed(intent, slots))


def _share(right: Iterable[bool]) -> float:
    counted = list(right)
    return round(sum(counted) / len(counted), 4) if counted else 0.0
