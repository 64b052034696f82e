"""Fakes of the notification service's ports, and the service over them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest
from nameko.testing.services import worker_factory

from services.notification.adapters.templates import shipped_templates
from services.notification.domain.appointments import REMINDERS
from services.notification.domain.channels import Channel
from services.notification.domain.errors import CarrierFailed, NotificationNotFound, VersionConflict
from services.notification.domain.messages import Delivery, Message, Outcome, Result
from services.notification.domain.people import Contact, Preferences
from services.notification.domain.views import LoggedDelivery, Notification, SentItem
from services.notification.ports import Desk, LogSearch
from services.notification.service import NotificationService
from shared.clock import FixedClock
from shared.testing import NOW, InMemoryInbox, InMemoryKeys, a_call, a_customer


@dataclass
class InMemoryMessages:
    waiting: dict[str, Message] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)
    plans: dict[str, int] = field(default_factory=dict)
    log: list[Outcome] = field(default_factory=list)

    def add(self, message: Message) -> None:
        if message.id not in self.ended:
            self.waiting.setdefault(message.id, message)

    def plan_reminders(self, appointment_id: str, revision: int, reminders: Sequence[Message]) -> None:
        if self.plans.get(appointment_id, -1) >= revision:
            return
        self.plans[appointment_id] = revision
        for known in list(self.waiting.values()):
            if known.appointment_id == appointment_id and known.template in REMINDERS:
                self._end(known, "dropped")
        for reminder in reminders:
            self.add(reminder)

    def add_leased(self, message: Message) -> Message:
        self.add(message)
        leased = replace(message, attempts=1)
        if message.id in self.waiting:
            self.waiting[message.id] = leased
        return leased

    def together(self, work: Callable[[], None]) -> None:
        work()

    def lease(self, now: datetime) -> list[Message]:
        due = [m for m in self.waiting.values() if m.due_at <= now]
        for message in due:
            self.waiting[message.id] = replace(message, attempts=message.attempts + 1)
        return [self.waiting[message.id] for message in due]

    def settle(self, result: Result, now: datetime) -> None:
        self.log.extend(result.outcomes)
        if result.retry_at is None:
            self._end(result.message, "sent" if result.is_sent else "failed")
        else:
            self.waiting[result.message.id] = replace(result.message, due_at=result.retry_at)

    def expire(self, message: Message) -> None:
        self._end(message, "expired")

    def when_committed(self, then: Callable[[], None]) -> None:
        then()

    def prune(self, before: datetime) -> int:
        self.pruned_before = before
        return 0

    def _end(self, message: Message, status: str) -> None:
        self.waiting.pop(message.id, None)
        self.ended[message.id] = status

    def of(self, template: str) -> list[Message]:
        return [message for message in self.waiting.values() if message.template == template]


@dataclass
class InMemoryPreferenceBook:
    known: dict[str, Preferences] = field(default_factory=dict)

    def get(self, account_id: str) -> Preferences:
        return self.known.get(account_id, Preferences(account_id))

    def replace(self, preferences: Preferences, expected_version: int) -> None:
        if self.get(preferences.account_id).version != expected_version:
            raise VersionConflict
        self.known[preferences.account_id] = preferences


@dataclass
class InMemoryContacts:
    preferences: InMemoryPreferenceBook
    known: dict[str, Contact] = field(default_factory=dict)

    def find(self, account_id: str) -> Contact | None:
        return self.known.get(account_id)

    def reader(self, account_id: str) -> tuple[Contact, Preferences] | None:
        contact = self.find(account_id)
        return None if contact is None else (contact, self.preferences.get(account_id))

    def accounts_of(self, technician_ids: frozenset[str]) -> list[str]:
        return [one.account_id for one in self.known.values() if one.technician_id in technician_ids]

    def staff_of(self, store_id: str) -> list[str]:
        return [one.account_id for one in self.known.values() if store_id in one.stores]

    def remember(self, contact: Contact) -> None:
        known = self.known.get(contact.account_id)
        if known is None or known.revision < contact.revision:
            self.known[contact.account_id] = contact


@dataclass
class InMemoryCarrier:
    """Takes each delivery id once; refuses while `failure` is set."""

    is_in_house = False
    taken: dict[str, Delivery] = field(default_factory=dict)
    failure: str | None = None

    def carry(self, delivery: Delivery, now: datetime) -> None:
        if self.failure:
            raise CarrierFailed(self.failure)
        self.taken.setdefault(delivery.id, delivery)

    @property
    def texts(self) -> list[str]:
        return [delivery.text.body for delivery in self.taken.values()]

    def to(self, channel: Channel) -> list[str]:
        return [delivery.address.to for delivery in self.taken.values() if delivery.address.channel is channel]


@dataclass
class InMemoryNotifications:
    known: dict[str, tuple[str, Notification]] = field(default_factory=dict)

    def find(self, account_id: str, *, unread: bool, cursor: str | None, limit: int) -> list[Notification]:
        mine = [n for owner, n in self.known.values() if owner == account_id and not (unread and n.read_at)]
        newest_first = sorted(mine, key=lambda notification: notification.id, reverse=True)
        return [n for n in newest_first if cursor is None or n.id < cursor][:limit]

    def mark_read(self, account_id: str, notification_id: str, now: datetime) -> Notification:
        owner, notification = self.known.get(notification_id, (None, None))
        if notification is None or owner != account_id:
            raise NotificationNotFound
        read = replace(notification, read_at=notification.read_at or now)
        self.known[notification_id] = (account_id, read)
        return read

    def mark_all_read(self, account_id: str, up_to: str | None, now: datetime) -> None:
        for notification in self.find(account_id, unread=True, cursor=None, limit=9999):
            if up_to is None or notification.id <= up_to:
                self.mark_read(account_id, notification.id, now)

    def count_unread(self, account_id: str) -> int:
        return len(self.find(account_id, unread=True, cursor=None, limit=9999))


@dataclass
class InMemorySentItems:
    known: list[SentItem] = field(default_factory=list)

    def find(self, address: str) -> list[SentItem]:
        return [item for item in self.known if item.to == address]

    def prune(self, before: datetime) -> int:
        self.pruned_before = before
        return 0


@dataclass
class InMemoryDeliveryLog:
    known: list[LoggedDelivery] = field(default_factory=list)

    searches: list[LogSearch] = field(default_factory=list)

    def find(self, search: LogSearch, *, cursor: str | None, limit: int) -> list[LoggedDelivery]:
        """Those of the stores; what else a search selects is the database's work and tested there."""
        self.searches.append(search)
        return [line for line in self.known if search.stores is None or line.store_id in search.stores][:limit]


@dataclass
class Shop:
    """The service with everything outside it in memory."""

    messages: InMemoryMessages = field(default_factory=InMemoryMessages)
    preferences: InMemoryPreferenceBook = field(default_factory=InMemoryPreferenceBook)
    contacts: InMemoryContacts = field(init=False)
    in_app: InMemoryCarrier = field(default_factory=InMemoryCarrier)
    outside: InMemoryCarrier = field(default_factory=InMemoryCarrier)
    notifications: InMemoryNotifications = field(default_factory=InMemoryNotifications)
    delivery_log: InMemoryDeliveryLog = field(default_factory=InMemoryDeliveryLog)
    sent_items: InMemorySentItems = field(default_factory=InMemorySentItems)
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))
    inbox: InMemoryInbox = field(default_factory=InMemoryInbox)

    def __post_init__(self) -> None:
        self.contacts = InMemoryContacts(self.preferences)

    @property
    def desk(self) -> Desk:
        carriers = {channel: self.in_app if channel is Channel.IN_APP else self.outside for channel in Channel}
        return Desk(self.contacts, self.preferences, shipped_templates(), carriers)

    def service(self, actor: Any = None, profile: str = "test") -> NotificationService:
        return worker_factory(
            NotificationService,
            messages=self.messages,
            desk=self.desk,
            notifications=self.notifications,
            delivery_log=self.delivery_log,
            sent_items=self.sent_items,
            settings={"profile": profile, "sent_kept_days": 7, "log_kept_days": 180, "survey_after_hours": 3.0},
            call=a_call(actor or a_customer()),
            actor=actor or a_customer(),
            clock=self.clock,
            inbox=self.inbox,
            idempotency=InMemoryKeys(),
        )


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def a_message() -> Callable[..., Message]:
    def build(**changes: Any) -> Message:
        defaults = {
            "id": "msg-1",
            "template": "one_time_code",
            "facts": {"code": "314159", "minutes": 5},
            "due_at": NOW,
        }
        return Message(**{**defaults, **changes})

    return build


@pytest.fixture
def a_contact() -> Callable[..., Contact]:
    def build(**changes: Any) -> Contact:
        defaults = {
            "account_id": "cus-1",
            "revision": 1,
            "name": "林晓月",
            "phone": "+8613800000001",
            "email": "Xiaoyue@example.com",
            "language": "zh-CN",
        }
        return Contact(**{**defaults, **changes})

    return build


@pytest.fixture
def told() -> Callable[..., dict[str, Any]]:
    """The data of an appointment's event, as booking tells it."""

    def build(**changes: Any) -> dict[str, Any]:
        return {**TOLD, **changes}

    return build


TOLD = {
    "appointment_id": "apt-1",
    "number": "7K4M9QXB",
    "revision": 1,
    "status": "confirmed",
    "customer_id": "cus-1",
    "contact": None,
    "store": {
        "id": "sto-1",
        "slug": "xujiahui",
        "name": "徐家汇店",
        "name_en": "Xujiahui",
        "timezone": "Asia/Shanghai",
        "address": "肇嘉浜路1065号3楼",
        "phone": "021-54010001",
    },
    "treatment": {"id": "tre-1", "name": "艾灸", "name_en": "Moxibustion"},
    "technicians": [{"id": "tec-1", "slug": "wang-jianguo", "name": "王建国"}],
    "starts_at": "2026-11-23T07:00:00+00:00",
    "ends_at": "2026-11-23T07:45:00+00:00",
    "place": "store",
    "address_sealed": None,
    "price_fen": 16800,
    "fee_fen": 0,
    "policy": {"version": "rul-1", "free_cancel_until": "2026-11-23T05:00:00+00:00", "late_cancel_fee_percent": 20},
    "previous": None,
}

FACTS = {
    "number": "7K4M9QXB",
    "guest": "沈佳怡",
    "store": {
        "id": "sto-1",
        "name": "徐家汇店",
        "name_en": "Xujiahui",
        "timezone": "Asia/Shanghai",
        "address": "肇嘉浜路1065号3楼",
        "phone": "021-54010001",
    },
    "treatment": {"name": "艾灸", "name_en": "Moxibustion"},
    "technicians": ["王建国"],
    "starts_at": "2026-11-23T07:00:00+00:00",
    "old_starts_at": "2026-11-22T02:30:00+00:00",
    "free_cancel_until": "2026-11-23T05:00:00+00:00",
    "place": "store",
    "address": None,
    "price_fen": 16800,
    "fee_fen": 3360,
}


@pytest.fixture
def facts() -> dict[str, Any]:
    """What an appointment's texts are filled with."""
    return dict(FACTS)
