"""The documents held in memory, for unit tests and for trying stories; one contract test holds for both kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Self

from services.chatbot.adapters.faq_rows import lexicon, reviewed_rows
from services.chatbot.adapters.rows import catalogue_of, rules_of
from services.chatbot.domain.catalogue import Catalogue, Rules
from services.chatbot.domain.conversation import WEB, Conversation, Turn
from services.chatbot.domain.errors import ConversationUnknown, FaqRowUnknown, ProposalUnknown, ReviewUnknown
from services.chatbot.domain.faq import FaqIndex, FaqRow
from services.chatbot.domain.insight import DayFigures, Review
from services.chatbot.domain.proposals import Proposal, must_follow
from shared.errors import Unavailable
from shared.events import Fact


class InMemoryConversations:
    def __init__(self, proposals: "InMemoryProposals") -> None:
        self.proposals = proposals
        self.kept: dict[str, Conversation] = {}
        self.log: dict[tuple[str, int], Turn] = {}
        self.announced: list[Fact] = []

    def get(self, conversation_id: str) -> Conversation:
        if conversation_id not in self.kept:
            raise ConversationUnknown
        return self.kept[conversation_id]

    def append(self, conversation: Conversation, turn: Turn, facts: Sequence[Fact] = ()) -> bool:
        kept = self.kept.get(conversation.id)
        expected = kept and (kept.turn, kept.account_id)
        if expected != (None if turn.number == 1 else (turn.number - 1, conversation.account_id)):
            return False
        self.kept[conversation.id] = conversation
        self.log[conversation.id, turn.number] = turn
        self.announced.extend(facts)
        return True

    def bind(self, conversation_id: str, account_id: str) -> bool:
        conversation = self.get(conversation_id)
        if conversation.account_id not in {None, account_id}:
            return False
        self.kept[conversation_id] = replace(conversation, account_id=account_id)
        return True

    def turns(self, conversation_id: str) -> Sequence[Turn]:
        return [turn for (owner, _), turn in sorted(self.log.items()) if owner == conversation_id]

    def handed_over(self) -> Sequence[tuple[Conversation, Turn]]:
        return [(one, self.log[one.id, one.turn]) for one in self.kept.values() if one.handoff]

    def of(self, account_id: str) -> Sequence[str]:
        return [one.id for one in self.kept.values() if one.account_id == account_id]

    def told_by(self, account_id: str) -> Sequence[tuple[Conversation, Turn]]:
        mine = [one for one in self.kept.values() if one.account_id == account_id and one.channel == WEB]
        return [(one, self.log[one.id, one.turn]) for one in mine]

    def delete(self, conversation_id: str) -> None:
        self.kept.pop(conversation_id, None)
        self.log = {at: turn for at, turn in self.log.items() if at[0] != conversation_id}
        kept = self.proposals.kept
        self.proposals.kept = {at: one for at, one in kept.items() if one.conversation_id != conversation_id}


class InMemoryProposals:
    def __init__(self) -> None:
        self.kept: dict[str, Proposal] = {}

    def add(self, proposal: Proposal) -> None:
        self.kept[proposal.id] = proposal

    def get(self, proposal_id: str) -> Proposal:
        if proposal_id not in self.kept:
            raise ProposalUnknown
        return self.kept[proposal_id]

    def move(
        self,
        proposal_id: str,
        state: str,
        *,
        expected: str,
        outcome: Mapping[str, Any] | None = None,
        failure: str | None = None,
    ) -> bool:
        must_follow(state, expected)
        proposal = self.kept.get(proposal_id)
        if proposal is None or proposal.state != expected:
            return False
        self.kept[proposal_id] = replace(proposal, state=state, outcome=outcome, failure=failure)
        return True


class InMemoryFaqRows:
    """`seeded()` has the rows that a shop starts with."""

    def __init__(self, *rows: FaqRow) -> None:
        self.kept = {row.id: row for row in rows}
        self._index: FaqIndex | None = None

    @classmethod
    def seeded(cls) -> Self:
        rows = ({name: _frozen(value) for name, value in row.items()} for row in reviewed_rows())
        return cls(*(FaqRow(id=f"faq-{row['slug']}", **row) for row in rows))

    def index(self) -> FaqIndex:
        self._index = self._index or FaqIndex(self.kept.values(), lexicon())
        return self._index

    def get(self, row_id: str) -> FaqRow:
        if row_id not in self.kept:
            raise FaqRowUnknown
        return self.kept[row_id]

    def add(self, row: FaqRow) -> bool:
        if row.id in self.kept or row.slug in {one.slug for one in self.kept.values()}:
            return False
        return self._keep(row)

    def save(self, row: FaqRow) -> bool:
        return self.kept[row.id].version == row.version - 1 and self._keep(row)

    def _keep(self, row: FaqRow) -> bool:
        self.kept[row.id], self._index = row, None
        return True


class InMemoryAddresses:
    """Sealed and hashed in name only."""

    def conversation_of(self, channel: str, address: str) -> str:
        return f"{channel}-{address}"

    def sealed(self, address: str) -> str:
        return f"sealed {address}"

    def opened(self, sealed: str) -> str:
        return sealed.removeprefix("sealed ")


class InMemoryReceived:
    def __init__(self) -> None:
        self.calls: dict[str, str] = {}
        self.sent: set[tuple[str, int]] = set()

    def is_first(self, call_id: str, digest: str) -> bool:
        return self.calls.setdefault(call_id, digest) == digest

    def was_sent(self, conversation_id: str, turn: int) -> bool:
        return (conversation_id, turn) in self.sent

    def mark_sent(self, conversation_id: str, turn: int) -> None:
        self.sent.add((conversation_id, turn))


class InMemoryChannels:
    """What was sent; `is_away` makes it not answer."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.is_away = False

    def send(self, channel: str, address: str, reply: Mapping[str, Any]) -> None:
        if self.is_away:
            raise Unavailable
        self.sent.append((channel, address, reply["text"]))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


class InMemoryInsight:
    """Reads the log of the conversations that it is given."""

    def __init__(self, conversations: InMemoryConversations) -> None:
        self._conversations = conversations
        self.days: dict[tuple[date, str | None], DayFigures] = {}
        self.kept: dict[str, Review] = {}

    def turns_since(self, at: datetime) -> Sequence[Turn]:
        return [turn for turn in self._conversations.log.values() if turn.at >= at]

    def last_day(self) -> date | None:
        return max((day for day, _ in self.days), default=None)

    def keep(self, figures: Sequence[DayFigures], since: date) -> None:
        closed = {place: one for place, one in self.days.items() if one.day < since}
        self.days = closed | {(one.day, one.store_id): one for one in figures}

    def figures(self, first: date, last: date, store_id: str | None = None) -> Sequence[DayFigures]:
        within = [one for one in self.days.values() if first <= one.day <= last]
        return [one for one in within if store_id in {None, one.store_id}]

    def review(self, review_id: str) -> Review:
        if review_id not in self.kept:
            raise ReviewUnknown
        return self.kept[review_id]

    def reviews(self, state: str | None = None) -> Sequence[Review]:
        return [one for one in self.kept.values() if state in {None, one.state}]

    def save(self, review: Review) -> bool:
        before = self.kept.get(review.id)
        if (before.revision if before else 0) != review.revision - 1:
            return False
        self.kept[review.id] = review
        return True

    def forget(self, conversation_id: str) -> None:
        for review in [
            one for one in self.kept.values() if any(t.conversation_id == conversation_id for t in one.asked)
        ]:
            left = review.without(conversation_id)
            if left is None:
                del self.kept[review.id]
            else:
                self.save(left)


class InMemoryReplicas:
    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Mapping[str, Any]]] = {}

    def keep(self, kind: str, row_id: str, revision: int, row: Mapping[str, Any]) -> None:
        rows = self.rows.setdefault(kind, {})
        if row_id not in rows or rows[row_id]["revision"] < revision:
            rows[row_id] = {**row, "revision": revision}

    def catalogue(self) -> Catalogue:
        return catalogue_of({kind: list(rows.values()) for kind, rows in self.rows.items()})

    def rules(self, scopes: Sequence[str], at: datetime) -> Rules:
        return rules_of(self.rows.get("rules", {}).values(), scopes, at)
