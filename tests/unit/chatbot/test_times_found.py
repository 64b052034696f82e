"""What the dialogue gets of the times in a sentence: places, certainty, offsets, what is taken back and refused."""

from datetime import date, datetime

import pytest

from services.chatbot.domain.times import parse, resolved

NOW = datetime.fromisoformat("2026-11-18T10:00:00+08:00")
FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)


def days(text, now=NOW):
    return [found.first for found in parse(text, now).days]


def test_each_find_says_where_it_stands():
    text = "周五那个改到下周一下午三点"
    found = parse(text, NOW)

    assert [text[each.start : each.end] for each in found.days] == ["周五", "下周一"]
    assert [text[each.start : each.end] for each in found.clocks] == ["下午三点"]


def test_a_bare_clock_time_is_ambiguous_and_one_with_a_part_of_day_is_not():
    bare, said = parse("4点", NOW).clocks[0], parse("下午4点", NOW).clocks[0]

    assert (bare.certain, bare.readings) == (False, (4 * 60, 16 * 60))
    assert (said.certain, said.readings) == (True, (16 * 60,))
    assert resolved(bare.minutes, ((600, 1320),)) == 16 * 60


def test_about_seven_has_the_grain_of_an_hour():
    assert parse("七点多", NOW).clocks[0].grain == "hour"
    assert parse("七点", NOW).clocks[0].grain == "minute"


def test_two_hours_said_at_once_are_a_window_between_them():
    window = parse("九十点", NOW).windows[0]

    assert (window.opens, window.closes, window.certain) == (540, 600, False)


def test_a_correction_leaves_the_second_day_and_what_it_did_not_touch():
    found = parse("周五下午三点，不对，周六", NOW)

    assert (days("周五，不对，周六"), [each.first for each in found.days]) == ([SATURDAY], [SATURDAY])
    assert found.clocks[0].minutes == 15 * 60


def test_moving_an_appointment_is_no_correction():
    assert days("周五的改成周六") == [FRIDAY, SATURDAY]


def test_what_is_refused_stands_apart():
    found = parse("不要周六，周日", NOW)

    assert [each.first for each in found.days] == [SUNDAY]
    assert [each.first for each in found.refused.days] == [SATURDAY]
    assert parse("要不要周六", NOW).refused is None


def test_a_distance_from_now_is_an_offset_with_its_day_and_clock_time():
    found = parse("一个半小时后到", NOW)

    assert [(each.minutes, each.of) for each in found.offsets] == [(90, "now")]
    assert (found.days[0].first, found.clocks[0].minutes) == (NOW.date(), 11 * 60 + 30)


@pytest.mark.parametrize(
    ("text", "minutes"), [("往后挪半小时", 30), ("提前一刻钟", -15), ("晚到20分钟", 20), ("早半小时", -30)]
)
def test_a_distance_from_an_appointment_is_an_offset_without_one(text, minutes):
    found = parse(text, NOW)

    assert [(each.minutes, each.of) for each in found.offsets] == [(minutes, "appointment")]
    assert (found.days, found.clocks, found.durations) == ((), (), ())


def test_an_amount_alone_is_a_duration():
    assert [each.minutes for each in parse("做一个半小时", NOW).durations] == [90]
    assert parse("一个人", NOW).durations == ()


def test_a_repeat_says_its_days():
    repeat = parse("每周一三五晚上七点", NOW).repeats[0]

    assert (repeat.days, repeat.weekdays) == (7, (0, 2, 4))
    assert parse("每天", NOW).repeats[0].days == 1


def test_of_a_week_that_has_begun_what_is_left_is_meant():
    week = parse("这周", NOW).days[0]

    assert (week.first, week.last) == (NOW.date(), SUNDAY)


def test_a_weekday_whose_hour_is_over_today_is_next_week_s():
    assert days("周三上午九点") == [date(2026, 11, 25)]
    assert days("周三下午三点") == [NOW.date()]


def test_a_date_that_is_over_is_next_month_s_or_next_year_s_and_a_past_one_said_so_is_past():
    assert days("5号") == [date(2026, 12, 5)]
    assert days("3月1号") == [date(2027, 3, 1)]
    assert days("昨天") == [date(2026, 11, 17)]
    assert days("上周三") == [date(2026, 11, 11)]


def test_the_end_of_a_range_is_the_next_after_its_beginning():
    found = parse("12月30号到2号", NOW).days[0]

    assert (found.first, found.last) == (date(2026, 12, 30), date(2027, 1, 2))


def test_the_second_clock_time_keeps_the_half_of_the_day():
    assert [clock.minutes for clock in parse("下午三点或四点", NOW).clocks] == [15 * 60, 16 * 60]


def test_a_window_past_midnight_ends_with_the_day_for_the_dialogue():
    window = parse("晚上十点到一点", NOW).windows[0]

    assert (window.opens, window.closes) == (22 * 60, 24 * 60)


def test_a_short_stretch_says_no_day():
    assert parse("半小时内", NOW).days == ()
    assert parse("三天内", NOW).days[0].last == SATURDAY


def test_now_is_said_without_booking_it():
    found = parse("我现在肩膀疼", NOW)

    assert (found.days, found.clocks) == ((), ())
