from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer_profile.domain.search import name_pieces, normal_name, normal_phone
from shared.actor import ANONYMOUS, Actor
from shared.errors import Forbidden, Invalid
from shared.testing import a_customer, a_receptionist, a_technician


@pytest.mark.parametrize("typed", ["13800000001", "+86 138 0000 0001", "138-0000-0001", " 8613800000001 "])
def test_a_phone_is_found_however_it_is_typed(desk: Any, typed: str) -> None:
    desk.a_customer("cus-1", phone="13800000001")
    desk.a_customer("cus-2", "顾明", phone="13800000002")

    assert desk.names(typed) == ["林晓月"]


def test_a_part_of_a_phone_finds_nobody(desk: Any) -> None:
    desk.a_customer("cus-1", phone="13800000001")

    assert desk.names("1380000") == []


@pytest.mark.parametrize("typed", ["林晓月", "晓月", "林晓", " 林 晓月 "])
def test_a_chinese_name_is_found_by_two_characters_of_it(desk: Any, typed: str) -> None:
    desk.a_customer()
    desk.a_customer("cus-2", "顾明")

    assert desk.names(typed) == ["林晓月"]


@pytest.mark.parametrize("typed", ["mary", "Ann", "mary ann", "MARYANN", "ma"])
def test_a_latin_name_is_found_by_the_beginning_of_a_word(desk: Any, typed: str) -> None:
    desk.a_customer("cus-1", "Mary Ann")

    assert desk.names(typed) == ["Mary Ann"]
    assert desk.names("ary") == []


def test_a_single_character_finds_only_whom_it_names_wholly(desk: Any) -> None:
    desk.a_customer()
    desk.a_customer("cus-2", "林")

    assert desk.names("林") == ["林"]


def test_after_a_change_of_name_only_the_new_one_is_found(desk: Any, account: Any) -> None:
    desk.a_customer()
    desk.hear(account("cus-1", "沈佳怡", revision=2))

    assert desk.names("佳怡") == ["沈佳怡"]
    assert desk.names("晓月") == []


def test_staff_find_only_those_who_have_booked_with_their_store(desk: Any) -> None:
    desk.a_customer("cus-1", phone="13800000001")
    desk.a_customer("cus-2", "林晓峰", phone="13800000002")
    desk.a_visit("cus-1", "sto-1")
    reception = a_receptionist("sto-1")

    assert desk.names("林晓", reception) == ["林晓月"]
    assert desk.names("13800000001", reception) == ["林晓月"]
    assert desk.names("13800000002", reception) == []
    assert desk.names(None, reception) == ["林晓月"]
    assert desk.names("  ") == ["林晓月", "林晓峰"]


def test_staff_find_by_a_tag(desk: Any) -> None:
    for customer_id, name, tags in (("cus-1", "林晓月", ["VIP", "靠窗"]), ("cus-2", "林晓峰", ["VIP2"])):
        desk.a_customer(customer_id, name)
        desk.ask("update_customer", customer_id=customer_id, version=1, tags=tags)

    assert [item["name"] for item in desk.ask("find_customers", q="林晓", tag="VIP")["items"]] == ["林晓月"]


@pytest.mark.parametrize("actor", [ANONYMOUS, a_customer(), a_technician()])
def test_searching_is_for_staff(desk: Any, actor: Actor) -> None:
    with pytest.raises(Forbidden):
        desk.names("林晓", actor)


def test_pages_follow_one_another(desk: Any) -> None:
    for number in range(5):
        desk.a_customer(f"cus-{number}", f"客{number}")
    first = desk.ask("find_customers", limit=2)
    second = desk.ask("find_customers", limit=2, cursor=first["next_cursor"])
    third = desk.ask("find_customers", limit=2, cursor=second["next_cursor"])

    assert [item["name"] for page in (first, second, third) for item in page["items"]] == [f"客{n}" for n in range(5)]
    assert third["next_cursor"] is None


@pytest.mark.parametrize("cursor", ["x", "W10", "WzFd", "eyJhIjoxfQ", "WyJhIiwiYiJd"])
def test_a_cursor_from_elsewhere_is_refused(desk: Any, cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.ask("find_customers", cursor=cursor)

    assert list(refused.value.fields) == ["cursor"]


@given(st.text(alphabet="林晓月佳怡", min_size=2, max_size=6), st.data())
def test_every_two_characters_of_a_chinese_name_lead_to_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 2))
    end = data.draw(st.integers(start + 2, len(name)))

    assert normal_name(name[start:end]) in name_pieces(name)


def test_what_is_no_phone_is_taken_for_a_name() -> None:
    assert normal_phone("林晓月") is None
    assert normal_phone("12345") is None
    assert normal_phone("+44 20 7946 0958") == "+442079460958"
