"""A message: one thing to tell one person, from the moment it is owed until it is sent or has lost its use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from services.notification.domain.addresses import Address
from services.notification.domain.people import Contact, Preferences
from services.notification.domain.templates import DEFAULT_LANGUAGE, Text
from shared.ids import derived_id

DEFAULT_ZONE = "Asia/Shanghai"

# How long to wait after each failed try; after the last one the message is given up.
WAITS = tuple(timedelta(seconds=seconds) for seconds in (1, 5, 30, 120, 600, 3600))


@dataclass(frozen=True)
class Message:
    """`facts` fill the template when it is sent, in the language its reader has by then.

    `account_id` is the account it is for, reached as its owner prefers; `to` are addresses named by the occasion
    itself (the phone a code was asked for, the guest somebody booked for). `expires_at` ends its use. `zone` is the
    time zone people read its instants in.
    """

    id: str
    template: str
    facts: Mapping[str, Any]
    due_at: datetime
    account_id: str | None = None
    to: tuple[Address, ...] = ()
    language: str | None = None
    expires_at: datetime | None = None
    appointment_id: str | None = None
    store_id: str | None = None
    zone: str = DEFAULT_ZONE
    attempts: int = 0

    def is_useless_at(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now

    def retry_at(self, now: datetime) -> datetime | None:
        """When to try again after a failed try (`attempts` counts it); None when that was the last."""
        return now + WAITS[self.attempts - 1] if self.attempts <= len(WAITS) else None

    def language_for(self, contact: Contact | None, preferences: Preferences | None) -> str:
        """The reader's choice, then their account's language, then the occasion's, then Chinese."""
        chosen = (preferences and preferences.language) or (contact and contact.language)
        return chosen or self.language or DEFAULT_LANGUAGE


@dataclass(frozen=True)
class Delivery:
    """A message on its way over one channel; its id is the same however often the way is tried."""

    id: str
    message: Message
    address: Address
    language: str
    text: Text

    @classmethod
    def of(cls, message: Message, address: Address, language: str, text: Text) -> "Delivery":
        return cls(derived_id(message.id, address.channel, address.to), message, address, language, text)


@dataclass(frozen=True)
class Outcome:
    """What became of a delivery in one try; `failure` says why it did not go."""

    delivery: Delivery
    failure: str | None = None


@dataclass(frozen=True)
class Result:
    """What became of a message in one try: sent, or due again at `retry_at`, or (without it) given up."""

    message: Message
    outcomes: Sequence[Outcome] = field(default=())
    retry_at: datetime | None = None
    is_sent: bool = False
