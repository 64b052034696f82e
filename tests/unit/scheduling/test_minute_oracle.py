"""The offer against an oracle that walks minute by minute; `tests/support/minutes.py` says what it is written from."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from services.scheduling.domain.hours.cells import instant_of
from services.scheduling.domain.offer.reasons import is_offered, reasons
from tests.support.minutes import A_DAY, BEFORE, FIVE, Care, Minutes, Person, Room, World, local, offer
from tests.support.worlds import NIGHTS, a_person, a_world, board_of, cell_at, shown, worlds

TEN = BEFORE * A_DAY + 2 * 60
"""10:00 in Shanghai on the day of a world, which is the minute 600 of a shift."""


def run(start: int, end: int) -> Minutes:
    """Minutes of the local day in Shanghai, as minutes of the world."""
    return TEN - 600 + start, TEN - 600 + end


def clock(world: World, starts: Mapping[int, object]) -> list[str]:
    return [f"{local(world, start):%H:%M}" for start in starts]


@given(worlds())
@settings(max_examples=50, deadline=None)
def test_what_is_offered_is_what_the_oracle_finds_minute_by_minute(world: World) -> None:
    assert shown(world) == offer(world)


@given(worlds())
@settings(max_examples=6, deadline=None)
def test_every_five_minutes_of_a_day_a_start_is_accepted_exactly_when_it_is_offered(world: World) -> None:
    board, expected = board_of(world), offer(world)

    for minute in range(BEFORE * A_DAY - 720, BEFORE * A_DAY + 2 * 720, FIVE):
        if local(world, minute).date() == world.day:
            starts_at = instant_of(cell_at(world, minute))
            assert is_offered(board, starts_at) == (minute in expected)
            assert (reasons(board, starts_at) == []) == (minute in expected)
            assert not is_offered(board, starts_at + timedelta(minutes=2))


@given(worlds(most_cares=1))
@settings(max_examples=20, deadline=None)
def test_a_start_names_exactly_those_who_are_accepted_when_they_are_asked_for(world: World) -> None:
    world = replace(world, guests=1, cares=(replace(world.cares[0], named=None),))
    anybody = shown(world)

    for person in world.people:
        asked = replace(world, cares=(replace(world.cares[0], named=person.id),))
        assert shown(asked) == {start: {person.id} for start, able in anybody.items() if person.id in able}


BUSY_DAY = a_world(
    replace(a_person(), taken=(run(760, 790), run(1000, 1010))),
    replace(a_person("tec-2", 540, 1500, (700, 730)), taken=(run(900, 960),), own=(run(1000, 1070),)),
    cares=(Care("tre-0", 52, 10, 10, ((20, True), (15, False), (17, True))), Care("tre-1", 30, 5, 15)),
    rooms=(Room("bed-1", taken=(run(600, 690),)), Room("bed-2", taken=(run(660, 900),)),
           Room("dev-1", "device", frozenset({"tre-1"}), (run(1100, 1150),))),
    step=20, shortest=40, now=TEN - 50, customer=(run(1200, 1215),),
)  # fmt: skip
FIRST, SECOND = BUSY_DAY.cares
EARLY, LATE = BUSY_DAY.people

BLIND: dict[str, dict[str, object]] = {
    "the turnover": {"cares": (replace(FIRST, turnover=0), SECOND)},
    "the preparation": {"cares": (replace(FIRST, prep=0), SECOND)},
    "the free phase": {"cares": (replace(FIRST, segments=()), SECOND)},
    "the second treatment": {"cares": (FIRST,)},
    "the beds": {"rooms": BUSY_DAY.rooms[2:]},
    "the device": {"rooms": BUSY_DAY.rooms[:2]},
    "the notice": {"notice": 0},
    "the horizon": {"ahead": 0, "now": TEN - A_DAY},
    "the step": {"step": 15},
    "the clock": {"anchor": "clock"},
    "tightness": {"anchor": "tight"},
    "buffers inside the shift": {"guarded_at_work": True},
    "the party": {"guests": 2},
    "the customer": {"customer": ()},
    "the breaks": {"people": (EARLY, replace(LATE, week=a_person("tec-2", 540, 1500).week))},
    "the old place of a visit that is moved": {"people": (EARLY, replace(LATE, own=()))},
    "the day's limit": {"a_day": 1, "visits": (TEN,)},
    "the week's limit": {"a_week": 1, "visits": (TEN - 2 * A_DAY,)},
}


@pytest.mark.parametrize("rule", list(BLIND))
def test_control_a_decision_blind_to_one_rule_would_be_noticed(rule: str) -> None:
    bases = [BUSY_DAY, replace(BUSY_DAY, step=FIVE)]
    blind = [replace(base, **BLIND[rule]) for base in bases]  # type: ignore[arg-type]

    assert [shown(world) for world in blind] == [offer(world) for world in blind] != [offer(base) for base in bases]


def test_the_oracle_is_right_about_a_day_worked_out_on_paper() -> None:
    """Taken from 11:00 to 12:10: before it there is room for one hour, after it the grid counts from its end."""
    world = a_world(replace(a_person("tec-1", 600, 840), taken=(run(660, 730),)), with_customer=False)

    assert clock(world, offer(world)) == ["10:00", "12:10", "12:25", "12:40", "12:55"]


def test_windows_that_meet_inside_five_minutes_are_one() -> None:
    met = Person("tec-1", (((600, 633, ()), (633, 720, ())),) * 7)
    apart = Person("tec-1", (((600, 633, ()), (634, 720, ())),) * 7)

    assert clock(a_world(met), shown(a_world(met))) == ["10:00", "10:15", "10:30", "10:45", "11:00"]
    assert clock(a_world(apart), shown(a_world(apart))) == ["10:35", "10:50"]


@pytest.mark.parametrize("text", ["2026-03-29", "2026-10-25"])
@pytest.mark.parametrize("anchor", ["window", "clock", "tight"])
def test_a_night_shift_over_a_change_of_the_clock_is_as_long_as_it_lasts(text: str, anchor: str) -> None:
    night = a_person("tec-1", 22 * 60, A_DAY + 360, (A_DAY + 210, A_DAY + 230))
    world = a_world(night, zone="Europe/Berlin", day=date.fromisoformat(text), anchor=anchor, with_customer=False)
    hours = {"2026-03-29": 5, "2026-10-25": 7}[text]

    found = shown(replace(world, step=5))

    assert shown(world) == offer(world)
    assert found == offer(replace(world, step=5))
    if anchor == "window":
        # From midnight to six without the break, and what is too late for an hour before it and before six; and from
        # ten in the evening to the next midnight.
        assert len(found) * FIVE == hours * 60 - 20 - 2 * 55 + 120


def test_there_is_a_night_an_hour_and_one_half_an_hour_longer_among_the_worlds() -> None:
    lengths = {
        (zone, day): sum(local(world, minute).date() == day for minute in range(A_DAY, 5 * A_DAY))
        for zone, days in NIGHTS.items()
        for day in days
        for world in [a_world(zone=zone, day=day)]
    }

    assert {A_DAY, A_DAY - 60, A_DAY + 60, A_DAY - 30, A_DAY + 30} == set(lengths.values())
