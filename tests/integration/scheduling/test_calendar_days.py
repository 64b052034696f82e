"""Special days entered by people: who may, whom they concern, and that processes see them at once."""

from datetime import date, datetime, timedelta
from functools import partial

import pytest

from services.scheduling import use_cases
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.adapters.verification import verify_calendars
from services.scheduling.domain.errors import NotAllowed, StartRefused, Unknown
from services.scheduling.domain.hours.almanac import CLOSED, HOLIDAY, HOURS, USUAL, WORKDAY, SpecialDay
from services.scheduling.domain.hours.windows import read_day
from shared.testing.builders import NOW, a_customer, a_manager, a_receptionist, an_admin
from tests.support.scheduling import MORNING, a_diary, a_store, a_wish, claim, offered, raced, some_rules

THURSDAY = MORNING.date()
NEW_YEAR = date(2026, 1, 1)


def enter(diary: SqlDiary, kind: str = CLOSED, *, on: date = THURSDAY, store: str | None = "sto-1", **more) -> None:
    day = SpecialDay(on, kind, store_id=store, **more)
    use_cases.put_calendar_day(diary, actor=an_admin(), day=day)


def test_a_closed_day_is_offered_by_nobody_and_told_so(shop: SqlDiary) -> None:
    replica = a_diary(shop.database)
    assert offered(replica) != []

    enter(shop, name="店庆", name_en="Anniversary")

    assert offered(replica) == []
    with pytest.raises(StartRefused) as refused:
        claim(shop)
    assert (refused.value.code, refused.value.params["because"]) == ("outside_hours", "closed_day")
    assert offered(shop, store_id="sto-1") == []


def test_another_store_is_open_all_the_same(shop: SqlDiary) -> None:
    shop.catalogue.remember("store", a_store(store_id="sto-2"))
    enter(shop, store="sto-2")

    assert MORNING in offered(shop)


def test_other_hours_replace_those_of_the_week(shop: SqlDiary) -> None:
    enter(shop, HOURS, hours=read_day([{"from": "14:00", "to": "16:00"}]))

    starts = offered(shop)

    assert (starts[0], starts[-1]) == (MORNING + timedelta(hours=4), MORNING + timedelta(hours=5))


def test_what_the_platform_enters_is_for_all_and_a_store_may_take_it_back(shop: SqlDiary) -> None:
    enter(shop, store=None)
    assert offered(shop) == []

    enter(shop, USUAL)

    assert MORNING in offered(shop)


def test_a_day_taken_back_is_as_it_was(shop: SqlDiary) -> None:
    enter(shop)

    use_cases.delete_calendar_day(shop, actor=an_admin(), on=THURSDAY, store_id="sto-1")

    assert MORNING in offered(shop)
    with pytest.raises(Unknown):
        use_cases.delete_calendar_day(shop, actor=an_admin(), on=THURSDAY, store_id="sto-1")


def test_a_day_entered_again_is_replaced(shop: SqlDiary) -> None:
    enter(shop)
    enter(shop, WORKDAY, follows=3)

    assert MORNING in offered(shop)


def test_a_holiday_follows_the_rule_of_the_store(shop: SqlDiary) -> None:
    enter(shop, HOLIDAY, store=None, name="试节", name_en="Test Day")
    assert MORNING in offered(shop)

    shop.catalogue.remember("booking_rules", some_rules(revision=2, holiday_hours="closed"))

    assert offered(shop) == []


def test_a_public_holiday_closes_a_shop_that_follows_the_calendar(shop: SqlDiary) -> None:
    shop.catalogue.remember("booking_rules", some_rules(revision=2, holiday_hours="closed", book_ahead_days=400))
    golden_week = date(2027, 10, 1)
    query = {"actor": an_admin(), "now": NOW, "wish": a_wish(), "days": 1, "first": golden_week}

    found = use_cases.find_availability(shop, **query)  # type: ignore[arg-type]
    noon = datetime(2027, 10, 1, 4, 0, tzinfo=MORNING.tzinfo)
    explained = use_cases.explain_availability(shop, actor=an_admin(), now=NOW, wish=a_wish(), starts_at=noon)

    assert found.days == {golden_week: []}
    assert explained[0].params == {"because": "holiday", "name": "国庆节", "name_en": "National Day"}
    timeline = use_cases.get_calendar(shop, actor=an_admin(), now=NOW, store_id="sto-1", days=1, first=golden_week)
    assert timeline.lanes[0].shifts == ()


def test_the_list_holds_what_is_public_and_what_was_entered_instead(shop: SqlDiary) -> None:
    enter(shop, USUAL, on=NEW_YEAR)
    listed = partial(use_cases.list_calendar_days, shop, now=NOW, first=NEW_YEAR, days=4)

    assert [(day.on.day, day.kind) for day in listed(store_id="sto-1")] == [
        (1, USUAL),
        (2, HOLIDAY),
        (3, HOLIDAY),
        (4, WORKDAY),
    ]
    assert listed()[0].is_public


@pytest.mark.parametrize(
    ("actor", "store", "allowed"),
    [
        (a_manager("sto-1"), "sto-1", True),
        (an_admin(), None, True),
        (a_manager("sto-1"), None, False),
        (a_manager("sto-2"), "sto-1", False),
        (a_receptionist("sto-1"), "sto-1", False),
        (a_customer(), "sto-1", False),
    ],
)
def test_a_manager_enters_days_of_their_store_and_the_platform_those_of_all(shop, actor, store, *, allowed) -> None:
    put = partial(use_cases.put_calendar_day, shop, actor=actor, day=SpecialDay(THURSDAY, CLOSED, store_id=store))

    if allowed:
        assert put().on == THURSDAY
    else:
        with pytest.raises(NotAllowed):
            put()


def test_closing_a_day_and_booking_it_at_once_leaves_no_visit_that_came_after_it(shop: SqlDiary) -> None:
    outcomes = raced([partial(claim, shop), partial(enter, shop)])

    assert set(outcomes) <= {"won", "outside_hours"}
    with pytest.raises(StartRefused):
        claim(shop, "apt-2", MORNING + timedelta(hours=4))
    assert verify_calendars(shop.database) == []
