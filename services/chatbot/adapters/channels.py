"""Channels other than our own pages: whose address is whose, what was brought and sent already, and where to send."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from pymongo.database import Database as Documents
from pymongo.errors import DuplicateKeyError

from shared.crypto import keyring
from shared.logs import logger

log = logger(__name__)

PLACE = "conversations.address"
ID_LENGTH = 26
CALLS_KEPT = timedelta(minutes=15)
"""Longer than a channel's request is fresh: afterwards nobody can use it again anyway."""
SENT_KEPT = timedelta(days=7)
"""Longer than an event may come again."""


class SealedAddresses:
    def conversation_of(self, channel: str, address: str) -> str:
        """A keyed hash, so that two first messages at once begin one conversation, and its id tells nothing."""
        return f"{channel[:6]}-{keyring().index(f'{channel}:{address}')[:ID_LENGTH]}"

    def sealed(self, address: str) -> str:
        return keyring().seal(address, PLACE)

    def opened(self, sealed: str) -> str:
        return keyring().unseal(sealed, PLACE)


class MongoReceived:
    """One document for each request of a channel and for each turn sent, forgotten by the server."""

    def __init__(self, database: Documents[dict[str, Any]]) -> None:
        self._marks = database.channel_marks

    def is_first(self, call_id: str, digest: str) -> bool:
        if self._mark(f"call:{call_id}", CALLS_KEPT, digest=digest):
            return True
        found = self._marks.find_one({"_id": f"call:{call_id}"})
        return found is None or bool(found["digest"] == digest)

    def was_sent(self, conversation_id: str, turn: int) -> bool:
        return self._marks.find_one({"_id": f"sent:{conversation_id}:{turn}"}) is not None

    def mark_sent(self, conversation_id: str, turn: int) -> None:
        self._mark(f"sent:{conversation_id}:{turn}", SENT_KEPT)

    def _mark(self, key: str, kept: timedelta, **more: str) -> bool:
        try:
            self._marks.insert_one({"_id": key, "delete_at": datetime.now(UTC) + kept, **more})
        except DuplicateKeyError:
            return False
        return True


class Outlet(Protocol):
    """Sends to one channel."""

    def send(self, address: str, reply: Mapping[str, Any]) -> None: ...


class Outlets:
    """The outlets there are, by the channel's name."""

    def __init__(self, **outlets: Outlet) -> None:
        self._outlets = outlets

    def send(self, channel: str, address: str, reply: Mapping[str, Any]) -> None:
        """As `ports.Channels`; a channel that is not configured (any more) is one that will never take it."""
        outlet = self._outlets.get(channel)
        if outlet is None:
            log.warning("a reply cannot be sent: the channel is not configured", channel=channel)
            return
        outlet.send(address, reply)
