"""Wall-clock plans as cells: breaks, nights, effective dates, both nights on which the clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.scheduling.domain.business.roster import Roster, WorkingPlan, opened
from services.scheduling.domain.business.shop import Store
from services.scheduling.domain.errors import BadWindow
from services.scheduling.domain.hours.cells import Span, instant_of, runs
from services.scheduling.domain.hours.windows import Shift, clock_minutes, clock_text, read_week, utc_minute
from shared.interval import Interval

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
THURSDAY = date(2026, 11, 19)
SPAN = Span(date(2026, 11, 18), 3)


def shift(start: str, end: str, *breaks: tuple[str, str]) -> dict[str, object]:
    return {"from": start, "to": end, "breaks": [{"from": first, "to": last} for first, last in breaks]}


def a_plan(since: date = date(2026, 1, 1), **week: list[dict[str, object]]) -> WorkingPlan:
    return WorkingPlan.read(since, week, [])


def hours(bits: int, zone: ZoneInfo = SHANGHAI, span: Span = SPAN) -> list[tuple[str, str]]:
    """The runs as local clock times."""
    ends = [(instant_of(span.base + start), instant_of(span.base + end)) for start, end in runs(bits)]
    return [tuple(f"{at.astimezone(zone):%a %H:%M}" for at in pair) for pair in ends]  # type: ignore[misc]


@pytest.mark.parametrize(("text", "minutes"), [("00:00", 0), ("9:05", 545), ("24:00", 1440), ("26:00", 1560)])
def test_clock_times_may_reach_past_midnight(text: str, minutes: int) -> None:
    assert clock_minutes(text) == minutes
    assert clock_minutes(clock_text(minutes)) == minutes


@pytest.mark.parametrize("text", ["", "25", "10:60", "49:00", "-1:00", "十点"])
def test_what_is_no_clock_time_is_refused(text: str) -> None:
    with pytest.raises(BadWindow):
        clock_minutes(text)


def test_breaks_cut_a_shift_whatever_their_order() -> None:
    day = Shift.read(shift("10:00", "19:00", ("15:00", "15:15"), ("12:00", "13:00"), ("18:30", "20:00")))

    assert [(clock_text(a), clock_text(b)) for a, b in day.windows] == [
        ("10:00", "12:00"),
        ("13:00", "15:00"),
        ("15:15", "18:30"),
    ]


def test_an_inverted_or_empty_window_is_no_window() -> None:
    assert Shift.read(shift("19:00", "10:00")).windows == []
    assert Shift.read(shift("10:00", "10:00")).windows == []
    assert Shift.read(shift("10:00", "12:00", ("11:00", "10:30"))).windows == [(600, 720)]


def test_a_night_shift_and_the_next_morning_merge() -> None:
    plan = a_plan(wed=[shift("22:00", "26:00")], thu=[shift("02:00", "05:00"), shift("05:00", "06:00")])

    assert hours(Roster((plan,)).working(SPAN, SHANGHAI)) == [("Wed 22:00", "Thu 06:00")]


def test_the_newest_plan_in_force_rules_the_day() -> None:
    old, new = a_plan(thu=[shift("10:00", "12:00")]), a_plan(THURSDAY, thu=[shift("14:00", "15:00")])
    roster = Roster((new, old))

    assert roster.plan_on(THURSDAY - timedelta(days=1)) == old
    assert hours(roster.working(SPAN, SHANGHAI)) == [("Thu 14:00", "Thu 15:00")]


def test_before_the_first_plan_nobody_works() -> None:
    assert Roster((a_plan(date(2027, 1, 1), thu=[shift("10:00", "12:00")]),)).working(SPAN, SHANGHAI) == 0


def test_an_exception_replaces_the_whole_day() -> None:
    weekly = {"thu": [shift("10:00", "12:00")], "fri": [shift("10:00", "12:00")]}
    plan = WorkingPlan.read(date(2026, 1, 1), weekly, [{"on": "2026-11-19", "shifts": [shift("20:00", "21:00")]}])

    assert hours(Roster((plan,)).working(SPAN, SHANGHAI)) == [("Thu 20:00", "Thu 21:00"), ("Fri 10:00", "Fri 12:00")]


def test_a_plan_survives_being_written_down() -> None:
    weekly = {"thu": [shift("10:00", "26:00", ("12:00", "13:00"))]}
    plan = WorkingPlan.read(THURSDAY, weekly, [{"on": "2026-12-24", "shifts": []}])
    written = plan.written()

    assert WorkingPlan.read(THURSDAY, written["weekly"], written["exceptions"]) == plan


def test_being_away_takes_every_cell_it_touches() -> None:
    away = Interval(datetime(2026, 11, 19, 2, 58, tzinfo=UTC), datetime(2026, 11, 19, 3, 2, tzinfo=UTC))
    roster = Roster((a_plan(thu=[shift("10:00", "12:00")]),), (away,))

    assert hours(roster.working(SPAN, SHANGHAI)) == [("Thu 10:00", "Thu 10:55"), ("Thu 11:05", "Thu 12:00")]


def test_a_store_is_closed_during_its_closures() -> None:
    closure = Interval(datetime(2026, 11, 19, 3, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC))
    store = Store("sto-1", "Asia/Shanghai", read_week({"thu": [shift("10:00", "22:00")]}), (closure,))

    assert hours(opened(store, SPAN)) == [("Thu 10:00", "Thu 11:00")]


@pytest.mark.parametrize(("night", "minutes"), [(date(2026, 3, 28), 7 * 60), (date(2026, 10, 24), 9 * 60)])
def test_a_night_shift_is_an_hour_shorter_in_spring_and_longer_in_autumn(night: date, minutes: int) -> None:
    plan = a_plan(sat=[shift("22:00", "30:00")])
    span = Span(night, 2)

    worked = Roster((plan,)).working(span, BERLIN)

    assert worked.bit_count() * 5 == minutes
    assert hours(worked, BERLIN, span) == [("Sat 22:00", "Sun 06:00")]


def test_a_time_that_the_spring_night_skips_is_read_with_the_old_offset() -> None:
    skipped, after = utc_minute(BERLIN, date(2026, 3, 29), 150), utc_minute(BERLIN, date(2026, 3, 29), 210)

    assert skipped == after


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Kiritimati"])
def test_any_zone_works_at_its_own_ten_oclock(zone: str) -> None:
    local = ZoneInfo(zone)
    plan = a_plan(thu=[shift("10:00", "12:00")])

    assert hours(Roster((plan,)).working(SPAN, local), local) == [("Thu 10:00", "Thu 12:00")]
