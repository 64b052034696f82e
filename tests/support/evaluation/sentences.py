"""Whether a sentence is understood as its reviewer demands: the intent, and every slot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from shared.config import ROOT

PATH = ROOT / "services" / "chatbot" / "data" / "evaluation"
POLITE = {"greet", "thanks", "bye"}
NEVER_MISSED = {"complaint", "human"}
Slots = Mapping[str, Any]


@dataclass(frozen=True)
class Sentence:
    """`frames` are all complete sets of slots that are right; `may` holds what may be there as well."""

    text: str
    now: str
    intents: tuple[str, ...]
    frames: tuple[Slots, ...]
    may: Slots

    def has_intent(self, intent: str) -> bool:
        return intent in self.intents

    def faults(self, slots: Slots) -> list[str]:
        """What is missing, wrong or too much, against the right frame that comes closest."""
        return min((list(self._against(frame, slots)) for frame in self.frames), key=len)

    def missed(self, intent: str, slots: Slots) -> list[str]:
        """Red flags, complaints and wishes for a person of which nothing is told."""
        told = {intent, *slots.get("also", ())}
        wanted = set(self.intents) & NEVER_MISSED if len(self.intents) == 1 else set()
        flags = [flag for value in _choices(self.frames[0].get("red_flag", [])) for flag in value[:1]]
        is_flagged = not flags or bool(set(flags) & set(slots.get("red_flag", ())))
        return [*(wanted - told), *([] if is_flagged else flags[:1])]

    def _against(self, frame: Slots, slots: Slots) -> Iterator[str]:
        wanted, found, may = _flat(frame), _flat(slots), _flat(self.may)
        for name in wanted.keys() - found.keys():
            yield f"{name} missing, wanted {wanted[name]}"
        for name in wanted.keys() & found.keys():
            if not _is(wanted[name], found[name]):
                yield f"{name} is {found[name]}, wanted {wanted[name]}"
        for name in found.keys() - wanted.keys():
            if not (name in may and _is(may[name], found[name])) and not _is_polite(name, found[name]):
                yield f"{name} is {found[name]}, wanted none"


@cache
def sentences() -> tuple[Sentence, ...]:
    files = sorted(PATH.glob("sentences*.yml"))
    rows = [row for path in files for row in yaml.safe_load(path.read_text(encoding="utf-8"))["sentences"]]
    return tuple(
        Sentence(
            row["text"],
            row["now"],
            tuple(_choices(row["intent"])),
            (row["slots"], *row.get("or", ())),
            row.get("may", {}),
        )
        for row in rows
    )


def _flat(slots: Slots) -> dict[str, Any]:
    """What is negated stands on its own: `negated.date`."""
    refused = {f"negated.{name}": value for name, value in (slots.get("negated") or {}).items()}
    return {name: value for name, value in slots.items() if name != "negated"} | refused


def _choices(wanted: Any) -> Sequence[Any]:
    return wanted["any"] if isinstance(wanted, dict) else [wanted]


def _is(wanted: Any, found: Any) -> bool:
    return any(_plain(one) == _plain(found) for one in _choices(wanted))


def _plain(value: Any) -> Any:
    """Spans keep their order; several things named do not, and one in a list is one."""
    if isinstance(value, list | tuple):
        is_span = len(value) == 2 and all(str(part)[:1].isdigit() for part in value)
        return tuple(value) if is_span else _one_or_all(value)
    return "".join(value.split()) if isinstance(value, str) else value


def _one_or_all(values: Sequence[Any]) -> Any:
    return values[0] if len(values) == 1 else frozenset(values)


def _is_polite(name: str, found: Any) -> bool:
    return name == "also" and set(found) <= POLITE
