"""Who is chosen, on both databases: the list, the wishes, the clocks, the weights in force, and what is kept of it."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text

from services.scheduling import use_cases
from services.scheduling.adapters.explanations import explanation_of
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.adapters.verification import verify_calendars
from services.scheduling.domain.choice.clocks import Clocks
from services.scheduling.domain.errors import SlotTaken, StartRefused, Unknown
from services.scheduling.schemas.assignment_views import choice_view
from services.scheduling.use_cases.scenes import day_of
from shared.actor import Actor
from shared.db import Database
from shared.testing.builders import NOW, a_customer, a_manager, a_receptionist, an_admin
from tests.support.scheduling import (
    MORNING,
    a_diary,
    a_wish,
    a_worker,
    claim,
    end,
    firm,
    move,
    offered,
    open_shop,
    raced,
    some_rules,
    unguarded,
)

LATER = MORNING + timedelta(hours=3)
CLOCK = {"slot_anchor": "clock"}


@pytest.fixture
def house(diary: SqlDiary) -> SqlDiary:
    """Four technicians who are equal in everything but their gender, and beds enough."""
    open_shop(diary, technicians=4, beds=6, **CLOCK)
    for number in range(1, 5):
        gender = "female" if number % 2 else "male"
        diary.catalogue.remember("technician", a_worker(f"tec-{number}", revision=2, gender=gender))
    return diary


def weigh(diary: SqlDiary, revision: int, **weights: float) -> None:
    diary.catalogue.remember("booking_rules", some_rules(revision, assignment_weights=weights, **CLOCK))


def put_apart(diary: SqlDiary, actor: Actor, technician_id: str, customer_id: str = "cus-1", reason: str = "") -> None:
    pair = {"customer_id": customer_id, "technician_id": technician_id, "reason": reason}
    use_cases.put_never_again(diary, actor=actor, now=NOW, **pair)


def clocks_of(diary: SqlDiary) -> dict[str, Clocks]:
    day = day_of(diary.catalogue.store("sto-1"), MORNING)
    return diary.claims.clocks([f"tec-{number}" for number in range(1, 5)], day, before=day[1])


def explained(diary: SqlDiary, claim_id: str = "apt-1") -> dict:
    return choice_view(use_cases.explain_assignment(diary, actor=an_admin(), appointment_id=claim_id))


def test_a_wish_for_a_gender_is_a_rule_for_the_offer_and_the_acceptance(house: SqlDiary) -> None:
    assert MORNING in offered(house, technician_gender="male")
    assert claim(house, technician_gender="male").technician_ids == ["tec-2"]
    assert claim(house, "apt-2", technician_gender="male").technician_ids == ["tec-4"]

    assert MORNING not in offered(house, technician_gender="male")
    with pytest.raises(SlotTaken):
        claim(house, "apt-3", technician_gender="male", customer_id="cus-3")
    assert claim(house, "apt-4", customer_id="cus-4").technician_ids in (["tec-1"], ["tec-3"])


def test_a_named_technician_of_the_other_gender_is_refused(house: SqlDiary) -> None:
    assert offered(house, technician_id="tec-1", technician_gender="male") == []

    with pytest.raises(StartRefused) as refused:
        claim(house, technician_id="tec-1", technician_gender="male")

    assert (refused.value.code, refused.value.params) == ("technician_unsuitable", {"because": "gender"})


def test_the_wish_for_a_gender_outlives_a_move_until_somebody_is_named(house: SqlDiary) -> None:
    claim(house, technician_gender="male")
    claim(house, "apt-2", LATER, technician_id="tec-2", customer_id="cus-2")

    assert move(house, "chg-1", LATER).technician_ids == ["tec-4"]
    assert move(house, "chg-2", LATER, revision=2, technician_id="tec-1").technician_ids == ["tec-1"]


def test_who_is_on_the_list_is_neither_offered_nor_given_nor_named(house: SqlDiary) -> None:
    for number in (1, 2, 3):
        put_apart(house, a_customer("cus-1"), f"tec-{number}")
    put_apart(house, a_customer("cus-1"), "tec-1", reason="again")

    asked = {"actor": a_customer("cus-1"), "now": NOW, "wish": a_wish(), "days": 1, "first": MORNING.date()}
    slots = use_cases.find_availability(house, **asked).days[MORNING.date()]  # type: ignore[arg-type]
    assert {slot.technician_ids for slot in slots} == {("tec-4",)}
    assert claim(house).technician_ids == ["tec-4"]

    with pytest.raises(StartRefused) as refused:
        claim(house, "apt-2", LATER, technician_id="tec-1", customer_id="cus-1")
    assert (refused.value.code, refused.value.params) == ("technician_unsuitable", {"because": "unavailable"})
    assert claim(house, "apt-3", LATER, technician_id="tec-1", customer_id="cus-2").technician_ids == ["tec-1"]


def test_only_staff_learn_of_the_list(house: SqlDiary) -> None:
    put_apart(house, a_manager("sto-1"), "tec-1")
    asked = {"now": NOW, "wish": a_wish(technician_id="tec-1"), "starts_at": MORNING}

    def because(actor: Actor, **more: str) -> list[object]:
        found = use_cases.explain_availability(house, actor=actor, **asked, **more)  # type: ignore[arg-type]
        return [reason.params.get("because") for reason in found]

    assert because(a_customer("cus-1")) == ["unavailable"]
    assert because(a_receptionist("sto-1"), customer_id="cus-1") == ["never_again"]
    assert because(a_customer("cus-2")) == []


def test_neither_side_sees_what_the_other_set(house: SqlDiary) -> None:
    put_apart(house, a_customer("cus-1"), "tec-1", reason="hurt")
    put_apart(house, a_manager("sto-1"), "tec-2", reason="rude")
    listed = partial(use_cases.list_never_again, house, customer_id="cus-1")

    assert [(one.technician_id, one.reason) for one in listed(actor=a_customer("cus-1"))] == [("tec-1", "hurt")]
    assert [one.technician_id for one in listed(actor=a_receptionist("sto-1"))] == ["tec-1", "tec-2"]
    assert listed(actor=a_receptionist("sto-9")) == []
    with pytest.raises(Unknown):
        listed(actor=a_customer("cus-2"))


def test_a_customer_takes_back_what_is_theirs_and_staff_whatever_is_set(house: SqlDiary) -> None:
    for actor in (a_customer("cus-1"), a_manager("sto-1")):
        put_apart(house, actor, "tec-1")
    pair = {"customer_id": "cus-1", "technician_id": "tec-1"}

    use_cases.delete_never_again(house, actor=a_customer("cus-1"), **pair)
    assert house.avoidances.avoided("cus-1") == {"tec-1"}
    use_cases.delete_never_again(house, actor=a_receptionist("sto-1"), **pair)
    assert house.avoidances.avoided("cus-1") == frozenset()


@pytest.mark.parametrize("stranger", [a_customer("cus-2"), a_manager("sto-9")])
def test_strangers_put_nobody_apart(house: SqlDiary, stranger: Actor) -> None:
    with pytest.raises(Unknown):
        put_apart(house, stranger, "tec-1")


def test_the_reason_is_sealed_in_the_database(house: SqlDiary) -> None:
    put_apart(house, a_customer("cus-1"), "tec-1", reason="hurt my back")
    claim(house)

    with house.database.reading() as connection:
        columns = "reason FROM avoidances", "document FROM assignments"
        sealed = [connection.execute(text(f"SELECT {column}")).scalar_one() for column in columns]
    assert all(value.startswith("v1:") and "hurt" not in value for value in sealed)


def test_requested_and_rotation_clocks_are_counted_apart(house: SqlDiary) -> None:
    claim(house, "apt-1", technician_id="tec-1")
    claim(house, "apt-2", LATER, technician_id="tec-1", customer_id="cus-2")
    rotated = claim(house, "apt-3", LATER + timedelta(hours=2), customer_id="cus-3")
    claim(house, "apt-4", MORNING + timedelta(days=1), customer_id="cus-4")

    counted = clocks_of(house)
    (chosen,) = rotated.technician_ids
    assert {who: (one.requested, one.rotation) for who, one in counted.items()} == {"tec-1": (2, 0), chosen: (0, 1)}

    end(house, "apt-1")
    assert clocks_of(house)["tec-1"] == Clocks(requested=1)


def test_the_board_shows_whose_turn_it_is(house: SqlDiary) -> None:
    (first,) = claim(house, "apt-1").technician_ids
    claim(house, "apt-2", LATER, technician_id="tec-4", customer_id="cus-2")
    asked = {"now": LATER + timedelta(hours=2), "store_id": "sto-1", "day": MORNING.date()}

    board = use_cases.get_clocks(house, actor=a_receptionist("sto-1"), **asked)  # type: ignore[arg-type]

    assert [row.technician_id for row in board.rows] == ["tec-2", "tec-3", "tec-4", "tec-1"]
    assert [row.turn for row in board.rows] == [1, 2, 3, 4]
    last = board.rows[-1]
    assert (first, last.rotation, last.last_clock_at) == ("tec-1", 1, MORNING + timedelta(minutes=70))
    with pytest.raises(Unknown):
        use_cases.get_clocks(house, actor=a_receptionist("sto-9"), **asked)  # type: ignore[arg-type]


def test_over_a_day_of_requests_for_anybody_the_clocks_of_equals_differ_by_one_at_most(house: SqlDiary) -> None:
    for number in range(14):
        claim(house, f"apt-{number}", MORNING + timedelta(minutes=45 * number), customer_id=f"cus-{number}")
        rotation = Counter({who: one.rotation for who, one in clocks_of(house).items()})
        counts = [rotation[f"tec-{one}"] for one in range(1, 5)]
        assert max(counts) - min(counts) <= 1, (number, counts)


def test_a_returning_guest_meets_who_served_them_last(house: SqlDiary) -> None:
    (known,) = claim(house, "apt-1", technician_id="tec-3").technician_ids
    firm(house, "apt-1")

    again = claim(house, "apt-2", MORNING + timedelta(days=1), customer_id="cus-1")

    assert (again.technician_ids, again.because.code) == ([known], "knows_you")
    assert claim(house, "apt-3", LATER + timedelta(days=1), customer_id="cus-2").technician_ids == ["tec-1"]


def test_the_weights_in_force_judge_and_are_named(house: SqlDiary) -> None:
    for number, rating in ((1, 3.1), (2, 4.9), (3, 3.0), (4, 4.0)):
        worker = a_worker(f"tec-{number}", revision=3, rating=rating, review_count=90)
        house.catalogue.remember("technician", worker)
    weigh(house, 2, rating=0)
    assert claim(house, "apt-1").technician_ids == ["tec-1"]

    weigh(house, 3, rating=9, rotation=0)
    best = claim(house, "apt-2", LATER, customer_id="cus-2")

    told = explained(house, "apt-2")
    assert (best.technician_ids, best.because.code) == (["tec-2"], "best_rated")
    assert (told["weights"]["rating"], told["weights"]["rotation"], told["weights"]["gap"]) == (9, 0, 1)
    assert told["rules"] == {"id": "rul-1", "effective_from": "2026-01-01T00:00:00+00:00"}
    assert explained(house, "apt-1")["weights"]["rating"] == 0


def test_what_was_weighed_is_kept_with_everybodys_score_and_those_left_out(house: SqlDiary) -> None:
    house.catalogue.remember("technician", a_worker("tec-2", revision=3, skills=["美容"]))
    put_apart(house, a_customer("cus-1"), "tec-3")
    claim(house, "apt-0", technician_id="tec-4", customer_id="cus-9")
    claim(house, "apt-1")

    told = explained(house)

    (part,) = told["parts"]
    assert (part["chosen"], told["chosen_because"]["code"], told["replay_agrees"]) == (["tec-1"], "only_one_free", True)
    assert {one["technician_id"]: (one["code"], one["because"]) for one in part["excluded"]} == {
        "tec-2": ("technician_unsuitable", "skill"),
        "tec-3": ("technician_unsuitable", "never_again"),
        "tec-4": ("slot_taken", ""),
    }
    assert part["candidates"][0]["score"] == pytest.approx(sum(part["candidates"][0]["weighted"].values()))
    assert choice_view(explanation_of(house.database, "apt-1")) == told


def test_a_move_is_judged_anew_and_keeps_the_technician(house: SqlDiary) -> None:
    (before,) = claim(house).technician_ids
    claim(house, "apt-2", LATER, technician_id=before, customer_id="cus-2")

    moved = move(house, "chg-1", LATER + timedelta(hours=2))

    told = explained(house)
    assert (moved.technician_ids, told["chosen_because"]["code"]) == ([before], "kept")
    assert (told["kept"], told["starts_at"]) == ([before], "2026-11-19T15:00:00+08:00")


@pytest.mark.parametrize("stranger", [a_customer("cus-1"), a_receptionist("sto-9")])
def test_only_the_stores_staff_are_told_why(house: SqlDiary, stranger: Actor) -> None:
    claim(house)

    with pytest.raises(Unknown):
        use_cases.explain_assignment(house, actor=stranger, appointment_id="apt-1")


@pytest.fixture(params=["READ COMMITTED", "REPEATABLE READ"])
def crowded(request: pytest.FixtureRequest, each_database_of: Callable[..., Database]) -> SqlDiary:
    """Six technicians of whom everybody would want the first."""
    diary = open_shop(a_diary(each_database_of("scheduling", isolation=request.param)), technicians=6, beds=6, **CLOCK)
    diary.catalogue.remember("technician", a_worker("tec-1", revision=2, rating=5, review_count=500))
    return diary


def anybody_at_once(diary: SqlDiary, many: int) -> Counter[str]:
    return raced([partial(claim, diary, f"apt-{number}", customer_id=f"cus-{number}") for number in range(many)])


def test_requests_for_anybody_at_one_time_spread_over_everybody(crowded: SqlDiary) -> None:
    weigh(crowded, 2, rating=9, rotation=0)

    assert anybody_at_once(crowded, 6) == {"won": 6}

    held = filter(None, (crowded.claims.find(f"apt-{number}") for number in range(6)))
    assert sorted(who for one in held for who in one.technician_ids) == [f"tec-{number}" for number in range(1, 7)]
    assert verify_calendars(crowded.database) == []


def test_requests_at_once_for_different_times_take_turns_as_well(crowded: SqlDiary) -> None:
    """Nobody is forced to spread here: every technician is free at every time."""
    starts = [MORNING + timedelta(minutes=90 * number) for number in range(6)]
    attempts = [partial(claim, crowded, f"apt-{n}", at, customer_id=f"cus-{n}") for n, at in enumerate(starts)]

    assert raced(attempts) == {"won": 6}

    day = day_of(crowded.catalogue.store("sto-1"), MORNING)
    clocks = crowded.claims.clocks([f"tec-{number}" for number in range(1, 7)], day, before=day[1])
    assert {who: one.rotation for who, one in clocks.items()} == {f"tec-{number}": 1 for number in range(1, 7)}


@pytest.mark.control
def test_without_the_lock_they_would_all_aim_at_one(crowded: SqlDiary) -> None:
    """The negative control."""
    weigh(crowded, 2, rating=9, rotation=0)
    unguarded(crowded)

    anybody_at_once(crowded, 6)

    held = filter(None, (crowded.claims.find(f"apt-{number}") for number in range(6)))
    assert {who for one in held for who in one.technician_ids} == {"tec-1"}
