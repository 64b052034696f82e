"""What becomes of a request for leave is told in the transaction that writes it."""

from datetime import datetime

from services.scheduling.domain.business.leave_request import LeaveRequest
from services.scheduling.domain.business.shop import Technician
from services.scheduling.domain.events import LeaveRequestChanged, Named
from services.scheduling.ports import Diary
from services.scheduling.use_cases.freed import clock_of
from shared.actor import Actor


def tell_request(diary: Diary, request: LeaveRequest, technician: Technician, *, actor: Actor, now: datetime) -> None:
    fact = LeaveRequestChanged(
        request_id=request.id,
        revision=request.version,
        status=request.status,
        technician=Named(technician.id, technician.name),
        stores=tuple(sorted(technician.stores)),
        timezone=str(clock_of(diary, technician.id)),
        starts_at=request.during.start,
        ends_at=request.during.end,
        actor=str(actor),
        refusal=request.refusal,
    )
    diary.announce(fact, now)


def note_taken_back(diary: Diary, leave_id: str, *, actor: Actor, now: datetime) -> None:
    """The leave is gone again: so the request for it says, where there was one. The technician is locked."""
    request = diary.leave_requests.of_leave(leave_id)
    if request is None:
        return
    taken_back = request.taken_back()
    diary.leave_requests.save(taken_back)
    tell_request(diary, taken_back, diary.catalogue.technician(request.technician_id), actor=actor, now=now)
