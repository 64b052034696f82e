"""When those who wait in the store will have their turn: a pure function of the calendar and the line."""

from datetime import UTC, datetime, timedelta

import pytest

from services.booking.domain.queue.estimate import FreeTime, Turn, estimates
from services.booking.domain.queue.ticket import next_mark, number_of

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
HOUR = ("hour", 1)


def at(minutes):
    return NOW + timedelta(minutes=minutes)


def free(technicians, size=1, needed=60, places=None, what="hour"):
    """Stretches in minutes from now, by technician."""
    stretches = {who: tuple((at(a), at(b)) for a, b in runs) for who, runs in technicians.items()}
    room = None if places is None else tuple(((at(a), at(b)), count) for a, b, count in places)
    return {(what, size): FreeTime(what, size, needed, stretches, room)}


def line(*names, what=HOUR):
    return [Turn(f"{number}", what, who) for number, who in enumerate(names)]


def minutes(found):
    return {ticket: round((when - NOW) / timedelta(minutes=1)) for ticket, when in found.items()}


def test_who_is_first_begins_as_soon_as_somebody_is_free():
    assert minutes(estimates(NOW, line(None), free({"wang": [(25, 200)]}))) == {"0": 25}


def test_those_behind_wait_for_those_before():
    assert minutes(estimates(NOW, line(None, None, None), free({"wang": [(0, 500)]}))) == {"0": 0, "1": 60, "2": 120}


def test_two_technicians_halve_the_wait():
    found = estimates(NOW, line(None, None, None), free({"wang": [(0, 500)], "li": [(0, 500)]}))

    assert minutes(found) == {"0": 0, "1": 0, "2": 60}


def test_who_names_somebody_waits_for_them_and_takes_nobody_elses_time():
    found = estimates(NOW, line("wang", "wang", None), free({"wang": [(0, 500)], "li": [(10, 500)]}))

    assert minutes(found) == {"0": 0, "1": 60, "2": 10}


def test_who_waits_for_somebody_who_cannot_do_it_makes_nobody_else_wait():
    found = estimates(NOW, line("zhang", "zhang", None), free({"wang": [(0, 500)]}))

    assert minutes(found) == {"2": 0}


def test_a_gap_too_short_for_two_serves_one():
    """A start at 55 would run into the visit at 90, so the second guest begins when that is over."""
    assert minutes(estimates(NOW, line(None, None), free({"wang": [(0, 30), (150, 400)]}))) == {"0": 0, "1": 150}


def test_a_couple_needs_two_at_once():
    both = free({"wang": [(0, 500)], "li": [(40, 500)]}, size=2)

    assert minutes(estimates(NOW, line(None, what=("hour", 2)), both)) == {"0": 40}


def test_beds_bound_what_technicians_could_do():
    one_bed = free({"wang": [(0, 500)], "li": [(0, 500)]}, places=[(0, 500, 1)])

    assert minutes(estimates(NOW, line(None, None), one_bed)) == {"0": 0, "1": 60}


def test_who_cannot_be_served_today_is_told_nothing():
    assert estimates(NOW, line(None, None), free({"wang": [(0, 5)]})) == {"0": NOW}
    assert estimates(NOW, line(None, what=("unknown", 1)), free({"wang": [(0, 5)]})) == {}


def test_a_later_guest_with_another_treatment_may_fit_before_an_earlier_one():
    both = free({"wang": [(60, 500)]}) | free({"wang": [(0, 500)]}, needed=30, what="half")
    turns = [Turn("a", HOUR), Turn("b", ("half", 1))]

    assert minutes(estimates(NOW, turns, both)) == {"a": 60, "b": 0}


def test_stretches_that_began_before_now_count_from_now():
    assert minutes(estimates(NOW, line(None), free({"wang": [(-60, 30)]}))) == {"0": 0}


@pytest.mark.parametrize(("position", "number"), [(1, "A001"), (999, "A999"), (1000, "B001"), (1998, "B999")])
def test_numbers_begin_with_a001(position, number):
    assert number_of(position) == number


@pytest.mark.parametrize(("second", "minute"), [(0, 0), (1, 5), (299, 5), (300, 5)])
def test_a_visit_begins_at_the_next_fifth_minute(second, minute):
    assert next_mark(NOW + timedelta(seconds=second)) == at(minute)
