"""Working plans, leave and duty. Every change locks the technician's resource first, as claims do."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from services.scheduling.domain.business.roster import Leave, Plans, WorkingPlan
from services.scheduling.domain.business.shop import Technician
from services.scheduling.domain.claim.conflicts import Changed
from services.scheduling.domain.claim.decisions import LEAVE, OFF_DUTY, WORKING_PLAN, Decision, RosterChange
from services.scheduling.domain.errors import NotAllowed, Unknown, VersionConflict
from services.scheduling.domain.hours.cells import instant_of
from services.scheduling.domain.hours.windows import local_cell
from services.scheduling.ports import Diary
from services.scheduling.use_cases.conflicts import change_rosters
from services.scheduling.use_cases.freed import clock_of, telling_growth
from services.scheduling.use_cases.leave_news import note_taken_back
from services.scheduling.use_cases.permissions import require_roster_reader, require_roster_writer
from shared.actor import Actor
from shared.ids import new_id
from shared.interval import Interval

Decisions = Mapping[str, Decision]
NOTHING: Decisions = {}


def get_working_plan(diary: Diary, *, actor: Actor, now: datetime, technician_id: str) -> Plans:
    technician = diary.catalogue.technician(technician_id)
    require_roster_reader(actor, technician)
    return _plans(diary, technician, now)


def put_working_plan(
    diary: Diary,
    *,
    actor: Actor,
    now: datetime,
    technician_id: str,
    plan: WorkingPlan,
    version: str | None = None,
    decisions: Decisions = NOTHING,
    dry_run: bool = False,
) -> Changed[Plans]:
    """Set the week from `effective_from` on; visits that lose their working time need a decision each.

    VersionConflict where the plans are no longer those of `version`, unless this very plan is among them: whoever asks
    again after a lost answer meets their own.
    """
    technician = diary.catalogue.technician(technician_id)
    require_roster_writer(actor, technician)

    def require_unchanged() -> None:
        plans = _plans(diary, technician, now)
        if version not in (None, plans.version) and not plans.has(plan):
            raise VersionConflict

    if dry_run:
        require_unchanged()
    change = RosterChange(WORKING_PLAN, plans=((technician_id, plan),))
    outcome = change_rosters(
        diary, actor=actor, now=now, change=change, decisions=decisions, dry_run=dry_run, also=require_unchanged
    )
    return Changed(_plans(diary, technician, now), outcome)


def list_leave(diary: Diary, *, actor: Actor, technician_id: str) -> list[Leave]:
    technician = diary.catalogue.technician(technician_id)
    require_roster_reader(actor, technician)
    zone = clock_of(diary, technician.id)
    return [leave.on_clock_of(zone) for leave in diary.rosters.leaves(technician_id)]


def add_leave(
    diary: Diary,
    *,
    actor: Actor,
    now: datetime,
    technician_id: str,
    during: Interval,
    reason: str,
    decisions: Decisions = NOTHING,
    dry_run: bool = False,
) -> Changed[Leave]:
    """Take time off; the visits in that time need a decision each. The same leave again is the one there is."""
    technician = diary.catalogue.technician(technician_id)
    require_roster_reader(actor, technician)
    zone = clock_of(diary, technician.id)
    leave = Leave("" if dry_run else new_id(), technician_id, during, reason)
    known = [one for one in diary.rosters.leaves(technician_id) if (one.during, one.reason) == (during, reason)]
    if known and not dry_run:
        return Changed(known[0].on_clock_of(zone))
    change = RosterChange(LEAVE, leaves=(leave,))
    outcome = change_rosters(diary, actor=actor, now=now, change=change, decisions=decisions, dry_run=dry_run)
    return Changed(leave.on_clock_of(zone), outcome)


def find_leave(
    diary: Diary, *, actor: Actor, now: datetime, store_id: str, first: date | None = None, days: int = 31
) -> list[tuple[Technician, Leave]]:
    """The leave of a store's technicians on those days, from today by default; for the staff of the store."""
    store = diary.catalogue.store(store_id)
    if not actor.works_for(store_id):
        raise Unknown(params={"id": store_id}) if actor.is_staff else NotAllowed
    first = first or now.astimezone(store.zone).date()
    start, end = (instant_of(local_cell(store.zone, first + timedelta(days=more), 0)) for more in (0, days))
    members = {member.id: member for member in diary.catalogue.members(store_id)}
    found = diary.rosters.leaves_during(list(members), Interval(start, end))
    return [(members[leave.technician_id], leave.on_clock_of(store.zone)) for leave in found]


def get_duty(diary: Diary, *, actor: Actor, now: datetime, technician_id: str) -> Interval | None:
    """The time off duty, if it is such a time; None is on duty."""
    technician = diary.catalogue.technician(technician_id)
    require_roster_reader(actor, technician)
    off = diary.rosters.off_duty(technician_id)
    if off is None or not off.start <= now < off.end:
        return None
    zone = clock_of(diary, technician.id)
    return Interval(off.start.astimezone(zone), off.end.astimezone(zone))


def delete_leave(diary: Diary, *, actor: Actor, now: datetime, technician_id: str, leave_id: str) -> None:
    """Take leave back; the request that it was, if it was one, says so."""
    require_roster_reader(actor, diary.catalogue.technician(technician_id))

    def write() -> None:
        diary.rosters.delete_leave(technician_id, leave_id)
        note_taken_back(diary, leave_id, actor=actor, now=now)

    _back_at_work(diary, technician_id, LEAVE, now, write)


def set_duty(
    diary: Diary,
    *,
    actor: Actor,
    now: datetime,
    technician_id: str,
    is_on: bool,
    decisions: Decisions = NOTHING,
    dry_run: bool = False,
) -> Changed[Interval | None]:
    """Off duty lasts until the end of the store's day at most, so that nobody is forgotten off duty for weeks; the
    visits until then need a decision each.

    Gives the time off; None is on duty.
    """
    technician = diary.catalogue.technician(technician_id)
    require_roster_reader(actor, technician)
    if is_on:
        _back_at_work(diary, technician_id, OFF_DUTY, now, lambda: diary.rosters.set_off_duty(technician_id, None))
        return Changed(None)
    off = Interval(now, _end_of_day(diary, technician, now))
    change = RosterChange(OFF_DUTY, off_duty=((technician_id, off),))
    outcome = change_rosters(diary, actor=actor, now=now, change=change, decisions=decisions, dry_run=dry_run)
    return Changed(off, outcome)


def _back_at_work(diary: Diary, technician_id: str, cause: str, now: datetime, write: Callable[[], None]) -> None:
    """Time off is taken back: nothing is in the way of that."""

    def put() -> None:
        diary.calendars.lock_resources([technician_id])
        telling_growth(diary, [technician_id], cause=cause, now=now, write=write)

    diary.transact(put)


def _plans(diary: Diary, technician: Technician, now: datetime) -> Plans:
    today = now.astimezone(clock_of(diary, technician.id)).date()
    plans = sorted(diary.rosters.plans(technician.id), key=lambda plan: plan.effective_from)
    past = [plan for plan in plans if plan.effective_from <= today]
    upcoming = plans[max(len(past), 1) :]
    current = past[-1] if past else next(iter(plans), WorkingPlan(today))
    return Plans(technician.id, current, tuple(upcoming))


def _end_of_day(diary: Diary, technician: Technician, now: datetime) -> datetime:
    """The latest end of today among the stores the technician works in; a day from now for who works in none."""
    ends = []
    for store_id in technician.stores:
        zone = diary.catalogue.store(store_id).zone
        tomorrow: date = now.astimezone(zone).date() + timedelta(days=1)
        ends.append(instant_of(local_cell(zone, tomorrow, 0)))
    return max(ends, default=now + timedelta(days=1))
