from typing import Any

import pytest
from marshmallow import ValidationError

from shared.actor import ANONYMOUS, TECHNICIAN, Actor
from shared.errors import Conflict, Forbidden, NotFound
from shared.testing import a_customer, a_manager, a_receptionist, a_technician


def test_a_customers_account_makes_their_archive(desk: Any) -> None:
    desk.a_customer("cus-1", phone="13800000001", email="x@example.com", birthday="1992-03-14", gender="female")

    assert desk.ask("get_customer", customer_id="cus-1") == {
        "id": "cus-1",
        "version": 1,
        "name": "林晓月",
        "phone": "+8613800000001",
        "email": "x@example.com",
        "gender": "female",
        "birthday": "1992-03-14",
        "language": "zh-CN",
        "allergies": [],
        "skin": "",
        "health_notes": "",
        "tags": [],
        "conditions": [],
        "contacts": [],
        "addresses": [],
    }


def test_accounts_of_technicians_and_staff_make_none(desk: Any, account: Any) -> None:
    desk.hear(account("acc-1", "王建国", roles=[TECHNICIAN]))

    with pytest.raises(NotFound):
        desk.ask("get_customer", customer_id="acc-1")


def test_a_change_of_the_account_keeps_what_was_written_here(desk: Any, account: Any) -> None:
    desk.a_customer()
    desk.ask("update_customer", customer_id="cus-1", version=1, skin="敏感肌", tags=["VIP"])

    desk.hear(account("cus-1", "林小月", revision=2))

    archive = desk.ask("get_customer", customer_id="cus-1")
    assert (archive["name"], archive["skin"], archive["tags"], archive["version"]) == ("林小月", "敏感肌", ["VIP"], 2)


def test_an_older_revision_of_the_account_changes_nothing(desk: Any, account: Any) -> None:
    desk.a_customer(name="新名", revision=3)

    desk.hear(account("cus-1", "旧名", revision=2))
    assert desk.ask("get_customer", customer_id="cus-1")["name"] == "新名"

    desk.hear(account("cus-1", "新名", revision=3))
    assert desk.names() == ["新名"]


def test_customers_see_their_own_archive_without_the_staffs_tags(desk: Any) -> None:
    desk.a_customer()
    desk.ask("update_customer", customer_id="cus-1", version=1, tags=["挑剔"])

    assert desk.ask("get_customer", a_customer("cus-1"), customer_id="cus-1")["tags"] == []
    edited = desk.ask("update_customer", a_customer("cus-1"), customer_id="cus-1", version=2, allergies=["薰衣草精油"])
    assert (edited["allergies"], edited["tags"]) == (["薰衣草精油"], [])
    assert desk.ask("get_customer", customer_id="cus-1")["tags"] == ["挑剔"]


def test_customers_do_not_tag_themselves(desk: Any) -> None:
    desk.a_customer()

    with pytest.raises(Forbidden):
        desk.ask("update_customer", a_customer("cus-1"), customer_id="cus-1", version=1, tags=["VIP"])

    assert desk.ask("get_customer", customer_id="cus-1")["version"] == 1


@pytest.mark.parametrize(
    "actor",
    [ANONYMOUS, a_customer("cus-2"), a_technician(), a_receptionist("sto-2"), a_manager("sto-2")],
)
@pytest.mark.parametrize("method", ["get_customer", "update_customer", "get_timeline"])
def test_for_anybody_else_there_is_no_such_customer(desk: Any, actor: Actor, method: str) -> None:
    desk.a_customer()
    desk.a_visit("cus-1", "sto-1")
    asked = {"customer_id": "cus-1", **({"version": 1} if method == "update_customer" else {})}

    with pytest.raises(NotFound) as hidden:
        desk.ask(method, actor, **asked)
    with pytest.raises(NotFound) as unknown:
        desk.ask(method, actor, **{**asked, "customer_id": "nobody"})

    assert hidden.value.to_wire() == unknown.value.to_wire()


@pytest.mark.parametrize("actor", [a_receptionist("sto-1"), a_manager("sto-9", "sto-1"), Actor.system("chatbot")])
def test_staff_see_those_who_have_booked_with_their_store(desk: Any, actor: Actor) -> None:
    desk.a_customer()
    desk.a_visit("cus-1", "sto-1")

    assert desk.ask("get_customer", actor, customer_id="cus-1")["name"] == "林晓月"
    assert desk.ask("update_customer", actor, customer_id="cus-1", version=1, tags=["靠窗"])["tags"] == ["靠窗"]


def test_an_edit_changes_what_was_sent_and_nothing_else(desk: Any) -> None:
    desk.a_customer()
    first = desk.ask("update_customer", customer_id="cus-1", version=1, health_notes="腰椎间盘突出", skin="干性")

    second = desk.ask("update_customer", customer_id="cus-1", version=2, skin="油性")

    assert second == {**first, "skin": "油性", "version": 3}


def test_an_edit_of_an_old_version_is_refused_and_tells_the_new_one(desk: Any) -> None:
    desk.a_customer()
    desk.ask("update_customer", customer_id="cus-1", version=1, skin="干性")

    with pytest.raises(Conflict) as refused:
        desk.ask("update_customer", customer_id="cus-1", version=1, skin="油性")

    assert (refused.value.code, refused.value.params) == ("version_conflict", {"version": 2})


def test_a_repeated_edit_with_its_key_is_one_edit(desk: Any) -> None:
    desk.a_customer()
    asked = {"customer_id": "cus-1", "version": 1, "skin": "干性"}

    assert desk.ask("update_customer", key="k", **asked) == desk.ask("update_customer", key="k", **asked)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "somebody else"),
        ("phone", "13800000009"),
        ("allergies", "花生"),
        ("allergies", [""]),
        ("tags", ["x" * 41]),
        ("health_notes", "x" * 2001),
        ("version", None),
    ],
)
def test_a_wrong_field_is_named(desk: Any, field: str, value: object) -> None:
    desk.a_customer()

    with pytest.raises(ValidationError) as refused:
        desk.ask("update_customer", **{"customer_id": "cus-1", "version": 1, field: value})

    assert list(refused.value.normalized_messages()) == [field]
