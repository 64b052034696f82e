from typing import Any

import pytest
from marshmallow import ValidationError

from shared.actor import ANONYMOUS, Actor
from shared.errors import Forbidden, Invalid, NotFound
from shared.testing import a_customer, a_manager, a_receptionist, a_technician

HOME = {"lng": 121.40, "lat": 31.15}


@pytest.fixture
def store(counter: Any) -> dict[str, Any]:
    made: dict[str, Any] = counter.a_store()
    return made


def test_a_new_technician_is_called_by_name_unless_told(counter: Any, store: Any) -> None:
    technician = counter.a_technician(store, call="王师傅")
    plain = counter.ask("create_technician", slug="li", name="李秀英", gender="female", stores=[store["id"]])

    assert (technician["call"], plain["call"]) == ("王师傅", "李秀英")
    assert (plain["level"], plain["bio"], plain["photo_url"]) == (1, "", None)
    assert counter.told[-1][0] == "technician_changed"


def test_whoever_is_called_nothing_is_called_by_their_name_again(counter: Any, store: Any) -> None:
    technician = counter.a_technician(store, call="王师傅")
    asked = {"technician_id": technician["id"]}

    assert counter.ask("update_technician", **asked, version=1, name="王大国")["call"] == "王师傅"
    assert counter.ask("update_technician", **asked, version=2, call=None, bio=None)["call"] == "王大国"


def test_a_manager_keeps_the_technicians_of_their_store(counter: Any, store: Any) -> None:
    manager = a_manager(store["id"])
    asked = {"slug": "li", "name": "李秀英", "gender": "female", "level": 1, "stores": [store["id"]]}

    technician = counter.ask("create_technician", manager, **asked)
    edited = counter.ask("update_technician", manager, technician_id=technician["id"], version=1, level=2)
    counter.ask("delete_technician", manager, technician_id=technician["id"], version=2)

    assert edited["level"] == 2
    assert counter.slugs("list_technicians") == []


@pytest.mark.parametrize("actor", [ANONYMOUS, a_customer(), a_technician(), a_receptionist("any"), a_manager("other")])
def test_nobody_else_writes_them(counter: Any, store: Any, actor: Actor) -> None:
    technician = counter.a_technician(store)
    told = len(counter.told)
    new = {"slug": "li", "name": "李", "gender": "female", "level": 1, "stores": [store["id"]]}
    for method, asked in (
        ("create_technician", new),
        ("update_technician", {"technician_id": technician["id"], "version": 1, "level": 1}),
        ("delete_technician", {"technician_id": technician["id"]}),
    ):
        with pytest.raises(Forbidden):
            counter.ask(method, actor, **asked)

    assert len(counter.told) == told


def test_lending_a_technician_needs_the_managers_of_both_stores(counter: Any, store: Any) -> None:
    other = counter.a_store("jingansi")
    technician = counter.a_technician(store)
    asked = {"technician_id": technician["id"], "version": 1, "stores": [store["id"], other["id"]]}

    with pytest.raises(Forbidden):
        counter.ask("update_technician", a_manager(store["id"]), **asked)
    lent = counter.ask("update_technician", a_manager(store["id"], other["id"]), **asked)

    assert lent["stores"] == [store["id"], other["id"]]
    assert counter.slugs("list_technicians", store_id=other["id"]) == ["wang-jianguo"]


@pytest.mark.parametrize("field", [{"certified": True}, {"rating": 5.0}, {"review_count": 99}])
def test_a_manager_neither_certifies_nor_rates(counter: Any, store: Any, field: dict[str, Any]) -> None:
    technician = counter.a_technician(store)
    asked = {"technician_id": technician["id"], "version": 1, **field}

    with pytest.raises(Forbidden):
        counter.ask("update_technician", a_manager(store["id"]), **asked)

    assert counter.ask("update_technician", **asked)["version"] == 2


def test_a_store_nobody_knows_is_named(counter: Any, store: Any) -> None:
    technician = counter.a_technician(store)

    with pytest.raises(Invalid) as refused:
        counter.ask("update_technician", technician_id=technician["id"], version=1, stores=["nowhere"])

    assert list(refused.value.fields) == ["stores"]


def test_where_a_technician_sets_out_from_is_for_colleagues_only(counter: Any, store: Any) -> None:
    technician = counter.a_technician(store, home_base=HOME)
    asked = {"technician_id": technician["id"]}

    for outsider in (ANONYMOUS, a_customer(), a_receptionist("other"), a_technician("tec-other")):
        assert counter.ask("get_technician", outsider, **asked)["home_base"] is None
        assert counter.ask("list_technicians", outsider)["items"][0]["home_base"] is None
    for insider in (a_receptionist(store["id"]), a_technician(technician["id"]), Actor.system("scheduling")):
        assert counter.ask("get_technician", insider, **asked)["home_base"] == HOME
    assert counter.told[-1][1]["home_base"] == HOME


def test_technicians_are_found_for_a_treatment_by_skill_and_level(counter: Any, store: Any) -> None:
    treatment = counter.a_treatment(level=2)
    counter.a_technician(store, slug="junior", level=1)
    counter.a_technician(store, slug="senior", level=2)
    counter.a_technician(store, slug="beautician", level=3, skills=["美容"])

    assert counter.slugs("list_technicians", treatment_id=treatment["id"]) == ["senior"]


def test_technicians_are_found_by_store_gender_and_word(counter: Any, store: Any) -> None:
    other = counter.a_store("jingansi")
    counter.a_technician(store)
    counter.a_technician(other, slug="sun-li", name="孙丽", call="孙老师", gender="female")

    assert counter.slugs("list_technicians", store_id=store["id"]) == ["wang-jianguo"]
    assert counter.slugs("list_technicians", gender="female") == ["sun-li"]
    assert counter.slugs("list_technicians", q="孙老师") == ["sun-li"]
    assert counter.slugs("list_technicians", q="WANG") == ["wang-jianguo"]


def test_technicians_are_found_by_what_they_are_good_at(counter: Any, store: Any) -> None:
    counter.a_technician(store, specialities=["腰椎间盘突出"], skills=["推拿"])
    counter.a_technician(store, slug="chen-jing", name="陈静", specialities=["补水"], skills=["美容"])

    assert counter.slugs("list_technicians", q="腰椎") == ["wang-jianguo"]
    assert counter.slugs("list_technicians", q="美容") == ["chen-jing"]


def test_filters_left_empty_filter_nothing(counter: Any, store: Any) -> None:
    counter.a_technician(store)
    nothing = dict.fromkeys(("store_id", "treatment_id", "gender", "q", "near", "sort", "cursor"))

    assert counter.slugs("list_technicians", **nothing) == ["wang-jianguo"]


@pytest.mark.parametrize("near", ["121.48,31.23", {"lng": 121.48, "lat": 31.23}])
def test_the_nearest_come_first_with_their_distance(counter: Any, store: Any, near: Any) -> None:
    close = counter.a_store("renmin", lng=121.4755, lat=31.2330)
    counter.a_technician(store, slug="far")
    counter.a_technician(store, close, slug="near", home_base={"lng": 100.0, "lat": 20.0})

    found = counter.ask("list_technicians", near=near)["items"]

    assert [(item["slug"], item["distance_km"]) for item in found] == [("near", 0.5), ("far", 5.6)]


def test_nobody_is_measured_unless_asked_from_where(counter: Any, store: Any) -> None:
    counter.a_technician(store)

    assert "distance_km" not in counter.ask("list_technicians", sort="rating")["items"][0]


def test_distance_needs_a_place_to_measure_from(counter: Any) -> None:
    with pytest.raises(Invalid) as refused:
        counter.ask("list_technicians", sort="distance")

    assert list(refused.value.fields) == ["near"]


def test_technicians_are_sorted_by_rating_and_by_their_cheapest_treatment(counter: Any, store: Any) -> None:
    counter.a_treatment("cheap", category="足疗", price_fen=100)
    counter.a_treatment("dear", category="推拿", price_fen=900)
    counter.a_technician(store, slug="dear-good", rating=4.9)
    counter.a_technician(store, slug="cheap-bad", rating=4.0, skills=["足疗", "推拿"])
    counter.a_technician(store, slug="idle", rating=4.5, skills=[])

    assert counter.slugs("list_technicians", sort="rating") == ["dear-good", "idle", "cheap-bad"]
    assert counter.slugs("list_technicians", sort="price") == ["cheap-bad", "dear-good", "idle"]


def test_pages_of_a_sorted_list_follow_one_another(counter: Any, store: Any) -> None:
    for number, rating in enumerate((4.5, 4.9, 4.5, 4.7)):
        counter.a_technician(store, slug=f"t-{number}", rating=rating)
    seen, cursor = [], None
    while True:
        page = counter.ask("list_technicians", sort="rating", limit=1, cursor=cursor)
        seen += [item["slug"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert seen == ["t-1", "t-3", "t-0", "t-2"]


def test_what_leaves_between_two_pages_hides_nobody(counter: Any, store: Any) -> None:
    technicians = [counter.a_technician(store, slug=f"t-{number}") for number in range(3)]
    first = counter.ask("list_technicians", limit=1)
    counter.ask("delete_technician", technician_id=technicians[0]["id"])

    assert counter.slugs("list_technicians", cursor=first["next_cursor"]) == ["t-1", "t-2"]


@pytest.mark.parametrize("cursor", ["x", "!!", "W10", "eyJhIjoxfQ", "WyJhIiwxXQ"])
def test_a_cursor_from_elsewhere_is_refused(counter: Any, store: Any, cursor: str) -> None:
    counter.a_technician(store)

    with pytest.raises(Invalid) as refused:
        counter.ask("list_technicians", sort="rating", cursor=cursor)

    assert list(refused.value.fields) == ["cursor"]


def test_a_retired_technician_is_gone(counter: Any, store: Any) -> None:
    technician = counter.a_technician(store)
    counter.ask("delete_technician", technician_id=technician["id"])

    with pytest.raises(NotFound):
        counter.ask("get_technician", technician_id=technician["id"])
    assert counter.told[-1][1]["retired"] is True


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("gender", "other"),
        ("level", 0),
        ("level", "high"),
        ("stores", []),
        ("stores", [""]),
        ("rating", 5.1),
        ("strength", "brutal"),
        ("home_base", {"lng": 1}),
        ("skills", "推拿"),
        ("photo_url", "javascript:alert(1)"),
    ],
)
def test_a_wrong_field_is_named(counter: Any, store: Any, field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        counter.a_technician(store, **{field: value})

    assert list(refused.value.normalized_messages()) == [field]


@pytest.mark.parametrize(
    "asked", [{"near": "121.4"}, {"near": "a,b"}, {"near": "200,10"}, {"sort": "age"}, {"limit": 101}]
)
def test_a_wrong_question_is_refused(counter: Any, asked: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        counter.ask("list_technicians", **asked)

    assert list(refused.value.normalized_messages()) == list(asked)
