from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from nameko.testing.services import worker_factory

from services.notification.adapters.messages import SqlMessages
from services.notification.adapters.people import SqlContacts, SqlPreferenceBook
from services.notification.adapters.reading import SqlDeliveryLog, SqlNotifications, SqlSentItems
from services.notification.adapters.storage import desk_on
from services.notification.adapters.templates import shipped_templates
from services.notification.domain.addresses import Address
from services.notification.domain.channels import Channel
from services.notification.domain.messages import Message
from services.notification.domain.people import Contact
from services.notification.ports import Desk
from services.notification.service import NotificationService
from shared.clock import FixedClock
from shared.db import Database
from shared.idempotency import IdempotencyKeys
from shared.ids import derived_id
from shared.inbox import Inbox
from shared.outbox import Outbox
from shared.testing import NOW, a_call, a_customer


@dataclass
class Replica:
    """One process's view of the service's database."""

    database: Database

    def __post_init__(self) -> None:
        self.messages = SqlMessages(self.database)
        self.contacts = SqlContacts(self.database)
        self.preferences = SqlPreferenceBook(self.database)
        self.notifications = SqlNotifications(self.database)
        self.sent_items = SqlSentItems(self.database)
        self.log = SqlDeliveryLog(self.database)
        self.outbox = Outbox(self.database, "notification")
        self.carriers = desk_on(self.database, self.outbox, a_call(a_customer())).carriers
        self.clock = FixedClock(NOW)

    @property
    def desk(self) -> Desk:
        return Desk(self.contacts, self.preferences, shipped_templates(), self.carriers)

    def service(self, actor: Any = None) -> Any:
        return worker_factory(
            NotificationService,
            messages=self.messages,
            desk=self.desk,
            notifications=self.notifications,
            delivery_log=self.log,
            sent_items=self.sent_items,
            settings={"profile": "demo", "sent_kept_days": 7, "log_kept_days": 180, "survey_after_hours": 3.0},
            call=a_call(actor or a_customer()),
            actor=actor or a_customer(),
            clock=self.clock,
            inbox=Inbox(self.database),
            idempotency=IdempotencyKeys(self.database),
        )


@pytest.fixture
def replica(each_database_of: Callable[..., Database]) -> Replica:
    return Replica(each_database_of("notification"))


@pytest.fixture
def another_replica(replica: Replica) -> Iterator[Callable[[], Replica]]:
    """More processes on the same database, each with connections of its own."""
    url = replica.database.engine.url.render_as_string(hide_password=False)
    started: list[Replica] = []

    def start() -> Replica:
        started.append(Replica(Database(url)))
        return started[-1]

    yield start
    for other in started:
        other.database.close()


@pytest.fixture
def a_code_for() -> Callable[..., Message]:
    def build(phone: str, due_at: datetime = NOW, **changes: Any) -> Message:
        defaults = {
            "id": derived_id(phone),
            "template": "one_time_code",
            "facts": {"code": "314159", "minutes": 5},
            "to": (Address(Channel.SMS, phone),),
        }
        return Message(due_at=due_at, **{**defaults, **changes})

    return build


@pytest.fixture
def a_contact() -> Callable[..., Contact]:
    def build(account_id: str = "cus-1", revision: int = 1, **changes: Any) -> Contact:
        defaults = {"name": "林晓月", "phone": "13800000001", "email": None, "language": "zh-CN"}
        return Contact(account_id, revision, **{**defaults, **changes})

    return build
