"""A question that the chat could not answer, until the staff make an answer or an example of it, or leave it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Self

from services.chatbot.domain.errors import KeyReused, ReviewSettled, VersionConflict
from services.chatbot.domain.insight.seen import Seen
from services.chatbot.domain.text import normalised
from shared.call import IdempotencyKey

OPEN, FAQ, TRAINING, DISMISSED = "open", "faq", "training", "dismissed"
OUTCOMES = (FAQ, TRAINING, DISMISSED)
MOST_REMEMBERED, FEWEST_LETTERS = 200, 2
"""More askings are not told apart; a question of fewer letters is none."""


@dataclass(frozen=True)
class Asked:
    """The turn in which it was asked."""

    conversation_id: str
    number: int


@dataclass(frozen=True)
class Settled:
    """What was made of it: a row of the FAQ (`faq_id`), a sentence to learn from (`intent`), or nothing. `text` is the
    wording that the staff have read and let stand; from then on it is the question.
    """

    by: str
    at: datetime
    faq_id: str | None = None
    intent: str | None = None
    text: str | None = None
    key: Mapping[str, str] | None = None

    @classmethod
    def under(cls, by: str, at: datetime, key: IdempotencyKey | None, **made: str | None) -> Self:
        return cls(by, at, key=asdict(key) if key else None, **made)


@dataclass(frozen=True)
class Review:
    """`question` as it was first asked, contact data masked. `asked` names the turns, `MOST_REMEMBERED` at most.

    `version` counts what the staff do, `revision` every change: asking again disturbs nobody who has read it.
    """

    id: str
    question: str
    first_at: datetime
    last_at: datetime
    asked: Sequence[Asked] = ()
    store_ids: frozenset[str] = frozenset()
    state: str = OPEN
    settled: Settled | None = None
    version: int = 1
    revision: int = 1

    @classmethod
    def of(cls, seen: Seen) -> Self:
        return cls(review_id(seen.text), seen.text, seen.at, seen.at).asked_in(seen, is_new=True)

    def asked_in(self, seen: Seen, *, is_new: bool = False) -> Self:
        """Asked (again) in this turn; the same review where that is known already, or is one of too many.

        Asked in vain although the FAQ should have known, it is open again.
        """
        turn = Asked(seen.conversation_id, seen.number)
        if turn in self.asked or len(self.asked) >= MOST_REMEMBERED:
            return self
        stores = self.store_ids | ({seen.store_id} if seen.store_id else set())
        is_back = self.state == FAQ and self.settled is not None and seen.at > self.settled.at
        return replace(
            self,
            state=OPEN if is_back else self.state,
            asked=(*self.asked, turn),
            store_ids=stores,
            revision=self.revision + (not is_new),
            first_at=min(self.first_at, seen.at),
            last_at=max(self.last_at, seen.at),
        )

    def without(self, conversation_id: str) -> Self | None:
        """Once that conversation is forgotten; None where nobody else has asked and the staff made nothing of it."""
        left = tuple(turn for turn in self.asked if turn.conversation_id != conversation_id)
        if not left and self.state in {OPEN, DISMISSED}:
            return None
        return replace(self, asked=left, revision=self.revision + 1)

    def was_settled_under(self, by: str, key: IdempotencyKey | None) -> bool:
        """Whether this very request settled it; raises KeyReused for another body under its key."""
        kept = self.settled.key if self.settled and self.settled.by == by else None
        if key is None or kept is None or (kept["key"], kept["path"]) != (key.key, key.path):
            return False
        if kept["body_hash"] != key.body_hash:
            raise KeyReused
        return True

    def settle(self, outcome: str, version: int, settled: Settled) -> Self:
        """Raises VersionConflict, ReviewSettled."""
        if self.state != OPEN:
            raise ReviewSettled(params={"state": self.state})
        if version != self.version:
            raise VersionConflict(params={"version": self.version})
        return replace(
            self,
            state=outcome,
            settled=settled,
            question=settled.text or self.question,
            version=self.version + 1,
            revision=self.revision + 1,
        )


def is_a_question(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) >= FEWEST_LETTERS


def review_id(text: str) -> str:
    """The same for the same words, however they are punctuated."""
    words = "".join(letter for letter in normalised(text) if letter.isalnum())
    return hashlib.sha256(words.encode()).hexdigest()[:26]
