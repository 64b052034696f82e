"""Finding turns by time, figures by day, reviews by state and by the conversation that asked; and what documents hold.

A validator is declared where the server knows them: a server that does not (it answers CommandNotFound) keeps the
documents as they come.
"""

from typing import Any

from pymongo.errors import OperationFailure

from services.chatbot.migrations import Documents, Keys, name_of

INDEXES: tuple[tuple[str, Keys, dict[str, Any]], ...] = (
    ("turns", [("at", 1)], {}),
    ("figures", [("day", 1)], {}),
    ("reviews", [("state", 1)], {}),
    ("reviews", [("conversations", 1)], {}),
    ("reviews", [("delete_at", 1)], {"expireAfterSeconds": 0}),
)
TEXT, WHOLE, WHEN, PARTS = (
    {"bsonType": "string"},
    {"bsonType": ["int", "long"]},
    {"bsonType": "date"},
    {"bsonType": "object"},
)
HELD: dict[str, dict[str, Any]] = {
    "turns": {"conversation_id": TEXT, "number": WHOLE, "at": WHEN, "text": TEXT, "understanding": PARTS,
              "decision": PARTS, "reply": PARTS, "versions": PARTS},
    "conversations": {"turn": WHOLE, "started_at": WHEN, "frame": PARTS, "last_turn": PARTS, "delete_at": WHEN},
    "proposals": {"conversation_id": TEXT, "kind": TEXT, "state": TEXT, "expires_at": WHEN, "request": PARTS},
    "figures": {"day": TEXT, "conversations": WHOLE, "messages": WHOLE, "intents": PARTS},
    "reviews": {"question": TEXT, "first_at": WHEN, "last_at": WHEN, "state": TEXT, "version": WHOLE,
                "revision": WHOLE},
}  # fmt: skip
COMMAND_NOT_FOUND = 59


def upgrade(database: Documents) -> None:
    for collection, keys, options in INDEXES:
        if name_of(database, collection, keys) is None:
            database[collection].create_index(keys, **options)
    for collection, properties in HELD.items():
        _validate(database, collection, {"$jsonSchema": {"required": list(properties), "properties": properties}})


def downgrade(database: Documents) -> None:
    for collection in HELD:
        _validate(database, collection, {})
    for collection, keys, _ in INDEXES:
        name = name_of(database, collection, keys)
        if name is not None:
            database[collection].drop_index(name)


def _validate(database: Documents, collection: str, validator: dict[str, Any]) -> None:
    """Documents that are there already are left alone (`moderate`)."""
    if collection not in database.list_collection_names():
        database.create_collection(collection)
    try:
        database.command("collMod", collection, validator=validator, validationLevel="moderate")
    except OperationFailure as refused:
        if refused.code != COMMAND_NOT_FOUND:
            raise
