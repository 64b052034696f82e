from datetime import timedelta
from typing import Any

import pytest
from marshmallow import ValidationError

from services.notification.domain.errors import (
    NoOutboxHere,
    NotificationNotFound,
    SignInNeeded,
    StaffOnly,
    VersionConflict,
)
from services.notification.domain.views import LoggedDelivery, Notification, SentItem
from services.notification.ports import LogSearch
from shared.actor import ANONYMOUS
from shared.testing import NOW, a_customer, a_receptionist, a_technician, an_admin


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
    n1, n2, n3, n4 = (f"01M80AMMWBHQ5GEEJENG1P8E{number}P" for number in range(1, 5))
    for id_, owner in ((n1, "cus-1"), (n2, "cus-1"), (n3, "cus-1"), (n4, "cus-2")):
        shop.notifications.known[id_] = (owner, _a_notification(id_))
    service = shop.service()

    first = service.find_notifications({"limit": 2})
    rest = service.find_notifications({"limit": 2, "cursor": first["next_cursor"]})

    assert [item["id"] for item in first["items"]] == [n3, n2]
    assert [item["id"] for item in rest["items"]] == [n1]
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


def test_a_list_tells_how_many_are_unread_of_all(shop: Any) -> None:
    for number in range(4):
        owner = "cus-2" if number == 3 else "cus-1"
        shop.notifications.known[f"n{number}"] = (owner, _a_notification(f"n{number}"))
    service = shop.service()
    service.mark_read({"notification_id": "n0"})

    assert service.find_notifications({"limit": 1})["unread_count"] == 2


def test_all_are_marked_read_but_those_that_came_after_the_newest_seen(shop: Any) -> None:
    for id_ in ("n1", "n2", "n3"):
        shop.notifications.known[id_] = ("cus-1", _a_notification(id_))
    service = shop.service()

    assert service.mark_all_read({"up_to": "n2"}) == {"unread_count": 1}
    assert service.mark_all_read({}) == {"unread_count": 0}
    assert shop.service(a_customer("cus-2")).mark_all_read({}) == {"unread_count": 0}


def test_somebody_elses_notification_is_not_there(shop: Any) -> None:
    shop.notifications.known["n1"] = ("cus-1", _a_notification("n1"))

    with pytest.raises(NotificationNotFound):
        shop.service(a_customer("cus-2")).mark_read({"notification_id": "n1"})


@pytest.mark.parametrize("method", ["find_notifications", "mark_all_read", "get_preferences", "update_preferences"])
def test_nobody_signed_in_has_nothing_to_see(shop: Any, method: str) -> None:
    with pytest.raises(SignInNeeded):
        getattr(shop.service(ANONYMOUS), method)({})


def test_preferences_begin_with_every_channel_on_and_the_accounts_language(shop: Any) -> None:
    assert shop.service().get_preferences({}) == {
        "version": 0,
        "language": None,
        "channels": {"sms": True, "email": True, "wechat": True},
        "topics": {"reminders": True, "survey": True, "marketing": True},
    }


def test_preferences_change_one_by_one_and_count_their_versions(shop: Any) -> None:
    service = shop.service()

    service.update_preferences({"version": 0, "channels": {"sms": False}})
    service.update_preferences({"topics": {"survey": False}})
    changed = service.update_preferences({"version": 2, "language": "en"})

    assert changed == {
        "version": 3,
        "language": "en",
        "channels": {"sms": False, "email": True, "wechat": True},
        "topics": {"reminders": True, "survey": False, "marketing": True},
    }
    assert service.get_preferences({}) == changed


def test_a_change_to_an_old_version_of_the_preferences_is_refused(shop: Any) -> None:
    service = shop.service()
    service.update_preferences({"language": "en"})

    with pytest.raises(VersionConflict):
        service.update_preferences({"version": 0, "language": "zh-CN"})


@pytest.mark.parametrize(
    "request_",
    [
        {"channels": {"in_app": False}},
        {"channels": {"pigeon": True}},
        {"channels": {"sms": "no"}},
        {"channels": {"sms": 0}},
        {"topics": {"appointments": False}},
        {"topics": {"survey": "no"}},
        {"language": "fr"},
        {"quiet": True},
        {"version": "0"},
    ],
)
def test_a_preference_nobody_knows_is_refused(shop: Any, request_: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        shop.service().update_preferences(request_)


def test_a_channel_that_cannot_be_switched_is_told_which_ones_can(shop: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        shop.service().update_preferences({"channels": {"pigeon": True}})

    assert refused.value.normalized_messages() == {
        "channels": {"pigeon": {"key": ["Must be one of: sms, email, wechat."]}}
    }


@pytest.mark.parametrize("method", ["find_notifications", "find_deliveries"])
def test_a_cursor_that_is_not_from_the_list_is_refused(shop: Any, method: str) -> None:
    with pytest.raises(ValidationError, match="cursor"):
        getattr(shop.service(an_admin()), method)({"cursor": "bad"})


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


def test_the_log_is_searched_for_what_is_named_and_never_beyond_ones_stores(shop: Any) -> None:
    shop.service(a_receptionist("sto-1")).find_deliveries({"status": "failed", "store_id": "sto-2", "channel": "sms"})

    assert shop.delivery_log.searches == [
        LogSearch(frozenset({"sto-1"}), store_id="sto-2", status="failed", channel="sms")
    ]


@pytest.mark.parametrize("asked", [{"status": "lost"}, {"channel": "pigeon"}])
def test_a_search_for_what_there_cannot_be_is_refused(shop: Any, asked: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        shop.service(an_admin()).find_deliveries(asked)


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
