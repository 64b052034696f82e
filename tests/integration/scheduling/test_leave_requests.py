"""Leave is asked for, answered and taken back; on both databases."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import eventlet
import pytest
from sqlalchemy import select

from services.scheduling import use_cases
from services.scheduling.adapters.leave_requests import SqlLeaveRequests
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.adapters.tables import metadata
from services.scheduling.domain.business.leave_request import LeaveRequest
from services.scheduling.domain.claim.conflicts import Changed
from services.scheduling.domain.claim.decisions import Decision
from services.scheduling.domain.errors import (
    ClaimsInTheWay,
    IllegalTransition,
    LeaveInThePast,
    LeaveOverlaps,
    NotAllowed,
    Unknown,
    VersionConflict,
)
from shared.actor import Actor
from shared.crypto import keyring
from shared.interval import Interval
from shared.testing.builders import NOW, a_customer, a_manager, a_receptionist, a_technician, an_admin
from tests.support.scheduling import MORNING, a_store, a_worker, booked, found, offered, raced, unguarded

LATER = MORNING + timedelta(hours=3)
DURING = Interval(MORNING, LATER)
REASSIGN = Decision("reassign")
HERS, MANAGER = a_technician("tec-1"), a_manager("sto-1")


def ask(
    diary: SqlDiary, actor: Actor = HERS, during: Interval = DURING, reason: str = "看病", **asked: Any
) -> LeaveRequest:
    what = {"technician_id": "tec-1", "during": during, "reason": reason, **asked}
    return use_cases.ask_for_leave(diary, actor=actor, now=NOW, **what)


def approve(diary: SqlDiary, request: LeaveRequest, actor: Actor = MANAGER, **asked: Any) -> Changed[LeaveRequest]:
    what = {"version": request.version, "decisions": {}, **asked}
    return use_cases.approve_leave_request(diary, actor=actor, now=NOW, request_id=request.id, **what)


def refuse(diary: SqlDiary, request: LeaveRequest, actor: Actor = MANAGER) -> LeaveRequest:
    what = {"request_id": request.id, "version": request.version, "reason": "那天人手不足"}
    return use_cases.refuse_leave_request(diary, actor=actor, now=NOW, **what)


def withdraw(diary: SqlDiary, request: LeaveRequest, actor: Actor = HERS) -> LeaveRequest:
    return use_cases.withdraw_leave_request(diary, actor=actor, now=NOW, request_id=request.id)


def seen(diary: SqlDiary, **asked: Any) -> list[tuple[str, str]]:
    """Id and status of what the store's staff see."""
    query = {"actor": MANAGER, "store_id": "sto-1", **asked}
    return [(one.id, one.status) for one in use_cases.find_leave_requests(diary, **query).items]


def leaves(diary: SqlDiary) -> list[Interval]:
    return [one.during for one in use_cases.list_leave(diary, actor=an_admin(), technician_id="tec-1")]


def told(diary: SqlDiary) -> list[tuple[str, int]]:
    with diary.database.reading() as connection:
        rows = connection.execute(select(metadata.tables["outbox"])).all()
    data = [json.loads(row.data) for row in rows if row.type == "leave_request_changed"]
    return [(one["status"], one["revision"]) for one in data]


def test_asking_takes_no_time_and_approving_does(shop: SqlDiary) -> None:
    asked = ask(shop)
    assert (offered(shop)[0], leaves(shop)) == (MORNING, [])

    approved = approve(shop, asked).what

    assert (approved.status, leaves(shop), offered(shop)[0]) == ("approved", [DURING], LATER)
    assert told(shop) == [("requested", 1), ("approved", 2)]


def test_leave_is_asked_for_whatever_is_booked_and_approved_with_a_decision_for_each_visit(pair: SqlDiary) -> None:
    booked(pair, technician_id="tec-1")
    asked = ask(pair)

    tried = approve(pair, asked, dry_run=True)
    assert [conflict.claim.id for conflict, _ in tried.outcome.open] == ["apt-1"]
    with pytest.raises(ClaimsInTheWay):
        approve(pair, asked)
    assert (seen(pair), leaves(pair)) == ([(asked.id, "requested")], [])

    approve(pair, asked, decisions={"apt-1": REASSIGN})
    assert (found(pair).technician_ids, leaves(pair)) == (["tec-2"], [DURING])


def test_the_same_question_again_is_the_one_that_is_open(shop: SqlDiary) -> None:
    asked = ask(shop)

    assert ask(shop) == asked
    assert told(shop) == [("requested", 1)]


def test_what_overlaps_with_leave_or_an_open_request_is_refused(shop: SqlDiary) -> None:
    asked = ask(shop)
    half = Interval(MORNING - timedelta(hours=1), MORNING + timedelta(hours=1))
    with pytest.raises(LeaveOverlaps):
        ask(shop, during=half)

    withdraw(shop, asked)
    ask(shop, during=half)
    use_cases.add_leave(shop, actor=MANAGER, now=NOW, technician_id="tec-1", during=DURING, reason="")
    with pytest.raises(LeaveOverlaps):
        ask(shop, during=Interval(LATER - timedelta(hours=1), LATER))


def test_a_request_overtaken_by_leave_entered_meanwhile_is_not_approved(shop: SqlDiary) -> None:
    asked = ask(shop)
    use_cases.add_leave(shop, actor=MANAGER, now=NOW, technician_id="tec-1", during=DURING, reason="店长代请")

    with pytest.raises(LeaveOverlaps):
        approve(shop, asked)


def test_time_that_is_over_is_neither_asked_for_nor_approved(shop: SqlDiary) -> None:
    asked = ask(shop)

    with pytest.raises(LeaveInThePast):
        ask(shop, during=Interval(NOW - timedelta(hours=2), NOW - timedelta(hours=1)))
    with pytest.raises(LeaveInThePast):
        use_cases.approve_leave_request(shop, actor=MANAGER, now=LATER, request_id=asked.id, version=1, decisions={})


def test_a_refusal_keeps_its_words_and_takes_no_time(shop: SqlDiary) -> None:
    refused = refuse(shop, ask(shop))

    assert (refused.status, refused.refusal, refused.answered_by) == ("refused", "那天人手不足", str(MANAGER))
    assert (leaves(shop), told(shop)[-1]) == ([], ("refused", 2))


def test_an_approved_one_says_when_its_leave_is_taken_back(shop: SqlDiary) -> None:
    approved = approve(shop, ask(shop)).what
    assert approved.leave_id is not None

    use_cases.delete_leave(shop, actor=HERS, now=NOW, technician_id="tec-1", leave_id=approved.leave_id)

    assert (seen(shop), leaves(shop)) == ([(approved.id, "taken_back")], [])
    assert told(shop)[-1] == ("taken_back", 3)


def test_an_answer_again_changes_nothing_and_another_comes_too_late(shop: SqlDiary) -> None:
    asked = ask(shop)
    approved = approve(shop, asked).what

    assert approve(shop, asked).what == approved
    assert leaves(shop) == [DURING]
    with pytest.raises(VersionConflict):
        approve(shop, asked, an_admin())
    with pytest.raises(VersionConflict):
        refuse(shop, asked)
    with pytest.raises(IllegalTransition):
        withdraw(shop, asked)
    assert told(shop) == [("requested", 1), ("approved", 2)]


def test_what_is_withdrawn_is_not_answered_any_more(shop: SqlDiary) -> None:
    asked = ask(shop)

    withdrawn = withdraw(shop, asked)

    assert withdraw(shop, asked) == withdrawn
    with pytest.raises(VersionConflict):
        approve(shop, asked)


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (HERS, NotAllowed),
        (a_receptionist("sto-1"), NotAllowed),
        (a_manager("sto-2"), Unknown),
        (a_technician("tec-2"), Unknown),
    ],
)
def test_only_who_manages_a_store_of_theirs_answers(shop: SqlDiary, actor: Actor, refusal: type[Exception]) -> None:
    asked = ask(shop)

    for answer in (approve, refuse):
        with pytest.raises(refusal):
            answer(shop, asked, actor)
    assert seen(shop) == [(asked.id, "requested")]


@pytest.mark.parametrize(
    ("actor", "refusal"), [(a_technician("tec-2"), Unknown), (a_manager("sto-2"), Unknown), (a_customer(), NotAllowed)]
)
def test_for_others_a_technicians_requests_do_not_exist(pair: SqlDiary, actor: Actor, refusal: type[Exception]) -> None:
    asked = ask(pair)

    for deed in (
        lambda: ask(pair, actor),
        lambda: withdraw(pair, asked, actor),
        lambda: use_cases.list_leave_requests(pair, actor=actor, technician_id="tec-1"),
        lambda: use_cases.find_leave_requests(pair, actor=actor, store_id="sto-1"),
    ):
        with pytest.raises((refusal, NotAllowed)):
            deed()


def test_the_staff_see_their_stores_requests_page_by_page_the_newest_first(pair: SqlDiary) -> None:
    pair.catalogue.remember("store", a_store(store_id="sto-2", slug="jingansi"))
    pair.catalogue.remember("technician", a_worker("tec-9", stores=["sto-2"]))
    first, second = ask(pair), ask(pair, a_technician("tec-2"), technician_id="tec-2")
    ask(pair, a_technician("tec-9"), technician_id="tec-9")
    refuse(pair, first)

    assert seen(pair) == [(second.id, "requested"), (first.id, "refused")]
    assert seen(pair, status="requested") == [(second.id, "requested")]
    page = use_cases.find_leave_requests(pair, actor=MANAGER, store_id="sto-1", limit=1)
    assert (page.next_cursor, page.names["tec-2"]) == (second.id, "tec-2")
    assert seen(pair, cursor=page.next_cursor) == [(first.id, "refused")]


def test_why_somebody_wants_leave_is_sealed_where_it_lies(shop: SqlDiary) -> None:
    ask(shop)

    with shop.database.reading() as connection:
        [row] = connection.exec_driver_sql("SELECT reason FROM leave_requests").all()
    assert keyring().unseal(row.reason, "leave_requests.reason") == "看病"


class SlowRequests(SqlLeaveRequests):
    """What is decided is written late: by then it is old news, unless a lock holds the others off."""

    def add(self, request: LeaveRequest) -> None:
        eventlet.sleep(0.8)
        super().add(request)

    def save(self, request: LeaveRequest) -> None:
        eventlet.sleep(0.8)
        super().save(request)


def slowly(diary: SqlDiary) -> SqlDiary:
    diary.leave_requests = SlowRequests(diary.database)
    return diary


Race = Callable[[SqlDiary], list[Callable[[], object]]]


def two_answers(diary: SqlDiary) -> list[Callable[[], object]]:
    asked = ask(diary)
    return [partial(approve, diary, asked), partial(refuse, diary, asked, an_admin())]


def two_approvals(diary: SqlDiary) -> list[Callable[[], object]]:
    asked = ask(diary)
    return [partial(approve, diary, asked), partial(approve, diary, asked, an_admin())]


def an_answer_and_a_change_of_mind(diary: SqlDiary) -> list[Callable[[], object]]:
    asked = ask(diary)
    return [partial(approve, diary, asked), partial(withdraw, diary, asked)]


def two_questions(diary: SqlDiary) -> list[Callable[[], object]]:
    longer = Interval(MORNING, LATER + timedelta(hours=1))
    return [partial(ask, diary), partial(ask, diary, during=longer)]


each_race = pytest.mark.parametrize("race", [two_answers, two_approvals, an_answer_and_a_change_of_mind, two_questions])


@each_race
def test_of_two_at_once_one_is_first_and_the_other_is_told(busy_house: SqlDiary, race: Race) -> None:
    attempts = race(busy_house)

    slowly(busy_house)
    outcomes = raced(attempts)

    assert outcomes["won"] == 1
    assert set(outcomes) <= {"won", "version_conflict", "illegal_transition", "leave_overlaps"}
    [(_, status)] = seen(busy_house)
    assert len(leaves(busy_house)) == (status == "approved")


@pytest.mark.control
@each_race
def test_without_the_lock_both_are_first(busy_house: SqlDiary, race: Race) -> None:
    attempts = race(busy_house)
    slowly(unguarded(busy_house, pause=0))

    assert raced(attempts)["won"] == 2
