"""The one function behind offer and acceptance: examples, then properties against a slow oracle."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scheduling.domain.business.shop import Segment
from services.scheduling.domain.choice.assignment import assign
from services.scheduling.domain.choice.clocks import Past
from services.scheduling.domain.hours.cells import each_bit, instant_of, stretch
from services.scheduling.domain.hours.windows import read_week
from services.scheduling.domain.offer.availability import offers, slots
from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.offer.guests import Guest
from services.scheduling.domain.offer.reasons import is_offered, reasons, refusal
from services.scheduling.domain.packing.suggestions import Between, suggest
from tests.support.boards import DAY, STORE, a_board, a_treatment, clock, span_of, starts_of

FACIAL = a_treatment(60, segments=(Segment(25), Segment(20, technician=False), Segment(15)))


def at(text: str) -> datetime:
    return instant_of(clock(text))


def codes(board: Board, text: str) -> list[str]:
    return [reason.code for reason in reasons(board, at(text))]


def test_the_treatment_ends_by_closing_time_and_its_turnover_may_not() -> None:
    board = a_board(working=[("10:00", "11:30")], treatment=a_treatment(60, turnover=30, prep=15))

    assert starts_of(board) == ["10:00", "10:15", "10:30"]


def test_buffers_add_up_between_neighbours() -> None:
    turnover_of_the_earlier = ("10:00", "11:10")
    board = a_board(
        busy=[[turnover_of_the_earlier, ("13:00", "14:00")]], treatment=a_treatment(60, prep=5, turnover=10)
    )

    assert starts_of(board)[:4] == ["11:15", "11:30", "11:45", "14:05"]


def test_two_visits_may_interleave_while_the_mask_works() -> None:
    mask_free = [("10:00", "10:25"), ("10:45", "11:00")]
    peel = a_treatment(20, category="推拿")

    assert "10:25" in starts_of(a_board(busy=[mask_free], treatment=peel, slot_step_minutes=5))
    assert "10:30" not in starts_of(a_board(busy=[mask_free], treatment=peel, slot_step_minutes=5))


def test_a_facial_needs_the_hands_only_at_its_beginning_and_end() -> None:
    board = a_board(working=[("10:00", "12:00")], busy=[[("10:30", "10:40")]], treatment=FACIAL, slot_step_minutes=5)

    assert "10:05" in starts_of(board)
    assert "10:10" not in starts_of(board)


def test_the_bed_is_busy_throughout_a_facial() -> None:
    board = a_board(working=[("10:00", "12:00")], beds=[[("10:30", "10:40")]], treatment=FACIAL, slot_step_minutes=5)

    assert starts_of(board)[0] == "10:40"


def test_any_free_bed_will_do_and_a_party_needs_one_for_each_guest() -> None:
    beds = [[("10:00", "12:00")], []]

    assert starts_of(a_board(busy=[[], []], beds=beds))[0] == "10:00"
    assert starts_of(a_board(busy=[[], []], beds=beds, wish={"party_size": 2}))[0] == "12:00"


def test_a_party_needs_as_many_technicians_at_the_same_time() -> None:
    board = a_board(busy=[[], [("10:00", "12:00")]], wish={"party_size": 2})

    assert starts_of(board)[0] == "12:00"
    assert starts_of(board, "tec-1") == starts_of(board, "tec-2")


def test_a_slot_names_exactly_those_who_could_take_it() -> None:
    board = a_board(working=[("10:00", "13:00")], busy=[[("10:00", "11:00")], []])

    found = {slot.starts_at: slot.technician_ids for slot in slots(board, DAY, 1)[DAY]}

    assert found[at("10:00")] == ("tec-2",)
    assert found[at("11:00")] == ("tec-1", "tec-2")


def test_a_full_day_is_there_without_slots() -> None:
    assert slots(a_board(busy=[[("10:00", "22:00")]]), DAY, 1) == {DAY: []}


def test_a_requested_technician_is_the_only_one_named() -> None:
    board = a_board(busy=[[], []], wish={"technician_id": "tec-2"})

    assert set(offers(board)) == {"tec-2"}


def test_the_notice_and_the_horizon_end_the_offer() -> None:
    soon = a_board(now=at("10:50"), min_notice_minutes=30)
    far = a_board(book_ahead_days=0)

    assert starts_of(soon)[0] == "11:30"
    assert starts_of(far) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("09:45", "outside_hours"), ("21:15", "outside_hours"), ("12:05", "off_grid"), ("14:00", "slot_taken")],
)
def test_a_refused_start_is_told_the_rule_for_the_technician(text: str, code: str) -> None:
    board = a_board(busy=[[("14:30", "15:00")]])

    assert [(reason.code, reason.technician_id) for reason in reasons(board, at(text))] == [(code, "tec-1")]


def test_the_reason_told_is_that_of_the_technician_who_came_closest() -> None:
    board = a_board(busy=[[("10:00", "22:00")], []], wish={"treatment_id": "tre-1"})
    lower = replace(board, calendars=(board.calendars[0], replace(board.calendars[1], working=0)))

    assert codes(lower, "10:00") == ["slot_taken", "outside_hours"]
    assert refusal(reasons(lower, at("10:00"))).code == "slot_taken"


def test_the_hours_are_told_before_those_who_never_give_the_treatment() -> None:
    board = a_board(wish={"treatment_id": "tre-1"})
    scene = replace(board.scene, unsuitable=(("tec-9", "technician_unsuitable", {}),))

    assert codes(replace(board, scene=scene), "03:00") == ["outside_hours", "technician_unsuitable"]


def test_a_start_in_the_past_too_soon_or_too_far_is_told_so() -> None:
    assert codes(a_board(now=at("12:00")), "11:00") == ["in_the_past"]
    assert codes(a_board(now=at("12:00")), "12:15") == ["too_soon"]
    assert codes(a_board(book_ahead_days=0), "12:00") == ["too_far_ahead"]


def test_no_bed_left_is_told_without_a_technician() -> None:
    board = a_board(beds=[[("10:00", "12:00")]])

    assert [(reason.code, reason.technician_id) for reason in reasons(board, at("10:30"))] == [("slot_taken", None)]


def test_an_instant_between_two_cells_is_off_the_grid() -> None:
    assert [reason.code for reason in reasons(a_board(), at("12:00") + timedelta(minutes=2))] == ["off_grid"]


def test_a_shop_where_nobody_can_do_it_says_so() -> None:
    assert codes(a_board(busy=[]), "12:00") == ["technician_unsuitable"]


def test_suggestions_fill_gaps_before_they_follow_the_clock() -> None:
    board = a_board(working=[("10:00", "20:00")], busy=[[("15:00", "16:00")]], treatment=a_treatment(60))

    best = suggest(board, slots(board, DAY, 1)[DAY], Between.read("13:30-18:00"), 2)

    assert [slot.starts_at for slot in best] == [at("14:00"), at("16:00")]


def test_the_night_the_clocks_go_back_has_an_hour_more() -> None:
    berlin = replace(STORE, timezone="Europe/Berlin", opening=read_week({"sun": [{"from": "00:00", "to": "24:00"}]}))
    night = datetime(2026, 10, 25, tzinfo=UTC).date()
    board = a_board(store=berlin)
    day = (board.cell_at(night), board.cell_at(night, 24 * 60))

    assert day[1] - day[0] == 25 * 12


# Properties.

some_busy = st.lists(st.tuples(st.integers(100, 270), st.integers(1, 30)), max_size=6)
treatments = st.builds(
    a_treatment, st.integers(1, 24).map(lambda n: n * 5), prep=st.integers(0, 20), turnover=st.integers(0, 20)
)


some_visits = st.lists(st.integers(-8 * 24, 8 * 24), max_size=4).map(
    lambda hours: tuple(clock("12:00") + 12 * hour for hour in hours)
)
some_guests = st.none() | st.builds(
    Guest,
    st.just("cus-1"),
    st.integers(0, 2**30).map(lambda bits: bits << clock("12:00") - span_of().base),
    some_visits,
)


@st.composite
def boards(draw: st.DrawFn) -> Board:
    """Two technicians and two beds with random neighbours, any anchor, any step."""
    anchor = draw(st.sampled_from(["window", "clock", "tight"]))
    step = draw(st.integers(1, 16)) * 5
    party = draw(st.sampled_from([0, 0, 2]))
    board = a_board(
        busy=[[], []],
        beds=[[], []],
        treatment=draw(treatments),
        slot_anchor=anchor,
        slot_step_minutes=step,
        wish={"party_size": party},
        guest=draw(some_guests),
        buffers_inside_shift=draw(st.booleans()),
        max_visits_per_customer_per_day=draw(st.sampled_from([None, 0, 1, 2])),
        max_visits_per_customer_per_week=draw(st.sampled_from([None, 2])),
    )
    return crowded(board, [draw(some_busy) for _ in range(4)])


def crowded(board: Board, more: list[list[tuple[int, int]]]) -> Board:
    """The board with more cells taken: technicians first, then beds; cells count from the local midnight."""
    midnight = board.cell_at(DAY)

    def taken(pairs: list[tuple[int, int]]) -> int:
        bits = 0
        for start, length in pairs:
            bits |= stretch(midnight + start, midnight + start + length)
        return bits

    people = [replace(one, busy=one.busy | taken(pairs)) for one, pairs in zip(board.calendars, more[:2], strict=True)]
    rooms = [replace(one, busy=one.busy | taken(pairs)) for one, pairs in zip(board.units, more[2:], strict=True)]
    return replace(board, calendars=tuple(people), units=tuple(rooms))


def fits_by_hand(board: Board, who: int, start: int) -> bool:
    """Whether one technician and enough beds are free, looked at cell by cell."""
    shop = board.shop.treatment
    length, before, after = -(-shop.minutes // 5), -(-shop.prep // 5), -(-shop.turnover // 5)
    whole = range(start - before, start + length + after)
    calendar = board.calendars[who]
    at_work = all(calendar.working >> cell & 1 for cell in range(start, start + length))
    is_free = not any(calendar.busy >> cell & 1 for cell in whole)
    free_beds = sum(not any(unit.busy >> cell & 1 for cell in whole) for unit in board.units)
    if board.rules.buffers_inside_shift:
        at_work = all(calendar.working >> cell & 1 for cell in whole)
    return at_work and is_free and free_beds >= board.wish.party_size and is_welcome(board, start, length)


def is_welcome(board: Board, start: int, length: int) -> bool:
    """Whether the customer may come then, looked at visit by visit. DAY is a Thursday."""
    guest, rules = board.guest, board.rules
    if guest is None:
        return True
    if any(guest.busy >> cell & 1 for cell in range(start, start + length)):
        return False
    days = [instant_of(cell).astimezone(STORE.zone).date() for cell in guest.begun]
    this_week = [day for day in days if DAY - timedelta(days=3) <= day <= DAY + timedelta(days=3)]
    a_day, a_week = rules.max_visits_per_customer_per_day, rules.max_visits_per_customer_per_week
    return not (a_day and days.count(DAY) >= a_day) and not (a_week and len(this_week) >= a_week)


@given(boards())
@settings(max_examples=60, deadline=None)
def test_apart_from_the_grid_the_offer_is_exactly_what_fits_cell_by_cell(board: Board) -> None:
    found = offers(replace(board, waived=frozenset({"off_grid"})))
    midnight = board.cell_at(DAY)

    for start in range(midnight + 100, midnight + 280):
        able = [one.technician.id for who, one in enumerate(board.calendars) if fits_by_hand(board, who, start)]
        expected = able if len(able) >= board.wish.party_size else []
        assert [who for who, starts in found.items() if starts >> start & 1] == expected


@given(boards())
@settings(max_examples=60, deadline=None)
def test_the_grid_only_takes_away(board: Board) -> None:
    everything = offers(replace(board, waived=frozenset({"off_grid"})))

    assert all(not starts & ~everything[who] for who, starts in offers(board).items())


@given(boards(), st.integers(100, 280))
@settings(max_examples=60, deadline=None)
def test_a_start_is_accepted_exactly_when_it_is_offered(board: Board, cell: int) -> None:
    starts_at = instant_of(board.span.base + board.cell_at(DAY) + cell)
    shown = {slot.starts_at for slot in slots(board, DAY, 1)[DAY]}

    assert is_offered(board, starts_at) == (starts_at in shown)
    assert (reasons(board, starts_at) == []) == (starts_at in shown)


@given(boards(), st.lists(some_busy, min_size=4, max_size=4))
@settings(max_examples=60, deadline=None)
def test_more_busy_time_never_makes_room_where_there_was_none(board: Board, more: list[list[tuple[int, int]]]) -> None:
    fuller = crowded(board, more)
    free_grid = frozenset({"off_grid"})
    before, after = offers(replace(board, waived=free_grid)), offers(replace(fuller, waived=free_grid))

    assert all(not starts & ~before[who] for who, starts in after.items())


@given(boards())
@settings(max_examples=60, deadline=None)
def test_taking_a_start_and_giving_it_back_restores_the_offer(board: Board) -> None:
    before = offers(board)
    anybody = before["tec-1"] | before["tec-2"]
    if not anybody:
        return
    start = next(each_bit(anybody))
    assignment = assign(board, start, past=Past())
    base = board.span.base
    taken = {t.resource_id: sum(stretch(a - base, b - base) for a, b in t.cells) for t in assignment.takings}
    everyone = {c.technician.id: c.busy for c in board.calendars} | {u.unit.id: u.busy for u in board.units}
    everyone |= {board.guest.customer_id: board.guest.busy} if board.guest else {}

    assert all(not everyone[resource] & bits for resource, bits in taken.items())
    assert len({t.resource_id for t in assignment.takings}) == 2 * board.wish.party_size + bool(board.guest)

    booked = [replace(c, busy=c.busy | taken.get(c.technician.id, 0)) for c in board.calendars]
    given_back = [replace(c, busy=c.busy & ~taken.get(c.technician.id, 0)) for c in booked]
    assert offers(replace(board, calendars=tuple(given_back))) == before


@given(boards())
@settings(max_examples=40, deadline=None)
def test_the_order_of_technicians_and_beds_is_irrelevant(board: Board) -> None:
    turned = replace(board, calendars=board.calendars[::-1], units=board.units[::-1])

    assert offers(turned) == offers(board)
