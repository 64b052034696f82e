"""Lateness runs on along a day until a gap swallows it, and a day at large is laid out for routing as it is."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scheduling.domain.business.shop import Store, Technician
from services.scheduling.domain.choice.judgement import Because
from services.scheduling.domain.claim.claims import FIRM, Claim
from services.scheduling.domain.dispatch.board import Board, Delay, Lane, Visit
from services.scheduling.domain.dispatch.building import Routing
from services.scheduling.domain.dispatch.expecting import at_risk, expected, figures, late
from services.scheduling.domain.dispatch.proposal import changed, moves_of
from services.scheduling.domain.hours.cells import Span
from services.scheduling.domain.offer.scene import Wish
from services.scheduling.domain.routing.checking import faults
from services.scheduling.domain.routing.insertion import filled
from services.scheduling.domain.routing.plan import kept
from services.scheduling.domain.travel.places import HOME, STORE, Point
from services.scheduling.domain.travel.traffic import Traffic

HERE, THERE = Point(121.40, 31.20), Point(121.45, 31.20)
AT = datetime(2026, 11, 19, tzinfo=UTC)
TEN, TWELVE, THREE = 600, 720, 900
ALL_DAY = ((540, 1260),)
BOTH = frozenset({"t1", "t2"})


def a_visit(claim_id: str = "a", starts: int = TEN, point: Point = HERE, **changes) -> Visit:
    wish = Wish("sto-1", "tre-1", place=changes.pop("place", HOME), location=point)
    claim = Claim(claim_id, FIRM, 1, "cus-1", "", wish, AT, AT, "UTC", (), Because("kept"))
    return Visit(claim, starts, **{"minutes": 60, "after": 10, "point": point, "able": BOTH, **changes})


def a_lane(technician_id: str = "t1", *visits: Visit, **changes) -> Lane:
    lane = Lane(Technician(technician_id), changes.pop("base", HERE), ALL_DAY, visits)
    return replace(lane, **changes)


def a_board(*lanes: Lane, now: int = 0, adrift: tuple[Visit, ...] = (), tolerance: int = 0) -> Board:
    span = Span(date(2026, 11, 19), 1)
    traffic = Traffic(speed_kmh=30, margin_minutes=5)
    return Board(
        Store("sto-1", "UTC", location=HERE), date(2026, 11, 19), span, now, lanes, adrift, traffic, {}, tolerance
    )


def delays(board: Board, lane: Lane, minutes: int, at: int) -> list[int]:
    return [one.late for one in late(board, lane, minutes, at)]


def test_nobody_is_late_unless_somebody_says_so():
    lane = a_lane("t1", a_visit("a"), a_visit("b", TWELVE, THERE))
    assert [one.late for one in expected(a_board(lane), lane)] == [0, 0]


def test_lateness_of_a_visit_in_progress_is_told_to_the_next_one():
    lane = a_lane("t1", a_visit("a"), a_visit("b", TEN + 80), a_visit("c", THREE))
    assert delays(a_board(lane), lane, 30, TEN + 20) == [0, 20, 0]


def test_lateness_on_the_way_makes_that_visit_late_itself():
    lane = a_lane("t1", a_visit("a"), a_visit("b", TEN + 80))
    assert delays(a_board(lane), lane, 30, TEN - 20) == [30, 20]


def test_the_way_between_two_places_takes_its_time_as_well():
    lane = a_lane("t1", a_visit("a"), a_visit("b", TEN + 100, THERE))
    board = a_board(lane)
    way = expected(board, lane)[1].way_minutes
    assert way > 15
    assert delays(board, lane, 30, TEN + 20) == [0, 60 + 30 + 10 + way - 100]


def test_what_is_over_is_not_made_late():
    lane = a_lane("t1", a_visit("a"), a_visit("b", THREE))
    assert delays(a_board(lane), lane, 30, TEN + 90) == [0, 30]


@pytest.mark.parametrize(("tolerance", "risky"), [(0, ["b"]), (19, ["b"]), (20, [])])
def test_a_visit_is_at_risk_when_it_is_later_than_was_promised(tolerance, risky):
    lane = a_lane("t1", a_visit("a"), a_visit("b", TEN + 80), delay=Delay(30, TEN))
    assert [one.visit.id for one in at_risk(a_board(lane, tolerance=tolerance), lane)] == risky


def test_to_the_first_visit_in_the_store_people_come_on_their_own_time():
    far = Point(121.60, 31.20)
    in_store, at_home = (a_lane("t1", a_visit(place=place), base=far) for place in (STORE, HOME))
    assert figures(a_board(in_store)).travel_minutes == 0
    assert figures(a_board(at_home)).travel_minutes > 60


def test_a_visit_adrift_is_lost_until_somebody_takes_it():
    board = a_board(a_lane("t1"), adrift=(a_visit("a"),))
    assert figures(board).lost == 1
    routing = Routing(board)
    moves = moves_of(routing, filled(routing.day, kept(routing.day, routing.orders)))
    assert [(move.claim_id, move.was_with, move.technician_id) for move in moves] == [("a", None, "t1")]
    assert figures(changed(board, moves)).lost == 0


def test_what_has_begun_or_must_be_driven_to_by_now_is_nobody_elses():
    visits = (a_visit("a"), a_visit("b", TEN + 90, THERE), a_visit("c", THREE))
    lane = a_lane("t1", *visits)
    way = expected(a_board(lane), lane)[1].way_minutes
    due = TEN + 90 - way
    assert list(Routing(a_board(lane, now=due - 1)).visit_of) == ["b", "c"]
    assert list(Routing(a_board(lane, now=due)).visit_of) == ["c"]


def test_a_visit_in_the_store_stays_with_its_technician():
    lane = a_lane("t1", a_visit("a", place=STORE, able=frozenset()))
    stop = Routing(a_board(lane, a_lane("t2"))).day.stops[0]
    assert (stop.id, stop.able, stop.earliest, stop.latest) == ("a@t1", frozenset({"t1"}), 120, 120)


def test_a_start_may_move_as_far_as_the_rules_let_it():
    stop = Routing(a_board(a_lane("t1", a_visit()), tolerance=15)).day.stops[0]
    assert (stop.earliest, stop.promised, stop.latest) == (117, 120, 123)


def test_late_technicians_hand_on_what_others_can_make_in_time():
    busy = a_lane("t1", a_visit("a"), a_visit("b", TEN + 80), delay=Delay(60, TEN + 20))
    board = a_board(busy, a_lane("t2"), now=TEN + 20)
    routing = Routing(board)
    from services.scheduling.adapters.routing.solving import solve  # noqa: PLC0415 - the one test that needs it

    moves = moves_of(routing, solve(routing.day, 0.1, start=routing.orders, patience=300))
    assert [(move.claim_id, move.technician_id) for move in moves] == [("b", "t2")]
    assert (figures(board).late_minutes, figures(changed(board, moves)).late_minutes) == (50, 0)


visits = st.lists(
    st.tuples(st.integers(120, 220), st.sampled_from([HERE, THERE]), st.sampled_from([HOME, STORE])), max_size=6
)


@given(visits, st.integers(0, 1200))
@settings(max_examples=80, deadline=None)
def test_a_board_filled_has_no_overlap_and_no_leg_that_cannot_be_driven(drawn, now):
    adrift = tuple(a_visit(f"v{n}", cell * 5, point) for n, (cell, point, _) in enumerate(drawn))
    board = a_board(a_lane("t1"), a_lane("t2", base=THERE), now=now, adrift=adrift)
    routing = Routing(board)
    plan = filled(routing.day, kept(routing.day, routing.orders))
    assert faults(routing.day, plan) == []
    after = changed(board, moves_of(routing, plan))
    for lane in after.lanes:
        assert at_risk(after, lane) == []
        ends = [(one.starts, one.ends + one.visit.after) for one in expected(after, lane)]
        assert all(end <= start for (_, end), (start, _) in pairwise(ends))
