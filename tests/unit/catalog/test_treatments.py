from typing import Any

import pytest
from marshmallow import ValidationError

from shared.actor import ANONYMOUS
from shared.errors import Forbidden, Invalid, NotFound
from shared.testing import a_manager

PARTS = [
    {"name": "清洁", "minutes": 25, "technician": True},
    {"name": "敷膜", "minutes": 45, "technician": False},
    {"name": "收尾", "minutes": 20, "technician": True},
]


def test_a_treatment_says_what_nobody_said_of_it(counter: Any) -> None:
    treatment = counter.a_treatment()

    assert (treatment["prep_minutes"], treatment["turnover_minutes"]) == (0, 0)
    assert (treatment["level"], treatment["party_size"], treatment["segments"], treatment["course"]) == (1, 1, [], None)
    assert counter.told[0][0] == "treatment_changed"


def test_segments_and_a_course_are_kept(counter: Any) -> None:
    course = {"sessions": 10, "price_fen": 238000}

    treatment = counter.a_treatment(segments=PARTS, course=course)

    assert (treatment["segments"], treatment["course"]) == (PARTS, course)
    assert counter.told[0][1]["segments"] == PARTS


def test_segments_must_fill_the_treatment(counter: Any) -> None:
    with pytest.raises(Invalid) as refused:
        counter.a_treatment(segments=PARTS[:2])

    assert list(refused.value.fields) == ["segments"]


def test_a_new_length_must_fit_the_segments_there_are(counter: Any) -> None:
    treatment = counter.a_treatment(segments=PARTS)

    with pytest.raises(Invalid):
        counter.ask("update_treatment", treatment_id=treatment["id"], version=1, duration_minutes=60)

    shorter = counter.ask("update_treatment", treatment_id=treatment["id"], version=1, duration_minutes=60, segments=[])
    assert shorter["segments"] == []


def test_a_course_can_be_taken_back(counter: Any) -> None:
    treatment = counter.a_treatment(course={"sessions": 5, "price_fen": 100000})

    edited = counter.ask("update_treatment", treatment_id=treatment["id"], version=1, course=None)

    assert edited["course"] is None


@pytest.mark.parametrize("typed", ["推拿", "按摩", "MASSAGE", "full-body", "body tu", " 全身 "])
def test_a_treatment_is_found_by_name_alias_or_slug(counter: Any, typed: str) -> None:
    counter.a_treatment()
    counter.a_treatment("manicure-60", name="美甲", name_en="Manicure", aliases=[], category="美容")

    assert counter.slugs("list_treatments", q=typed) == ["full-body-90"]


def test_treatments_are_listed_by_category(counter: Any) -> None:
    counter.a_treatment()
    counter.a_treatment("foot-60", category="足疗")

    assert counter.slugs("list_treatments", category="足疗") == ["foot-60"]
    assert counter.slugs("list_treatments", category="产后") == []


def test_a_store_lists_only_what_somebody_there_has_skill_and_level_for(counter: Any) -> None:
    here, elsewhere = counter.a_store(), counter.a_store("jingansi")
    counter.a_treatment("easy", level=2)
    counter.a_treatment("hard", level=3)
    counter.a_treatment("other", category="美容")
    counter.a_technician(here, level=2)
    counter.a_technician(elsewhere, slug="wu-fang", skills=["美容"])

    assert counter.slugs("list_treatments", store_id=here["id"]) == ["easy"]
    assert counter.slugs("list_treatments", store_id=elsewhere["id"]) == ["other"]
    assert counter.slugs("list_treatments") == ["easy", "hard", "other"]


def test_a_technician_who_left_performs_nothing(counter: Any) -> None:
    store = counter.a_store()
    counter.a_treatment()
    technician = counter.a_technician(store)
    counter.ask("delete_technician", technician_id=technician["id"])

    assert counter.slugs("list_treatments", store_id=store["id"]) == []


def test_an_unknown_store_has_no_list(counter: Any) -> None:
    with pytest.raises(NotFound):
        counter.ask("list_treatments", store_id="nowhere")


def test_a_retired_treatment_is_gone(counter: Any) -> None:
    treatment = counter.a_treatment()

    counter.ask("delete_treatment", treatment_id=treatment["id"], version=1)

    assert counter.slugs("list_treatments") == []
    with pytest.raises(NotFound):
        counter.ask("get_treatment", ANONYMOUS, treatment_id=treatment["id"])


def test_a_manager_writes_no_treatments(counter: Any) -> None:
    treatment = counter.a_treatment()

    for method in ("update_treatment", "delete_treatment"):
        with pytest.raises(Forbidden):
            counter.ask(method, a_manager("s"), treatment_id=treatment["id"], version=1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("duration_minutes", 47),
        ("duration_minutes", 0),
        ("price_fen", -1),
        ("price_fen", 19.5),
        ("prep_minutes", 125),
        ("level", 9),
        ("party_size", 0),
        ("places", []),
        ("places", ["moon"]),
        ("segments", [{"name": "x"}]),
        ("course", {"sessions": 1, "price_fen": 1}),
        ("category", ""),
        ("name", None),
    ],
)
def test_a_wrong_field_is_named(counter: Any, field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        counter.a_treatment(**{field: value})

    assert list(refused.value.normalized_messages()) == [field]
    assert counter.told == []
