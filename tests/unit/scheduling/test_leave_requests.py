"""What may be asked, and what becomes of a request for leave, without any database."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.scheduling.domain.business.leave_request import (
    APPROVED,
    REFUSED,
    REQUESTED,
    STATUSES,
    TAKEN_BACK,
    WITHDRAWN,
    LeaveRequest,
)
from services.scheduling.domain.business.roster import Leave
from services.scheduling.domain.errors import IllegalTransition, LeaveInThePast, LeaveOverlaps, VersionConflict
from shared.interval import Interval
from shared.testing import NOW

HOUR = timedelta(hours=1)
DURING = Interval(NOW + 2 * HOUR, NOW + 5 * HOUR)


def a_request(**changes: Any) -> LeaveRequest:
    return replace(LeaveRequest("lrq-1", "tec-1", DURING, "看病", NOW, "acc-1"), **changes)


def test_time_that_is_over_cannot_be_asked_for_but_time_that_has_begun_can() -> None:
    a_request().require_room([], [], DURING.end - HOUR)
    with pytest.raises(LeaveInThePast):
        a_request().require_room([], [], DURING.end)


def taken(start: int, end: int) -> tuple[Leave, LeaveRequest]:
    during = Interval(NOW + start * HOUR, NOW + end * HOUR)
    return Leave("lve-1", "tec-1", during), a_request(id="lrq-2", during=during)


@pytest.mark.parametrize("hours", [(0, 3), (3, 4), (4, 9), (0, 9)])
def test_there_is_no_room_where_leave_or_an_open_request_overlaps(hours: tuple[int, int]) -> None:
    leave, other = taken(*hours)

    for leaves, others in (([leave], []), ([], [other])):
        with pytest.raises(LeaveOverlaps):
            a_request().require_room(leaves, others, NOW)


@pytest.mark.parametrize("hours", [(0, 2), (5, 6)])
def test_what_only_touches_it_leaves_room(hours: tuple[int, int]) -> None:
    leave, other = taken(*hours)

    a_request().require_room([leave], [other], NOW)


def test_neither_itself_nor_what_is_answered_is_in_a_requests_way() -> None:
    answered = [a_request(id=f"lrq-{status}", status=status) for status in STATUSES if status != REQUESTED]

    a_request().require_room([], [a_request(), *answered], NOW)


def test_an_approved_one_knows_its_leave_and_who_said_so() -> None:
    approved = a_request().approved("acc-2", NOW, "lve-1", 1)

    assert (approved.status, approved.version, approved.leave_id) == (APPROVED, 2, "lve-1")
    assert (approved.answered_by, approved.answered_at) == ("acc-2", NOW)
    assert approved.taken_back().status == TAKEN_BACK


def test_the_same_answer_of_the_same_person_is_the_one_there_is() -> None:
    approved, refused = a_request().approved("acc-2", NOW, "lve-1", 1), a_request().refused("acc-2", NOW, "忙", 1)

    assert approved.approved("acc-2", NOW + HOUR, "lve-2", 1) is approved
    assert refused.refused("acc-2", NOW + HOUR, "很忙", 1) is refused
    assert a_request(status=WITHDRAWN).withdrawn() == a_request(status=WITHDRAWN)


def test_who_comes_second_is_told_that_it_is_answered() -> None:
    approved, refused = a_request().approved("acc-2", NOW, "lve-1", 1), a_request().refused("acc-2", NOW, "忙", 1)

    for late in (
        lambda: approved.approved("acc-3", NOW, "lve-2", 1),
        lambda: approved.refused("acc-2", NOW, "忙", 1),
        lambda: refused.approved("acc-2", NOW, "lve-2", 1),
    ):
        with pytest.raises(VersionConflict):
            late()


@pytest.mark.parametrize("status", [APPROVED, REFUSED, WITHDRAWN, TAKEN_BACK])
def test_what_is_answered_or_withdrawn_is_neither_answered_nor_withdrawn_again(status: str) -> None:
    ended = a_request(status=status, answered_by="acc-2")
    steps = [lambda: ended.approved("acc-3", NOW, "lve-1", 1), lambda: ended.refused("acc-3", NOW, "忙", 1)]
    steps += [ended.withdrawn] * (status != WITHDRAWN) + [ended.taken_back] * (status != APPROVED)

    for step in steps:
        with pytest.raises(IllegalTransition):
            step()
