"""What the use cases need from outside."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from services.customer_profile.domain.archive import Archive
from services.customer_profile.domain.care import Visit
from services.customer_profile.domain.timeline import Entry, Place


@dataclass(frozen=True)
class Search:
    """Which archives: by an exact phone, a piece of a name, a tag; of customers of these stores. None leaves open."""

    phone: str | None = None
    name: str | None = None
    tag: str | None = None
    stores: AbstractSet[str] | None = None


class Archives(Protocol):
    """The customers' archives."""

    def get(self, customer_id: str) -> Archive:
        """The archive; ArchiveUnknown when there is none."""
        ...

    def stores_of(self, customer_id: str) -> AbstractSet[str]:
        """The stores the customer has ever booked with."""
        ...

    def find(self, search: Search, after: str | None, limit: int) -> list[Archive]:
        """Up to `limit` archives by id, beginning after that one."""
        ...

    def take_account(self, account: Archive) -> None:
        """Write what the account says, opening the archive if there is none; an older revision changes nothing."""
        ...

    def erase(self, customer_id: str, account_revision: int) -> None:
        """Keep nothing of the customer but that they were erased, so that no older word of theirs comes back."""
        ...

    def save(self, archive: Archive) -> None:
        """Write what was edited; VersionConflict when the version before is gone."""
        ...


class Timeline(Protocol):
    """What has happened to customers."""

    def append(self, entry: Entry, store_id: str | None) -> None:
        """Add the entry, and remember that the customer has booked with the store, if it is about one."""
        ...

    def forget(self, customer_id: str) -> None:
        """Take away the customer's entries and stores."""
        ...

    def of_erased(self, limit: int) -> list[str]:
        """Customers who were erased and have entries all the same."""
        ...

    def of(self, customer_id: str, after: Place | None, limit: int) -> list[Entry]:
        """The newest entries first, beginning after that place."""
        ...


class Visits(Protocol):
    """The visits of customers, as their events tell them, and what treatments must not meet."""

    def keep(self, visit: Visit) -> None:
        """Keep it unless a revision as new or newer is known."""
        ...

    def get(self, appointment_id: str) -> Visit:
        """Raises VisitUnknown."""
        ...

    def forget(self, customer_id: str) -> None:
        """Take away all of the customer's."""
        ...

    def keep_contraindications(self, treatment_id: str, revision: int, words: Sequence[str]) -> None:
        """Keep them unless a revision as new or newer is known."""
        ...

    def contraindications(self, treatment_ids: Sequence[str]) -> list[str] | None:
        """Of all the treatments, each word once; None unless all of the treatments are known."""
        ...
