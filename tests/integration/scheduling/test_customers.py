"""A customer is in one place at a time, and comes no more often than the house allows, whatever happens at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from services.scheduling import use_cases
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.adapters.verification import verify_calendars
from services.scheduling.domain.errors import CustomerBusy, CustomerLimitReached, NotAllowed
from shared.actor import ANONYMOUS, Actor
from shared.db import Database
from shared.testing.builders import NOW, a_customer, a_receptionist
from tests.support.scheduling import (
    MORNING,
    a_diary,
    a_plan,
    a_store,
    a_wish,
    a_worker,
    claim,
    end,
    move,
    open_shop,
    raced,
    some_rules,
    unguarded,
)

LATER = MORNING + timedelta(hours=3)
MINE = {"customer_id": "cus-1"}


def offered_to(diary: SqlDiary, actor: Actor, **more: object) -> list[datetime]:
    query = {"actor": actor, "now": NOW, "days": 1, "first": MORNING.date(), "wish": a_wish(), **more}
    found = use_cases.find_availability(diary, **query)  # type: ignore[arg-type]
    return [slot.starts_at for slots in found.days.values() for slot in slots]


def why_not(diary: SqlDiary, actor: Actor, **more: object) -> set[str]:
    query = {"actor": actor, "now": NOW, "wish": a_wish(), "starts_at": MORNING, **more}
    return {reason.code for reason in use_cases.explain_availability(diary, **query)}  # type: ignore[arg-type]


def limit(diary: SqlDiary, **values: int) -> None:
    diary.catalogue.remember("booking_rules", some_rules(revision=2, slot_anchor="clock", **values))


def test_a_second_visit_of_the_same_customer_at_the_same_time_is_refused(pair: SqlDiary) -> None:
    claim(pair, technician_id="tec-1")

    with pytest.raises(CustomerBusy):
        claim(pair, "apt-2", technician_id="tec-2", **MINE)


def test_a_visit_in_another_store_counts_as_well(pair: SqlDiary) -> None:
    pair.catalogue.remember("store", a_store(store_id="sto-2"))
    pair.catalogue.remember("technician", a_worker("tec-9", stores=["sto-2"]))
    pair.rosters.put_plan("tec-9", a_plan())
    claim(pair, "apt-2", store_id="sto-2", **MINE)

    with pytest.raises(CustomerBusy):
        claim(pair)
    assert claim(pair, "apt-3", customer_id="cus-3").technician_ids == ["tec-1"]


def test_what_is_booked_for_a_guest_is_not_held_against_the_customer(pair: SqlDiary) -> None:
    claim(pair)

    held = claim(pair, "apt-2", for_guest=True, **MINE)

    assert (held.guest_id, held.customer_id) == (None, "cus-1")


def test_a_cancelled_visit_gives_the_customer_their_time_back(pair: SqlDiary) -> None:
    claim(pair, technician_id="tec-1")
    end(pair)

    assert claim(pair, "apt-2", technician_id="tec-2", **MINE).guest_id == "cus-1"
    assert verify_calendars(pair.database) == []


def test_a_visit_that_is_moved_is_not_in_its_own_way(pair: SqlDiary) -> None:
    limit(pair, max_visits_per_customer_per_day=1, max_visits_per_customer_per_week=1)
    claim(pair, technician_id="tec-1")
    soon = MORNING + timedelta(minutes=30)

    assert soon in offered_to(pair, a_customer("cus-1"), appointment_id="apt-1")
    assert move(pair, "chg-1", soon).starts_at == soon
    assert verify_calendars(pair.database) == []


def test_a_move_into_another_visit_of_the_customer_is_refused(pair: SqlDiary) -> None:
    claim(pair)
    claim(pair, "apt-2", LATER, **MINE)

    with pytest.raises(CustomerBusy):
        move(pair, "chg-1", LATER)


def test_the_limit_of_the_day_and_of_the_week_refuse(pair: SqlDiary) -> None:
    limit(pair, max_visits_per_customer_per_day=1, max_visits_per_customer_per_week=2)
    claim(pair)

    with pytest.raises(CustomerLimitReached):
        claim(pair, "apt-2", LATER, **MINE)
    claim(pair, "apt-3", MORNING + timedelta(days=1), **MINE)
    with pytest.raises(CustomerLimitReached):
        claim(pair, "apt-4", MORNING + timedelta(days=2), **MINE)
    assert claim(pair, "apt-5", MORNING + timedelta(days=4), **MINE).revision == 1


def test_staff_may_override_a_limit_with_a_reason(pair: SqlDiary) -> None:
    limit(pair, max_visits_per_customer_per_day=1)
    claim(pair)
    claim(pair, "apt-2", MORNING + timedelta(days=1), **MINE)

    with pytest.raises(CustomerLimitReached):
        move(pair, "chg-1", LATER, claim_id="apt-2")
    assert move(pair, "chg-2", LATER, claim_id="apt-2", override_reason="熟客").starts_at == LATER


def test_a_customer_is_offered_what_they_could_book_and_nobody_else_less(pair: SqlDiary) -> None:
    claim(pair, technician_id="tec-1")
    myself, another = a_customer("cus-1"), a_customer("cus-2")

    assert MORNING not in offered_to(pair, myself)
    assert why_not(pair, myself) == {"customer_busy"}
    for looking in (another, ANONYMOUS, a_receptionist("sto-1")):
        assert MORNING in offered_to(pair, looking)
        assert why_not(pair, looking) == set()
    assert MORNING in offered_to(pair, myself, for_guest=True)


def test_staff_see_what_a_customer_could_book_and_customers_only_their_own(pair: SqlDiary) -> None:
    claim(pair, technician_id="tec-1")

    assert MORNING not in offered_to(pair, a_receptionist("sto-1"), customer_id="cus-1")
    assert MORNING not in offered_to(pair, a_customer("cus-1"), customer_id="cus-1")
    for stranger in (a_customer("cus-2"), ANONYMOUS, a_receptionist("sto-2")):
        with pytest.raises(NotAllowed):
            offered_to(pair, stranger, customer_id="cus-1")


def test_a_whole_day_at_its_limit_is_shown_without_slots(pair: SqlDiary) -> None:
    limit(pair, max_visits_per_customer_per_day=1)
    claim(pair, technician_id="tec-1")

    assert offered_to(pair, a_customer("cus-1")) == []
    assert offered_to(pair, a_customer("cus-2")) != []


@pytest.fixture(params=["READ COMMITTED", "REPEATABLE READ"])
def ten(request: pytest.FixtureRequest, each_database_of: Callable[..., Database]) -> SqlDiary:
    """Ten technicians and ten beds, at either isolation level."""
    database = each_database_of("scheduling", isolation=request.param)
    return open_shop(a_diary(database), technicians=10, beds=10, slot_anchor="clock")


def everywhere_at_once(diary: SqlDiary, step: timedelta = timedelta()) -> list[Callable[[], object]]:
    """One customer books each of ten technicians, each `step` later than the one before."""
    return [
        partial(claim, diary, f"apt-{n}", MORNING + (n - 1) * step, technician_id=f"tec-{n}", **MINE)
        for n in range(1, 11)
    ]


def test_ten_bookings_of_one_customer_with_ten_technicians_give_one(ten: SqlDiary) -> None:
    assert raced(everywhere_at_once(ten)) == {"won": 1, "customer_busy": 9}
    assert verify_calendars(ten.database) == []


def test_ten_bookings_at_once_do_not_pass_the_limit_of_the_day(ten: SqlDiary) -> None:
    limit(ten, max_visits_per_customer_per_day=3)

    assert raced(everywhere_at_once(ten, timedelta(hours=1))) == {"won": 3, "customer_limit_reached": 7}


def test_a_move_and_a_booking_of_one_customer_at_once_never_overlap(ten: SqlDiary) -> None:
    claim(ten, technician_id="tec-1")

    outcomes = raced(
        [partial(move, ten, "chg-1", LATER), partial(claim, ten, "apt-2", LATER, technician_id="tec-2", **MINE)]
    )

    assert outcomes == {"won": 1, "customer_busy": 1}
    assert verify_calendars(ten.database) == []


@pytest.mark.control
def test_without_the_lock_one_customer_is_in_several_places(ten: SqlDiary) -> None:
    assert raced(everywhere_at_once(unguarded(ten)))["won"] > 1
