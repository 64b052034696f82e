from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from marshmallow import ValidationError

from services.notification.domain.channels import Channel
from services.notification.domain.errors import (
    NoOutboxHere,
    NotificationNotFound,
    SignInNeeded,
    StaffOnly,
    VersionConflict,
)
from services.notification.domain.messages import WAITS, Message
from services.notification.domain.people import Contact
from services.notification.domain.views import LoggedDelivery, Notification, SentItem
from shared.actor import ANONYMOUS
from shared.crypto import keyring
from shared.testing import NOW, a_customer, a_receptionist, a_technician, an_admin, an_event

Told = Callable[..., dict[str, Any]]


def _sealed(**fields: str) -> dict[str, str]:
    return {f"{name}_sealed": keyring().seal(value, f"event.{name}") for name, value in fields.items()}


def _code_event(phone: str = "+8613800000001", **changes: Any) -> Any:
    expires_at = (NOW + timedelta(minutes=5)).isoformat()
    sealed = _sealed(phone=phone, code="314159")
    return an_event(
        "one_time_code_issued", {"account_id": None, "expires_at": expires_at, "language": "zh-CN", **sealed, **changes}
    )


@pytest.fixture(autouse=True)
def known_customer(shop: Any, a_contact: Callable[..., Contact]) -> None:
    shop.contacts.remember(a_contact(email=None))


def test_a_code_is_sent_the_moment_its_event_is_taken(shop: Any) -> None:
    shop.service().on_one_time_code_issued(_code_event())

    assert shop.outside.to(Channel.SMS) == ["13800000001"]
    assert shop.outside.texts == ["【名医堂】您的验证码是 314159，5 分钟内有效。请勿告诉任何人，包括我们的员工。"]
    assert shop.in_app.taken == {}


def test_a_code_speaks_the_language_it_was_asked_for_in(shop: Any) -> None:
    shop.service().on_one_time_code_issued(_code_event(language="en"))

    assert shop.outside.texts[0].startswith("[Mingyitang] Your code is 314159.")


def test_a_code_that_could_not_be_sent_in_time_is_not_sent_late(shop: Any) -> None:
    shop.outside.failure = "no line"
    service = shop.service()
    service.on_one_time_code_issued(_code_event())
    shop.outside.failure = None

    shop.clock.forward(minutes=6)
    service.deliver_due_messages()

    assert shop.outside.taken == {}
    assert list(shop.messages.ended.values()) == ["expired"]


def test_a_registration_gets_its_token_by_email(shop: Any) -> None:
    event = an_event(
        "registration_started",
        {"registration_id": "reg-1", "language": "en", **_sealed(email="Ann@Example.com", token="tok-42", name="Ann")},
    )

    shop.service().on_registration_started(event)

    assert shop.outside.to(Channel.EMAIL) == ["ann@example.com"]
    assert "token: tok-42 " in shop.outside.texts[0]


def test_a_confirmation_reaches_the_pages_and_the_phone_and_plans_two_reminders(shop: Any, told: Told) -> None:
    shop.service().on_appointment_confirmed(an_event("appointment_confirmed", told()))

    assert shop.in_app.texts[0] == (
        "林晓月，您好！您预约的艾灸已确认：11月23日周一 15:00，徐家汇店（肇嘉浜路1065号3楼），技师：王建国，¥168。"
        "11月23日周一 13:00前可免费取消。预约号 7K4M9QXB，咨询电话 021-54010001。"
    )
    assert shop.outside.to(Channel.SMS) == ["13800000001"]
    assert [message.template for message in shop.messages.waiting.values()] == ["reminder_24h", "reminder_2h"]


def test_an_event_delivered_twice_tells_once(shop: Any, told: Told) -> None:
    service, event = shop.service(), an_event("appointment_confirmed", told())

    service.on_appointment_confirmed(event)
    service.on_appointment_confirmed(event)

    assert len(shop.in_app.taken) == 1


def test_reminders_are_sent_when_they_are_due_and_not_before(shop: Any, told: Told) -> None:
    service = shop.service()
    service.on_appointment_confirmed(an_event("appointment_confirmed", told()))

    shop.clock.forward(days=4, hours=4, minutes=59)
    service.deliver_due_messages()
    assert len(shop.in_app.taken) == 1

    shop.clock.forward(minutes=1)
    service.deliver_due_messages()
    service.deliver_due_messages()
    assert len(shop.in_app.taken) == 2
    assert "提醒您：11月23日周一 15:00" in shop.in_app.texts[-1]


def test_a_change_tells_the_old_and_the_new_time_and_moves_the_reminders(shop: Any, told: Told) -> None:
    service = shop.service()
    service.on_appointment_confirmed(an_event("appointment_confirmed", told()))

    moved = told(revision=2, starts_at="2026-11-24T08:00:00+00:00", previous={"starts_at": "2026-11-23T07:00:00+00:00"})
    service.on_appointment_rescheduled(an_event("appointment_rescheduled", moved))

    assert "原时间 11月23日周一 15:00，新时间 11月24日周二 16:00" in shop.in_app.texts[-1]
    assert [message.due_at.isoformat() for message in shop.messages.waiting.values()] == [
        "2026-11-23T08:00:00+00:00",
        "2026-11-24T06:00:00+00:00",
    ]


def test_a_cancellation_drops_the_reminders(shop: Any, told: Told) -> None:
    service = shop.service()
    service.on_appointment_confirmed(an_event("appointment_confirmed", told()))

    service.on_appointment_cancelled(an_event("appointment_cancelled", told(revision=2, status="cancelled")))

    assert "已取消，不收取费用" in shop.in_app.texts[-1]
    assert shop.messages.waiting == {}


def test_a_late_cancellation_tells_its_fee(shop: Any, told: Told) -> None:
    late = told(revision=2, status="late_cancelled", fee_fen=3360)

    shop.service().on_appointment_late_cancelled(an_event("appointment_late_cancelled", late))

    assert "收取取消费 ¥33.60" in shop.in_app.texts[-1]


def test_an_older_event_that_arrives_late_is_told_but_brings_no_reminder_back(shop: Any, told: Told) -> None:
    service = shop.service()
    service.on_appointment_cancelled(an_event("appointment_cancelled", told(revision=2, status="cancelled")))

    service.on_appointment_confirmed(an_event("appointment_confirmed", told(revision=1)))

    assert len(shop.in_app.taken) == 2
    assert shop.messages.waiting == {}


def test_an_appointment_may_arrive_before_its_customer_does(
    shop: Any, told: Told, a_contact: Callable[..., Contact]
) -> None:
    service = shop.service()
    service.on_appointment_confirmed(an_event("appointment_confirmed", told(customer_id="cus-2")))
    assert shop.in_app.taken == {}

    account = {"account_id": "cus-2", "revision": 1, "language": "en", "gender": "male", "roles": ["customer"]}
    service.on_account_changed(
        an_event("account_changed", {**account, **_sealed(name="Gu Ming", phone="+8613800000002")})
    )
    shop.clock.forward(seconds=1)
    service.deliver_due_messages()

    assert shop.in_app.texts[0].startswith("Dear Gu Ming, your Moxibustion is confirmed: Monday 23 November, 15:00")
    assert shop.outside.to(Channel.SMS) == ["13800000002"]


def test_an_older_account_event_changes_no_address(shop: Any) -> None:
    service = shop.service()
    for revision, phone in ((5, "+8613900000005"), (4, "+8613900000004")):
        data = {"account_id": "cus-1", "revision": revision, "language": None, **_sealed(name="林晓月", phone=phone)}
        service.on_account_changed(an_event("account_changed", data))

    assert shop.contacts.known["cus-1"].phone == "+8613900000005"


def test_a_channel_that_fails_is_tried_again_and_the_others_are_not_sent_twice(shop: Any, told: Told) -> None:
    shop.outside.failure = "no line"
    service = shop.service()
    service.on_appointment_confirmed(an_event("appointment_confirmed", told()))
    assert len(shop.in_app.taken) == 1

    shop.outside.failure = None
    shop.clock.forward(seconds=1)
    service.deliver_due_messages()

    assert len(shop.in_app.taken) == len(shop.outside.taken) == 1


def test_a_message_that_fails_to_the_end_is_given_up(shop: Any, told: Told) -> None:
    shop.outside.failure = "no line"
    service = shop.service()
    service.on_appointment_cancelled(an_event("appointment_cancelled", told(status="cancelled")))

    for wait in WAITS:
        shop.clock.at += wait
        service.deliver_due_messages()

    assert list(shop.messages.ended.values()) == ["failed"]
    assert shop.messages.log[-1].failure == "no line"


def test_a_message_that_cannot_be_put_into_words_does_not_hold_up_the_next(
    shop: Any, a_message: Callable[..., Message]
) -> None:
    shop.messages.add(a_message(id="broken", template="no_such_template", account_id="cus-1"))
    shop.messages.add(a_message(id="sound", account_id="cus-1"))

    shop.service().deliver_due_messages()

    assert shop.messages.ended == {"sound": "sent"}
    assert shop.messages.waiting["broken"].due_at > NOW


def _a_notification(id_: str, **changes: Any) -> Notification:
    defaults = {
        "template": "appointment_confirmed",
        "subject": "预约成功",
        "text": "…",
        "appointment_id": "apt-1",
        "sent_at": NOW,
        "read_at": None,
        "zone": "Asia/Shanghai",
    }
    return Notification(id_, **{**defaults, **changes})


def test_a_person_sees_their_own_notifications_page_by_page(shop: Any) -> None:
    for id_, owner in (("n1", "cus-1"), ("n2", "cus-1"), ("n3", "cus-1"), ("n4", "cus-2")):
        shop.notifications.known[id_] = (owner, _a_notification(id_))
    service = shop.service()

    first = service.find_notifications({"limit": 2})
    rest = service.find_notifications({"limit": 2, "cursor": first["next_cursor"]})

    assert [item["id"] for item in first["items"]] == ["n3", "n2"]
    assert [item["id"] for item in rest["items"]] == ["n1"]
    assert rest["next_cursor"] is None
    assert first["items"][0]["sent_at"] == "2026-11-18T10:00:00+08:00"
    assert first["items"][0]["kind"] == "appointment_confirmed"


def test_a_notification_read_is_no_longer_unread_and_keeps_its_first_reading(shop: Any) -> None:
    shop.notifications.known["n1"] = ("cus-1", _a_notification("n1"))
    service = shop.service()

    first = service.mark_read({"notification_id": "n1"})
    shop.clock.forward(hours=1)

    assert first["read_at"] == "2026-11-18T10:00:00+08:00"
    assert service.mark_read({"notification_id": "n1"}) == first
    assert service.find_notifications({"unread": True})["items"] == []


def test_somebody_elses_notification_is_not_there(shop: Any) -> None:
    shop.notifications.known["n1"] = ("cus-1", _a_notification("n1"))

    with pytest.raises(NotificationNotFound):
        shop.service(a_customer("cus-2")).mark_read({"notification_id": "n1"})


@pytest.mark.parametrize("method", ["find_notifications", "get_preferences", "update_preferences"])
def test_nobody_signed_in_has_nothing_to_see(shop: Any, method: str) -> None:
    with pytest.raises(SignInNeeded):
        getattr(shop.service(ANONYMOUS), method)({})


def test_preferences_begin_with_every_channel_on_and_the_accounts_language(shop: Any) -> None:
    assert shop.service().get_preferences({}) == {
        "version": 0,
        "language": None,
        "channels": {"sms": True, "email": True, "wechat": True},
    }


def test_preferences_change_one_by_one_and_count_their_versions(shop: Any) -> None:
    service = shop.service()

    service.update_preferences({"version": 0, "channels": {"sms": False}})
    changed = service.update_preferences({"version": 1, "language": "en"})

    assert changed == {"version": 2, "language": "en", "channels": {"sms": False, "email": True, "wechat": True}}
    assert service.get_preferences({}) == changed


def test_a_change_to_an_old_version_of_the_preferences_is_refused(shop: Any) -> None:
    service = shop.service()
    service.update_preferences({"language": "en"})

    with pytest.raises(VersionConflict):
        service.update_preferences({"version": 0, "language": "zh-CN"})


@pytest.mark.parametrize(
    "request_", [{"channels": {"in_app": False}}, {"channels": {"pigeon": True}}, {"language": "fr"}, {"quiet": True}]
)
def test_a_preference_nobody_knows_is_refused(shop: Any, request_: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        shop.service().update_preferences(request_)


def test_preferences_decide_where_the_next_message_goes_and_how_it_reads(shop: Any, told: Told) -> None:
    service = shop.service()
    service.update_preferences({"language": "en", "channels": {"sms": False}})

    service.on_appointment_confirmed(an_event("appointment_confirmed", told()))

    assert shop.outside.taken == {}
    assert "your Moxibustion is confirmed" in shop.in_app.texts[0]


def _a_line(id_: str, store_id: str | None) -> LoggedDelivery:
    return LoggedDelivery(
        id_, "reminder_2h", "sms", "138****0001", "zh-CN", "sent", 1, None, "apt-1", store_id, NOW, "Asia/Shanghai"
    )


def test_staff_see_the_log_of_their_stores_and_the_platform_sees_all(shop: Any) -> None:
    shop.delivery_log.known = [_a_line("d1", "sto-1"), _a_line("d2", "sto-2"), _a_line("d3", None)]

    def ids(actor: Any) -> list[str]:
        return [item["id"] for item in shop.service(actor).find_deliveries({})["items"]]

    assert ids(a_receptionist("sto-1")) == ["d1"]
    assert ids(an_admin()) == ["d1", "d2", "d3"]


@pytest.mark.parametrize("method", ["find_deliveries", "find_templates"])
@pytest.mark.parametrize("actor", [a_customer(), a_technician(), ANONYMOUS], ids=["customer", "technician", "nobody"])
def test_the_log_and_the_templates_are_for_staff(shop: Any, method: str, actor: Any) -> None:
    with pytest.raises(StaffOnly):
        getattr(shop.service(actor), method)({})


def test_staff_see_every_template_with_its_placeholders(shop: Any) -> None:
    items = {item["code"]: item for item in shop.service(a_receptionist("sto-1")).find_templates({})["items"]}

    assert items["one_time_code"]["placeholders"] == ["code", "minutes"]
    assert items["one_time_code"]["texts"]["en"]["subject"] == "Your code"


def test_the_demonstration_shows_what_went_out_to_an_address_however_it_is_typed(shop: Any) -> None:
    shop.sent_items.known = [SentItem("sms", "13800000001", "验证码", "…", NOW, "Asia/Shanghai")]

    found = shop.service(ANONYMOUS, profile="demo").find_outbox({"to": "+86 13800000001"})

    assert found == {
        "items": [
            {
                "channel": "sms",
                "to": "13800000001",
                "subject": "验证码",
                "text": "…",
                "sent_at": "2026-11-18T10:00:00+08:00",
            }
        ]
    }


@pytest.mark.parametrize("profile", ["production", "test"])
def test_outside_the_demonstration_nobody_sees_what_went_out(shop: Any, profile: str) -> None:
    with pytest.raises(NoOutboxHere):
        shop.service(an_admin(), profile=profile).find_outbox({"to": "13800000001"})


def test_words_are_kept_for_days_and_the_log_for_months(shop: Any) -> None:
    shop.service().forget_old_messages()

    assert shop.sent_items.pruned_before == NOW - timedelta(days=7)
    assert shop.messages.pruned_before == NOW - timedelta(days=180)
