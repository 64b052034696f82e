"""Who is told what of each event, as the table says, and who is not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.notification.domain.channels import Channel
from services.notification.domain.news import by_day
from services.notification.domain.people import Contact, Preferences
from services.notification.domain.tellings import TELLINGS, Recipients
from shared.crypto import keyring
from shared.testing import NOW, an_event

Told = Callable[..., dict[str, Any]]
TODAY = "2026-11-18T08:00:00+00:00"
WANG = {"id": "tec-1", "slug": "wang-jianguo", "name": "王建国"}
LI = {"id": "tec-2", "slug": "li-xiuying", "name": "李秀英"}


@pytest.fixture(autouse=True)
def people(shop: Any, a_contact: Callable[..., Contact]) -> None:
    shop.contacts.remember(a_contact(email=None))
    workers: list[dict[str, Any]] = [
        {"account_id": "acc-wang", "phone": "13900000001", "technician_id": "tec-1"},
        {"account_id": "acc-li", "phone": "13900000002", "technician_id": "tec-2"},
        {"account_id": "acc-desk", "phone": "13900000003", "stores": frozenset({"sto-1"})},
        {"account_id": "acc-boss", "phone": "13900000004", "stores": frozenset({"sto-1", "sto-2"})},
        {"account_id": "acc-elsewhere", "phone": "13900000005", "stores": frozenset({"sto-2"})},
    ]
    for worker in workers:
        shop.contacts.remember(a_contact(**{"email": None, "name": "同事", **worker}))


def take(shop: Any, type_: str, data: dict[str, Any], event_id: str = "evt-1") -> None:
    getattr(shop.service(), f"on_{type_}")(an_event(type_, data, id=event_id))


def readers(shop: Any) -> dict[str, str]:
    """Account → the template it got inside the pages."""
    return {one.address.to: one.message.template for one in shop.in_app.taken.values()}


def texted(shop: Any) -> list[str]:
    return sorted(shop.outside.to(Channel.SMS))


APPOINTMENTS = [
    ("appointment_awaiting_payment", {"answer_by": TODAY, "deposit_fen": 3000}, "payment_due"),
    ("appointment_declined", {}, "appointment_declined"),
    ("appointment_expired", {}, "appointment_expired"),
    ("appointment_departed", {"place": "home"}, "appointment_departed"),
    ("appointment_arrived", {"place": "home"}, "appointment_arrived"),
    ("appointment_running_late", {"minutes": 20, "expected_at": TODAY}, "appointment_running_late"),
    ("appointment_running_late", {"minutes": 0, "expected_at": TODAY}, "appointment_in_time_again"),
    ("appointment_extended", {"minutes": 30}, "appointment_extended"),
    ("appointment_no_show", {}, "appointment_no_show"),
    ("appointment_no_show", {"fee_fen": 8400}, "appointment_no_show_with_fee"),
    ("time_proposed", {"proposal_id": "p-1", "proposed_starts_at": TODAY}, "time_proposed"),
]


@pytest.mark.parametrize(("type_", "beside", "template"), APPOINTMENTS)
def test_a_step_in_an_appointments_life_is_told_to_its_customer_alone(
    shop: Any, told: Told, type_: str, beside: dict[str, Any], template: str
) -> None:
    take(shop, type_, told(starts_at=TODAY, **beside))

    assert readers(shop) == {"cus-1": template}
    assert texted(shop) == ["13800000001"]


MATTERS: list[tuple[str, dict[str, Any], str]] = [
    ("waitlist_offered", {"starts_at": TODAY, "answer_by": TODAY}, "您候补的艾灸有空位：11月18日周三 16:00"),
    ("queue_ticket_called", {"ticket_id": "t-1", "number": 7}, "您的排队号 7 已叫号，请到徐家汇店前台"),
    ("payment_settled", {"payment_id": "p-1", "amount_fen": 5000}, "已收到您的付款 ¥50"),
    ("payment_failed", {"payment_id": "p-1", "amount_fen": 5000}, "您的付款 ¥50 未成功"),
    ("payment_refunded", {"payment_id": "p-1", "amount_fen": 5000}, "已退款 ¥50"),
    ("course_bought", {"sessions": 10, "expires_on": "2027-11-18"}, "共 10 次，有效期至 2027-11-18"),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "data", "words"), MATTERS)
def test_a_customers_other_matters_are_told_in_their_words(
    shop: Any, told: Told, type_: str, data: dict[str, Any], words: str
) -> None:
    around = {name: told()[name] for name in ("store", "treatment", "customer_id")}

    take(shop, type_, {**around, **data})

    [text] = shop.in_app.texts
    assert text.startswith("林晓月，您好！")
    assert words in text


def test_a_ticket_of_nobody_is_told_to_the_number_that_was_left_if_there_is_one(shop: Any, told: Told) -> None:
    ticket = {"store": told()["store"], "ticket_id": "t-1", "number": "A007", "customer_id": None}
    contact = {"name_sealed": None, "phone_sealed": keyring().seal("13800000009", "event.phone")}

    take(shop, "queue_ticket_called", ticket)
    assert (readers(shop), texted(shop)) == ({}, [])
    take(shop, "queue_ticket_called", {**ticket, "contact": contact}, "evt-2")

    assert (readers(shop), texted(shop)) == ({}, ["13800000009"])


@pytest.mark.parametrize(
    ("by", "template"),
    [
        ("cus-1", "appointment_confirmed"),
        ("system:booking", "appointment_confirmed"),
        ("acc-desk", "appointment_accepted"),
        ("acc-wang", "appointment_accepted"),
    ],
)
def test_a_yes_of_somebody_elses_is_told_as_accepted(shop: Any, told: Told, by: str, template: str) -> None:
    take(shop, "appointment_confirmed", told(booked_by="cus-1", actor=by))

    assert readers(shop) == {"cus-1": template}


def test_an_appointment_that_waits_for_the_store_is_told_to_its_staff_inside_the_pages(shop: Any, told: Told) -> None:
    take(shop, "appointment_awaiting_acceptance", told(answer_by=TODAY, status="pending_acceptance"))

    assert readers(shop) == {
        "cus-1": "acceptance_awaited",
        "acc-desk": "acceptance_asked",
        "acc-boss": "acceptance_asked",
    }
    assert texted(shop) == ["13800000001"], "no short message for the counter, whose pages are open"


def test_an_alarm_reaches_all_staff_of_the_store_by_every_way_whatever_they_switched_off(shop: Any, told: Told) -> None:
    shop.preferences.known["acc-desk"] = Preferences("acc-desk", 1, channels=frozenset(), topics=frozenset())

    take(shop, "sos_raised", told(place="home", raised_by="acc-wang", actor="acc-wang"))

    assert readers(shop) == {"acc-desk": "sos", "acc-boss": "sos"}
    assert texted(shop) == ["13900000003", "13900000004"]


def test_an_offer_goes_to_the_technician_it_is_made_to_by_short_message_too(shop: Any, told: Told) -> None:
    take(shop, "home_visit_offered", told(place="home", offered_to=LI, technicians=[LI], answer_by=TODAY, round=2))

    assert readers(shop) == {"acc-li": "home_visit_offered"}
    assert texted(shop) == ["13900000002"]


def test_a_customer_who_named_somebody_else_is_told_who_is_asked_instead(shop: Any, told: Told) -> None:
    offer = {"place": "home", "offered_to": LI, "technicians": [LI], "answer_by": TODAY, "round": 2}
    take(shop, "home_visit_offered", told(**offer, instead_of=WANG))

    assert readers(shop) == {"acc-li": "home_visit_offered", "cus-1": "home_visit_by_somebody_else"}


@pytest.mark.parametrize(("how", "who"), [("expired", {"acc-wang"}), ("withdrawn", {"acc-wang"}), ("declined", set())])
def test_who_did_not_answer_in_time_learns_that_the_offer_is_gone(
    shop: Any, told: Told, how: str, who: set[str]
) -> None:
    take(shop, "home_offer_ended", told(place="home", technician=WANG, how=how))

    assert set(readers(shop)) == who


def test_a_visit_nobody_takes_is_for_the_store_to_solve(shop: Any, told: Told) -> None:
    take(shop, "home_visit_unassigned", told(place="home", technicians=[], reasons=[]))

    assert readers(shop) == {"acc-desk": "home_visit_unassigned", "acc-boss": "home_visit_unassigned"}


LEAVE = {
    "request_id": "lrq-1", "revision": 2, "technician": WANG, "stores": ["sto-1", "sto-2"], "timezone": "Asia/Shanghai",
    "starts_at": TODAY, "ends_at": TODAY,
}  # fmt: skip


@pytest.mark.parametrize(
    ("status", "by", "who"),
    [
        ("requested", "acc-wang", {"acc-desk", "acc-boss", "acc-elsewhere"}),
        ("requested", "acc-desk", {"acc-boss", "acc-elsewhere"}),
        ("approved", "acc-boss", {"acc-wang"}),
        ("refused", "acc-boss", {"acc-wang"}),
        ("taken_back", "acc-boss", {"acc-wang"}),
        ("taken_back", "acc-wang", set()),
        ("withdrawn", "acc-wang", set()),
    ],
)
def test_leave_is_asked_of_the_staff_of_all_their_stores_and_answered_to_the_technician(
    shop: Any, status: str, by: str, who: set[str]
) -> None:
    refusal = keyring().seal("人手不足", "event.refusal")

    take(shop, "leave_request_changed", {**LEAVE, "status": status, "actor": by, "refusal_sealed": refusal})

    assert readers(shop) == dict.fromkeys(who, f"leave_{status}")
    assert texted(shop) == [], "inside the pages alone"


def test_a_change_is_told_to_each_technician_by_what_it_means_for_them(shop: Any, told: Told) -> None:
    before = {"starts_at": TODAY, "technicians": [WANG], "cause": None}

    take(shop, "appointment_rescheduled", told(revision=2, technicians=[LI], previous=before))

    assert readers(shop) == {
        "cus-1": "appointment_rescheduled", "acc-li": "visit_new", "acc-wang": "visit_taken_away"
    }  # fmt: skip
    take(shop, "appointment_rescheduled", told(revision=3, previous=before), "evt-2")
    assert readers(shop)["acc-wang"] == "visit_moved"


@pytest.mark.parametrize(
    ("starts_in", "who"), [(47, {"cus-1", "acc-wang"}), (48, {"cus-1", "acc-wang"}), (49, {"cus-1"})]
)
def test_technicians_are_told_of_today_and_tomorrow(shop: Any, told: Told, starts_in: int, who: set[str]) -> None:
    take(shop, "appointment_confirmed", told(starts_at=(NOW + timedelta(hours=starts_in)).isoformat()))

    assert set(readers(shop)) == who


def test_who_did_it_at_work_is_not_told_of_it(shop: Any, told: Told) -> None:
    take(shop, "appointment_cancelled", told(starts_at=TODAY, status="cancelled", actor="acc-wang"))

    assert readers(shop) == {"cus-1": "appointment_cancelled"}


def test_a_technician_without_an_account_hinders_nobody(shop: Any, told: Told) -> None:
    del shop.contacts.known["acc-wang"]

    take(shop, "appointment_confirmed", told(starts_at=TODAY))

    assert set(readers(shop)) == {"cus-1"}


def test_a_visit_is_asked_about_once_some_hours_later(shop: Any, told: Told) -> None:
    take(shop, "appointment_completed", told(status="completed"))
    take(shop, "appointment_completed", told(status="completed"), "evt-again")
    assert readers(shop) == {}

    shop.clock.forward(hours=3)
    shop.service().deliver_due_messages()
    shop.service().deliver_due_messages()

    assert [one.message.template for one in shop.in_app.taken.values()] == ["survey"]


def test_who_wants_no_questions_is_asked_none_and_still_told_of_their_visits(shop: Any, told: Told) -> None:
    shop.service().update_preferences({"topics": {"survey": False, "marketing": False}})
    take(shop, "appointment_completed", told(status="completed"))
    shop.clock.forward(hours=4)
    shop.service().deliver_due_messages()
    assert readers(shop) == {}

    take(shop, "appointment_no_show", told(status="no_show"), "evt-2")

    assert readers(shop) == {"cus-1": "appointment_no_show"}


def test_nobody_is_asked_at_night() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    at = {
        hour: by_day(datetime(2026, 11, 18, hour, 30, tzinfo=UTC), shanghai).astimezone(shanghai)
        for hour in (2, 13, 20)
    }

    assert [(when.day, when.hour) for when in at.values()] == [(18, 10), (19, 9), (19, 9)]


def test_an_offer_that_could_not_be_told_in_time_is_not_told_late(shop: Any, told: Told) -> None:
    shop.outside.failure = "no line"
    soon = (NOW + timedelta(seconds=10)).isoformat()
    take(shop, "home_visit_offered", told(place="home", offered_to=LI, answer_by=soon))
    shop.outside.failure = None

    shop.clock.forward(minutes=1)
    shop.service().deliver_due_messages()

    assert texted(shop) == []


def test_the_same_event_twice_tells_every_reader_once(shop: Any, told: Told) -> None:
    for _ in range(2):
        take(shop, "appointment_awaiting_acceptance", told(answer_by=TODAY))

    assert len(shop.in_app.taken) == 3


def test_an_account_that_no_longer_works_at_a_store_is_told_no_more(shop: Any, told: Told) -> None:
    account = {"account_id": "acc-desk", "revision": 2, "roles": ["customer"], "stores": ["sto-1"], "language": "zh-CN"}
    take(shop, "account_changed", account)

    take(shop, "sos_raised", told(place="home"), "evt-2")

    assert set(readers(shop)) == {"acc-boss"}


def test_every_recipient_is_used() -> None:
    assert {one.to for says in TELLINGS.values() for one in says} == set(Recipients)
