"""Index scripts: `upgrade(database)` and `downgrade(database)`, each safe to run again."""

from typing import Any

from pymongo.database import Database

Documents = Database[dict[str, Any]]
Keys = list[tuple[str, int]]


def name_of(database: Documents, collection: str, keys: Keys) -> str | None:
    """The name of the index on these keys: servers of the wire protocol name them differently."""
    known = database[collection].index_information()
    return next((name for name, index in known.items() if list(index["key"]) == keys), None)
