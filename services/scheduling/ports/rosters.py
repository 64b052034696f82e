"""When people work, and what was agreed with them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from services.scheduling.domain.business.leave_request import LeaveRequest
from services.scheduling.domain.business.roster import Leave, Roster, WorkingPlan
from services.scheduling.domain.hours.almanac import SpecialDay
from services.scheduling.domain.hours.cells import Span
from services.scheduling.domain.rostering.contracts import Contract, ShiftWish
from shared.interval import Interval


class Rosters(Protocol):
    """Working plans, leave and duty. Whoever changes them has locked the technician's resource first."""

    def of(self, technician_ids: Sequence[str], span: Span) -> dict[str, Roster]:
        """Of each technician, the plans and what absence touches the span."""
        ...

    def plans(self, technician_id: str) -> list[WorkingPlan]: ...

    def put_plan(self, technician_id: str, plan: WorkingPlan) -> None:
        """Add the plan, or replace the one with the same `effective_from`."""
        ...

    def leaves(self, technician_id: str) -> list[Leave]: ...

    def add_leave(self, leave: Leave) -> None: ...

    def delete_leave(self, technician_id: str, leave_id: str) -> None:
        """Unknown when the technician has no such leave."""
        ...

    def leaves_during(self, technician_ids: Sequence[str], during: Interval) -> list[Leave]:
        """What of their leave touches that time, the earlier first."""
        ...

    def off_duty(self, technician_id: str) -> Interval | None:
        """The time for which they went off duty last; it may be over."""
        ...

    def set_off_duty(self, technician_id: str, during: Interval | None) -> None:
        """Off duty for that time; None is back on duty."""
        ...


class LeaveRequests(Protocol):
    """Leave that technicians have asked for. Whoever changes it has locked the technician's resource first."""

    def get(self, request_id: str) -> LeaveRequest:
        """Unknown when there is none."""
        ...

    def of_leave(self, leave_id: str) -> LeaveRequest | None:
        """The request that became this leave; none where nobody asked for it."""
        ...

    def find(
        self,
        technician_ids: Collection[str],
        status: str | None = None,
        *,
        before: str | None = None,
        limit: int | None = None,
    ) -> list[LeaveRequest]:
        """The newest first, those older than the one named."""
        ...

    def add(self, request: LeaveRequest) -> None: ...

    def save(self, request: LeaveRequest) -> None:
        """Write what has become of it."""
        ...


class Almanac(Protocol):
    """Days that do not work like their weekday. Whoever enters one for a store has locked its people first."""

    def of(self, store_id: str | None, first: date, last: date, *, with_public: bool) -> tuple[SpecialDay, ...]:
        """What is told of the days, both included: entered for the store and for all, and what is public if wanted."""
        ...

    def put(self, day: SpecialDay) -> None:
        """Replace what was entered of the day in that store, or for all."""
        ...

    def delete(self, store_id: str | None, on: date) -> None:
        """Unknown when nothing was entered."""
        ...


class Agreements(Protocol):
    """What technicians agreed to, and wish for."""

    def contracts(self, technician_ids: Sequence[str]) -> dict[str, Contract]:
        """Of those who have one."""
        ...

    def put_contract(self, technician_id: str, contract: Contract) -> None: ...

    def wishes(self, technician_ids: Sequence[str], first: date, days: int) -> list[ShiftWish]:
        """The wishes for those days, by date."""
        ...

    def add_wish(self, wish: ShiftWish) -> None: ...

    def delete_wish(self, technician_id: str, wish_id: str) -> None:
        """Unknown when the technician has no such wish."""
        ...
