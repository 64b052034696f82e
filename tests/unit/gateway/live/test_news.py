"""Who learns of what, judged from the events' own data; each case says also who does not."""

from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.live.audience import BOOKING, interests
from gateway.live.news import KINDS, news_of, topics
from shared.actor import Actor
from shared.events import Event
from shared.testing import a_customer, sample

AT = datetime(2026, 11, 18, 2, tzinfo=UTC)
OWNER, STORE = "cus-1", "sto-1"

PEOPLE = {
    "the customer": a_customer(OWNER),
    "another customer": a_customer("cus-2"),
    "the technician": Actor("acc-t1", roles=frozenset({"technician"}), technician_id="tec-1"),
    "the technician before": Actor("acc-t0", roles=frozenset({"technician"}), technician_id="tec-0"),
    "another technician": Actor("acc-t9", roles=frozenset({"technician"}), technician_id="tec-9"),
    "reception": Actor("acc-r", roles=frozenset({"receptionist"}), stores=frozenset({STORE})),
    "another store's manager": Actor("acc-m", roles=frozenset({"store_manager"}), stores=frozenset({"sto-2"})),
    "the platform": Actor("acc-p", roles=frozenset({"platform_admin"})),
    "a customer with a store in the token": Actor("acc-x", roles=frozenset({"customer"}), stores=frozenset({STORE})),
}
STAFF = {"reception", "the platform"}
ALL_STAFF = {*STAFF, "another store's manager"}


def an_event(type_: str, producer: str = "booking", **data: Any) -> Event:
    return Event("evt-1", type_, 1, AT, producer, "req-1", data)


def of_appointment(type_: str = "appointment_confirmed", **changes: Any) -> Event:
    data = {
        "appointment_id": "apt-1", "revision": 3, "status": "confirmed", "customer_id": OWNER, "previous": None,
        "store": {"id": STORE, "name": "徐家汇店"}, "technicians": [{"id": "tec-1", "name": "王建国"}],
        "contact": {"phone_sealed": "v1:…"}, "address_sealed": "v1:…",
    }  # fmt: skip
    return an_event(type_, **{**data, **changes})


def told(event: Event, kind: str) -> set[str]:
    """Who of PEOPLE learns of it."""
    [news] = [news for news in news_of(event) if news.kind == kind]
    return {name for name, actor in PEOPLE.items() if not interests(actor).isdisjoint(news.audience)}


def test_a_changed_appointment_is_told_to_whom_it_belongs():
    assert told(of_appointment(), "appointment_changed") == {"the customer", "the technician", *STAFF}


def test_who_lost_a_visit_to_somebody_else_learns_it():
    moved = of_appointment("appointment_rescheduled", previous={"technicians": [{"id": "tec-0", "name": "李秀英"}]})

    assert "the technician before" in told(moved, "appointment_changed")
    assert "the technician before" not in told(of_appointment(), "appointment_changed")


def test_pages_are_told_ids_states_and_versions_and_nothing_about_people():
    [news, _] = news_of(of_appointment())

    assert news.data == {
        "type": "appointment_confirmed",
        "appointment_id": "apt-1",
        "store_id": STORE,
        "status": "confirmed",
        "version": 3,
    }


@pytest.mark.parametrize(
    "event", [sample("booking", "appointment_cancelled"), sample("scheduling", "time_freed")], ids=lambda one: one.type
)
def test_that_free_times_changed_is_told_to_who_asked_for_it_and_nothing_of_whose(event):
    [news] = [news for news in news_of(event) if news.kind == "free_times_changed"]

    store = event.data.get("store_id") or event.data["store"]["id"]
    assert news.data == {"store_id": store}
    assert news.audience == BOOKING
    assert told(event, "free_times_changed") == set()


@pytest.mark.control
def test_a_step_that_takes_and_gives_no_time_changes_no_free_times():
    for step in ("checked_in", "departed", "started", "completed"):
        assert {news.kind for news in news_of(of_appointment(f"appointment_{step}"))} == {"appointment_changed"}


def test_an_offer_is_between_the_technician_and_the_dispatchers():
    offered = of_appointment(
        "home_visit_offered", status="pending_acceptance", offered_to={"id": "tec-1"}, answer_by="x", round=1
    )
    ended = of_appointment("home_offer_ended", technician={"id": "tec-1"}, how="declined")

    for event in (offered, ended):
        assert told(event, "home_visit_offered") == {"the technician", *STAFF}
        assert told(event, "appointment_changed") == {"the customer", "the technician", *STAFF}


def test_an_alarm_goes_to_the_store_alone():
    raised = of_appointment("sos_raised", lng_sealed="v1:…", lat_sealed="v1:…")

    assert told(raised, "sos_raised") == STAFF
    [news] = news_of(raised)
    assert set(news.data) == {"type", "appointment_id", "store_id", "status", "version"}


def test_a_payment_is_told_to_its_customer_and_the_store():
    paid = an_event("payment_settled", payment_id="pay-1", appointment_id="apt-1", customer_id=OWNER, store_id=STORE)

    assert told(paid, "appointment_changed") == {"the customer", *STAFF}


def test_a_freed_time_is_told_to_whom_it_is_offered():
    offered = an_event("waitlist_offered", wish_id="wsh-1", customer_id=OWNER, store={"id": STORE}, answer_by="x")

    assert told(offered, "waitlist_offered") == {"the customer", *STAFF}


@pytest.mark.parametrize(("owner", "who"), [(OWNER, {"the customer", *STAFF}), (None, STAFF)])
def test_a_ticket_may_be_nobodys(owner, who):
    drawn = an_event("queue_ticket_changed", ticket_id="t-1", number=7, store=STORE, customer_id=owner, revision=1)

    assert told(drawn, "queue_ticket_changed") == who


@pytest.mark.parametrize("type_", ["queue_ticket_called", "waitlist_offered", "waitlist_offer_ended"])
def test_who_waits_and_their_store_hear_what_booking_really_says(type_):
    said = sample("booking", type_)
    [news] = news_of(said)
    store = frozenset({said.data["store"]["id"]})

    assert interests(a_customer(said.data["customer_id"])) & news.audience
    assert interests(Actor("acc-r", roles=frozenset({"receptionist"}), stores=store)) & news.audience
    assert not interests(PEOPLE["another customer"]) & news.audience
    assert (news.data["type"], news.data["store_id"]) == (type_, *store)


def test_a_request_for_leave_is_told_to_its_technician_and_the_staff_of_their_stores():
    asked = sample("scheduling", "leave_request_changed")
    asked = an_event(asked.type, "scheduling", **{**asked.data, "technician": {"id": "tec-1"}, "stores": [STORE]})
    [news] = news_of(asked)

    assert told(asked, "leave_request_changed") == {"the technician", *STAFF}
    assert set(news.data) == {"request_id", "status", "version"}


def test_a_notification_is_its_readers_alone():
    made = an_event("notification_created", "notification", notification_id="n-1", account_id=OWNER, kind="survey")

    assert told(made, "notification") == {"the customer"}


@pytest.mark.parametrize(
    ("data", "who"),
    [
        ({"author": "bot", "handoff": False, "store_id": STORE}, {"the customer"}),
        ({"author": "customer", "handoff": True, "store_id": STORE}, {"the customer", *STAFF}),
        ({"author": "staff", "handoff": False, "store_id": STORE}, {"the customer", *STAFF}),
        ({"author": "bot", "handoff": True}, {"the customer", *ALL_STAFF}),
        ({"author": "bot", "handoff": True, "account_id": None}, ALL_STAFF),
        ({"author": "bot", "handoff": False, "account_id": None, "channel": "wechat"}, set()),
    ],
)
def test_the_staff_hear_of_a_chat_once_it_was_handed_to_them(data, who):
    said = an_event(
        "chat_message_added", "chatbot", **{"conversation_id": "c-1", "account_id": OWNER, "turn": 4, **data}
    )

    assert told(said, "chat_message") == who


def test_what_concerns_no_page_is_no_news():
    assert news_of(an_event("account_changed", "identity")) == []
    assert news_of(an_event("appointment_confirmed", "chatbot")) == []


def test_bookings_own_samples_are_read():
    known = [path for path in topics()["booking"] if _has_sample(path)]

    assert len(known) > 10
    for type_ in known:
        assert {news.kind for news in news_of(sample("booking", type_))} <= set(KINDS)
        assert news_of(sample("booking", type_))


def _has_sample(type_: str) -> bool:
    try:
        sample("booking", type_)
    except FileNotFoundError:
        return False
    return True
