"""Requests for leave in SQL."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, select, update

from services.scheduling.adapters.tables import leave_requests
from services.scheduling.domain.business.leave_request import LeaveRequest
from services.scheduling.domain.errors import Unknown
from shared.db import Database
from shared.interval import Interval

column = leave_requests.c


class SqlLeaveRequests:
    def __init__(self, database: Database) -> None:
        self.database = database

    def get(self, request_id: str) -> LeaveRequest:
        with self.database.reading() as connection:
            row = connection.execute(select(leave_requests).where(column.request_id == request_id)).one_or_none()
        if row is None:
            raise Unknown(params={"id": request_id})
        return _request(row)

    def of_leave(self, leave_id: str) -> LeaveRequest | None:
        with self.database.reading() as connection:
            row = connection.execute(select(leave_requests).where(column.leave_id == leave_id)).one_or_none()
        return _request(row) if row else None

    def find(
        self,
        technician_ids: Collection[str],
        status: str | None = None,
        *,
        before: str | None = None,
        limit: int | None = None,
    ) -> list[LeaveRequest]:
        theirs = select(leave_requests).where(column.technician_id.in_(technician_ids))
        if status is not None:
            theirs = theirs.where(column.status == status)
        if before is not None:
            theirs = theirs.where(column.request_id < before)
        with self.database.reading() as connection:
            return [_request(row) for row in connection.execute(theirs.order_by(column.request_id.desc()).limit(limit))]

    def add(self, request: LeaveRequest) -> None:
        row = {
            "request_id": request.id,
            "technician_id": request.technician_id,
            "starts_at": request.during.start,
            "ends_at": request.during.end,
            "reason": request.reason,
            "asked_at": request.asked_at,
            "asked_by": request.asked_by,
        }
        with self.database.transaction() as connection:
            connection.execute(leave_requests.insert(), {**row, **_changing(request)})

    def save(self, request: LeaveRequest) -> None:
        mine = column.request_id == request.id
        with self.database.transaction() as connection:
            connection.execute(update(leave_requests).where(mine).values(_changing(request)))


def _changing(request: LeaveRequest) -> dict[str, Any]:
    return {
        "status": request.status,
        "version": request.version,
        "answered_at": request.answered_at,
        "answered_by": request.answered_by,
        "refusal": request.refusal,
        "leave_id": request.leave_id,
    }


def _request(row: Row[Any]) -> LeaveRequest:
    return LeaveRequest(
        id=row.request_id,
        technician_id=row.technician_id,
        during=Interval(row.starts_at, row.ends_at),
        reason=row.reason,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        status=row.status,
        version=row.version,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        refusal=row.refusal,
        leave_id=row.leave_id,
    )
