"""What was written in a turn, held against what the customer was shown and confirmed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.evaluation.facts import FACTS, differences, wrong_facts

Json = dict[str, Any]
Books = Mapping[str, Json]
KINDS = {"books": "book", "moves": "reschedule", "cancels": "cancel"}


@dataclass(frozen=True)
class Intended:
    """What the chat showed last, and what the customer of the story had asked for by then."""

    shown: Json | None
    asked: Mapping[str, Any]

    def differences(self, kind: str, view: Json) -> Iterator[str]:
        if self.shown is None or self.shown["kind"] != kind:
            yield "unshown"
            return
        yield from differences(self.shown["appointment"], view)
        yield from wrong_facts(self.asked, view)


def written(before: Books, after: Books) -> dict[str, list[Json]]:
    """The appointments that were made, moved and cancelled, each as it is afterwards, or was."""
    return {
        "books": [after[at] for at in after.keys() - before.keys()],
        "moves": [after[at] for at in after.keys() & before.keys() if _facts(after[at]) != _facts(before[at])],
        "cancels": [before[at] for at in before.keys() - after.keys()],
    }


def missing_writes(turn: Mapping[str, Any], before: Books, after: Books) -> Iterator[str]:
    """What the turn should have done and has not."""
    done = written(before, after)
    for kind in KINDS:
        if turn.get(kind) is True and not done[kind]:
            yield f"nothing was done that {kind}"


def false_writes(turn: Mapping[str, Any], intended: Intended, before: Books, after: Books) -> Iterator[str]:
    """Everything that was done although this turn confirmed nothing, or other than it was shown or asked for."""
    for kind, views in written(before, after).items():
        for number, view in enumerate(views):
            what = f"{kind} {_facts(view)}"
            if not turn.get(kind) or number:
                yield f"{what} unasked"
            else:
                yield from (f"{what}: {fault}" for fault in intended.differences(KINDS[kind], view))


def _facts(view: Json) -> dict[str, Any]:
    return {name: fact(view) for name, fact in FACTS.items()}
