"""The documents held in memory, for unit tests and for trying stories; one contract test holds for both kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.chatbot.adapters.rows import catalogue_of, rules_of
from services.chatbot.domain.catalogue import Catalogue, Rules
from services.chatbot.domain.conversation import Conversation, Turn
from services.chatbot.domain.errors import ConversationUnknown, ProposalUnknown
from services.chatbot.domain.proposals import Proposal, must_follow
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
