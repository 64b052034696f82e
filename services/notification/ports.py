"""What the use cases need from outside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.notification.domain.addresses import Address
from services.notification.domain.channels import Channel
from services.notification.domain.messages import Delivery, Message, Result
from services.notification.domain.people import Contact, Preferences
from services.notification.domain.templates import Templates
from services.notification.domain.views import LoggedDelivery, Notification, SentItem


class Messages(Protocol):
    """The messages we owe, until each is sent, given up or without use."""

    def add(self, message: Message) -> None:
        """Owe the message; adding the same id again changes nothing."""
        ...

    def plan_reminders(self, appointment_id: str, revision: int, reminders: Sequence[Message]) -> None:
        """Replace the appointment's waiting reminders, unless a revision as new or newer has done so already."""
        ...

    def add_leased(self, message: Message) -> Message:
        """Owe the message, and lease it to the caller as `lease` would."""
        ...

    def lease(self, now: datetime) -> list[Message]:
        """Messages due at `now` for this caller alone, `attempts` counting this try."""
        ...

    def together(self, work: Callable[[], None]) -> None:
        """Do the work in one transaction."""
        ...

    def settle(self, result: Result, now: datetime) -> None:
        """Write down what became of a leased message, delivery log included."""
        ...

    def expire(self, message: Message) -> None:
        """End a leased message that has lost its use."""
        ...

    def when_committed(self, then: Callable[[], None]) -> None:
        """Call `then` once the transaction of the moment has committed; never if it fails."""
        ...

    def prune(self, before: datetime) -> int:
        """Forget finished messages and the log of deliveries older than `before`; says how many rows."""
        ...


class Contacts(Protocol):
    """The replica of accounts' addresses."""

    def find(self, account_id: str) -> Contact | None: ...

    def reader(self, account_id: str) -> tuple[Contact, Preferences] | None:
        """The contact with what its owner chose, in one look: it is asked for every message."""
        ...

    def accounts_of(self, technician_ids: frozenset[str]) -> list[str]:
        """The accounts of those technicians who have one."""
        ...

    def staff_of(self, store_id: str) -> list[str]:
        """The accounts that work at this store's counter, its managers' included."""
        ...

    def remember(self, contact: Contact) -> None:
        """Keep the contact unless a revision as new or newer is known."""
        ...


class PreferenceBook(Protocol):
    """What accounts' owners chose."""

    def get(self, account_id: str) -> Preferences:
        """Their choice, or the defaults with version 0."""
        ...

    def replace(self, preferences: Preferences, expected_version: int) -> None:
        """Keep these instead of the expected version; VersionConflict when another one stands."""
        ...


class Traces(Protocol):
    """What was written to people, wherever it lies."""

    def forget(self, account_id: str) -> None:
        """Drop what waits for them; delete what they were sent, what the log says of it, and their choices."""
        ...


class Carrier(Protocol):
    """One channel's way out; what is in the house is carried in the transaction that settles the message."""

    is_in_house: bool

    def carry(self, delivery: Delivery, now: datetime) -> None:
        """Take the delivery out; the same id again takes nothing out twice. CarrierFailed: try again later."""
        ...


class Notifications(Protocol):
    """The list inside the pages."""

    def find(self, account_id: str, *, unread: bool, cursor: str | None, limit: int) -> list[Notification]:
        """Newest first, those before the cursor."""
        ...

    def mark_read(self, account_id: str, notification_id: str, now: datetime) -> Notification:
        """NotificationNotFound unless it is this account's; the first reading stays."""
        ...

    def mark_all_read(self, account_id: str, up_to: str | None, now: datetime) -> None:
        """All of the account's, but those that came after the one named."""
        ...

    def count_unread(self, account_id: str) -> int: ...


class SentItems(Protocol):
    """What SMS, e-mail and WeChat carried."""

    def find(self, address: str) -> list[SentItem]:
        """Newest first."""
        ...

    def prune(self, before: datetime) -> int: ...


@dataclass(frozen=True)
class LogSearch:
    """Which lines of the log: those of the stores (None: of all), and with these values where one is named."""

    stores: frozenset[str] | None
    store_id: str | None = None
    status: str | None = None
    channel: str | None = None
    template: str | None = None
    appointment_id: str | None = None


class DeliveryLog(Protocol):
    """That it was carried, without the words."""

    def find(self, search: LogSearch, *, cursor: str | None, limit: int) -> list[LoggedDelivery]:
        """Newest first."""
        ...


@dataclass(frozen=True)
class Desk:
    """Everything a message needs on its way out."""

    contacts: Contacts
    preferences: PreferenceBook
    templates: Templates
    carriers: Mapping[Channel, Carrier]

    def carrier_of(self, address: Address) -> Carrier:
        return self.carriers[address.channel]
