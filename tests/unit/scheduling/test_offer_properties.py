"""What holds of every offer: nobody twice, given back is as before, no order matters, busier is never roomier."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scheduling.domain.business.shop import TECHNICIAN
from services.scheduling.domain.choice.assignment import Taking, assign
from tests.support.minutes import A_DAY, BEFORE, FIVE, Care, Minutes, Person, Room, World, local, offer, overlaps
from tests.support.worlds import (
    a_person,
    a_world,
    board_of,
    cell_at,
    minutes_of,
    noon,
    shown,
    shown_off_grid,
    some_taken,
    worlds,
)  # fmt: skip

T = TypeVar("T")
TEN = BEFORE * A_DAY + 2 * 60
CLOCKS = (5, 10, 15, 20, 30, 60)
"""Steps that are alignments themselves."""


def booked(world: World, start: int) -> tuple[World, tuple[Taking, ...]]:
    """The world with a visit at an offered start, and what that took."""
    board = board_of(world)
    takings = assign(board, cell_at(world, start) - board.span.base).takings
    taken = {one.resource_id: minutes_of(world, one.cells) for one in takings}
    return with_taken(world, taken), takings


def with_taken(world: World, more: dict[str, tuple[Minutes, ...]]) -> World:
    people = tuple(replace(one, taken=one.taken + more.get(one.id, ())) for one in world.people)
    rooms = tuple(replace(one, taken=one.taken + more.get(one.id, ())) for one in world.rooms)
    return replace(world, people=people, rooms=rooms)


def without_taken(world: World, less: dict[str, tuple[Minutes, ...]]) -> World:
    def left(one: Person | Room) -> tuple[Minutes, ...]:
        kept = list(one.taken)
        for run in less.get(one.id, ()):
            kept.remove(run)
        return tuple(kept)

    people = tuple(replace(one, taken=left(one)) for one in world.people)
    return replace(world, people=people, rooms=tuple(replace(one, taken=left(one)) for one in world.rooms))


def alone(world: World) -> World:
    """Every visit is of another guest, and none is moved."""
    people = tuple(replace(one, own=(), taken=()) for one in world.people)
    return replace(
        world, people=people, rooms=tuple(replace(one, taken=()) for one in world.rooms), with_customer=False
    )


@given(worlds(), st.data())
@settings(max_examples=20, deadline=None)
def test_nobody_and_nothing_is_taken_twice_until_the_day_is_full_and_giving_all_back_restores_it(
    world: World, data: st.DataObject
) -> None:
    empty = world = alone(world)
    claims: list[dict[str, tuple[Minutes, ...]]] = []
    before = shown(empty)
    while (left := sorted(shown(world))) and len(claims) < 12:
        world, takings = booked(world, data.draw(st.sampled_from(left)))
        claims.append({one.resource_id: minutes_of(world, one.cells) for one in takings})
        people = [one.resource_id for one in takings if one.kind == TECHNICIAN]
        assert len(people) == len(set(people)) >= world.guests
        assert overlaps({one.id: one.taken for one in (*world.people, *world.rooms)}) == []
    for claim in data.draw(st.permutations(claims)):
        world = without_taken(world, claim)

    assert world == empty
    assert shown(world) == before


def test_control_a_visit_that_takes_nothing_would_be_found_twice() -> None:
    start = TEN
    world, takings = booked(a_world(with_customer=False), start)
    again = with_taken(world, {one.resource_id: minutes_of(world, one.cells) for one in takings})

    assert start not in shown(world)
    assert overlaps({one.id: one.taken for one in world.people}) == []
    assert overlaps({one.id: one.taken for one in again.people}) == ["tec-1"]


@given(worlds(), st.data())
@settings(max_examples=20, deadline=None)
def test_the_order_in_which_anything_is_told_is_irrelevant(world: World, data: st.DataObject) -> None:
    def shuffled(things: Sequence[T]) -> tuple[T, ...]:
        return tuple(data.draw(st.permutations(things)))

    people = [replace(one, taken=shuffled(one.taken), week=tuple(map(shuffled, one.week))) for one in world.people]
    rooms = [replace(one, taken=shuffled(one.taken)) for one in world.rooms]
    turned = replace(world, people=shuffled(people), rooms=shuffled(rooms), visits=shuffled(world.visits))

    assert shown(turned) == shown(world)


@st.composite
def fuller(draw: st.DrawFn) -> tuple[World, World]:
    """A world and the same with more taken, of people, rooms and the customer."""
    world = draw(worlds())
    more = {one.id: draw(some_taken(noon(world), 2)) for one in (*world.people, *world.rooms)}
    full = with_taken(world, more)
    return world, replace(full, customer=world.customer + draw(some_taken(noon(world), 1)))


def is_part_of(few: dict[int, set[str]], many: dict[int, set[str]]) -> bool:
    """Whether every start of the first, with everybody who could take it, is among the second."""
    return all(able <= many.get(start, set()) for start, able in few.items())


@given(fuller())
@settings(max_examples=20, deadline=None)
def test_more_taken_never_adds_to_what_fits_before_the_grid(pair: tuple[World, World]) -> None:
    world, full = pair

    assert is_part_of(shown_off_grid(full), shown_off_grid(world))
    assert is_part_of(shown(full), shown_off_grid(world))


@given(fuller(), st.sampled_from(["window", "clock"]))
@settings(max_examples=20, deadline=None)
def test_with_a_step_of_five_minutes_more_taken_never_adds_a_start(pair: tuple[World, World], anchor: str) -> None:
    """Every start that fits is on the grid then. Not so with the anchor `tight`, which looks at the gaps."""
    world, full = (replace(one, step=FIVE, anchor=anchor) for one in pair)

    assert is_part_of(shown(full), shown(world))


@given(fuller(), st.sampled_from(CLOCKS))
@settings(max_examples=20, deadline=None)
def test_by_the_clock_with_an_aligned_step_more_taken_never_adds_a_start(pair: tuple[World, World], step: int) -> None:
    """The grid is then the clock's own, whatever is taken, but for a night that moves the clock by half a step."""
    world, full = (replace(one, step=step, anchor="clock") for one in pair)
    if world.zone != "Australia/Lord_Howe":
        assert is_part_of(shown(full), shown(world))


def test_control_where_the_grid_counts_from_free_windows_a_visit_adds_starts() -> None:
    """A visit from 11:00 to 12:10: what begins at its end was between two starts before. So says API.md of the anchors;
    it is why the properties above speak of what fits, of five minutes and of the clock.
    """
    taken = ((TEN + 60, TEN + 130),)
    for changes in ({"anchor": "window"}, {"anchor": "tight"}, {"anchor": "clock", "step": 90}):
        world = a_world(with_customer=False, step=60, now=TEN - A_DAY)
        world = replace(world, **changes)  # type: ignore[arg-type]
        full = with_taken(world, {"tec-1": taken})

        assert not is_part_of(shown(full), shown(world)), changes
        assert is_part_of(shown_off_grid(full), shown_off_grid(world))


@given(worlds(), st.data())
@settings(max_examples=20, deadline=None)
def test_whoever_is_booked_is_not_offered_at_that_start_again(world: World, data: st.DataObject) -> None:
    world = alone(world)
    if offered := sorted(shown(world)):
        start = data.draw(st.sampled_from(offered))
        full, takings = booked(world, start)

        assert takings[0].resource_id in shown(world)[start]
        assert takings[0].resource_id not in shown(full).get(start, set())


@given(worlds(zones=["Asia/Shanghai", "Asia/Kathmandu"]), st.integers(-3, 3))
@settings(max_examples=20, deadline=None)
def test_the_same_weeks_later_is_offered_the_same_weeks_later(world: World, weeks: int) -> None:
    assert shown(replace(world, day=world.day + timedelta(days=7 * weeks))) == shown(world)


@pytest.mark.parametrize(("day", "by"), [(date(2026, 3, 26), 60), (date(2026, 10, 22), -60), (date(2026, 11, 19), 0)])
def test_over_a_change_of_the_clock_a_week_later_is_the_same_time_by_the_clock_and_another_instant(
    day: date, by: int
) -> None:
    world = a_world(zone="Europe/Berlin", day=day, with_customer=False)
    week = replace(world, day=day + timedelta(days=7))

    assert [local(week, at).time() for at in shown(week)] == [local(world, at).time() for at in shown(world)]
    assert [at + by for at in shown(week)] == list(shown(world))


def test_the_oracle_agrees_on_a_day_booked_full() -> None:
    """A couple's visit of two treatments, two beds and one device, until nothing more is offered."""
    world = a_world(
        *(a_person(f"tec-{n}", 600, 1320, (780, 840)) for n in (1, 2, 3)),
        cares=(Care("tre-0", 60, 5, 10), Care("tre-1", 25, 0, 10)),
        rooms=(Room("bed-1"), Room("bed-2"), Room("bed-3")), guests=2, with_customer=False,
    )  # fmt: skip
    number = 0
    while left := shown(world):
        assert left == offer(world)
        world, _ = booked(world, min(left))
        number += 1

    assert offer(world) == {}
    assert number >= 4


def test_a_party_that_names_somebody_is_not_offered_where_two_others_are_free() -> None:
    named = replace(a_person(), taken=((TEN, TEN + 240),))
    world = a_world(named, a_person("tec-2"), a_person("tec-3"), guests=2, with_customer=False)
    asked = replace(world, cares=(replace(world.cares[0], named="tec-1"),))

    assert TEN in shown(world)
    assert min(shown(asked)) == TEN + 240
    assert shown(asked) == offer(asked)
