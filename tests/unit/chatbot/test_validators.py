"""What a server of documents is told to refuse, and that nothing of ours is among it.

No server that enforces validators stands in the tests (nx-27017 does not know `collMod`), so the commands are read as
they are sent, and judged by the two rules they use: `required`, and `bsonType` of each property.
"""

import copy
from datetime import datetime
from importlib import import_module
from typing import Any

import pytest
from pymongo.errors import OperationFailure

from services.chatbot.adapters import documents as shape
from services.chatbot.adapters.insight import from_figures, from_review
from services.chatbot.domain.insight import DayFigures, Review
from services.chatbot.domain.proposals import Proposal
from shared.testing import NOW
from tests.support.chatbot import Chat

MIGRATION: Any = import_module("services.chatbot.migrations.0006_insight")
COLLECTIONS = {"turns", "conversations", "proposals", "figures", "reviews"}
COMMAND_NOT_FOUND, UNAUTHORIZED = 59, 13
TYPES = {"string": str, "int": int, "long": int, "date": datetime, "object": dict}


class FakeCollection:
    def index_information(self) -> dict[str, Any]:
        return {}

    def create_index(self, keys: Any, **_: Any) -> None:
        """Not what is tested here."""


class FakeDatabase:
    """Writes down the commands, or refuses them with this code."""

    def __init__(self, refuses: int | None = None) -> None:
        self.commands: list[tuple[str, str, dict[str, Any]]] = []
        self.created: list[str] = []
        self.refuses = refuses

    def __getitem__(self, name: str) -> FakeCollection:
        return FakeCollection()

    def list_collection_names(self) -> list[str]:
        return ["turns"]

    def create_collection(self, name: str) -> None:
        self.created.append(name)

    def command(self, name: str, collection: str, **options: Any) -> None:
        if self.refuses is not None:
            raise OperationFailure("refused", self.refuses)
        self.commands.append((name, collection, options))


def declared() -> dict[str, dict[str, Any]]:
    database = FakeDatabase()
    MIGRATION.upgrade(database)
    return {collection: options["validator"]["$jsonSchema"] for _, collection, options in database.commands}


def refused(collection: str, document: dict[str, Any]) -> list[str]:
    """The names for which a server would refuse it."""
    schema = declared()[collection]
    missing = [name for name in schema["required"] if name not in document]
    wrong = [name for name, rule in schema["properties"].items() if name in document and not _is(rule, document[name])]
    return missing + wrong


def _is(rule: dict[str, Any], value: Any) -> bool:
    kinds = rule["bsonType"] if isinstance(rule["bsonType"], list) else [rule["bsonType"]]
    return any(isinstance(value, TYPES[kind]) for kind in kinds)


@pytest.fixture
def kept(chat: Chat) -> dict[str, dict[str, Any]]:
    """Collection → a document of it, as the chat writes it."""
    conversation_id = chat.say("明天下午三点徐家汇店足疗")["conversation_id"]
    turn = shape.from_turn(chat.conversations.turns(conversation_id)[-1])
    conversation = shape.from_conversation(chat.conversations.get(conversation_id))
    proposal = Proposal(
        id="pro-1", conversation_id="con-1", kind="book", request={}, appointment={}, summary="", proposed_at=NOW,
        expires_at=NOW,
    )  # fmt: skip
    return {
        "turns": turn,
        "conversations": {**conversation, "last_turn": turn, "delete_at": NOW},
        "proposals": shape.from_proposal(proposal),
        "figures": from_figures(DayFigures(NOW.date(), None)),
        "reviews": from_review(Review(id="rev-1", question="?", first_at=NOW, last_at=NOW, asked=())),
    }


def test_a_validator_is_declared_for_every_collection_and_leaves_older_documents_alone():
    database = FakeDatabase()
    MIGRATION.upgrade(database)

    assert {(name, collection) for name, collection, _ in database.commands} == {
        ("collMod", one) for one in COLLECTIONS
    }
    assert {options["validationLevel"] for _, _, options in database.commands} == {"moderate"}
    assert set(database.created) == COLLECTIONS - {"turns"}


@pytest.mark.parametrize("collection", sorted(COLLECTIONS))
def test_what_the_chat_writes_is_never_refused(kept, collection):
    assert refused(collection, kept[collection]) == []


@pytest.mark.parametrize("collection", sorted(COLLECTIONS))
def test_a_document_without_what_it_must_hold_or_with_something_else_there_is_refused(kept, collection):
    for name in declared()[collection]["required"]:
        older, wrong = copy.deepcopy(kept[collection]), copy.deepcopy(kept[collection])
        del older[name]
        wrong[name] = ["something else"]

        assert refused(collection, older) == [name]
        assert refused(collection, wrong) == [name]


def test_a_server_that_knows_no_validators_keeps_the_documents_as_they_come():
    MIGRATION.upgrade(FakeDatabase(refuses=COMMAND_NOT_FOUND))


def test_any_other_refusal_stops_the_migration():
    with pytest.raises(OperationFailure):
        MIGRATION.upgrade(FakeDatabase(refuses=UNAUTHORIZED))


def test_the_way_down_takes_the_validators_away():
    database = FakeDatabase()
    MIGRATION.downgrade(database)

    assert {collection for _, collection, _ in database.commands} == COLLECTIONS
    assert all(options["validator"] == {} for _, _, options in database.commands)
