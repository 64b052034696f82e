"""Technicians ask for leave; who manages their store answers. An approved request is a leave like any other.

Every step locks the technician first, as all changes of their working time do: of two answers one is the first.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from services.scheduling.domain.business.leave_request import REQUESTED, LeaveRequest, Listed
from services.scheduling.domain.business.roster import Leave
from services.scheduling.domain.business.shop import Technician
from services.scheduling.domain.claim.conflicts import Changed
from services.scheduling.domain.claim.decisions import LEAVE, Decision, RosterChange
from services.scheduling.domain.errors import NotAllowed, Unknown
from services.scheduling.ports import Diary
from services.scheduling.use_cases.conflicts import change_rosters
from services.scheduling.use_cases.freed import clock_of
from services.scheduling.use_cases.leave_news import tell_request
from services.scheduling.use_cases.permissions import require_roster_reader, require_roster_writer
from shared.actor import Actor
from shared.ids import new_id
from shared.interval import Interval


def ask_for_leave(
    diary: Diary, *, actor: Actor, now: datetime, technician_id: str, during: Interval, reason: str
) -> LeaveRequest:
    """Ask for time off, whatever is booked in it. The same question again is the one that is open."""
    technician = diary.catalogue.technician(technician_id)
    require_roster_reader(actor, technician)
    asked = LeaveRequest(new_id(), technician_id, during, reason, now, str(actor))

    def ask() -> LeaveRequest:
        diary.calendars.lock_resources([technician_id])
        same = [one for one in diary.leave_requests.find([technician_id], REQUESTED) if one.asks_the_same_as(asked)]
        if same:
            return same[0]
        _require_room(diary, asked, now)
        diary.leave_requests.add(asked)
        tell_request(diary, asked, technician, actor=actor, now=now)
        return asked

    return _on_their_clock(diary, diary.transact(ask))


def list_leave_requests(
    diary: Diary, *, actor: Actor, technician_id: str, cursor: str | None = None, limit: int = 50
) -> Listed:
    """What a technician has asked for, the newest first."""
    technician = diary.catalogue.technician(technician_id)
    require_roster_reader(actor, technician)
    return _listed(diary, [technician], None, cursor, limit)


def find_leave_requests(
    diary: Diary, *, actor: Actor, store_id: str, status: str | None = None, cursor: str | None = None, limit: int = 50
) -> Listed:
    """What the technicians of a store have asked for, the newest first; for the staff of the store."""
    diary.catalogue.store(store_id)
    if not actor.works_for(store_id):
        raise Unknown(params={"id": store_id}) if actor.is_staff else NotAllowed
    return _listed(diary, diary.catalogue.members(store_id), status, cursor, limit)


def approve_leave_request(
    diary: Diary,
    *,
    actor: Actor,
    now: datetime,
    request_id: str,
    version: int,
    decisions: Mapping[str, Decision],
    dry_run: bool = False,
) -> Changed[LeaveRequest]:
    """Make it a leave, in one transaction with what is decided for each visit in that time; again is the same.

    ClaimsInTheWay lists the visits without a decision, VersionConflict says that somebody else was first.
    """
    request, technician = _answerable(diary, actor, request_id)
    leave = Leave("" if dry_run else new_id(), technician.id, request.during, request.reason)
    approved = request.approved(str(actor), now, leave.id, version)
    if approved is request:
        return Changed(_on_their_clock(diary, request))
    diary.look(lambda: _require_room(diary, request, now))

    def save() -> None:
        diary.leave_requests.get(request_id).require_version(request.version)
        _require_room(diary, request, now)
        diary.leave_requests.save(approved)
        tell_request(diary, approved, technician, actor=actor, now=now)

    change = RosterChange(LEAVE, leaves=(leave,))
    outcome = change_rosters(
        diary, actor=actor, now=now, change=change, decisions=decisions, dry_run=dry_run, also=save
    )
    return Changed(_on_their_clock(diary, request if dry_run else approved), outcome)


def refuse_leave_request(
    diary: Diary, *, actor: Actor, now: datetime, request_id: str, version: int, reason: str
) -> LeaveRequest:
    """Say no, and why; again is the same."""
    _, technician = _answerable(diary, actor, request_id)

    def refused(request: LeaveRequest) -> LeaveRequest:
        return request.refused(str(actor), now, reason, version)

    return _changed(diary, technician, request_id, refused, actor=actor, now=now)


def withdraw_leave_request(diary: Diary, *, actor: Actor, now: datetime, request_id: str) -> LeaveRequest:
    """The technician's own, or for them by the staff of a store of theirs; again is the same."""
    _, technician = _seen(diary, actor, request_id)
    return _changed(diary, technician, request_id, LeaveRequest.withdrawn, actor=actor, now=now)


def _changed(
    diary: Diary,
    technician: Technician,
    request_id: str,
    change: Callable[[LeaveRequest], LeaveRequest],
    *,
    actor: Actor,
    now: datetime,
) -> LeaveRequest:
    def save() -> LeaveRequest:
        diary.calendars.lock_resources([technician.id])
        request = diary.leave_requests.get(request_id)
        changed = change(request)
        if changed is not request:
            diary.leave_requests.save(changed)
            tell_request(diary, changed, technician, actor=actor, now=now)
        return changed

    return _on_their_clock(diary, diary.transact(save))


def _seen(diary: Diary, actor: Actor, request_id: str) -> tuple[LeaveRequest, Technician]:
    request = diary.leave_requests.get(request_id)
    technician = diary.catalogue.technician(request.technician_id)
    require_roster_reader(actor, technician)
    return request, technician


def _answerable(diary: Diary, actor: Actor, request_id: str) -> tuple[LeaveRequest, Technician]:
    """The request, for who manages a store of the technician's; to others who see it the answer is no."""
    request, technician = _seen(diary, actor, request_id)
    require_roster_writer(actor, technician)
    return request, technician


def _require_room(diary: Diary, request: LeaveRequest, now: datetime) -> None:
    leaves = diary.rosters.leaves_during([request.technician_id], request.during)
    request.require_room(leaves, diary.leave_requests.find([request.technician_id], REQUESTED), now)


def _listed(
    diary: Diary, technicians: Collection[Technician], status: str | None, cursor: str | None, limit: int
) -> Listed:
    names = {technician.id: technician.name for technician in technicians}
    found = diary.leave_requests.find(names, status, before=cursor, limit=limit + 1)
    page = [_on_their_clock(diary, request) for request in found[:limit]]
    return Listed(tuple(page), names, page[-1].id if len(found) > limit else None)


def _on_their_clock(diary: Diary, request: LeaveRequest) -> LeaveRequest:
    return request.on_clock_of(clock_of(diary, request.technician_id))
