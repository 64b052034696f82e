from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services.notification.domain.channels import Channel
from services.notification.domain.messages import WAITS, Message
from services.notification.domain.people import Contact
from shared.crypto import keyring
from shared.testing import NOW, an_event

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


def test_a_visit_the_shop_moved_by_itself_is_told_with_an_apology(shop: Any, told: Told) -> None:
    service = shop.service()
    before = {"starts_at": "2026-11-23T07:00:00+00:00", "cause": "leave"}

    moved = told(revision=2, starts_at="2026-11-24T08:00:00+00:00", previous=before)
    service.on_appointment_rescheduled(an_event("appointment_rescheduled", moved))

    assert "很抱歉，因门店排班调整" in shop.in_app.texts[-1]
    assert "原时间 11月23日周一 15:00，现为 11月24日周二 16:00" in shop.in_app.texts[-1]


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


def test_preferences_decide_where_the_next_message_goes_and_how_it_reads(shop: Any, told: Told) -> None:
    service = shop.service()
    service.update_preferences({"language": "en", "channels": {"sms": False}})

    service.on_appointment_confirmed(an_event("appointment_confirmed", told()))

    assert shop.outside.taken == {}
    assert "your Moxibustion is confirmed" in shop.in_app.texts[0]
