"""What people see of messages afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Page:
    """A part of a list, `limit` long unless it is the last. `unread_count` is that of all of one's notifications."""

    items: Sequence["Notification | LoggedDelivery"]
    limit: int
    unread_count: int = 0


@dataclass(frozen=True)
class Notification:
    """One entry of the list inside the pages."""

    id: str
    template: str
    subject: str
    text: str
    appointment_id: str | None
    sent_at: datetime
    read_at: datetime | None
    zone: str


@dataclass(frozen=True)
class SentItem:
    """What left the house over one channel."""

    channel: str
    to: str
    subject: str
    text: str
    sent_at: datetime
    zone: str


@dataclass(frozen=True)
class LoggedDelivery:
    """A line of the delivery log: `status` is sent or failed, `to` is masked."""

    id: str
    template: str
    channel: str
    to: str
    language: str
    status: str
    attempts: int
    failure: str | None
    appointment_id: str | None
    store_id: str | None
    at: datetime
    zone: str
