"""Several treatments in one visit: examples, then properties against oracles that try everything."""

from dataclasses import replace
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scheduling.domain.business.shop import DEVICE, Segment, Treatment, Unit
from services.scheduling.domain.choice.assignment import Assignment, assign
from services.scheduling.domain.claim.requests import read_wish, written
from services.scheduling.domain.errors import OneTechnicianAtHome
from services.scheduling.domain.hours.cells import each_bit, instant_of, stretch
from services.scheduling.domain.offer.availability import offers, slots
from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.offer.reasons import is_offered, reasons
from services.scheduling.domain.offer.scene import Part, Wish
from services.scheduling.domain.offer.sequence import relay
from services.scheduling.domain.travel.places import HOME, Point
from tests.support.boards import DAY, a_board, a_technician, a_treatment, clock, starts_of

MASSAGE = a_treatment(60, prep=10, turnover=10)
FACIAL = a_treatment(30, id="tre-2", prep=10, turnover=10)
CUPPING = a_treatment(20, id="tre-3")
AT_THE_BUND = Point(121.49, 31.24)
BY_THE_FIRST = {"technician_id": "tec-1"}


def taken(assignment: Assignment) -> dict[str, list[tuple[int, int]]]:
    """Of each resource, the runs of cells as (minutes after 10:00, minutes after 10:00)."""
    ten = clock("10:00")
    return {
        taking.resource_id: [((a - ten) * 5, (b - ten) * 5) for a, b in taking.cells] for taking in assignment.takings
    }


def assigned(board: Board, text: str = "10:00", kept: tuple[str, ...] = ()) -> Assignment:
    return assign(board, clock(text) - board.span.base, kept=kept)


def who(assignment: Assignment) -> list[tuple[str, ...]]:
    return [part.technicians for part in assignment.parts]


# What a visit takes.


def test_each_treatment_starts_where_the_one_before_ends_and_the_slot_covers_them_all() -> None:
    board = a_board(working=[("10:00", "12:00")], treatment=MASSAGE, then=[FACIAL])

    found = slots(board, DAY, 1)[DAY]

    assert starts_of(board) == ["10:00", "10:15", "10:30"]
    assert found[0].ends_at - found[0].starts_at == board.scene.duration
    parts = assigned(board).parts
    assert [(part.starts_at, part.ends_at) for part in parts] == [
        (instant_of(clock("10:00")), instant_of(clock("11:00"))),
        (instant_of(clock("11:00")), instant_of(clock("11:30"))),
    ]


def test_a_technician_who_stays_prepares_once_and_tidies_up_once() -> None:
    board = a_board(treatment=MASSAGE, then=[FACIAL])

    assert taken(assigned(board)) == {"tec-1": [(-10, 100)]}


def test_two_visits_of_the_same_treatments_one_after_another_take_more() -> None:
    """The negative control: shared preparation is what several treatments in one visit save."""
    alone = [taken(assigned(a_board(treatment=one)))["tec-1"][0] for one in (MASSAGE, replace(FACIAL, id="tre-1"))]
    together = taken(assigned(a_board(treatment=MASSAGE, then=[FACIAL])))["tec-1"][0]

    assert sum(end - start for start, end in alone) == (together[1] - together[0]) + 20


def test_who_takes_over_has_their_own_preparation_and_who_hands_over_their_own_turnover() -> None:
    board = a_board(busy=[[], []], treatment=MASSAGE, then=[FACIAL], wish=BY_THE_FIRST, named=["tec-2"])

    assert taken(assigned(board)) == {"tec-1": [(-10, 70)], "tec-2": [(50, 100)]}
    assert who(assigned(board)) == [("tec-1",), ("tec-2",)]


@pytest.mark.parametrize("neighbour", [("10:45", "10:55"), ("11:35", "11:40")])
def test_a_neighbour_in_the_preparation_or_the_turnover_of_a_part_is_in_the_way(neighbour: tuple[str, str]) -> None:
    free = a_board(busy=[[], []], treatment=MASSAGE, then=[FACIAL], named=["tec-2"])
    board = a_board(busy=[[], [neighbour]], treatment=MASSAGE, then=[FACIAL], named=["tec-2"])

    assert "10:00" in starts_of(free)
    assert "10:00" not in starts_of(board)


def test_who_gives_one_part_is_free_for_others_during_the_other_part() -> None:
    board = a_board(
        busy=[[("11:10", "22:00")], [("10:00", "10:50")]], treatment=MASSAGE, then=[FACIAL], named=["tec-2"]
    )

    assert starts_of(board, "tec-1") == ["10:00"]


def test_who_comes_back_after_another_part_is_free_in_between() -> None:
    neighbour = ("11:10", "11:20")
    parts = {"treatment": MASSAGE, "then": [FACIAL, replace(MASSAGE, id="tre-3")], "named": ["tec-2", "tec-1"]}
    board = a_board(busy=[[neighbour], []], **parts, wish=BY_THE_FIRST)

    assert taken(assigned(board))["tec-1"] == [(-10, 70), (80, 160)]
    assert who(assigned(board)) == [("tec-1",), ("tec-2",), ("tec-1",)]


def test_the_guards_of_one_visit_do_not_stand_in_each_others_way() -> None:
    """Turnover and preparation protect against neighbours; a visit is not its own neighbour."""
    board = a_board(
        busy=[[], []], treatment=MASSAGE, then=[CUPPING, FACIAL], named=["tec-2", "tec-1"], wish=BY_THE_FIRST
    )

    assert taken(assigned(board)) == {"tec-1": [(-10, 120)], "tec-2": [(60, 80)]}


def test_a_technician_is_free_while_the_mask_works_also_in_the_second_treatment() -> None:
    mask = a_treatment(60, id="tre-2", segments=(Segment(25), Segment(20, technician=False), Segment(15)))
    board = a_board(busy=[[("11:25", "11:45")]], treatment=replace(MASSAGE, turnover=0), then=[mask])

    assert "10:00" in starts_of(board)
    assert taken(assigned(board)) == {"tec-1": [(-10, 85), (105, 120)]}


# Beds and devices.


def test_the_guest_keeps_one_bed_throughout() -> None:
    beds = [[("11:05", "11:10")], [("10:30", "10:40")], []]
    board = a_board(busy=[[], []], beds=beds, treatment=MASSAGE, then=[FACIAL], named=["tec-2"])

    assert taken(assigned(board))["bed-1:003"] == [(-10, 100)]
    assert "10:00" not in starts_of(replace(board, units=board.units[:2], then=_with_units(board, 2)))


def _with_units(board: Board, count: int) -> tuple[Board, ...]:
    return tuple(replace(part, units=part.units[:count]) for part in board.then)


def test_the_bed_made_for_the_treatments_is_taken_first_and_then_the_others_in_their_order() -> None:
    made_for_both = Unit("bed-9:001", "bed", frozenset({"tre-1", "tre-2"}))
    board = a_board(beds=[[], []], devices=[made_for_both], treatment=MASSAGE, then=[FACIAL])

    def without(bed: str) -> Board:
        return replace(
            board,
            units=tuple(one for one in board.units if one.unit.id != bed),
            then=tuple(
                replace(part, units=tuple(one for one in part.units if one.unit.id != bed)) for part in board.then
            ),
        )

    assert "bed-9:001" in taken(assigned(board))
    assert "bed-1:001" in taken(assigned(without("bed-9:001")))


def test_a_device_is_taken_for_the_part_that_uses_it() -> None:
    steamer = Unit("dev-1:001", DEVICE, frozenset({"tre-2"}))
    board = a_board(beds=[[]], devices=[steamer], treatment=MASSAGE, then=[FACIAL])

    assert taken(assigned(board)) == {"tec-1": [(-10, 100)], "bed-1:001": [(-10, 100)], "dev-1:001": [(50, 100)]}


def test_a_device_that_two_parts_use_is_taken_once_for_both() -> None:
    lamp = Unit("dev-1:001", DEVICE, frozenset({"tre-1", "tre-2"}))
    board = a_board(devices=[lamp], treatment=MASSAGE, then=[FACIAL])

    assert taken(assigned(board))["dev-1:001"] == [(-10, 100)]


def test_a_guest_changes_beds_where_none_serves_every_part() -> None:
    chair = Unit("bed-2:001", "bed", frozenset({"tre-1"}))
    couch = Unit("bed-3:001", "bed", frozenset({"tre-2"}))
    board = a_board(devices=[chair, couch], treatment=MASSAGE, then=[FACIAL])

    assert taken(assigned(board)) == {"tec-1": [(-10, 100)], "bed-2:001": [(-10, 70)], "bed-3:001": [(50, 100)]}


def test_a_bed_made_for_the_first_part_is_left_alone_when_it_does_not_serve_the_next() -> None:
    chair = Unit("bed-0:001", "bed", frozenset({"tre-1"}))
    board = a_board(beds=[[]], devices=[chair], treatment=MASSAGE, then=[FACIAL])

    assert "bed-1:001" in taken(assigned(board))
    assert "bed-0:001" in taken(assigned(a_board(beds=[[]], devices=[chair], treatment=MASSAGE)))


# Who.


def test_one_technician_for_everything_is_preferred_to_a_better_placed_one_who_cannot_stay() -> None:
    board = a_board(busy=[[("11:10", "22:00")], []], treatment=MASSAGE, then=[FACIAL])

    assert who(assigned(board)) == [("tec-2",), ("tec-2",)]
    assert offers(board).keys() == {"tec-1", "tec-2"}
    assert starts_of(board, "tec-1")[0] == starts_of(board, "tec-2")[0] == "10:00"


def test_with_nobody_for_everything_the_guest_is_handed_over_once() -> None:
    busy = [[("10:00", "11:10")], [("11:30", "22:00")], [("11:00", "22:00")]]
    board = a_board(busy=busy, treatment=CUPPING, then=[replace(CUPPING, id=f"tre-{n}") for n in (4, 5, 6)])

    assert who(assigned(board, "10:15")) == [("tec-2",), ("tec-2",), ("tec-2",), ("tec-1",)]


def test_a_slot_names_those_who_could_take_the_first_treatment_and_nobody_else() -> None:
    massage_only = a_technician("tec-1", skills=frozenset({"推拿"}))
    facial_only = a_technician("tec-2", skills=frozenset({"美容"}))
    facial = replace(FACIAL, category="美容")
    board = a_board(busy=[[], []], people=[massage_only, facial_only], treatment=MASSAGE, then=[facial])

    assert slots(board, DAY, 1)[DAY][0].technician_ids == ("tec-1",)
    assert who(assigned(board)) == [("tec-1",), ("tec-2",)]


def test_who_is_named_for_a_part_gives_it_and_the_rest_as_well_where_nobody_else_is_named() -> None:
    free = {"busy": [[], [], []], "treatment": MASSAGE, "then": [FACIAL, CUPPING], "named": ["tec-3", None]}

    assert who(assigned(a_board(**free))) == [("tec-3",), ("tec-3",), ("tec-3",)]
    assert who(assigned(a_board(**free, wish=BY_THE_FIRST))) == [("tec-1",), ("tec-3",), ("tec-3",)]


def test_a_visit_that_is_moved_stays_with_those_who_had_it() -> None:
    board = a_board(busy=[[], [], []], treatment=MASSAGE, then=[FACIAL])

    assert who(assigned(board, kept=("tec-3",))) == [("tec-3",), ("tec-3",)]


COUPLE = {"treatment": MASSAGE, "then": [FACIAL], "wish": {"party_size": 2}}
ONE_FOR_EACH_PART = [[("11:10", "22:00")], [("10:00", "10:50")]]


def test_a_party_has_as_many_technicians_and_beds_for_every_part() -> None:
    board = a_board(busy=[[], *ONE_FOR_EACH_PART], beds=[[], []], **COUPLE)

    assert starts_of(board)[0] == starts_of(board, "tec-2")[0] == "10:00"
    assert "10:00" not in starts_of(board, "tec-3")
    assert who(assigned(board)) == [("tec-1", "tec-2"), ("tec-1", "tec-3")]
    assert [taken(assigned(board))[bed] for bed in ("bed-1:001", "bed-1:002")] == [[(-10, 100)]] * 2


def test_a_party_with_a_technician_too_few_in_one_part_is_refused() -> None:
    assert starts_of(a_board(busy=[[], ONE_FOR_EACH_PART[0]], beds=[[], []], **COUPLE)) == []


def test_a_party_with_a_bed_too_few_in_one_part_is_refused() -> None:
    assert starts_of(a_board(busy=[[], *ONE_FOR_EACH_PART], beds=[[], [("11:00", "22:00")]], **COUPLE)) == []


def test_a_party_that_names_somebody_for_the_second_part_has_them_among_those_who_give_it() -> None:
    board = a_board(busy=[[], [], []], beds=[[], []], **COUPLE, named=["tec-3"])

    assert "tec-3" in who(assigned(board))[1]


# At home.


def test_a_home_visit_is_made_by_one_technician() -> None:
    home = {"place": HOME, "location": AT_THE_BUND}
    apart = [[("13:30", "22:00")], [("00:00", "12:30"), ("17:15", "22:00")]]
    split = a_board(busy=apart, treatment=MASSAGE, then=[a_treatment(240, id="tre-2")], wish=home)
    in_store = a_board(busy=apart, treatment=MASSAGE, then=[a_treatment(240, id="tre-2")])
    whole = a_board(busy=[[], apart[1]], treatment=MASSAGE, then=[FACIAL], wish=home)

    assert starts_of(in_store) != []
    assert starts_of(split) == []
    assert set(who(assigned(whole, "11:30"))) == {("tec-1",)}


def test_whoever_is_named_for_one_part_of_a_home_visit_is_named_for_all() -> None:
    wish = Wish("sto-1", "tre-1", None, HOME, AT_THE_BUND, then=(Part("tre-2", "tec-2"), Part("tre-3")))

    assert [part.technician_id for part in wish.by_one_traveller().parts] == ["tec-2"] * 3


def test_two_names_for_a_home_visit_are_refused() -> None:
    wish = Wish("sto-1", "tre-1", "tec-1", HOME, AT_THE_BUND, then=(Part("tre-2", "tec-2"),))

    with pytest.raises(OneTechnicianAtHome):
        wish.by_one_traveller()
    assert replace(wish, place="store").by_one_traveller().then == wish.then


# Reasons.


def test_the_reason_names_the_part_that_nobody_can_give() -> None:
    facial = replace(FACIAL, category="美容")
    board = a_board(treatment=MASSAGE, then=[facial])

    found = reasons(board, instant_of(clock("10:00")))

    assert [(reason.code, reason.technician_id, reason.params) for reason in found] == [
        ("technician_unsuitable", "tec-1", {"because": "skill", "treatment_id": "tre-2"})
    ]


def test_those_who_never_give_the_first_part_are_not_the_reason_when_others_could() -> None:
    nobody_else = a_technician("tec-2", skills=frozenset())
    board = a_board(
        busy=[[("11:20", "11:30")], []], people=[a_technician("tec-1"), nobody_else], treatment=MASSAGE, then=[FACIAL]
    )

    found = reasons(board, instant_of(clock("10:00")))

    assert {reason.params.get("treatment_id") for reason in found} == {"tre-2"}
    assert found[0].code == "slot_taken"


def test_at_home_each_who_cannot_give_some_part_is_told() -> None:
    busy = [[("15:10", "22:00")], [("10:00", "15:00")]]
    board = a_board(busy=busy, treatment=MASSAGE, then=[FACIAL], wish={"place": HOME, "location": AT_THE_BUND})

    found = reasons(board, instant_of(clock("14:00")))

    assert {(reason.code, reason.technician_id) for reason in found} == {
        ("slot_taken", "tec-1"),
        ("slot_taken", "tec-2"),
    }


def test_a_second_part_that_runs_past_closing_or_into_a_neighbour_is_told() -> None:
    late = a_board(working=[("10:00", "12:00")], treatment=MASSAGE, then=[FACIAL])
    taken_later = a_board(busy=[[("11:20", "11:30")]], treatment=MASSAGE, then=[FACIAL])

    assert [reason.code for reason in reasons(late, instant_of(clock("10:45")))] == ["outside_hours"]
    assert [reason.code for reason in reasons(taken_later, instant_of(clock("10:00")))] == ["slot_taken"]


def test_a_treatment_not_given_at_that_place_refuses_the_visit() -> None:
    in_store_only = replace(FACIAL, places=("store",))
    board = a_board(treatment=MASSAGE, then=[in_store_only], wish={"place": HOME, "location": AT_THE_BUND})

    assert offers(board) == {}
    assert reasons(board, instant_of(clock("12:00")))[0].code == "place_not_offered"


def test_a_tight_grid_refuses_no_visit_that_fits() -> None:
    board = a_board(
        working=[("10:00", "12:40")], treatment=MASSAGE, then=[MASSAGE], slot_anchor="tight", slot_step_minutes=60
    )

    assert starts_of(board) == ["10:00", "10:40"]


# How it is written down.


def test_a_wish_without_parts_is_written_as_before_there_were_any() -> None:
    wish = Wish("sto-1", "tre-1", "tec-1", HOME, AT_THE_BUND, 2)

    assert "then" not in written(wish)
    assert read_wish(written(wish)) == wish


def test_a_wish_with_parts_is_read_as_it_was_written() -> None:
    wish = Wish("sto-1", "tre-1", then=(Part("tre-2"), Part("tre-3", "tec-1")))

    assert read_wish(written(wish)) == wish


# Properties.

some_busy = st.lists(st.tuples(st.integers(100, 250), st.integers(1, 30)), max_size=4)
lengths = st.integers(1, 12).map(lambda cells: cells * 5)
guards = st.integers(0, 4).map(lambda cells: cells * 5)


@st.composite
def some_treatments(draw: st.DrawFn) -> list[Treatment]:
    count = draw(st.integers(2, 4))
    made = [a_treatment(draw(lengths), id=f"tre-{n}", prep=draw(guards), turnover=draw(guards)) for n in range(count)]
    return [replace(one, category=draw(st.sampled_from(["推拿", "推拿", "美容"]))) for one in made]


SKILLS = (frozenset({"推拿"}), frozenset({"推拿", "美容"}), frozenset({"美容"}))


@st.composite
def visits(draw: st.DrawFn, party_sizes: tuple[int, ...] = (1, 1, 2)) -> Board:
    """Three technicians with skills of their own, two beds, neighbours everywhere, any anchor."""
    first, *then = draw(some_treatments())
    named = [draw(st.sampled_from([None, None, "tec-1", "tec-2"])) for _ in then]
    people = [a_technician(f"tec-{n}", skills=draw(st.sampled_from(SKILLS))) for n in (1, 2, 3)]
    board = a_board(
        people=people, busy=[[], [], []], beds=[[], []], treatment=first, then=then, named=named,
        wish={"treatment_id": "tre-0", "party_size": draw(st.sampled_from(party_sizes))},
        slot_anchor=draw(st.sampled_from(["window", "clock", "tight"])),
        slot_step_minutes=draw(st.integers(1, 6)) * 5,
    )  # fmt: skip
    return crowded(board, {key: draw(some_busy) for key in ("tec-1", "tec-2", "tec-3", "bed-1:001", "bed-1:002")})


def crowded(board: Board, more: dict[str, list[tuple[int, int]]]) -> Board:
    """The board with more cells taken, counted from the local midnight."""
    midnight = board.cell_at(DAY)

    def bits(resource_id: str) -> int:
        cells = 0
        for start, length in more[resource_id]:
            cells |= stretch(midnight + start, midnight + start + length)
        return cells

    def fuller(part: Board) -> Board:
        people = tuple(replace(one, busy=one.busy | bits(one.technician.id)) for one in part.calendars)
        return replace(
            part, calendars=people, units=tuple(replace(u, busy=u.busy | bits(u.unit.id)) for u in part.units)
        )

    return replace(fuller(board), then=tuple(map(fuller, board.then)))


def able_by_hand(part: Board, start: int) -> list[str]:
    """Who could give one part, looked at cell by cell."""
    treatment = part.shop.treatment
    at = start + part.lead
    length, before, after = treatment.minutes // 5, treatment.prep // 5, treatment.turnover // 5
    return [
        calendar.technician.id
        for calendar in part.calendars
        if treatment.category in calendar.technician.skills
        and all(calendar.working >> cell & 1 for cell in range(at, at + length))
        and not any(calendar.busy >> cell & 1 for cell in range(at - before, at + length + after))
    ]


def beds_by_hand(board: Board, start: int) -> int:
    whole = {
        cell
        for part in board.parts
        for cell in range(
            start + part.lead - part.shop.treatment.prep // 5,
            start + part.lead + (part.shop.treatment.minutes + part.shop.treatment.turnover) // 5,
        )
    }
    return sum(not any(unit.busy >> cell & 1 for cell in whole) for unit in board.units)


def first_by_hand(board: Board, start: int) -> list[str]:
    """Who could take the first part such that the whole visit works."""
    guests = board.wish.party_size
    able = [able_by_hand(part, start) for part in board.parts]
    enough = all(len(ids) >= guests for ids in able) and beds_by_hand(board, start) >= guests
    named = all(part.wish.technician_id in (None, *ids) for part, ids in zip(board.parts, able, strict=True))
    return able[0] if enough and named else []


@given(visits())
@settings(max_examples=80, deadline=None)
def test_apart_from_the_grid_a_visit_is_offered_exactly_where_every_part_fits_cell_by_cell(board: Board) -> None:
    found = offers(replace(board, waived=frozenset({"off_grid"})))
    midnight = board.cell_at(DAY)

    for start in range(midnight + 100, midnight + 270):
        offered = [technician_id for technician_id, starts in found.items() if starts >> start & 1]
        assert offered == first_by_hand(board, start), start - midnight


@given(visits(), st.integers(100, 270))
@settings(max_examples=80, deadline=None)
def test_a_visit_is_accepted_exactly_where_it_is_offered(board: Board, cell: int) -> None:
    starts_at = instant_of(board.span.base + board.cell_at(DAY) + cell)
    shown = {slot.starts_at for slot in slots(board, DAY, 1)[DAY]}

    assert is_offered(board, starts_at) == (starts_at in shown)
    assert (reasons(board, starts_at) == []) == (starts_at in shown)


@given(visits())
@settings(max_examples=80, deadline=None)
def test_what_is_assigned_was_free_and_is_each_persons_only_once(board: Board) -> None:
    everyone = {c.technician.id: c.busy for part in board.parts for c in part.calendars}
    everyone |= {unit.unit.id: unit.busy for unit in board.units}
    anybody = 0
    for starts in offers(board).values():
        anybody |= starts

    for start in list(each_bit(anybody))[:5]:
        assignment = assign(board, start)
        base = board.span.base
        ids = [taking.resource_id for taking in assignment.takings]
        assert len(ids) == len(set(ids))
        for taking in assignment.takings:
            assert not any(everyone[taking.resource_id] & stretch(a - base, b - base) for a, b in taking.cells)
        for part, given_ in zip(board.parts, who(assignment), strict=True):
            assert len(set(given_)) == board.wish.party_size
            assert set(given_) <= set(able_by_hand(part, start))
            assert part.wish.technician_id in (None, *given_)


@given(visits(party_sizes=(1,)))
@settings(max_examples=60, deadline=None)
def test_a_slot_names_exactly_those_who_are_accepted_when_they_are_asked_for(board: Board) -> None:
    found = offers(board)
    for technician_id in found:
        calendars = tuple(one for one in board.calendars if one.technician.id == technician_id)
        scene = replace(board.scene, wish=replace(board.wish, technician_id=technician_id))
        asked = offers(replace(board, scene=scene, calendars=calendars))

        assert asked[technician_id] == found[technician_id]


@given(visits())
@settings(max_examples=40, deadline=None)
def test_the_order_of_technicians_and_beds_changes_neither_the_offer_nor_who_is_chosen(board: Board) -> None:
    def turned(part: Board) -> Board:
        return replace(part, calendars=part.calendars[::-1], units=part.units[::-1])

    other = replace(turned(board), then=tuple(map(turned, board.then)))
    anybody = 0
    for starts in offers(board).values():
        anybody |= starts

    assert offers(other) == offers(board)
    for start in list(each_bit(anybody))[:3]:
        assert assign(other, start).takings == assign(board, start).takings


@given(visits(), st.lists(some_busy, min_size=5, max_size=5))
@settings(max_examples=40, deadline=None)
def test_more_busy_time_never_makes_room_for_a_visit(board: Board, more: list[list[tuple[int, int]]]) -> None:
    free_grid = replace(board, waived=frozenset({"off_grid"}))
    keys = ("tec-1", "tec-2", "tec-3", "bed-1:001", "bed-1:002")
    before, after = offers(free_grid), offers(crowded(free_grid, dict(zip(keys, more, strict=True))))

    assert all(not starts & ~before[technician_id] for technician_id, starts in after.items())


@given(st.lists(st.lists(st.sampled_from("abcd"), min_size=1, unique=True), min_size=1, max_size=5))
@settings(max_examples=200, deadline=None)
def test_no_other_choice_has_fewer_hand_overs(able: list[list[str]]) -> None:
    def hand_overs(line: tuple[str, ...]) -> int:
        return sum(one != other for one, other in pairwise(line))

    chosen = tuple(one for (one,) in relay(able, [None] * len(able), 1))

    assert all(one in ids for one, ids in zip(chosen, able, strict=True))
    assert hand_overs(chosen) == min(hand_overs(line) for line in product(*able))
