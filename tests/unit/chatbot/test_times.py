"""Dates and clock times: what is found, how sure it is, and what only looks like a time."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from services.chatbot.domain.catalogue import clock_of
from services.chatbot.domain.text import normalised
from services.chatbot.domain.times import parse, resolved

EXPRESSIONS = yaml.safe_load((Path(__file__).parent / "times.yml").read_text(encoding="utf-8"))
NOW = datetime.fromisoformat("2026-11-18T10:00:00+08:00")
SHOP_HOURS = ((600, 1320),)


def seen(text):
    found = parse(normalised(text), NOW)
    told = {}
    if found.days:
        days = found.days[-1]
        told["days"] = [days.first.isoformat()] if days.is_one else [days.first.isoformat(), days.last.isoformat()]
    if found.clocks:
        clock = found.clocks[-1]
        told["clock"] = clock_of(clock.minutes) + ("" if clock.certain else "?")
    if found.windows:
        window = found.windows[-1]
        told["window"] = [clock_of(window.opens), clock_of(window.closes)]
    return told


@pytest.mark.parametrize(("text", "expected"), EXPRESSIONS, ids=[row[0] for row in EXPRESSIONS])
def test_an_expression_is_read(text, expected):
    assert seen(text) == expected


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("04:00", "16:00"),
        ("10:00", "10:00"),
        ("11:30", "11:30"),
        ("09:00", "21:00"),
        ("09:45", "21:45"),
        ("06:00", "18:00"),
    ],
)
def test_a_time_without_part_of_day_is_the_one_inside_opening_hours(said, meant):
    hours, minutes = said.split(":")

    assert clock_of(resolved(int(hours) * 60 + int(minutes), SHOP_HOURS)) == meant


def test_a_time_outside_all_hours_is_taken_as_after_noon():
    assert clock_of(resolved(5 * 60, ((600, 720),))) == "17:00"


def test_what_is_found_says_its_grain_and_its_place():
    found = parse("明天下午3点", NOW)

    assert (found.days[0].grain, found.days[0].start, found.days[0].end) == ("day", 0, 2)
    assert (found.clocks[0].grain, found.clocks[0].certain) == ("minute", True)
    assert parse("下周", NOW).days[0].grain == "week"
    assert parse("下午", NOW).windows[0].grain == "part"
    assert parse("没有时间", NOW).is_empty


@given(st.text(alphabet="今明后周下个月一二三四五十点半刻号日上午晚到:/-0123456789apm 第", max_size=40))
def test_no_text_breaks_the_parser(text):
    found = parse(normalised(text), NOW)

    assert all(0 <= clock.minutes <= 24 * 60 for clock in found.clocks)
    assert all(days.first <= days.last for days in found.days)
    assert all(window.opens < window.closes for window in found.windows)
