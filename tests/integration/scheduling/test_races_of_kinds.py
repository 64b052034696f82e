"""Races over everything that can be scarce: beds, couples, free phases, midnight, working time and the visits in it.

Each runs on SQLite and on the real server, at both isolation levels; each has its negative control, the same race with
the lock taken out.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import eventlet
import pytest

from services.scheduling import use_cases
from services.scheduling.adapters.rosters import SqlRosters
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.domain.business.roster import Roster
from services.scheduling.domain.claim.decisions import ROSTER, Decision, RosterChange
from services.scheduling.domain.hours.cells import Span
from services.scheduling.use_cases.conflicts import change_rosters
from shared.interval import Interval
from shared.testing.builders import NOW, an_admin
from tests.support.scheduling import (
    ALL_DAY,
    MORNING,
    a_plan,
    a_store,
    a_treatment,
    booked,
    claim,
    end,
    firm,
    found,
    move,
    open_shop,
    overlapping,
    raced,
    some_beds,
    unguarded,
)

LATER = MORNING + timedelta(hours=3)
EVENING = {day: [{"from": "16:00", "to": "22:00"}] for day in ALL_DAY}
REASSIGN = Decision("reassign")

Attempt = Callable[[], object]
Race = Callable[[SqlDiary], list[Attempt]]
SEGMENTS = [
    {"name": "点艾", "minutes": 15, "technician": True},
    {"name": "艾灸", "minutes": 30, "technician": False},
    {"name": "收尾", "minutes": 15, "technician": True},
]


def for_the_last_bed(diary: SqlDiary) -> list[Attempt]:
    open_shop(diary, technicians=2, beds=1, slot_anchor="clock")
    return [partial(claim, diary, f"apt-{n}", technician_id=f"tec-{n % 2 + 1}") for n in range(6)]


def for_two_of_three(diary: SqlDiary) -> list[Attempt]:
    """Two couples; three technicians and four beds."""
    open_shop(diary, technicians=3, beds=4, slot_anchor="clock")
    return [partial(claim, diary, f"apt-{n}", party_size=2) for n in range(2)]


def for_two_of_three_beds(diary: SqlDiary) -> list[Attempt]:
    """Two couples; four technicians and three beds."""
    open_shop(diary, technicians=4, beds=3, slot_anchor="clock")
    return [partial(claim, diary, f"apt-{n}", party_size=2) for n in range(2)]


def for_the_time_while_the_moxa_burns(diary: SqlDiary) -> list[Attempt]:
    """One technician, busy with a moxibustion whose free phase holds one more short visit."""
    open_shop(diary, technicians=1, beds=6, slot_anchor="clock", slot_step_minutes=5)
    diary.catalogue.remember("treatment", a_treatment(treatment_id="tre-2", segments=SEGMENTS))
    short = {"treatment_id": "tre-3", "duration_minutes": 20, "turnover_minutes": 0}
    diary.catalogue.remember("treatment", a_treatment(**short))
    claim(diary, "moxa", treatment_id="tre-2")
    starts = [MORNING + timedelta(minutes=15 + 5 * (n % 3)) for n in range(6)]
    return [partial(claim, diary, f"apt-{n}", at, treatment_id="tre-3") for n, at in enumerate(starts)]


def for_the_night(diary: SqlDiary) -> list[Attempt]:
    """London works from eight in the evening to two; a visit from half past eleven ends on another UTC day."""
    night = {day: [{"from": "20:00", "to": "26:00"}] for day in ALL_DAY}
    open_shop(diary, technicians=1, beds=2, slot_anchor="clock")
    diary.catalogue.remember("store", a_store(revision=2, timezone="Europe/London", opening_hours=night))
    diary.rosters.put_plan("tec-1", a_plan(night))
    before, after = datetime(2026, 11, 19, 23, 30, tzinfo=UTC), datetime(2026, 11, 20, 0, 15, tzinfo=UTC)
    return [partial(claim, diary, f"apt-{n}", after if n % 2 else before) for n in range(6)]


RACES = [
    for_the_last_bed,
    for_two_of_three,
    for_two_of_three_beds,
    for_the_time_while_the_moxa_burns,
    for_the_night,
]


def overlaps(diary: SqlDiary) -> list[tuple[str, str]]:
    people = [f"tec-{n}" for n in range(1, 5)] + [f"bed-1:{n:03d}" for n in range(1, 7)]
    return overlapping(diary, people)


@pytest.mark.parametrize("race", RACES)
def test_what_is_left_once_is_given_once(isolated: SqlDiary, race: Race) -> None:
    attempts = race(isolated)

    outcomes = raced(attempts)

    assert outcomes == Counter({"won": 1, "slot_taken": len(attempts) - 1})
    assert overlaps(isolated) == []


@pytest.mark.control
@pytest.mark.parametrize("race", RACES)
def test_without_the_lock_it_is_given_twice(isolated: SqlDiary, race: Race) -> None:
    attempts = race(isolated)
    unguarded(isolated)

    assert raced(attempts)["won"] > 1
    assert overlaps(isolated) != []


def test_a_visit_and_another_in_its_free_phase_booked_at_once_both_succeed(isolated: SqlDiary) -> None:
    short, *_ = for_the_time_while_the_moxa_burns(isolated)
    end(isolated, "moxa")

    outcomes = raced([partial(claim, isolated, "moxa-2", treatment_id="tre-2"), short])

    assert outcomes == {"won": 2}
    assert overlaps(isolated) == []


def test_a_night_visit_and_its_end_at_once_leave_neither_day_taken(isolated: SqlDiary) -> None:
    """That the bits of both days are free again is what the proof after the test says."""
    before, *_ = for_the_night(isolated)
    before()

    after_midnight = datetime(2026, 11, 20, 0, 15, tzinfo=UTC)
    raced([partial(end, isolated, "apt-0"), partial(move, isolated, "chg-1", after_midnight, claim_id="apt-0")])

    assert found(isolated, "apt-0").takings == ()


# Working time against visits. Whatever is first, no visit ends outside working time without a decision for it.


def leave(diary: SqlDiary, technician_id: str = "tec-1", **decisions: Decision) -> None:
    asked = {visit.replace("_", "-"): decision for visit, decision in decisions.items()}
    during = Interval(MORNING, LATER)
    use_cases.add_leave(
        diary, actor=an_admin(), now=NOW, technician_id=technician_id, during=during, reason="", decisions=asked
    )


def new_plan(diary: SqlDiary) -> None:
    use_cases.put_working_plan(diary, actor=an_admin(), now=NOW, technician_id="tec-1", plan=a_plan(EVENING))


def off_duty(diary: SqlDiary) -> None:
    use_cases.set_duty(diary, actor=an_admin(), now=NOW, technician_id="tec-1", is_on=False)


def new_roster(diary: SqlDiary) -> None:
    change = RosterChange(ROSTER, plans=tuple((who, a_plan(EVENING)) for who in ("tec-1", "tec-2")))
    change_rosters(diary, actor=an_admin(), now=NOW, change=change, decisions={})


CHANGES: list[tuple[Callable[[SqlDiary], None], datetime]] = [
    (leave, MORNING),
    (new_plan, MORNING),
    (new_roster, MORNING),
    (off_duty, NOW + timedelta(hours=2)),
]
NAMES = [change.__name__ for change, _ in CHANGES]
each_change = pytest.mark.parametrize(("change", "starts_at"), CHANGES, ids=NAMES)


class SlowRosters(SqlRosters):
    """What a booking reads of the rosters is old by the time it decides, unless a lock holds the others off."""

    def of(self, technician_ids: Any, span: Span) -> dict[str, Roster]:
        rosters = super().of(technician_ids, span)
        eventlet.sleep(0.8)
        return rosters


def slowly(diary: SqlDiary) -> SqlDiary:
    slow = SlowRosters(diary.database, diary.rosters._memory)
    diary.rosters = slow
    return diary


def outside(diary: SqlDiary) -> list[str]:
    listed = use_cases.find_conflicts(diary, actor=an_admin(), now=NOW, store_id="sto-1")
    return [one.claim.id for one, _ in listed.items]


@each_change
def test_working_time_and_a_visit_in_it_are_never_both_had(
    busy_house: SqlDiary, change: Callable[[SqlDiary], None], starts_at: datetime
) -> None:
    slow = slowly(busy_house)

    outcomes = raced([partial(claim, slow, "apt-1", starts_at, technician_id="tec-1"), partial(change, slow)])

    assert outcomes["won"] == 1
    assert set(outcomes) <= {"won", "claims_in_the_way", "outside_hours"}
    assert outside(busy_house) == []


@pytest.mark.control
@each_change
def test_without_the_lock_a_visit_is_left_outside_working_time(
    busy_house: SqlDiary, change: Callable[[SqlDiary], None], starts_at: datetime
) -> None:
    house = slowly(unguarded(busy_house, pause=0))

    def once_the_rosters_are_read() -> None:
        eventlet.sleep(0.4)
        change(house)

    outcomes = raced([partial(claim, house, "apt-1", starts_at, technician_id="tec-1"), once_the_rosters_are_read])

    assert outcomes == {"won": 2}
    assert outside(house) == ["apt-1"]


def test_a_visit_taken_over_and_a_booking_of_the_same_colleague_never_both_win(busy_house: SqlDiary) -> None:
    booked(busy_house, technician_id="tec-1")

    outcomes = raced(
        [
            partial(leave, busy_house, apt_1=REASSIGN),
            partial(claim, busy_house, "apt-2", technician_id="tec-2"),
        ]
    )

    assert outcomes["won"] == 1
    assert set(outcomes) <= {"won", "slot_taken", "decision_impossible"}
    assert overlapping(busy_house) == []
    assert outside(busy_house) == []


def test_two_leaves_that_give_their_visits_to_one_another_are_not_both_taken(busy_house: SqlDiary) -> None:
    booked(busy_house, "apt-1", technician_id="tec-1")
    booked(busy_house, "apt-2", LATER - timedelta(minutes=75), technician_id="tec-2")

    outcomes = raced(
        [partial(leave, busy_house, "tec-1", apt_1=REASSIGN), partial(leave, busy_house, "tec-2", apt_2=REASSIGN)]
    )

    assert outcomes["won"] == 1
    assert set(outcomes) <= {"won", "claims_in_the_way", "decision_impossible"}
    assert outside(busy_house) == []


def test_a_customers_change_and_the_shops_move_are_made_one_after_the_other(busy_house: SqlDiary) -> None:
    booked(busy_house, technician_id="tec-1")

    outcomes = raced([partial(leave, busy_house, apt_1=REASSIGN), partial(move, busy_house, "chg-1", LATER)])

    now = found(busy_house)
    assert outcomes["won"] >= 1
    assert set(outcomes) <= {"won", "version_conflict"}
    assert (now.revision, now.starts_at == LATER) in {(2, False), (2, True)}
    assert overlapping(busy_house) == []
    assert outside(busy_house) == []


def test_a_cancellation_and_the_shops_move_leave_no_ghost(busy_house: SqlDiary) -> None:
    booked(busy_house, technician_id="tec-1")

    outcomes = raced([partial(leave, busy_house, apt_1=REASSIGN), partial(end, busy_house)])

    assert outcomes == {"won": 2}
    assert (found(busy_house).status, found(busy_house).takings) == ("released", ())


def test_a_hold_becomes_firm_or_is_refused_but_is_not_lost_while_the_shop_moves_it(busy_house: SqlDiary) -> None:
    claim(busy_house, technician_id="tec-1")

    outcomes = raced([partial(leave, busy_house, apt_1=REASSIGN), partial(firm, busy_house)])

    now = found(busy_house)
    assert set(outcomes) <= {"won", "decision_impossible"}
    assert now.status == "firm"
    assert now.technician_ids == (["tec-2"] if outcomes["won"] == 2 else ["tec-1"])


def test_many_rosters_and_many_bookings_at_once_end_in_working_time(isolated: SqlDiary) -> None:
    house = open_shop(isolated, technicians=4, beds=4, slot_anchor="clock")
    house.catalogue.remember("resource", some_beds(4, revision=2))
    bookings = [
        partial(claim, house, f"apt-{n}", MORNING + timedelta(hours=n % 3), technician_id=f"tec-{n % 4 + 1}")
        for n in range(12)
    ]
    changes = [partial(leave, house, f"tec-{n}") for n in range(1, 5)]

    outcomes = raced([step for pair in zip(bookings[:4], changes, strict=True) for step in pair] + bookings[4:])

    assert outcomes["won"] >= 4
    assert set(outcomes) <= {"won", "claims_in_the_way", "outside_hours", "slot_taken"}
    assert overlaps(house) == []
    assert outside(house) == []
