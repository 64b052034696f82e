from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from services.booking.domain.feed.entries import given_name
from services.booking.domain.life.contact import Address, Contact
from services.booking.domain.life.history import Entry
from services.booking.domain.life.transitions import STATUSES
from shared.actor import ANONYMOUS
from shared.errors import Forbidden, NotFound
from shared.testing import a_customer, a_technician, an_event
from tests.support.booking import LI, START, WANG, an_appointment
from tests.support.booking_desk import Desk

ME, TECHNICIAN = a_customer("cus-1"), a_technician(WANG.id)
HOME = Address("衡山路12号 3楼", 121.44, 31.2)


@pytest.fixture
def desk():
    return Desk().with_(an_appointment())


def opened(desk, actor=ME, **call):
    return desk.of(actor, **call).open_calendar_feed({})["token"]


def read(desk, token, **asked):
    return desk.of(ANONYMOUS).read_calendar_feed({"token": token, **asked})


def events(desk, actor=ME, **call):
    text = read(desk, opened(desk, actor, **call))["text"]
    return Calendar.from_ical(text).walk("VEVENT")


def test_who_has_the_address_reads_the_owners_visits_without_signing_in(desk):
    (event,) = events(desk)

    assert event["uid"] == "apt-1@mingyitang"
    assert event["dtstart"].dt == START
    assert event["dtend"].dt == START + timedelta(hours=1)
    assert event["summary"] == "腰部推拿 · 王建国"
    assert "肇嘉浜路1065号" in event["location"]
    assert "7K4M9QXB" in event["description"]


def test_times_are_on_the_stores_clock_with_their_zone_explained(desk):
    text = read(desk, opened(desk))["text"]

    assert "DTSTART;TZID=Asia/Shanghai:20261123T150000" in text
    assert "BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai" in text


def test_a_calendar_follows_the_visit_by_its_growing_version(desk):
    desk.storage.appointments.rows["apt-1"] = replace(an_appointment(), version=7)
    at = datetime(2026, 11, 17, 3, 4, 5, tzinfo=UTC)
    desk.storage.appointments.entries.append(Entry("apt-1", 7, at, "cus-1", "reschedule", "confirmed", {}))

    (event,) = events(desk)

    assert (event["sequence"], event["last-modified"].dt, event["dtstamp"].dt) == (7, at, at)


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_its_word_in_the_calendar(desk, status):
    desk.storage.appointments.rows["apt-1"] = an_appointment(status=status)
    cancelled = {"declined", "expired", "cancelled", "late_cancelled", "no_show"}
    undecided = {"requested", "pending_payment", "pending_acceptance"}

    (event,) = events(desk)

    expected = "CANCELLED" if status in cancelled else "TENTATIVE" if status in undecided else "CONFIRMED"
    assert event["status"] == expected
    assert bool(event.walk("VALARM")) == (expected != "CANCELLED")


def test_a_customer_is_reminded_two_hours_before(desk):
    (alarm,) = events(desk)[0].walk("VALARM")

    assert alarm["trigger"].dt == -timedelta(hours=2)


def test_a_technician_sees_what_they_give_with_a_given_name_and_nothing_else_of_the_customer():
    visit = an_appointment(place="home", address=HOME, note="腰痛", contact=Contact("林晓月", "+8613800000001"))
    desk = Desk().with_(visit)

    text = read(desk, opened(desk, TECHNICIAN))["text"]

    assert "晓月" in text
    for personal in ("林晓月", "13800000001", "腰痛", "衡山路", "cus-1"):
        assert personal not in text


def test_a_customer_sees_where_they_are_visited():
    desk = Desk().with_(an_appointment(place="home", address=HOME))

    assert events(desk)[0]["location"] == HOME.text


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("林晓月", "晓月"),
        ("欧阳修", "修"),
        ("Mei Chen", "Mei"),
        ("林", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_given_names(name, given):
    assert given_name(name) == given


def test_an_english_reader_has_an_english_calendar(desk):
    assert events(desk, language="en")[0]["summary"].startswith("Lumbar tuina")


def test_a_new_address_ends_the_old_one(desk):
    first, second = opened(desk), opened(desk)

    with pytest.raises(NotFound) as refused:
        read(desk, first)

    assert refused.value.code == "feed_unknown"
    assert read(desk, second)["text"]


def test_a_revoked_address_is_unknown(desk):
    token = opened(desk)

    desk.of(ME).close_calendar_feed({})
    desk.of(ME).close_calendar_feed({})

    with pytest.raises(NotFound):
        read(desk, token)


def test_a_token_cannot_be_guessed_and_is_not_kept(desk):
    token = opened(desk)

    assert len(token) >= 43
    assert token not in str(desk.storage.feeds.rows)


def test_who_has_this_version_already_is_not_written_another(desk):
    token = opened(desk)
    etag = read(desk, token)["etag"]

    assert read(desk, token, known=etag) == {"etag": etag, "text": None}
    desk.storage.appointments.rows["apt-1"] = replace(an_appointment(), version=3)
    assert read(desk, token, known=etag)["text"]


def test_nobody_opens_a_feed_without_signing_in(desk):
    for method in ("open_calendar_feed", "close_calendar_feed", "export_customer"):
        with pytest.raises(Forbidden):
            getattr(desk.of(ANONYMOUS), method)({})


def test_the_same_key_opens_one_feed(desk):
    assert opened(desk, key="k-1") == opened(desk, key="k-1")


@pytest.mark.parametrize("technician_id", [None, LI.id])
def test_who_is_that_technician_no_longer_sees_their_visits_no_longer(desk, technician_id):
    token = opened(desk, TECHNICIAN)
    told = {"account_id": TECHNICIAN.account_id, "technician_id": technician_id, "roles": ["technician"]}

    desk.of().on_account_changed(an_event("account_changed", told))

    assert desk.storage.feeds.rows[TECHNICIAN.account_id].technician_id is None
    assert read(desk, token)["text"]


def test_a_change_of_name_leaves_the_feed_as_it_is(desk):
    opened(desk, TECHNICIAN)

    told = {"account_id": TECHNICIAN.account_id, "technician_id": WANG.id, "roles": ["technician"]}
    desk.of().on_account_changed(an_event("account_changed", told))

    assert desk.storage.feeds.rows[TECHNICIAN.account_id].technician_id == WANG.id


def test_one_visit_is_put_into_a_calendar_by_whom_it_concerns(desk):
    asked = {"appointment_id": "apt-1"}

    assert "apt-1@mingyitang" in desk.of(ME).get_appointment_calendar(asked)["text"]
    with pytest.raises(NotFound):
        desk.of(a_customer("cus-2")).get_appointment_calendar(asked)
