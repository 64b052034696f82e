"""The notification service understands every event it listens to, as its producer commits it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from nameko.testing.services import worker_factory
from sqlalchemy import select

from services.notification.adapters.messages import SqlMessages
from services.notification.adapters.reading import SqlDeliveryLog, SqlNotifications, SqlSentItems
from services.notification.adapters.storage import desk_on
from services.notification.adapters.tables import deliveries
from services.notification.domain.appointments import REMINDERS
from services.notification.domain.channels import Channel
from services.notification.domain.errors import CarrierFailed
from services.notification.domain.people import Contact
from services.notification.domain.tellings import TELLINGS
from services.notification.service import NotificationService
from shared import crypto
from shared.clock import FixedClock
from shared.db import Database
from shared.inbox import Inbox
from shared.outbox import Outbox
from shared.testing import NOW, InMemoryKeys, a_call, a_customer, sample
from shared.testing.builders import SAMPLES

CUSTOMER = "01KQ8Y0000000000000ACC0VNT"
PHONE = "13800000001"


@pytest.fixture
def notification(database_of: Callable[..., Database]) -> Any:
    database = database_of("notification")
    call = a_call(a_customer(CUSTOMER))
    desk = desk_on(database, Outbox(database, "notification"), call)
    return worker_factory(
        NotificationService,
        messages=SqlMessages(database),
        desk=desk,
        notifications=SqlNotifications(database),
        delivery_log=SqlDeliveryLog(database),
        sent_items=SqlSentItems(database),
        settings={"profile": "demo", "survey_after_hours": 3.0},
        call=call,
        actor=call.actor,
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


def test_the_handlers_are_those_of_the_events_this_service_says_it_takes() -> None:
    handlers = {name.removeprefix("on_") for name in dir(NotificationService) if name.startswith("on_")}

    announced = {path.name.split(".")[0] for by in ("booking", "scheduling") for path in (SAMPLES / by).iterdir()}
    of_identity = {"one_time_code_issued", "registration_started", "account_changed", "account_erased"}
    assert handlers == of_identity | (announced & set(TELLINGS))


@pytest.mark.parametrize(
    "type_", sorted({path.name.split(".")[0] for path in (SAMPLES / "booking").iterdir()} & set(TELLINGS))
)
def test_every_event_of_bookings_that_is_told_is_told_as_booking_commits_it(notification: Any, type_: str) -> None:
    """Whoever it is for, its words are found in its sample; a survey waits for its hour."""
    event = sample("booking", type_)
    for number, reader in enumerate(_everybody(event.data)):
        notification.desk.contacts.remember(Contact(account_id=f"acc-{number}" if number else CUSTOMER, **reader))
    notification.clock.forward(hours=20) if type_ == "appointment_completed" else None

    getattr(notification, f"on_{type_}")(event)
    notification.clock.forward(days=1)
    notification.deliver_due_messages()

    with notification.messages.database.reading() as connection:
        lines = connection.execute(select(deliveries.c.template, deliveries.c.status)).all()
    told = [line for line in lines if line.template not in REMINDERS]
    assert told or type_ == "home_offer_ended"
    assert {line.status for line in lines} <= {"sent"}


def test_an_answer_to_a_request_for_leave_is_told_as_scheduling_commits_it(notification: Any) -> None:
    refused = sample("scheduling", "leave_request_changed")
    technician = {"account_id": CUSTOMER, "revision": 1, "technician_id": refused.data["technician"]["id"]}
    notification.desk.contacts.remember(Contact(**technician))

    notification.on_leave_request_changed(refused)

    [told] = notification.find_notifications({})["items"]
    assert told["subject"] == "请假未获批准"
    assert "11月23日周一 10:00 至 11月23日周一 22:00" in told["text"]
    assert "那天人手不足" in told["text"]


def _everybody(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The customer, an account of each technician the event names, and one that works at its store's counter."""
    named = [*data.get("technicians", ()), data.get("offered_to"), data.get("technician")]
    technicians = {one["id"] for one in named if one}
    store = data.get("store") or {"id": data.get("store_id")}
    staff = {"revision": 1, "stores": frozenset({store["id"]} if store["id"] else ())}
    return [{"revision": 1}, staff, *({"revision": 1, "technician_id": one} for one in sorted(technicians))]


def test_an_entry_in_the_pages_is_announced_as_the_sample_says(notification: Any) -> None:
    outbox = Outbox(notification.messages.database, "notification")
    notification.on_account_changed(sample("identity", "account_changed"))
    notification.on_appointment_confirmed(sample("booking", "appointment_confirmed"))

    [announced] = outbox.lease("test")
    committed = sample("notification", "notification_created")
    [entry] = notification.find_notifications({})["items"]
    assert (announced.type, announced.version, announced.producer) == ("notification_created", 1, "notification")
    assert list(announced.data) == list(committed.data)
    assert announced.data == {**committed.data, "notification_id": entry["id"], "kind": "appointment_confirmed"}


def test_an_entry_in_the_pages_is_announced_once_however_often_the_other_channels_are_tried(notification: Any) -> None:
    outbox = Outbox(notification.messages.database, "notification")
    carriers = notification.desk.carriers
    broken = Broken()
    carriers[Channel.SMS] = broken
    notification.on_account_changed(sample("identity", "account_changed"))
    notification.on_appointment_confirmed(sample("booking", "appointment_confirmed"))

    for _ in range(3):
        notification.clock.forward(minutes=2)
        notification.deliver_due_messages()

    assert broken.tries == 4
    assert len(outbox.lease("test")) == 1


class Broken:
    """A provider that takes nothing."""

    is_in_house = False
    tries = 0

    def carry(self, *_: object) -> None:
        self.tries += 1
        raise CarrierFailed("no line")
