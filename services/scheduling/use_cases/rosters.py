"""Working plans, leave and duty. Every change locks the technician's resource first, as claims do."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.scheduling.domain.cells import instant_of
from services.scheduling.domain.claims import Claim
from services.scheduling.domain.errors import ClaimsInTheWay, DecisionUnsupported
from services.scheduling.domain.roster import Leave, Plans, WorkingPlan
from services.scheduling.domain.shop import Technician
from services.scheduling.domain.windows import local_cell
from services.scheduling.ports import Diary
from services.scheduling.use_cases.permissions import require_roster_reader, require_roster_writer
from shared.actor import Actor
from shared.ids import new_id
from shared.interval import Interval

KEEP = "keep"


def get_working_plan(diary: Diary, *, actor: Actor, now: datetime, technician_id: str) -> Plans:
    technician = diary.catalogue.technician(technician_id)
    require_roster_reader(actor, technician)
    return _plans(diary, technician, now)


def put_working_plan(diary: Diary, *, actor: Actor, now: datetime, technician_id: str, plan: WorkingPlan) -> Plans:
    """Set the week from `effective_from` on. Visits already claimed stay as they are."""
    technician = diary.catalogue.technician(technician_id)
    require_roster_writer(actor, technician)

    def put() -> None:
        diary.calendars.lock_resources([technician_id])
        diary.rosters.put_plan(technician_id, plan)

    diary.transact(put)
    return _plans(diary, technician, now)


def list_leave(diary: Diary, *, actor: Actor, technician_id: str) -> list[Leave]:
    technician = diary.catalogue.technician(technician_id)
    require_roster_reader(actor, technician)
    zone = _zone(diary, technician)
    return [leave.on_clock_of(zone) for leave in diary.rosters.leaves(technician_id)]


def add_leave(
    diary: Diary, *, actor: Actor, technician_id: str, during: Interval, reason: str, decisions: Mapping[str, str]
) -> Leave:
    """Take time off. ClaimsInTheWay lists the visits in that time, unless each has a decision: `keep` leaves it."""
    technician = diary.catalogue.technician(technician_id)
    require_roster_reader(actor, technician)
    if unsupported := sorted({decision for decision in decisions.values() if decision != KEEP}):
        raise DecisionUnsupported(params={"decisions": unsupported, "supported": [KEEP]})
    zone = _zone(diary, technician)
    leave = Leave(new_id(), technician_id, during, reason)

    def add() -> None:
        diary.calendars.lock_resources([technician_id])
        claims = [claim for claim in diary.claims.during([technician_id], during) if _overlaps(claim, during)]
        if undecided := [claim for claim in claims if claim.id not in decisions]:
            raise ClaimsInTheWay(params={"claims": [_told(claim, zone) for claim in undecided]})
        diary.rosters.add_leave(leave)

    diary.transact(add)
    return leave.on_clock_of(zone)


def delete_leave(diary: Diary, *, actor: Actor, technician_id: str, leave_id: str) -> None:
    require_roster_reader(actor, diary.catalogue.technician(technician_id))

    def delete() -> None:
        diary.calendars.lock_resources([technician_id])
        diary.rosters.delete_leave(technician_id, leave_id)

    diary.transact(delete)


def set_duty(diary: Diary, *, actor: Actor, now: datetime, technician_id: str, is_on: bool) -> Interval | None:
    """Off duty lasts until the end of the store's day at most, so that nobody is forgotten off duty for weeks.

    Gives the time off; None is on duty.
    """
    technician = diary.catalogue.technician(technician_id)
    require_roster_reader(actor, technician)
    off = None if is_on else Interval(now, _end_of_day(diary, technician, now))

    def put() -> None:
        diary.calendars.lock_resources([technician_id])
        diary.rosters.set_off_duty(technician_id, off)

    diary.transact(put)
    return off


def _plans(diary: Diary, technician: Technician, now: datetime) -> Plans:
    today = now.astimezone(_zone(diary, technician)).date()
    plans = sorted(diary.rosters.plans(technician.id), key=lambda plan: plan.effective_from)
    past = [plan for plan in plans if plan.effective_from <= today]
    upcoming = plans[max(len(past), 1) :]
    current = past[-1] if past else next(iter(plans), WorkingPlan(today))
    return Plans(technician.id, current, tuple(upcoming))


def _zone(diary: Diary, technician: Technician) -> ZoneInfo:
    """The clock a technician lives by: that of their store, the first of several."""
    return diary.catalogue.store(min(technician.stores)).zone if technician.stores else ZoneInfo("UTC")


def _end_of_day(diary: Diary, technician: Technician, now: datetime) -> datetime:
    """The latest end of today among the stores the technician works in; a day from now for who works in none."""
    ends = []
    for store_id in technician.stores:
        zone = diary.catalogue.store(store_id).zone
        tomorrow: date = now.astimezone(zone).date() + timedelta(days=1)
        ends.append(instant_of(local_cell(zone, tomorrow, 0)))
    return max(ends, default=now + timedelta(days=1))


def _overlaps(claim: Claim, during: Interval) -> bool:
    """Whether the treatment itself lies in that time; its turnover alone is in nobody's way."""
    return claim.starts_at < during.end and during.start < claim.ends_at


def _told(claim: Claim, zone: ZoneInfo) -> dict[str, str]:
    ends = {
        "starts_at": claim.starts_at.astimezone(zone).isoformat(),
        "ends_at": claim.ends_at.astimezone(zone).isoformat(),
    }
    return {"appointment_id": claim.id, "treatment_id": claim.wish.treatment_id, **ends}
