"""The choice on a board: hard rules come before every score, gaps and scarce levels count."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from services.scheduling.domain.business.rules import BookingRules
from services.scheduling.domain.business.shop import Shop
from services.scheduling.domain.business.weights import Weights
from services.scheduling.domain.choice.assignment import assign
from services.scheduling.domain.choice.clock_board import ClockBoard
from services.scheduling.domain.choice.clocks import Clocks, Past
from services.scheduling.domain.hours.cells import each_bit
from services.scheduling.domain.offer.availability import offers
from services.scheduling.domain.offer.board import Board, Calendar
from services.scheduling.domain.offer.scene import Scene, Wish
from tests.support.boards import NOW, STORE, a_technician, a_treatment, bits, clock, span_of

SKILLS = st.sampled_from([frozenset({"推拿"}), frozenset({"美容"}), frozenset({"推拿", "美容"})])
BUSY = st.sampled_from([(), (("10:00", "12:00"),), (("11:00", "11:30"), ("14:00", "18:00"))])


@st.composite
def rooms_full(draw: st.DrawFn) -> tuple[Board, frozenset[str]]:
    """Up to five technicians of all sorts and a wish; the second are those to be kept apart."""
    people = [
        a_technician(
            f"tec-{number}",
            level=draw(st.integers(1, 4)),
            gender=draw(st.sampled_from(["female", "male"])),
            skills=draw(SKILLS),
            stores=frozenset({draw(st.sampled_from(["sto-1", "sto-1", "sto-2"]))}),
            rating=draw(st.sampled_from([0.0, 3.5, 5.0])),
        )
        for number in range(draw(st.integers(1, 5)))
    ]
    avoided = frozenset(draw(st.sets(st.sampled_from([who.id for who in people]))))
    gender = draw(st.sampled_from([None, "female", "male"]))
    named = draw(st.none() | st.sampled_from([who.id for who in people]))
    treatment = a_treatment(level=draw(st.integers(1, 3)))
    wish = Wish("sto-1", treatment.id, named, party_size=draw(st.integers(1, 2)), technician_gender=gender)
    weights = Weights(**{name: draw(st.integers(0, 5)) for name in ("gap", "rating", "rotation", "level")})
    shop = Shop(STORE, treatment, tuple(people))
    scene = Scene.of(shop, wish, BookingRules(weights=weights), NOW, avoided=avoided)
    calendars = [Calendar(who, bits([("10:00", "20:00")]), bits(draw(BUSY))) for who in scene.candidates]
    return Board(scene, span_of(), tuple(calendars)), avoided


@given(rooms_full(), st.data())
@settings(max_examples=200, deadline=None)
def test_no_score_and_no_clock_ever_breaks_a_hard_rule(
    drawn: tuple[Board, frozenset[str]], data: st.DataObject
) -> None:
    board, avoided = drawn
    offered = offers(board)
    starts = [start for mask in offered.values() for start in each_bit(mask)]
    if not starts:
        return
    start = data.draw(st.sampled_from(starts))
    clocks = {who: Clocks(data.draw(st.integers(0, 5)), data.draw(st.integers(0, 5))) for who in offered}
    kept = data.draw(st.lists(st.sampled_from([f"tec-{number}" for number in range(5)]), max_size=2, unique=True))

    assignment = assign(board, start, past=Past(clocks, list(offered)), kept=kept)

    people = {one.technician.id: one.technician for one in board.calendars}
    (chosen,) = assignment.judgement.chosen
    assert len(set(chosen)) == board.wish.party_size
    assert all(offered[who] >> start & 1 for who in chosen)
    assert board.wish.technician_id in {None, *chosen}
    for who in chosen:
        person = people[who]
        assert who not in avoided
        assert board.wish.technician_gender in {None, person.gender}
        assert person.level >= board.shop.treatment.level
        assert "推拿" in person.skills
        assert "sto-1" in person.stores
    assert assignment.judgement.is_replayed


def a_pair(*busy: tuple[tuple[str, str], ...], levels: tuple[int, ...] = (2, 2), **weights: float) -> Board:
    people = tuple(a_technician(f"tec-{number}", level=level) for number, level in enumerate(levels, 1))
    rules = BookingRules(weights=replace(Weights(), **weights))
    scene = Scene.of(Shop(STORE, a_treatment(), people), Wish("sto-1", "tre-1"), rules, NOW)
    days = [*busy, *[()] * (len(people) - len(busy))]
    calendars = [Calendar(who, bits([("10:00", "22:00")]), bits(day)) for who, day in zip(people, days, strict=True)]
    return Board(scene, span_of(), tuple(calendars))


def chosen_at(board: Board, text: str, **clocks: int) -> tuple[str, str]:
    past = Past({who.replace("_", "-"): Clocks(rotation=count) for who, count in clocks.items()})
    assignment = assign(board, clock(text) - board.span.base, past=past)
    return assignment.takings[0].resource_id, assignment.because.code


def test_an_odd_gap_is_filled_before_a_free_day_is_cut() -> None:
    gap = (("10:00", "14:00"), ("15:00", "22:00"))

    assert chosen_at(a_pair((), gap), "14:00") == ("tec-2", "smallest_gap")
    assert chosen_at(a_pair((), gap, gap=0), "14:00") == ("tec-1", "in_turn")


def test_the_rotation_comes_before_the_gap() -> None:
    gap = (("10:00", "14:00"), ("15:00", "22:00"))

    assert chosen_at(a_pair((), gap), "14:00", tec_2=1) == ("tec-1", "fewest_visits")


def test_a_high_level_is_spared_for_who_needs_it_most_of_all_when_it_is_scarce() -> None:
    assert chosen_at(a_pair(levels=(3, 1)), "14:00") == ("tec-2", "level_fits")
    assert chosen_at(a_pair(levels=(3, 1), level=0), "14:00") == ("tec-1", "in_turn")

    scarce = assign(a_pair(levels=(3, 1)), clock("14:00") - span_of().base).judgement.parts[0].ranked
    plenty = assign(a_pair(levels=(3, 1, 3, 3)), clock("14:00") - span_of().base).judgement.parts[0].ranked
    cost = [{one.technician_id: 1 - one.components["level"] for one in ranked}["tec-1"] for ranked in (scarce, plenty)]
    assert cost[0] > cost[1] > 0


def test_the_board_puts_who_does_not_work_last_and_gives_them_no_turn() -> None:
    clocks = {"b": Clocks(rotation=1), "a": Clocks(requested=3)}

    board = ClockBoard.of(STORE, date(2026, 11, 19), {"a": "甲", "b": "乙", "c": "丙"}, clocks, {"a", "b"})

    assert [(row.technician_id, row.turn, row.requested, row.rotation) for row in board.rows] == [
        ("a", 1, 3, 0),
        ("b", 2, 0, 1),
        ("c", None, 0, 0),
    ]
