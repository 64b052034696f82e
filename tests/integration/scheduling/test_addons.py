"""Add-ons: their minutes belong to the claim, and what is offered with them is what is accepted with them."""

from datetime import timedelta

import pytest

from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.domain.errors import AddonUnknown
from services.scheduling.domain.offer.scene import Part
from shared.errors import Refusal
from tests.support.scheduling import MORNING, a_treatment, booked, claim, end, found, move, offered, overlapping

HOT = {"slug": "hot-compress", "name": "热敷", "minutes": 15, "price_fen": 3800}
TEA = {"slug": "tea", "name": "茶", "minutes": 0, "price_fen": 1200}


@pytest.fixture
def shop(shop: SqlDiary) -> SqlDiary:
    shop.catalogue.remember("treatment", a_treatment(revision=2, addons=[HOT, TEA]))
    return shop


def test_the_minutes_of_an_addon_are_taken(shop: SqlDiary) -> None:
    one = booked(shop, addons=("hot-compress", "tea"))

    assert one.ends_at == MORNING + timedelta(minutes=75)
    assert one.cells_of("tec-1")[0][1] - one.cells_of("tec-1")[0][0] == (75 + 10) // 5


def test_an_addon_is_done_by_hand_where_the_treatment_leaves_them_free(shop: SqlDiary) -> None:
    """The mask works alone for the last half hour, the compress needs the technician again."""
    segments = [{"name": "a", "minutes": 30, "technician": True}, {"name": "b", "minutes": 30, "technician": False}]
    shop.catalogue.remember("treatment", a_treatment(revision=3, addons=[HOT], segments=segments, turnover_minutes=0))

    one = booked(shop, addons=("hot-compress",))

    first = one.cells_of("tec-1")[0][0]
    assert [(start - first, end - first) for start, end in one.cells_of("tec-1")] == [(0, 6), (12, 15)]


def test_an_addon_of_a_later_treatment_is_its_own(shop: SqlDiary) -> None:
    shop.catalogue.remember("treatment", a_treatment(treatment_id="tre-2", duration_minutes=30, addons=[HOT]))

    one = booked(shop, then=(Part("tre-2", None, ("hot-compress",)),))

    assert [part.ends_at - part.starts_at for part in one.parts] == [timedelta(minutes=60), timedelta(minutes=45)]


def test_what_is_not_offered_with_the_treatment_is_refused(shop: SqlDiary) -> None:
    with pytest.raises(AddonUnknown) as refused:
        claim(shop, addons=("sauna",))

    assert refused.value.params == {"addons": ["sauna"]}


def test_offered_is_accepted_with_addons_and_nothing_else_is(shop: SqlDiary) -> None:
    """The gap of ninety minutes before the neighbour holds the hour, but not the hour and a quarter."""
    booked(shop, "apt-9", MORNING + timedelta(minutes=90))
    with_it, without = offered(shop, addons=("hot-compress",)), offered(shop)
    assert MORNING + timedelta(minutes=15) in without
    assert MORNING + timedelta(minutes=15) not in with_it

    for number in range(0, 12 * 60, 15):
        start, claim_id = MORNING + timedelta(minutes=number), f"apt-1{number}"
        try:
            claim(shop, claim_id, start, addons=("hot-compress",), customer_id="cus-1")
        except Refusal:
            assert start not in with_it
        else:
            assert start in with_it
            end(shop, claim_id)
    assert overlapping(shop) == []


def test_a_move_keeps_the_addons_unless_it_says_others(shop: SqlDiary) -> None:
    booked(shop, addons=("hot-compress",))
    later = MORNING + timedelta(hours=3)

    assert move(shop, "chg-1", later).ends_at == later + timedelta(minutes=75)
    assert found(shop).wish.addons == ("hot-compress",)
