"""Nobody is ever double-booked: many at once, at both isolation levels, and what happens without the lock."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from services.scheduling import use_cases
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.adapters.verification import verify_calendars
from services.scheduling.domain.claim.claims import Need
from shared.db import Database
from shared.interval import Interval
from shared.testing.builders import NOW, an_admin
from tests.support.scheduling import (
    MORNING,
    ReadingFirst,
    a_diary,
    announced,
    claim,
    end,
    firm,
    inbox,
    move,
    open_shop,
    overlapping,
    raced,
    unguarded,
)

LATER = MORNING + timedelta(hours=3)
EVERYTHING = ["tec-1", "tec-2", "bed-1:001", "bed-1:002"]


class NotNeeded:
    """Booking, which needs no claim."""

    def need(self, claim_id: str) -> Need:
        assert claim_id
        return Need(is_needed=False)


@pytest.mark.parametrize("many", [10, 64])
def test_many_claims_of_one_slot_give_it_to_exactly_one(busy_house: SqlDiary, many: int) -> None:
    attempts = [partial(claim, busy_house, f"apt-{number}", technician_id="tec-1") for number in range(many)]

    outcomes = raced(attempts)

    assert outcomes["won"] == 1
    assert set(outcomes) <= {"won", "slot_taken"}
    assert verify_calendars(busy_house.database) == []


def test_on_a_busy_day_exactly_one_wins_as_well(busy_house: SqlDiary) -> None:
    for hour in (0, 2, 4, 6):
        claim(busy_house, f"before-{hour}", MORNING + timedelta(hours=hour), technician_id="tec-1")
    free = MORNING + timedelta(hours=8)

    outcomes = raced([partial(claim, busy_house, f"apt-{n}", free, technician_id="tec-1") for n in range(10)])

    assert outcomes == {"won": 1, "slot_taken": 9}
    assert overlapping(busy_house) == []


def test_any_technician_with_two_free_and_three_requests_gives_two(busy_house: SqlDiary) -> None:
    outcomes = raced([partial(claim, busy_house, f"apt-{number}") for number in range(3)])

    assert outcomes == {"won": 2, "slot_taken": 1}
    assert verify_calendars(busy_house.database) == []


def test_beds_are_scarce_too(each_database_of: Callable[..., Database]) -> None:
    house = open_shop(a_diary(each_database_of("scheduling")), technicians=4, beds=2)

    outcomes = raced([partial(claim, house, f"apt-{n}", technician_id=f"tec-{n}") for n in range(1, 5)])

    assert outcomes == {"won": 2, "slot_taken": 2}


def test_the_same_claim_sent_many_times_is_one_claim(busy_house: SqlDiary) -> None:
    outcomes = raced([partial(claim, busy_house, "apt-1") for _ in range(10)])

    assert outcomes == {"won": 10}
    assert len(busy_house.claims.during(["tec-1", "tec-2"], Interval(NOW, NOW + timedelta(days=3)))) == 1


def test_a_move_and_a_claim_of_the_same_slot_never_both_win(busy_house: SqlDiary) -> None:
    claim(busy_house, technician_id="tec-1")

    outcomes = raced(
        [
            partial(move, busy_house, "chg-1", LATER, technician_id="tec-1"),
            partial(claim, busy_house, "apt-2", LATER, technician_id="tec-1"),
        ]
    )

    assert outcomes == {"won": 1, "slot_taken": 1}
    assert overlapping(busy_house) == []


def test_two_visits_that_swap_their_places_at_once_never_overlap(busy_house: SqlDiary) -> None:
    claim(busy_house, "apt-1", technician_id="tec-1")
    claim(busy_house, "apt-2", LATER, technician_id="tec-1")

    raced(
        [
            partial(move, busy_house, "chg-1", LATER, claim_id="apt-1", technician_id="tec-1"),
            partial(move, busy_house, "chg-2", MORNING, claim_id="apt-2", technician_id="tec-1"),
        ]
    )

    assert overlapping(busy_house) == []
    assert verify_calendars(busy_house.database) == []


def test_two_changes_of_one_visit_at_once_give_one_and_a_version_conflict(busy_house: SqlDiary) -> None:
    claim(busy_house)

    outcomes = raced([partial(move, busy_house, f"chg-{n}", LATER + timedelta(hours=n)) for n in range(2)])

    assert outcomes == {"won": 1, "version_conflict": 1}
    assert verify_calendars(busy_house.database) == []


def test_one_change_delivered_twice_at_once_moves_once(busy_house: SqlDiary) -> None:
    claim(busy_house)

    assert raced([partial(move, busy_house, "chg-1", LATER)] * 5) == {"won": 5}
    found = busy_house.claims.find("apt-1")
    assert found is not None
    assert found.revision == 2


def test_a_move_and_a_cancellation_at_once_leave_no_ghost(busy_house: SqlDiary) -> None:
    claim(busy_house)

    raced([partial(move, busy_house, "chg-1", LATER), partial(end, busy_house)])

    assert busy_house.claims.during(["tec-1", "tec-2"], Interval(NOW, NOW + timedelta(days=3))) == []
    assert verify_calendars(busy_house.database) == []


def test_one_cancellation_delivered_many_times_at_once_is_taken_once(busy_house: SqlDiary) -> None:
    claim(busy_house)

    assert raced([partial(end, busy_house, id="evt-1")] * 6) == {"won": 6}
    assert announced(busy_house) == ["claim_released", "time_freed"]
    assert inbox(busy_house) == [("on_appointment_cancelled", "evt-1")]


def test_a_cancellation_among_changes_frees_the_time_wherever_it_is_by_then(busy_house: SqlDiary) -> None:
    for visit in (f"apt-{number}" for number in range(4)):
        claim(busy_house, visit)
        moves = [partial(move, busy_house, f"{visit}-{n}", LATER, claim_id=visit, revision=n) for n in (1, 2)]

        raced([*moves, partial(end, busy_house, visit), partial(firm, busy_house, visit)])

        assert busy_house.claims.during(EVERYTHING, Interval(NOW, NOW + timedelta(days=3))) == []
        assert verify_calendars(busy_house.database) == []


def test_a_change_and_the_question_after_it_agree_whether_it_was_made(busy_house: SqlDiary) -> None:
    claim(busy_house)
    told: list[bool] = []

    def ask() -> None:
        settled = use_cases.settle_change(busy_house, actor=an_admin(), claim_id="apt-1", change_id="chg-1")
        told.append(settled.is_moved)

    outcomes = raced([partial(move, busy_house, "chg-1", LATER), ask])

    found = busy_house.claims.find("apt-1")
    assert found is not None
    assert (found.starts_at == LATER) is told[0] is ("change_refused" not in outcomes)


def test_a_claim_and_the_end_of_its_visit_at_once_leave_a_tombstone(busy_house: SqlDiary) -> None:
    for visit in (f"apt-{number}" for number in range(4)):
        cancelled = partial(end, busy_house, visit, id=f"evt-{visit}")
        raced([partial(claim, busy_house, visit), cancelled])
        cancelled()  # it comes again if it failed, and does nothing otherwise

        found = busy_house.claims.find(visit)
        assert found is not None
        assert (found.status, found.takings) == ("released", ())
        assert verify_calendars(busy_house.database) == []


def test_many_replicas_that_ask_about_one_hold_let_it_go_once(each_database_of: Callable[..., Database]) -> None:
    house = open_shop(a_diary(each_database_of("scheduling"), hold_seconds=-1))
    claim(house)

    raced([partial(use_cases.expire_holds, house, NotNeeded(), now=NOW)] * 4)

    assert announced(house) == ["claim_released", "time_freed"]
    assert verify_calendars(house.database) == []


@pytest.mark.real
@pytest.mark.control
@pytest.mark.parametrize(("isolation", "is_right"), [("READ COMMITTED", True), ("REPEATABLE READ", False)])
def test_control_a_plain_read_before_the_locks_frees_what_the_visit_has_left(
    real_database_of: Callable[..., Database], isolation: str, *, is_right: bool
) -> None:
    house = open_shop(a_diary(real_database_of("scheduling", isolation=isolation)), technicians=2)
    claim(house)
    careless = a_diary(house.database)
    careless.claims = ReadingFirst(house.database, meanwhile=partial(move, house, "chg-1", LATER))

    end(careless)

    assert (verify_calendars(house.database) == []) is is_right


def test_a_leave_and_a_claim_at_once_never_both_get_the_time(busy_house: SqlDiary) -> None:
    during = Interval(MORNING, LATER)
    leave = partial(use_cases.add_leave, busy_house, actor=an_admin(), now=NOW, technician_id="tec-1", during=during)

    outcomes = raced(
        [partial(claim, busy_house, technician_id="tec-1"), partial(leave, reason="")],
    )

    assert outcomes["won"] == 1
    assert set(outcomes) <= {"won", "claims_in_the_way", "outside_hours"}


@pytest.mark.control
def test_without_the_lock_the_same_slot_is_given_away_more_than_once(busy_house: SqlDiary) -> None:
    house = unguarded(busy_house)

    outcomes = raced([partial(claim, house, f"apt-{number}", technician_id="tec-1") for number in range(10)])

    assert outcomes["won"] > 1
    assert overlapping(house) != []


@pytest.mark.control
def test_without_the_lock_a_move_and_a_claim_overlap(busy_house: SqlDiary) -> None:
    claim(busy_house, technician_id="tec-1")
    house = unguarded(busy_house)

    outcomes = raced(
        [
            partial(move, house, "chg-1", LATER, technician_id="tec-1"),
            partial(claim, house, "apt-2", LATER, technician_id="tec-1"),
        ]
    )

    assert outcomes == {"won": 2}
    assert overlapping(house) != []
