"""Unique turns, finding proposals and turns by conversation, and forgetting by the server.

Indexes are found by their keys, not their names: servers of the wire protocol name them differently.
"""

from typing import Any

from services.chatbot.migrations import Documents, Keys, name_of

INDEXES: tuple[tuple[str, Keys, dict[str, Any]], ...] = (
    ("turns", [("conversation_id", 1), ("number", 1)], {"unique": True}),
    ("proposals", [("conversation_id", 1)], {}),
    ("conversations", [("account_id", 1)], {}),
    ("conversations", [("delete_at", 1)], {"expireAfterSeconds": 0}),
    ("turns", [("delete_at", 1)], {"expireAfterSeconds": 0}),
    ("proposals", [("delete_at", 1)], {"expireAfterSeconds": 0}),
)


def upgrade(database: Documents) -> None:
    for collection, keys, options in INDEXES:
        if name_of(database, collection, keys) is None:
            database[collection].create_index(keys, **options)


def downgrade(database: Documents) -> None:
    for collection, keys, _ in INDEXES:
        name = name_of(database, collection, keys)
        if name is not None:
            database[collection].drop_index(name)
