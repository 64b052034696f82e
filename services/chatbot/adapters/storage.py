"""Conversations, proposals and the copy of the catalogue in MongoDB.

Only what every server of the wire protocol does is used: inserts with a unique key, updates with a condition, upserts.
There is no transaction, so a turn lies in its conversation first (`last_turn`, one compare-and-set on the turn's
number) and in the log second; a turn that a crash kept out of the log is put there by the next one.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import UpdateOne
from pymongo.database import Database as Documents
from pymongo.errors import DuplicateKeyError

from services.chatbot.adapters import documents as shape
from services.chatbot.adapters.remembered import RememberedCatalogue
from services.chatbot.adapters.rows import catalogue_of, rules_of
from services.chatbot.domain.catalogue import Catalogue, Rules
from services.chatbot.domain.conversation import WEB, Conversation, Turn
from services.chatbot.domain.errors import ConversationUnknown, ProposalUnknown
from services.chatbot.domain.proposals import Proposal, must_follow
from services.chatbot.ports import RULES, STORES, TECHNICIANS, TREATMENTS
from shared import outbox_documents as outbox
from shared.events import Event, Fact

CHANGES, CATALOGUE = "changes", "catalogue"
KEPT_FOR = timedelta(days=90)
Store = Documents[dict[str, Any]]
Announce = Callable[[Sequence[Fact], datetime], Sequence[Event]]


def _nothing_announced(facts: Sequence[Fact], at: datetime) -> Sequence[Event]:  # noqa: ARG001
    """For whoever only reads."""
    return ()


def _delete_at(kept_for: timedelta) -> datetime:
    """When the server forgets it: by the machine's clock, which the demonstration's does not shift."""
    return datetime.now(UTC) + kept_for


class MongoConversations:
    """Events of a conversation lie in it until they are published (`shared.outbox_documents`); `announce` makes events
    of facts, and `on_added` wakes whoever publishes them.
    """

    def __init__(
        self,
        database: Store,
        kept_for: timedelta = KEPT_FOR,
        announce: Announce = _nothing_announced,
        on_added: Callable[[], None] = lambda: None,
    ) -> None:
        self._announce, self._on_added = announce, on_added
        self._conversations, self._turns, self._proposals = database.conversations, database.turns, database.proposals
        self._kept_for = kept_for

    def get(self, conversation_id: str) -> Conversation:
        return shape.to_conversation(self._document(conversation_id))

    def append(self, conversation: Conversation, turn: Turn, facts: Sequence[Fact] = ()) -> bool:
        document = shape.from_conversation(conversation)
        document |= {"last_turn": shape.from_turn(turn), "delete_at": _delete_at(self._kept_for)}
        events = self._announce(facts, turn.at)
        if turn.number == 1:
            return self._start({**document, **outbox.pending(events)})
        before = self._document(conversation.id)
        unlogged, document = before["last_turn"], {**document, **outbox.pending(events, outbox.unsent(before))}
        # Whose it is is a condition too: what was decided for nobody is decided again once somebody owns it. The whole
        # document is replaced, because nx-27017 turns a date in `$set` into a string.
        condition = {"_id": conversation.id, "turn": turn.number - 1, "account_id": conversation.account_id}
        if not self._conversations.replace_one(condition, _without_key(document)).matched_count:
            return False
        self._log([unlogged, document["last_turn"]])
        self._on_added()
        return True

    def bind(self, conversation_id: str, account_id: str) -> bool:
        nobodys = {"_id": conversation_id, "account_id": None}
        if self._conversations.update_one(nobodys, {"$set": {"account_id": account_id}}).matched_count:
            return True
        return bool(self._document(conversation_id)["account_id"] == account_id)

    def turns(self, conversation_id: str) -> Sequence[Turn]:
        logged = {found["_id"]: found for found in self._turns.find({"conversation_id": conversation_id})}
        last = self._document(conversation_id)["last_turn"]
        every = {**logged, last["_id"]: last}.values()
        return sorted((shape.to_turn(document) for document in every), key=lambda turn: turn.number)

    def handed_over(self) -> Sequence[tuple[Conversation, Turn]]:
        found = self._conversations.find({"handoff": True})
        return [(shape.to_conversation(document), shape.to_turn(document["last_turn"])) for document in found]

    def of(self, account_id: str) -> Sequence[str]:
        return [str(found["_id"]) for found in self._conversations.find({"account_id": account_id}, {"_id": True})]

    def told_by(self, account_id: str) -> Sequence[tuple[Conversation, Turn]]:
        found = self._conversations.find({"account_id": account_id})
        told = [(shape.to_conversation(document), shape.to_turn(document["last_turn"])) for document in found]
        return [one for one in told if one[0].channel == WEB]

    def delete(self, conversation_id: str) -> None:
        """The conversation last, so that a deletion that was broken off can be asked for again."""
        self._turns.delete_many({"conversation_id": conversation_id})
        self._proposals.delete_many({"conversation_id": conversation_id})
        self._conversations.delete_one({"_id": conversation_id})

    def _document(self, conversation_id: str) -> dict[str, Any]:
        found = self._conversations.find_one({"_id": conversation_id})
        if found is None:
            raise ConversationUnknown
        return found

    def _start(self, document: dict[str, Any]) -> bool:
        try:
            self._conversations.insert_one(document)
        except DuplicateKeyError:
            return False
        self._log([document["last_turn"]])
        self._on_added()
        return True

    def _log(self, turns: list[dict[str, Any]]) -> None:
        delete_at = _delete_at(self._kept_for)
        writes = [
            UpdateOne(
                {"_id": turn["_id"]}, {"$setOnInsert": {**_without_key(turn), "delete_at": delete_at}}, upsert=True
            )
            for turn in turns
        ]
        self._turns.bulk_write(writes, ordered=False)


class MongoProposals:
    def __init__(self, database: Store, kept_for: timedelta = KEPT_FOR) -> None:
        self._proposals = database.proposals
        self._kept_for = kept_for

    def add(self, proposal: Proposal) -> None:
        self._proposals.insert_one({**shape.from_proposal(proposal), "delete_at": _delete_at(self._kept_for)})

    def get(self, proposal_id: str) -> Proposal:
        found = self._proposals.find_one({"_id": proposal_id})
        if found is None:
            raise ProposalUnknown
        return shape.to_proposal(found)

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
        changed = {"state": state, "outcome": outcome and dict(outcome), "failure": failure}
        condition = {"_id": proposal_id, "state": expected}
        return bool(self._proposals.update_one(condition, {"$set": changed}).matched_count)


class MongoReplicas:
    """`remembered` is the process's; without one every question reads all rows."""

    def __init__(self, database: Store, remembered: RememberedCatalogue | None = None) -> None:
        self._database = database
        self._remembered = remembered or RememberedCatalogue()

    def keep(self, kind: str, row_id: str, revision: int, row: Mapping[str, Any]) -> None:
        """Upsert where the kept revision is lower; where it is not, the upsert would insert a second and is refused.

        The number of changes grows afterwards, and for a duplicate too: the first telling may have died in between.
        """
        kept = {"revision": revision, "row": dict(row)}
        with suppress(DuplicateKeyError):
            self._database[kind].update_one({"_id": row_id, "revision": {"$lt": revision}}, {"$set": kept}, upsert=True)
        self._database[CHANGES].update_one({"_id": CATALOGUE}, {"$inc": {"number": 1}}, upsert=True)

    def catalogue(self) -> Catalogue:
        told = self._database[CHANGES].find_one({"_id": CATALOGUE})
        return self._remembered.at(told["number"] if told else 0, self._read)

    def _read(self) -> Catalogue:
        return catalogue_of({kind: self._rows(kind) for kind in (STORES, TREATMENTS, TECHNICIANS)})

    def rules(self, scopes: Sequence[str], at: datetime) -> Rules:
        return rules_of(self._rows(RULES), scopes, at)

    def _rows(self, kind: str) -> list[dict[str, Any]]:
        return [document["row"] for document in self._database[kind].find({})]


def _without_key(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "_id"}
