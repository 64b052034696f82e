"""Contacts, addresses and conditions a customer keeps; and what a technician may know of it, of whom and until when."""

from datetime import timedelta
from typing import Any

import pytest
from marshmallow import ValidationError

from shared.actor import ANONYMOUS
from shared.errors import NotFound
from shared.testing import a_customer, a_receptionist, a_technician, an_event, sample

ME, WANG = a_customer("cus-1"), a_technician("tec-1")
HOME = {"text": "天钥桥路333号5楼", "lng": 121.44, "lat": 31.19, "label": "家", "contact_phone": "138 0000 0003"}
HOUR = timedelta(hours=1)


def write(desk: Any, actor: Any = ME, **written: Any) -> Any:
    version = desk.ask("get_customer", customer_id="cus-1")["version"]
    return desk.ask("update_customer", actor, customer_id="cus-1", version=version, **written)


def confirmed(desk: Any, status: str = "confirmed", revision: int = 2, **changes: Any) -> None:
    data = {
        **sample("booking", "appointment_confirmed").data,
        "appointment_id": "apt-1",
        "customer_id": "cus-1",
        "status": status,
        "revision": revision,
        "technicians": [{"id": "tec-1", "slug": "w", "name": "王建国"}],
        "contact": None,
        **changes,
    }
    data["store"] = {**data["store"], "id": "sto-1"}
    desk.hear(an_event("appointment_confirmed", data))


@pytest.fixture
def visit(desk: Any) -> Any:
    """A confirmed visit of 艾灸 by a customer who told of herself."""
    desk.a_customer("cus-1", "林晓月")
    write(desk, allergies=["薰衣草精油"], health_notes="腰突", conditions=["hypertension", "pregnancy", "infection"])
    desk.hear(sample("catalog", "treatment_changed"))
    confirmed(desk)
    return desk


def care(desk: Any, actor: Any = WANG) -> Any:
    return desk.ask("get_care", actor, appointment_id="apt-1")


def test_a_customer_keeps_addresses_and_people_for_the_next_time(desk: Any) -> None:
    desk.a_customer()

    kept = write(desk, addresses=[HOME], contacts=[{"name": "顾明", "phone": "13800000002"}])

    assert kept["addresses"] == [{**HOME, "contact_name": None, "contact_phone": "+8613800000003"}]
    assert kept["contacts"] == [{"name": "顾明", "phone": "+8613800000002", "relation": ""}]
    assert desk.ask("get_customer", ME, customer_id="cus-1") == kept


def test_what_is_not_spoken_of_stays_and_an_empty_list_takes_away(desk: Any) -> None:
    desk.a_customer()
    write(desk, addresses=[HOME], conditions=["fever"])

    assert len(write(desk, skin="干性")["addresses"]) == 1
    assert write(desk, addresses=[])["addresses"] == []
    assert write(desk, conditions=[])["conditions"] == []


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ({"addresses": [{**HOME, "lng": 200}]}, "addresses"),
        ({"addresses": [{**HOME, "text": "  "}]}, "addresses"),
        ({"addresses": [HOME] * 11}, "addresses"),
        ({"contacts": [{"name": "顾明", "phone": "12"}]}, "contacts"),
        ({"contacts": [{"phone": "13800000002"}]}, "contacts"),
        ({"conditions": ["bad_luck"]}, "conditions"),
    ],
)
def test_what_makes_no_sense_is_refused(desk: Any, written: Any, field: str) -> None:
    desk.a_customer()

    with pytest.raises(ValidationError) as refused:
        write(desk, **written)

    assert set(refused.value.normalized_messages()) == {field}


def test_a_technician_learns_what_speaks_against_the_treatment_first(visit: Any) -> None:
    assert care(visit) == {
        "appointment_id": "apt-1",
        "for_guest": False,
        "allergies": ["薰衣草精油"],
        "skin": "",
        "health_notes": "腰突",
        "conditions": [
            {"code": "pregnancy", "words": ["孕期"], "matters": True},
            {"code": "infection", "words": [], "matters": True},
            {"code": "hypertension", "words": ["高血压"], "matters": False},
        ],
        "contraindications": ["孕期", "高热", "皮肤破损"],
    }


@pytest.mark.parametrize("actor", [ANONYMOUS, ME, a_customer("cus-2"), a_technician("tec-2"), a_receptionist("sto-2")])
def test_nobody_else_learns_it(visit: Any, actor: Any) -> None:
    with pytest.raises(NotFound):
        care(visit, actor)


def test_the_staff_of_the_store_may_know_it_too(visit: Any) -> None:
    assert care(visit, a_receptionist("sto-1"))["health_notes"] == "腰突"


@pytest.mark.parametrize("status", ["requested", "pending_payment", "pending_acceptance", "cancelled", "no_show"])
def test_it_is_told_only_while_the_visit_will_be_or_is_given(visit: Any, status: str) -> None:
    confirmed(visit, status, revision=3)

    with pytest.raises(NotFound):
        care(visit)


@pytest.mark.parametrize("status", ["confirmed", "departed", "arrived", "checked_in", "in_service", "completed"])
def test_for_a_day_after_the_end_it_can_be_looked_up_for_the_record(visit: Any, status: str) -> None:
    confirmed(visit, status, revision=3, ends_at=visit.clock.now().isoformat())
    for hours in (0, 23):
        visit.clock.forward(hours=hours)
        assert care(visit)["allergies"] == ["薰衣草精油"]

    visit.clock.forward(hours=1)
    with pytest.raises(NotFound):
        care(visit)


def test_who_gave_the_visit_away_knows_it_no_longer_and_a_late_word_changes_nothing(visit: Any) -> None:
    confirmed(visit, revision=3, technicians=[{"id": "tec-2", "slug": "l", "name": "李秀英"}])
    confirmed(visit, revision=2)

    with pytest.raises(NotFound):
        care(visit)
    assert care(visit, a_technician("tec-2"))["health_notes"] == "腰突"


def test_of_somebody_elses_visit_nothing_of_the_customer_is_told(visit: Any, account: Any) -> None:
    contact = sample("booking", "appointment_confirmed").data["contact"]
    visit.hear(account("cus-1", "顾明", revision=2))
    confirmed(visit, revision=3, contact=contact)

    told = care(visit)

    assert told["for_guest"] is True
    assert (told["allergies"], told["health_notes"], told["conditions"]) == ([], "", [])
    assert told["contraindications"] == ["孕期", "高热", "皮肤破损"]


def test_of_a_treatment_that_is_not_known_here_every_condition_matters(visit: Any) -> None:
    unknown = [{"id": "tre-new", "slug": "new", "name": "新", "name_en": ""}]
    confirmed(visit, revision=3, treatments=unknown)

    assert [one["matters"] for one in care(visit)["conditions"]] == [True, True, True]


def test_with_the_customer_goes_all_of_it(visit: Any) -> None:
    visit.hear(an_event("account_erased", {"account_id": "cus-1", "revision": 2}))

    with pytest.raises(NotFound):
        care(visit)
    assert visit.visits.kept == {}
