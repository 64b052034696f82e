"""Ids are ULIDs: 26 characters, sortable by the time they were made, safe in a URL."""

import hashlib
from datetime import datetime

from ulid import ULID


def new_id() -> str:
    """A new id; ids made later in one process sort later, give or take the same millisecond."""
    return str(ULID())


def made_at(an_id: str) -> datetime:
    """When `new_id` made it, to the millisecond, by that machine's clock."""
    return ULID.from_str(an_id).datetime


def derived_id(*parts: str) -> str:
    """The id that the same parts always give, for things that must be made once however often it is tried."""
    return str(ULID.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:16]))
