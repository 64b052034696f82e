from typing import Any

import pytest

from shared.actor import ANONYMOUS
from shared.errors import Forbidden, NotFound
from shared.testing import a_customer, a_receptionist, an_event

ME = a_customer("cus-1")


def erased(revision: int = 2) -> Any:
    return an_event("account_erased", {"account_id": "cus-1", "revision": revision})


def known(desk: Any) -> None:
    desk.a_customer("cus-1", phone="13800000001")
    desk.a_visit("cus-1", "sto-1")
    desk.ask("update_customer", customer_id="cus-1", version=1, health_notes="腰椎间盘突出", tags=["VIP"])


def test_who_was_erased_is_unknown_to_everybody(desk: Any) -> None:
    known(desk)

    desk.hear(erased())

    for actor in (None, ME, a_receptionist("sto-1")):
        with pytest.raises(NotFound):
            desk.ask("get_customer", actor, customer_id="cus-1")
    assert desk.names("13800000001") == desk.names("林晓") == []
    assert desk.ask("find_customers", tag="VIP")["items"] == []


def test_nothing_that_was_on_its_way_brings_an_erased_customer_back(desk: Any, account: Any) -> None:
    desk.hear(erased(revision=5))

    desk.hear(account("cus-1", "林晓月", revision=4))

    with pytest.raises(NotFound):
        desk.ask("get_customer", customer_id="cus-1")


def test_what_is_told_of_an_erased_customer_later_is_forgotten_with_the_next_sweep(desk: Any) -> None:
    known(desk)
    desk.hear(erased())
    desk.a_visit("cus-1", "sto-1", type_="appointment_cancelled")
    desk.a_visit("cus-2", "sto-1")

    desk._service(None, "", {}).forget_what_came_late()

    assert [entry.customer_id for entry in desk.timeline.entries.values()] == ["cus-2"]


def test_one_takes_home_what_is_kept_of_oneself_without_the_staffs_tags(desk: Any) -> None:
    known(desk)

    export = desk.ask("export_archive", ME)

    assert export["archive"]["health_notes"] == "腰椎间盘突出"
    assert export["archive"]["tags"] == []
    assert [entry["kind"] for entry in export["timeline"]] == ["appointment_confirmed"]


def test_who_never_was_a_customer_takes_home_nothing(desk: Any) -> None:
    assert desk.ask("export_archive", ME) == {"archive": None, "timeline": []}


def test_nobody_takes_home_anything(desk: Any) -> None:
    with pytest.raises(Forbidden):
        desk.ask("export_archive", ANONYMOUS)
