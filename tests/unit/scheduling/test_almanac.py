"""Public holidays, make-up work days and a store's own exceptions, on the clocks of stores anywhere."""

from datetime import date, datetime, timedelta

import holidays
import pytest
from marshmallow import ValidationError

from gateway import texts
from services.scheduling.adapters.public_days import _published, public_days
from services.scheduling.domain.business.roster import Roster, WorkingPlan, opened
from services.scheduling.domain.business.shop import Store
from services.scheduling.domain.hours.almanac import (
    AS_SUNDAY,
    AS_USUAL,
    CLOSED,
    HOLIDAY,
    HOURS,
    SHUT,
    USUAL,
    WORKDAY,
    Altered,
    SpecialDay,
    altered,
)
from services.scheduling.domain.hours.cells import Span, instant_of, runs
from services.scheduling.domain.hours.windows import DAYS, read_day, read_week
from services.scheduling.domain.offer.reasons import reasons
from services.scheduling.schemas.almanac import PutCalendarDay
from tests.support.boards import a_board, clock

SATURDAY, THURSDAY = date(2026, 10, 10), date(2026, 10, 1)
WEEK = {
    **{day: [{"from": "10:00", "to": "20:00"}] for day in ("mon", "tue", "wed", "thu", "fri")},
    "sat": [{"from": "09:00", "to": "23:00"}],
    "sun": [{"from": "12:00", "to": "18:00"}],
}
STORE = Store("sto-1", "Asia/Shanghai", read_week(WEEK))
MAKE_UP = SpecialDay(SATURDAY, WORKDAY, "国庆节", "National Day", follows=2, is_public=True)
NATIONAL = SpecialDay(THURSDAY, HOLIDAY, "国庆节", "National Day", is_public=True)


def hours_on(day: date, changes: Altered, store: Store = STORE) -> list[tuple[str, str]]:
    """When the store is open on a local day, as clock times."""
    span = Span(day, 2)
    ends = [(instant_of(span.base + a), instant_of(span.base + b)) for a, b in runs(opened(store, span, changes))]
    local = [(a.astimezone(store.zone), b.astimezone(store.zone)) for a, b in ends]
    return [(f"{a:%H:%M}", f"{b:%H:%M}") for a, b in local if a.date() == day]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [(AS_USUAL, [("10:00", "20:00")]), (SHUT, []), (AS_SUNDAY, [("12:00", "18:00")])],
)
def test_the_rule_says_what_a_holiday_does(rule: str, expected: list[tuple[str, str]]) -> None:
    assert hours_on(THURSDAY, altered([NATIONAL], rule)) == expected


@pytest.mark.parametrize(("rule", "opens"), [(AS_USUAL, "09:00"), (SHUT, "10:00"), (AS_SUNDAY, "10:00")])
def test_a_make_up_day_works_like_the_weekday_it_names_where_the_calendar_is_followed(rule: str, opens: str) -> None:
    ((first, _),) = hours_on(SATURDAY, altered([MAKE_UP], rule))

    assert first == opens


def test_what_a_store_enters_for_itself_holds_under_every_rule() -> None:
    entered = SpecialDay(SATURDAY, WORKDAY, follows=6, store_id="sto-1")

    assert hours_on(SATURDAY, altered([MAKE_UP, entered], AS_USUAL)) == [("12:00", "18:00")]
    assert hours_on(SATURDAY, altered([entered, MAKE_UP], SHUT)) == [("12:00", "18:00")]


def test_the_store_goes_before_the_platform_and_that_before_the_public_calendar() -> None:
    everywhere = SpecialDay(THURSDAY, CLOSED)
    here = SpecialDay(THURSDAY, HOURS, hours=read_day([{"from": "08:00", "to": "09:30"}]), store_id="sto-1")

    assert altered([NATIONAL, everywhere], AS_SUNDAY)[0].weekday is None
    assert hours_on(THURSDAY, altered([here, everywhere, NATIONAL], SHUT)) == [("08:00", "09:30")]


def test_a_day_may_be_as_usual_after_all() -> None:
    assert altered([NATIONAL, SpecialDay(THURSDAY, USUAL)], SHUT) == ()


def test_a_technicians_own_exception_goes_before_the_holiday() -> None:
    plan = WorkingPlan.read(
        date(2026, 1, 1), WEEK, [{"on": "2026-10-01", "shifts": [{"from": "13:00", "to": "15:00"}]}]
    )
    changes, span = altered([NATIONAL], AS_SUNDAY), Span(THURSDAY, 1)

    assert Roster((plan,)).working(span, STORE.zone, changes).bit_count() == 24
    assert Roster((WorkingPlan(date.min, read_week(WEEK)),)).working(span, STORE.zone, changes).bit_count() == 6 * 12


def test_a_closed_day_keeps_the_night_shift_of_the_day_before() -> None:
    night = Store("sto-1", "Asia/Shanghai", read_week({day: [{"from": "18:00", "to": "26:00"}] for day in DAYS}))

    assert hours_on(THURSDAY, altered([NATIONAL], SHUT), night) == []
    span = Span(date(2026, 9, 30), 3)
    ends = [
        instant_of(span.base + b).astimezone(night.zone)
        for _, b in runs(opened(night, span, altered([NATIONAL], SHUT)))
    ]
    assert datetime(2026, 10, 1, 2, tzinfo=night.zone) in ends


@pytest.mark.parametrize(("night", "minutes"), [(date(2026, 3, 29), 5 * 60), (date(2026, 10, 25), 7 * 60)])
def test_the_nights_on_which_the_clocks_change_keep_their_length(night: date, minutes: int) -> None:
    store = Store("sto-1", "Europe/Berlin", read_week({"wed": [{"from": "00:00", "to": "06:00"}]}))
    changes = altered([SpecialDay(night, WORKDAY, follows=2, store_id="sto-1")], AS_USUAL)

    assert opened(store, Span(night - timedelta(days=1), 2), changes).bit_count() * 5 == minutes


def test_nothing_special_alters_nothing() -> None:
    assert altered([], SHUT) == ()
    assert hours_on(SATURDAY, ()) == [("09:00", "23:00")]


@pytest.mark.parametrize("year", sorted(_published()))
def test_the_published_arrangement_agrees_with_the_library(year: int) -> None:
    law = holidays.country_holidays("CN", years=year)
    told = public_days(date(year, 1, 1), date(year, 12, 31))
    off = {day.on for day in told if day.kind == HOLIDAY}
    working = {day.on: day.follows for day in told if day.kind == WORKDAY}

    assert {day for day in law if day.year == year} <= off
    assert all(day.weekday() >= 5 for day in off - set(law))
    assert set(working) == {day for day in law.weekend_workdays if day.year == year}
    assert all(0 <= follows < 5 for follows in working.values() if follows is not None)


def test_a_year_not_yet_published_has_its_statutory_days_by_both_names() -> None:
    both, other = public_days(date(2031, 10, 1), date(2031, 10, 2))

    assert (other.kind, other.name, other.name_en) == (HOLIDAY, "国庆节", "National Day")
    assert (both.name, both.name_en) == ("中秋节、国庆节", "Mid-Autumn Festival and National Day")


def test_the_published_week_off_holds_its_weekend_too() -> None:
    assert [day.kind for day in public_days(date(2026, 10, 1), date(2026, 10, 10))] == [HOLIDAY] * 7 + [WORKDAY]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"kind": "workday"}, "follows"),
        ({"kind": "workday", "follows": "someday"}, "follows"),
        ({"kind": "hours"}, "hours"),
        ({"kind": "party"}, "kind"),
        ({"kind": "closed", "on": "0001-01-01"}, "on"),
    ],
)
def test_a_wrong_field_of_a_special_day_is_named(asked: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        PutCalendarDay().load({"on": "2026-12-24", **asked})

    assert list(refused.value.normalized_messages()) == [field]


@pytest.mark.parametrize(
    ("told", "rule", "chinese", "english"),
    [
        (NATIONAL, SHUT, "国庆节放假，暂停营业。", "We are closed for National Day."),
        (SpecialDay(THURSDAY, CLOSED), AS_USUAL, "当天暂停营业。", "We are closed that day."),
    ],
)
def test_a_closed_day_is_told_in_words(told: SpecialDay, rule: str, chinese: str, english: str) -> None:
    day = SpecialDay(date(2026, 11, 19), told.kind, told.name, told.name_en)
    board = a_board(working=[], altered=altered([day], rule))

    (reason,) = reasons(board, instant_of(clock("12:00")))

    assert texts.of(reason.code, reason.params, "zh-CN").detail == chinese
    assert texts.of(reason.code, reason.params, "en").detail == english
