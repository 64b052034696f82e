"""Whether a conversation goes as its story tells, and whether anything was written that nobody confirmed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

import yaml

from shared.config import ROOT
from tests.support.evaluation.facts import wrong_facts
from tests.support.evaluation.writes import Books, Intended, false_writes, missing_writes

PATH = ROOT / "services" / "chatbot" / "data" / "evaluation" / "stories"
Json = dict[str, Any]


@dataclass(frozen=True)
class Story:
    name: str
    theme: str
    turns: Sequence[Mapping[str, Any]]
    shop: Mapping[str, Sequence[str]] = field(default_factory=dict)
    signed_in: bool = True
    needs: str = ""


@dataclass(frozen=True)
class Outcome:
    """What went wrong in a story: the first turn's faults, and every write that was not confirmed."""

    story: Story
    faults: Sequence[str]
    false_bookings: Sequence[str]

    @property
    def is_passed(self) -> bool:
        return not self.faults and not self.false_bookings


class Partner(Protocol):
    """Whoever the customer talks to; a fresh one for every story."""

    can: frozenset[str]

    def prepare(self, story: Story) -> None: ...

    def say(self, text: str) -> Json: ...

    def act(self, turn: Mapping[str, Any]) -> Json | None:
        """Something else than saying a word; the chat's answer where it is one."""
        ...

    def books(self) -> Books:
        """All appointments in force by id, the customer's and others'."""
        ...

    def leave(self) -> None:
        """Take back what the story left behind."""
        ...


@cache
def stories() -> tuple[Story, ...]:
    return tuple(
        Story(theme=path.stem, **row)
        for path in sorted(PATH.glob("*.yml"))
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    )


def told(story: Story, partner: Partner) -> Outcome:
    """Run a story. After the first turn that goes wrong only writes are watched: what follows would be its echo.

    A partner that refuses to be talked to (AssertionError) has failed the story.
    """
    try:
        partner.prepare(story)
        return _told(story, partner)
    except AssertionError as broken:
        return Outcome(story, [f"broken off: {broken}"], [])
    finally:
        partner.leave()


def _told(story: Story, partner: Partner) -> Outcome:
    faults: list[str] = []
    false: list[str] = []
    books, shown, asked = partner.books(), None, {}
    for number, turn in enumerate(story.turns, 1):
        answer = partner.say(turn["say"]) if "say" in turn else partner.act(turn)
        now = partner.books()
        here = f"{number}. {turn.get('say') or turn['do']}"
        false += [f"{here}: {fault}" for fault in false_writes(turn, Intended(shown, asked), books, now)]
        if not faults:
            wrong = [*missing_writes(turn, books, now), *(wrong_answer(turn, answer) if answer else ())]
            faults += [f"{here}: {fault}" for fault in wrong]
        books, asked = now, turn if turn.get("proposal", "none") != "none" else asked
        shown = (answer["proposal"] or shown) if answer else shown
    return Outcome(story, faults, false)


def wrong_answer(turn: Mapping[str, Any], answer: Json) -> Iterator[str]:
    """Each thing the answer should be and is not."""
    understood, proposal = answer["understanding"]["intent"], answer["proposal"]
    if "intent" in turn and understood not in _all(turn["intent"]):
        yield f"understood as {understood}, not {turn['intent']}"
    if "handoff" in turn and answer["handoff"] is not turn["handoff"]:
        yield f"handoff is {answer['handoff']}"
    kind = proposal["kind"] if proposal else "none"
    if "proposal" in turn and kind not in _all(turn["proposal"]):
        yield f"proposal is {kind}, not {turn['proposal']}; it says {answer['reply']['text']!r}"
    elif proposal:
        yield from wrong_facts(turn, proposal["appointment"])
    yield from _wrong_words(turn, answer)


def _wrong_words(turn: Mapping[str, Any], answer: Json) -> Iterator[str]:
    reply = answer["reply"]
    quick = " ".join(map(_label, reply["quick_replies"]))
    said = f"{reply['text']} {quick} {(answer['proposal'] or {}).get('summary', '')}"
    everything = said + json.dumps(reply["cards"], ensure_ascii=False)
    for word in map(str, turn.get("has", ())):
        if word not in everything:
            yield f"says nothing of {word}: {said!r}"
    if "any" in turn and not any(word in everything for word in turn["any"]):
        yield f"says none of {turn['any']}: {said!r}"
    for word in map(str, turn.get("lacks", ())):
        if word in said:
            yield f"says {word}: {said!r}"
    if "offers" in turn and turn["offers"] not in quick:
        yield f"offers no {turn['offers']}: {quick!r}"


def _label(quick: Any) -> str:
    return quick if isinstance(quick, str) else json.dumps(quick, ensure_ascii=False)


def _all(wanted: Any) -> Sequence[Any]:
    return wanted if isinstance(wanted, list) else [wanted]
