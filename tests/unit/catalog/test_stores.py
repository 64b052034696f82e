from typing import Any

import pytest
from marshmallow import ValidationError

from shared.actor import ANONYMOUS, Actor
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.testing import a_customer, a_manager, a_receptionist, a_technician


def test_a_new_store_is_shown_as_it_was_written(counter: Any, store_request: Any) -> None:
    store = counter.ask("create_store", **store_request())

    assert store["version"] == 1
    assert store["timezone"] == "Asia/Shanghai"
    assert {name: store[name] for name in store_request()} == store_request()
    assert counter.ask("get_store", ANONYMOUS, store_id=store["id"]) == store


def test_a_new_store_is_announced_with_its_full_row(counter: Any) -> None:
    store = counter.a_store()

    ((type_, row),) = counter.told
    assert type_ == "store_changed"
    assert (row["store_id"], row["revision"], row["retired"]) == (store["id"], 1, False)
    assert row["opening_hours"]["mon"] == [{"from": "10:00", "to": "22:00"}]


def test_english_readers_get_the_english_name(counter: Any) -> None:
    counter.a_store()
    counter.a_store("nameless", name_en="")

    names = [store["name"] for store in counter.ask("list_stores", language="en-GB")["items"]]

    assert names == ["Xujiahui", "徐家汇店"]


def test_an_edit_changes_what_was_sent_and_nothing_else(counter: Any) -> None:
    store = counter.a_store()

    edited = counter.ask("update_store", store_id=store["id"], version=1, name="徐汇旗舰店")

    assert edited == {**store, "name": "徐汇旗舰店", "version": 2}
    assert counter.told[-1][1]["revision"] == 2


def test_an_edit_of_an_old_version_is_refused_and_tells_the_new_one(counter: Any) -> None:
    store = counter.a_store()
    counter.ask("update_store", store_id=store["id"], version=1, name="甲")

    with pytest.raises(Conflict) as refused:
        counter.ask("update_store", store_id=store["id"], version=1, name="乙")

    assert (refused.value.code, refused.value.params) == ("version_conflict", {"version": 2})
    assert counter.ask("get_store", store_id=store["id"])["name"] == "甲"


def test_a_slug_is_given_once_even_after_its_store_is_gone(counter: Any) -> None:
    store = counter.a_store()
    counter.ask("delete_store", store_id=store["id"])

    with pytest.raises(Conflict) as refused:
        counter.a_store()

    assert refused.value.code == "slug_taken"


def test_a_slug_cannot_be_changed(counter: Any) -> None:
    store = counter.a_store()

    with pytest.raises(ValidationError) as refused:
        counter.ask("update_store", store_id=store["id"], version=1, slug="other")

    assert "slug" in refused.value.normalized_messages()


def test_a_retired_store_is_gone_for_readers_and_announced_once_more(counter: Any) -> None:
    store = counter.a_store()

    assert counter.ask("delete_store", store_id=store["id"], version=1) == {}

    assert counter.slugs("list_stores") == []
    with pytest.raises(NotFound):
        counter.ask("get_store", store_id=store["id"])
    with pytest.raises(NotFound):
        counter.ask("delete_store", store_id=store["id"])
    assert (counter.told[-1][1]["revision"], counter.told[-1][1]["retired"]) == (2, True)


def test_a_store_edited_meanwhile_is_not_retired_by_whom_did_not_see_that(counter: Any) -> None:
    store = counter.a_store()
    counter.ask("update_store", store_id=store["id"], version=1, name="新")

    with pytest.raises(Conflict):
        counter.ask("delete_store", store_id=store["id"], version=1)

    assert counter.slugs("list_stores") == ["xujiahui"]


def test_a_manager_edits_their_own_store_but_neither_opens_nor_closes_one(counter: Any, store_request: Any) -> None:
    store = counter.a_store("mine")
    manager = a_manager(store["id"])

    edited = counter.ask("update_store", manager, store_id=store["id"], version=1, parking="门前两个车位")

    assert (edited["parking"], edited["version"]) == ("门前两个车位", 2)
    for method, asked in (("create_store", store_request()), ("delete_store", {"store_id": store["id"]})):
        with pytest.raises(Forbidden):
            counter.ask(method, manager, **asked)


@pytest.mark.parametrize("actor", [ANONYMOUS, a_customer(), a_technician(), a_receptionist("s"), a_manager("s")])
def test_nobody_else_writes_stores(counter: Any, store_request: Any, actor: Actor) -> None:
    store = counter.a_store("mine")
    for method, asked in (
        ("create_store", store_request()),
        ("update_store", {"store_id": store["id"], "version": 1}),
        ("delete_store", {"store_id": store["id"]}),
    ):
        with pytest.raises(Forbidden):
            counter.ask(method, actor, **asked)

    assert len(counter.told) == 1


def test_whole_days_of_a_closure_are_days_of_the_store(counter: Any) -> None:
    store = counter.a_store(closures=[{"from": "2027-02-06", "to": "2027-02-08", "reason": "春节"}])

    assert store["closures"] == [
        {"from": "2027-02-06T00:00:00+08:00", "to": "2027-02-09T00:00:00+08:00", "reason": "春节"}
    ]
    assert counter.told[-1][1]["closures"][0]["from"] == "2027-02-05T16:00:00+00:00"


def test_a_store_moved_to_another_zone_counts_its_days_there(counter: Any) -> None:
    store = counter.a_store()

    moved = counter.ask(
        "update_store",
        store_id=store["id"],
        version=1,
        timezone="Europe/London",
        closures=[{"from": "2026-12-25", "to": "2026-12-25"}],
    )

    assert moved["closures"][0]["from"] == "2026-12-25T00:00:00+00:00"


def test_closures_may_be_instants_and_come_back_in_order(counter: Any) -> None:
    later = {"from": "2026-12-02T12:00:00+08:00", "to": "2026-12-02T15:00:00+08:00", "reason": "盘点"}
    sooner = {"from": "2026-12-01T04:00:00+00:00", "to": "2026-12-01T13:00:00+08:00", "reason": ""}

    closures = counter.a_store(closures=[later, sooner])["closures"]

    assert closures == [{**sooner, "from": "2026-12-01T12:00:00+08:00"}, later]


def test_a_closure_that_ends_before_it_starts_is_refused(counter: Any) -> None:
    with pytest.raises(Invalid) as refused:
        counter.a_store(closures=[{"from": "2026-12-02", "to": "2026-12-01"}])

    assert list(refused.value.fields) == ["closures.0.to"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "Xu Jiahui"),
        ("slug", "a" * 61),
        ("name", "  "),
        ("name", "店" * 81),
        ("lng", 181),
        ("lat", "north"),
        ("timezone", "Mars/Olympus"),
        ("timezone", "../etc/passwd"),
        ("address", None),
        ("phone", "0" * 41),
        ("aliases", [""]),
        ("opening_hours", {"mon": [{"from": "10:00", "to": "22:00", "breaks": [{"from": "12:00", "to": "13:00"}]}]}),
        ("opening_hours", {"mon": [{"from": "10:00"}]}),
        ("opening_hours", []),
        ("closures", [{"from": "2026-12-01T10:00:00", "to": "2026-12-02"}]),
        ("closures", [{"from": "soon", "to": "2026-12-02"}]),
        ("closures", [{"from": "0001-01-01", "to": "9999-12-31"}]),
        ("closures", [{"from": "2026-12-01", "to": "9999-12-31T23:59:59-08:00"}]),
        ("closures", [{"from": 20261201, "to": "2026-12-02"}]),
        ("revision", 7),
    ],
)
def test_a_wrong_field_is_named(counter: Any, field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        counter.a_store(**{field: value})

    assert list(refused.value.normalized_messages()) == [field]
    assert counter.told == []


def test_what_need_not_be_said_may_be_null_or_left_out(counter: Any, store_request: Any) -> None:
    optional = dict.fromkeys(("name_en", "phone", "parking", "metro"))

    said = counter.ask("create_store", **{**store_request(slug="said"), **optional})
    bare = {name: value for name, value in store_request().items() if name not in {*optional, "opening_hours"}}
    left_out = counter.ask("create_store", **bare)

    for store in (said, left_out):
        assert [store[name] for name in optional] == [""] * 4
    assert set(map(tuple, left_out["opening_hours"].values())) == {()}


def test_a_break_is_refused_where_it_stands(counter: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        counter.a_store(opening_hours={"mon": [{"from": "10:00", "to": "22:00", "breaks": [{}]}]})

    assert "no breaks" in refused.value.normalized_messages()["opening_hours"]["mon"][0]["breaks"][0]


def test_hours_that_do_not_hold_together_are_refused_with_the_place(counter: Any) -> None:
    with pytest.raises(Invalid) as refused:
        counter.a_store(opening_hours={"sat": [{"from": "10:00", "to": "09:00"}]})

    assert list(refused.value.fields) == ["opening_hours.sat.0.to"]


def test_a_repeated_request_with_its_key_makes_one_store(counter: Any, store_request: Any) -> None:
    first = counter.ask("create_store", key="k-1", **store_request())
    again = counter.ask("create_store", key="k-1", **store_request())

    assert again == first
    assert len(counter.told) == 1
