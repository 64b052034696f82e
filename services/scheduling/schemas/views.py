"""What is answered. Instants carry the store's offset."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from services.scheduling.domain.business.roster import Leave, Plans
from services.scheduling.domain.business.shop import BED, DEVICE, Technician
from services.scheduling.domain.choice.assignment import GivenPart
from services.scheduling.domain.claim.claims import Claim, Settled
from services.scheduling.domain.claim.timeline import Lane, Timeline
from services.scheduling.domain.offer.availability import Availability, Slot
from services.scheduling.domain.offer.reasons import Reason
from services.scheduling.domain.offer.soonest import Soonest
from services.scheduling.schemas import Json
from services.scheduling.schemas.travel_views import arrival_view, journey_view
from shared.events import plain
from shared.interval import Interval


def availability_view(found: Availability) -> Json:
    zone = found.store.zone
    view: Json = {
        "treatment_id": found.treatment_id,
        "duration_minutes": found.duration_minutes,
        "timezone": found.store.timezone,
        "days": [{"date": day.isoformat(), "slots": _slots(slots, zone)} for day, slots in found.days.items()],
    }
    if found.suggestions is not None:
        view["suggestions"] = _slots(found.suggestions, zone)
    return view


def explanation_view(reasons: Sequence[Reason]) -> Json:
    return {"offered": not reasons, "reasons": [_reason(reason) for reason in reasons]}


def claim_view(claim: Claim) -> Json:
    zone = ZoneInfo(claim.timezone)
    return {
        "claim_id": claim.id,
        "claim_revision": claim.revision,
        "starts_at": _local(claim.starts_at, zone),
        "ends_at": _local(claim.ends_at, zone),
        "technicians": [{"id": technician_id} for technician_id in claim.technician_ids],
        "resources": [{"id": t.resource_id, "kind": t.kind} for t in claim.takings if t.kind in (BED, DEVICE)],
        "chosen_because": plain(claim.because),
        "timezone": claim.timezone,
        "treatments": [_given_part(part, zone) for part in claim.treatments],
    }


def _given_part(part: GivenPart, zone: ZoneInfo) -> Json:
    return {
        "treatment_id": part.treatment_id,
        "starts_at": _local(part.starts_at, zone),
        "ends_at": _local(part.ends_at, zone),
        "technicians": [{"id": technician_id} for technician_id in part.technicians],
    }


def moved_view(claim: Claim, change_id: str) -> Json:
    return {**claim_view(claim), "change_id": change_id}


def settled_view(settled: Settled) -> Json:
    return {"moved": True, "claim": claim_view(settled.claim)} if settled.claim else {"moved": False}


def plans_view(plans: Plans) -> Json:
    upcoming = [plan.written() for plan in plans.upcoming]
    current = plans.current.written()
    return {"technician_id": plans.technician_id, **current, "upcoming": upcoming, "version": plans.version}


def nothing(_: None) -> Json:
    return {}


def duty_view(off: Interval | None, technician_id: str) -> Json:
    return {"technician_id": technician_id, "state": "off" if off else "on"}


def present_duty_view(off: Interval | None, technician_id: str) -> Json:
    return {**duty_view(off, technician_id), "until": off.end.isoformat() if off else None}


def store_leave_view(found: Iterable[tuple[Technician, Leave]]) -> Json:
    items = [{**leave_view(leave), "technician_name": technician.name} for technician, leave in found]
    return {"items": items, "next_cursor": None}


def soonest_view(found: Soonest) -> Json:
    zone = found.store.zone
    items = [
        {
            "technician_id": one.technician_id,
            "treatment_id": one.treatment_id,
            "starts_at": one.starts_at and _local(one.starts_at, zone),
        }
        for one in found.technicians
    ]
    return {"timezone": found.store.timezone, "items": items}


def leave_view(leave: Leave) -> Json:
    """Without an id as long as it is not written down."""
    return {
        "id": leave.id or None,
        "technician_id": leave.technician_id,
        **_interval(leave.during),
        "reason": leave.reason,
    }


def leaves_view(leaves: Iterable[Leave]) -> Json:
    return {"items": [leave_view(leave) for leave in leaves], "next_cursor": None}


def timeline_view(timeline: Timeline) -> Json:
    zone = timeline.store.zone
    return {
        "store_id": timeline.store.id,
        "timezone": timeline.store.timezone,
        **_interval(timeline.during, zone),
        "resources": [_lane(lane, timeline) for lane in timeline.lanes],
    }


def _lane(lane: Lane, timeline: Timeline) -> Json:
    zone = timeline.store.zone
    return {
        "id": lane.resource_id,
        "kind": lane.kind,
        "name": lane.name,
        "shifts": [_interval(shift, zone) for shift in lane.shifts],
        "away": [_interval(away, zone) for away in lane.away],
        "claims": [_on_lane(lane, claim, zone, timeline.outside.get(claim.id, ())) for claim in lane.claims],
        "travel": [journey_view(journey, zone) for journey in lane.journeys],
    }


def _on_lane(lane: Lane, claim: Claim, zone: ZoneInfo, outside: Sequence[str]) -> Json:
    """What of the visit concerns the lane: of several treatments those that its technician gives, in `treatments`.

    `conflicts` are the codes of what is against a visit that does not lie in working time.
    """
    given = claim.given_by(lane.resource_id)
    return {
        "appointment_id": claim.id,
        "status": claim.status,
        "starts_at": _local(given[0].starts_at, zone),
        "ends_at": _local(given[-1].ends_at, zone),
        "treatment_id": given[0].treatment_id,
        "treatments": [_given_part(part, zone) for part in given],
        "place": claim.wish.place,
        "conflicts": list(outside),
    }


def _slots(slots: Sequence[Slot], zone: ZoneInfo) -> list[Json]:
    return [
        {
            "starts_at": _written(slot.starts_at, zone),
            "ends_at": _written(slot.ends_at, zone),
            "technician_ids": list(slot.technician_ids),
            **({"travel": arrival_view(slot.arrival, zone)} if slot.arrival else {}),
        }
        for slot in slots
    ]


def _reason(reason: Reason) -> Json:
    view: Json = {"code": reason.code, "params": reason.params}
    return {**view, "technician_id": reason.technician_id} if reason.technician_id else view


def _interval(interval: Interval, zone: ZoneInfo | None = None) -> Json:
    return {"from": _local(interval.start, zone), "to": _local(interval.end, zone)}


def _local(instant: datetime, zone: ZoneInfo | None) -> str:
    return (instant.astimezone(zone) if zone else instant).isoformat()


@lru_cache(maxsize=16384)
def _written(instant: datetime, zone: ZoneInfo) -> str:
    """Slots are many, and everybody asks for the same days."""
    return _local(instant, zone)
