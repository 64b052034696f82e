"""Calendar feeds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.booking.domain.feed.entries import CalendarEntry
from services.booking.domain.feed.feed import Feed


class Feeds(Protocol):
    """One feed per account."""

    def put(self, feed: Feed) -> None:
        """In place of the one the account had."""
        ...

    def of_digest(self, digest: str) -> Feed:
        """Raises FeedUnknown."""
        ...

    def of_account(self, account_id: str) -> Feed | None: ...

    def remove(self, account_id: str) -> None:
        """Nothing happens to an account without one."""
        ...

    def leave_technician(self, account_id: str, technician_id: str | None) -> None:
        """The account is this technician's and no other's: a feed of another's visits shows the account's own only."""
        ...

    def changed_at(self, appointment_ids: Sequence[str]) -> Mapping[str, datetime]:
        """When something last happened to each."""
        ...


class Calendars(Protocol):
    """Writes calendars out."""

    def written(self, entries: Iterable[CalendarEntry], name: str) -> str:
        """As RFC 5545 wants it, time zones included."""
        ...
