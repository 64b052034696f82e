"""The notification service understands every event it listens to, as its producer commits it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from nameko.testing.services import worker_factory

from services.notification.adapters.carriers import carriers
from services.notification.adapters.messages import SqlMessages
from services.notification.adapters.people import SqlContacts, SqlPreferenceBook
from services.notification.adapters.reading import SqlDeliveryLog, SqlNotifications, SqlSentItems
from services.notification.adapters.templates import shipped_templates
from services.notification.ports import Desk
from services.notification.service import NotificationService
from shared import crypto
from shared.clock import FixedClock
from shared.db import Database
from shared.inbox import Inbox
from shared.testing import NOW, InMemoryKeys, a_call, a_customer, sample

CUSTOMER = "01KQ8Y0000000000000ACC0VNT"
PHONE = "13800000001"


@pytest.fixture
def notification(database_of: Callable[..., Database]) -> Any:
    database = database_of("notification")
    desk = Desk(SqlContacts(database), SqlPreferenceBook(database), shipped_templates(), carriers(database))
    return worker_factory(
        NotificationService,
        messages=SqlMessages(database),
        desk=desk,
        notifications=SqlNotifications(database),
        delivery_log=SqlDeliveryLog(database),
        sent_items=SqlSentItems(database),
        settings={"profile": "demo"},
        call=a_call(a_customer(CUSTOMER)),
        clock=FixedClock(NOW),
        inbox=Inbox(database),
        idempotency=InMemoryKeys(),
    )


def _sent(notification: Any, to: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = notification.find_outbox({"to": to})["items"]
    return items


def test_identitys_code_can_be_read_where_its_phone_reads(notification: Any) -> None:
    notification.on_one_time_code_issued(sample("identity", "one_time_code_issued"))

    (item,) = _sent(notification, PHONE)
    first_number = re.search(r"\d+", item["text"])
    assert item["channel"] == "sms"
    assert first_number is not None
    assert re.fullmatch(r"\d{6}", first_number[0])


def test_identitys_registration_reaches_its_mailbox_with_the_token(notification: Any) -> None:
    event = sample("identity", "registration_started")
    email = crypto.keyring().unseal(event.data["email_sealed"], "event.email")
    token = crypto.keyring().unseal(event.data["token_sealed"], "event.token")

    notification.on_registration_started(event)

    (item,) = _sent(notification, email)
    assert (item["channel"], token in item["text"]) == ("email", True)


@pytest.mark.parametrize(
    ("type_", "subject"),
    [
        ("appointment_confirmed", "预约成功"),
        ("appointment_rescheduled", "预约已变更"),
        ("appointment_cancelled", "预约已取消"),
        ("appointment_late_cancelled", "预约已取消（有取消费）"),
    ],
)
def test_bookings_events_are_told_to_the_customer_identity_made_known(
    notification: Any, type_: str, subject: str
) -> None:
    notification.on_account_changed(sample("identity", "account_changed"))

    getattr(notification, f"on_{type_}")(sample("booking", type_))

    (told,) = notification.find_notifications({})["items"]
    assert told["subject"] == subject
    assert told["appointment_id"] == sample("booking", type_).data["appointment_id"]
    assert [item["channel"] for item in _sent(notification, PHONE)] == ["sms"]


def test_the_handlers_are_those_of_the_events_this_service_says_it_takes(notification: Any) -> None:
    handlers = {name.removeprefix("on_") for name in dir(NotificationService) if name.startswith("on_")}

    assert handlers == {
        "one_time_code_issued",
        "registration_started",
        "account_changed",
        "appointment_confirmed",
        "appointment_rescheduled",
        "appointment_cancelled",
        "appointment_late_cancelled",
    }
