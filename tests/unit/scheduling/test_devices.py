"""Beds and devices: capacity as units, stable alternatives, as many as there are guests, and what is told."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway import texts
from services.scheduling.domain.business.shop import BED, DEVICE, Unit
from services.scheduling.domain.choice.assignment import assign
from services.scheduling.domain.hours.cells import cell_of, instant_of
from services.scheduling.domain.offer.availability import slots
from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.offer.reasons import reasons
from tests.support.boards import DAY, a_board, bits, clock, starts_of
from tests.unit.scheduling.test_availability import boards

LASER = frozenset({"tre-1"})


def devices(count: int, treatments: frozenset[str] | None = LASER) -> list[Unit]:
    """The units of one entry of the catalogue."""
    return [Unit(f"dev-1:{number:03d}", DEVICE, treatments) for number in range(1, count + 1)]


def with_busy(board: Board, unit_id: str, *times: tuple[str, str]) -> Board:
    units = [replace(one, busy=bits(times)) if one.unit.id == unit_id else one for one in board.units]
    return replace(board, units=tuple(units))


def taken(board: Board, text: str) -> list[str]:
    takings = assign(board, clock(text) - board.span.base).takings
    return [taking.resource_id for taking in takings if taking.kind in {BED, DEVICE}]


def told(board: Board, text: str) -> list[tuple[str, dict[str, object]]]:
    return [(reason.code, reason.params) for reason in reasons(board, instant_of(clock(text)))]


def test_a_treatment_that_a_device_is_listed_for_waits_for_it() -> None:
    board = with_busy(a_board(devices=devices(1)), "dev-1:001", ("10:00", "12:00"))

    assert starts_of(board)[0] == "12:00"
    assert told(board, "10:30") == [("slot_taken", {"because": "device", "kinds": ["device"]})]


@pytest.mark.parametrize("treatments", [None, frozenset({"tre-9"})])
def test_a_device_for_other_treatments_is_not_needed(treatments: frozenset[str] | None) -> None:
    board = with_busy(a_board(devices=devices(1, treatments)), "dev-1:001", ("10:00", "22:00"))

    assert starts_of(board)[0] == "10:00"
    assert taken(board, "10:00") == []


def test_capacity_is_units_and_they_are_taken_in_a_stable_order() -> None:
    board = a_board(devices=devices(2))

    assert taken(board, "10:00") == ["dev-1:001"]
    assert taken(with_busy(board, "dev-1:001", ("10:00", "10:30")), "10:00") == ["dev-1:002"]
    turned = replace(board, units=board.units[::-1])
    assert taken(turned, "10:00") == ["dev-1:001"]


def test_another_device_listed_for_the_treatment_does_as_well() -> None:
    other = Unit("dev-2:001", DEVICE, LASER)
    board = with_busy(a_board(devices=[*devices(1), other]), "dev-1:001", ("10:00", "22:00"))

    assert taken(board, "10:00") == ["dev-2:001"]


def test_a_bed_made_for_the_treatment_goes_before_one_for_all() -> None:
    board = a_board(beds=[[]], devices=[Unit("bed-9:001", BED, LASER)])

    assert taken(board, "10:00") == ["bed-9:001"]
    assert taken(with_busy(board, "bed-9:001", ("10:00", "12:00")), "10:00") == ["bed-1:001"]


def test_a_party_needs_as_many_beds_and_devices_as_guests() -> None:
    pair = a_board(busy=[[], []], beds=[[], []], devices=devices(2), wish={"party_size": 2})

    assert taken(pair, "10:00") == ["bed-1:001", "bed-1:002", "dev-1:001", "dev-1:002"]
    one_left = with_busy(pair, "dev-1:002", ("10:00", "11:00"))
    assert starts_of(one_left)[0] == "11:00"
    assert told(one_left, "10:00") == [("slot_taken", {"because": "device", "kinds": ["device"]})]


def test_a_party_larger_than_the_devices_there_are_is_too_large() -> None:
    board = a_board(busy=[[], []], beds=[[], []], devices=devices(1), wish={"party_size": 2})

    assert told(board, "10:00")[0] == ("party_too_large", {"most": 1})


def test_a_bed_and_a_device_that_are_both_taken_are_told_apart() -> None:
    board = with_busy(a_board(beds=[[("10:00", "12:00")]], devices=devices(1)), "dev-1:001", ("10:00", "12:00"))

    assert [params["because"] for _, params in told(board, "10:00")] == ["bed", "device"]


@given(boards(), st.integers(90, 285), st.integers(0, 2))
@settings(max_examples=80, deadline=None)
def test_every_refused_start_has_a_reason_in_words_and_no_offered_one_has(board: Board, cell: int, lost: int) -> None:
    board = replace(board, calendars=board.calendars[lost:])
    starts_at = instant_of(board.span.base + board.cell_at(DAY) + cell)
    offered = {cell_of(slot.starts_at) for slot in slots(board, DAY, 1)[DAY]}

    found = reasons(board, starts_at)

    assert (found == []) == (cell_of(starts_at) in offered)
    for language in ("zh-CN", "en"):
        plain = texts.of("refused", {"code": "?"}, language).title
        for reason in found:
            text = texts.of(reason.code, reason.params, language)
            assert text.title != plain
            assert not {"…", "{", "}"} & set(text.detail)
