"""When a store is open, as people are told it; and that what is offered goes by the same."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from services.scheduling.domain.business.opening import open_day
from services.scheduling.domain.business.roster import opened
from services.scheduling.domain.business.shop import Store
from services.scheduling.domain.hours.almanac import (
    AS_SUNDAY,
    AS_USUAL,
    CLOSED,
    HOLIDAY,
    HOURS,
    SHUT,
    WORKDAY,
    SpecialDay,
    altered,
)
from services.scheduling.domain.hours.cells import Span, instant_of, runs
from services.scheduling.domain.hours.windows import read_day, read_week
from shared.interval import Interval, merged

MONDAY = date(2026, 11, 16)
LATE = {"from": "18:00", "to": "26:00"}
STORE = Store(
    "sto-1",
    "Asia/Shanghai",
    read_week({"mon": [{"from": "10:00", "to": "22:00"}], "tue": [LATE], "sun": [{"from": "12:00", "to": "18:00"}]}),
)
TOLD = {
    "closed": SpecialDay(MONDAY, CLOSED),
    "hours": SpecialDay(MONDAY, HOURS, hours=read_day([LATE])),
    "holiday": SpecialDay(MONDAY, HOLIDAY, is_public=True),
    "make-up": SpecialDay(MONDAY, WORKDAY, follows=1, is_public=True),
}


def told(store: Store, on: date, *special: SpecialDay, rule: str = AS_USUAL) -> list[str]:
    changed = {day.on: day for day in altered(special, rule)}
    return [f"{span.start:%H:%M}–{span.end:%H:%M}" for span in open_day(store, on, changed.get(on)).spans]


@pytest.mark.parametrize(
    ("special", "rule", "expected"),
    [
        ("closed", AS_USUAL, []),
        ("hours", AS_USUAL, ["18:00–02:00"]),
        ("holiday", AS_USUAL, ["10:00–22:00"]),
        ("holiday", SHUT, []),
        ("holiday", AS_SUNDAY, ["12:00–18:00"]),
        ("make-up", AS_USUAL, ["10:00–22:00"]),
        ("make-up", AS_SUNDAY, ["18:00–02:00"]),
    ],
)
def test_the_rule_says_what_a_special_day_does(special: str, rule: str, expected: list[str]) -> None:
    assert told(STORE, MONDAY, TOLD[special], rule=rule) == expected


def test_hours_past_midnight_belong_to_the_day_they_begin_on() -> None:
    [span] = open_day(STORE, MONDAY + timedelta(days=1)).spans

    assert span.end.isoformat() == "2026-11-18T02:00:00+08:00"
    assert told(STORE, MONDAY + timedelta(days=2)) == []


def test_a_closure_takes_its_part_of_the_day() -> None:
    noon = datetime(2026, 11, 16, 12, tzinfo=STORE.zone)
    closed = replace(STORE, closures=(Interval(noon, noon + timedelta(hours=2)),))

    assert told(closed, MONDAY) == ["10:00–12:00", "14:00–22:00"]
    assert told(replace(STORE, closures=(Interval(noon, noon + timedelta(days=1)),)), MONDAY) == ["10:00–12:00"]


@pytest.mark.parametrize("special", TOLD)
@pytest.mark.parametrize("rule", [AS_USUAL, SHUT, AS_SUNDAY])
def test_what_is_told_is_when_visits_are_offered(special: str, rule: str) -> None:
    changed = altered([TOLD[special]], rule)
    span = Span(MONDAY, 9)
    cells = [(instant_of(span.base + a), instant_of(span.base + b)) for a, b in runs(opened(STORE, span, changed))]
    days = [MONDAY + timedelta(days=number) for number in range(-2, 9)]
    by_day = {day.on: day for day in changed}
    spans = merged(one for day in days for one in open_day(STORE, day, by_day.get(day)).spans)
    reach = Interval(cells[0][0], cells[-1][1])

    assert [(one.start, one.end) for one in spans if one.overlaps(reach)] == cells
