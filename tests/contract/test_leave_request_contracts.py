"""Scheduling takes requests for leave as the gateway passes them on, and answers what it shows."""

from collections.abc import Callable
from typing import Any

import pytest
from marshmallow import RAISE, Schema, ValidationError
from nameko.testing.services import worker_factory

from gateway.schemas import leave_requests as shown
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.service import SchedulingService
from shared.actor import Actor
from shared.clock import FixedClock
from shared.db import Database
from shared.testing import NOW, a_manager, a_technician
from tests.support.scheduling import a_diary, booked, open_shop

Json = dict[str, Any]
ASKED = {
    "technician_id": "tec-1",
    "from": "2026-11-19T10:00:00+08:00",
    "to": "2026-11-19T13:00:00+08:00",
    "reason": "看病",
}


@pytest.fixture
def diary(database_of: Callable[[str], Database]) -> SqlDiary:
    return open_shop(a_diary(database_of("scheduling")), technicians=2)


def service(diary: SqlDiary, actor: Actor | None = None) -> SchedulingService:
    made: SchedulingService = worker_factory(
        SchedulingService, diary=diary, actor=actor or a_manager("sto-1"), clock=FixedClock(NOW)
    )
    return made


def fits(schema: type[Schema], view: Json) -> None:
    """Every field that is answered is one that the gateway documents, in the kind it documents."""
    schema(unknown=RAISE).load(view)


def test_a_request_is_shown_from_the_question_to_the_leave(diary: SqlDiary) -> None:
    booked(diary, technician_id="tec-1")
    asked = service(diary, a_technician("tec-1")).ask_for_leave(ASKED)
    fits(shown.LeaveRequest, asked)
    assert ASKED.items() <= asked.items()

    open_ = service(diary).find_leave_requests({"store_id": "sto-1", "status": "requested"})
    fits(shown.LeaveRequestList, open_)
    assert open_["items"] == [{**asked, "technician_name": "tec-1"}]

    answer = {"request_id": asked["id"], "version": asked["version"]}
    tried = service(diary).approve_leave_request({**answer, "dry_run": True})
    fits(shown.LeaveRequest, tried)
    assert (tried["status"], [one["appointment_id"] for one in tried["conflicts"]]) == ("requested", ["apt-1"])

    approved = service(diary).approve_leave_request({**answer, "decisions": {"apt-1": "reassign"}})
    fits(shown.LeaveRequest, approved)
    [leave] = service(diary).list_leave({"technician_id": "tec-1"})["items"]
    assert (approved["status"], approved["leave_id"], leave["reason"]) == ("approved", leave["id"], "看病")
    assert approved["conflicts"][0]["now"]["technician_ids"] == ["tec-2"]


def test_a_refusal_is_shown_with_its_words(diary: SqlDiary) -> None:
    asked = service(diary, a_technician("tec-1")).ask_for_leave(ASKED)
    service(diary).refuse_leave_request({"request_id": asked["id"], "version": 1, "reason": "那天人手不足"})

    [seen] = service(diary, a_technician("tec-1")).list_leave_requests({"technician_id": "tec-1"})["items"]
    fits(shown.LeaveRequest, seen)
    assert (seen["status"], seen["refusal"], seen["leave_id"]) == ("refused", "那天人手不足", None)


@pytest.mark.parametrize(
    ("method", "asked"),
    [
        ("ask_for_leave", {**ASKED, "to": ASKED["from"]}),
        ("ask_for_leave", {**ASKED, "reason": "很" * 201}),
        ("approve_leave_request", {"request_id": "lrq-1"}),
        ("refuse_leave_request", {"request_id": "lrq-1", "version": 1, "reason": ""}),
        ("find_leave_requests", {"store_id": "sto-1", "status": "open"}),
        ("list_leave_requests", {"technician_id": "tec-1", "limit": 101}),
    ],
)
def test_what_makes_no_sense_is_refused(diary: SqlDiary, method: str, asked: Json) -> None:
    with pytest.raises(ValidationError):
        getattr(service(diary), method)(asked)
