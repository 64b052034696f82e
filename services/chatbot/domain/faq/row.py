"""A row of the FAQ: a question, other ways to ask it, and its answer, in both languages."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from services.chatbot.domain.errors import KeyReused, VersionConflict
from services.chatbot.domain.text import ENGLISH
from shared.call import IdempotencyKey
from shared.errors import Invalid

OF_STORE = frozenset({"hours", "address", "parking", "metro", "phone"})
OF_TREATMENT = frozenset({"price"})
FACTS = OF_STORE | OF_TREATMENT | {"women", "contraindications", "cancel_rule", "home_area", "notice"}
"""What an answer may leave to the catalogue, as `{hours}` or `{price:foot-60}`: text would become untrue."""

_FACT = re.compile(r"{(?P<name>\w*)(?::(?P<of>[^{}]*))?}")
_EDITS_KEPT = 20


@dataclass(frozen=True)
class Edit:
    """Who wrote a version of the row and when, under which idempotency key."""

    version: int
    by: str
    at: datetime
    key: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class FaqRow:
    """`keywords`, of either language, speak for this row. `store_id` None: it holds for every store. A retired row is
    kept, since conversations still name it.
    """

    id: str
    slug: str
    question: str
    answer: str
    aliases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    question_en: str = ""
    answer_en: str = ""
    aliases_en: tuple[str, ...] = ()
    store_id: str | None = None
    version: int = 1
    retired: bool = False
    edits: tuple[Edit, ...] = ()

    def __post_init__(self) -> None:
        """Raises Invalid for an answer with a fact that nobody can tell."""
        for name in ("answer", "answer_en"):
            unknown = [found for found in _FACT.finditer(getattr(self, name)) if not _is_known(found)]
            if unknown:
                wrong = ", ".join(found.group() for found in unknown)
                raise Invalid("an unknown fact", fields={name: [f"unknown: {wrong}"]})

    def asked(self, language: str) -> str:
        return self.question_en if language == ENGLISH and self.question_en else self.question

    def answered(self, language: str) -> str:
        return self.answer_en if language == ENGLISH and self.answer_en else self.answer

    def filled(self, language: str, fact: Callable[[str, str | None], str]) -> str:
        """The answer with its facts; `fact(name, of)` words one of them."""
        return _FACT.sub(lambda found: fact(found["name"], found["of"]), self.answered(language))

    @property
    def phrasings(self) -> Iterator[str]:
        """Every way to ask, in both languages."""
        yield from (text for text in (self.question, self.question_en, *self.aliases, *self.aliases_en) if text)

    def changed(self, version: int | None, edit: Edit, **changes: Any) -> Self:
        """The next version; `version` is the one its editor saw, None for somebody who does not mind.

        Raises VersionConflict, and Invalid as above.
        """
        if version not in {None, self.version}:
            raise VersionConflict(params={"version": self.version})
        number = self.version + 1
        edits = (*self.edits, replace(edit, version=number))[-_EDITS_KEPT:]
        return replace(self, version=number, edits=edits, **changes)

    def was_written_under(self, by: str, key: IdempotencyKey | None) -> bool:
        """Whether this very request wrote a version already; raises KeyReused for another body under its key."""
        for edit in self.edits if key else ():
            if key and edit.key and edit.by == by and (edit.key["key"], edit.key["path"]) == (key.key, key.path):
                if edit.key["body_hash"] != key.body_hash:
                    raise KeyReused
                return True
        return False


def _is_known(found: re.Match[str]) -> bool:
    return found["name"] in FACTS and (found["of"] is not None) == (found["name"] in OF_TREATMENT)
