"""What may be asked for those who wait for time, and for those who wait in the store; and what is answered."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import fields, post_load, validate

from services.scheduling.domain.hours.windows import clock_minutes
from services.scheduling.domain.offer.availability import Slot
from services.scheduling.domain.offer.reasons import Reason
from services.scheduling.domain.offer.waiting import Suited, Waiting
from services.scheduling.domain.offer.walk_ins import FreeToday, Stretch, WalkIn
from services.scheduling.schemas import Json
from services.scheduling.schemas.requests import Wanted, Window
from services.scheduling.schemas.shapes import Request, identifier
from shared.interval import Interval
from shared.moments import within_reach

MOST_WAITING, MOST_STARTS, MOST_WINDOWS, MOST_PASSED = 50, 12, 7, 50


class Passed(Request):
    start = fields.AwareDateTime(data_key="from", required=True)
    end = fields.AwareDateTime(data_key="to", required=True)


class WaitingShape(Wanted):
    """One who waits; `windows` are on the store's clock."""

    wish_id = identifier()
    customer_id = identifier(required=False)
    for_guest = fields.Boolean(load_default=False)
    first = fields.Date(data_key="from", required=True, validate=within_reach)
    last = fields.Date(data_key="to", required=True, validate=within_reach)
    windows = fields.List(fields.Nested(Window), load_default=list, validate=validate.Length(max=MOST_WINDOWS))
    passed = fields.List(fields.Nested(Passed), load_default=list, validate=validate.Length(max=MOST_PASSED))

    @post_load
    def _loaded(self, asked: dict[str, Any], **_: Any) -> Waiting:
        windows = tuple((clock_minutes(one["start"]), clock_minutes(one["end"])) for one in asked.pop("windows"))
        passed = tuple(Interval(one["start"], one["end"]) for one in asked.pop("passed"))
        return Waiting(asked.pop("wish_id"), self.wish(asked), windows=windows, passed=passed, **asked)


class FindSuited(Request):
    waiting = fields.List(fields.Nested(WaitingShape), required=True, validate=validate.Length(max=MOST_WAITING))
    most = fields.Integer(load_default=1, validate=validate.Range(1, MOST_STARTS))


class WantedNow(Wanted):
    customer_id = identifier(required=False)

    @post_load
    def _loaded(self, asked: dict[str, Any], **_: Any) -> WalkIn:
        return WalkIn(self.wish(asked), asked["customer_id"])


class FindFreeToday(Request):
    wishes = fields.List(fields.Nested(WantedNow), required=True, validate=validate.Length(max=MOST_WAITING))


def suited_view(found: Suited) -> Json:
    hopeless = [{"wish_id": wish_id, **_reason(reason)} for wish_id, reason in found.hopeless]
    if found.waiting is None or found.store is None:
        return {"wish_id": None, "starts": [], "hopeless": hopeless}
    zone = found.store.zone
    return {"wish_id": found.waiting.id, "starts": [_start(one, zone) for one in found.slots], "hopeless": hopeless}


def free_today_view(found: list[FreeToday]) -> Json:
    return {"items": [_free(one) for one in found]}


def _start(slot: Slot, zone: ZoneInfo) -> Json:
    ends = {"starts_at": _at(slot.starts_at, zone), "ends_at": _at(slot.ends_at, zone)}
    return {**ends, "technician_ids": list(slot.technician_ids)}


def _free(one: FreeToday) -> Json:
    return {
        "treatment_id": one.treatment_id,
        "party_size": one.party_size,
        "minutes": one.minutes,
        "needed_minutes": one.needed_minutes,
        "technicians": [
            {"id": who, "starts": [_stretch(stretch) for stretch in free]} for who, free in one.technicians.items()
        ],
        "places": None if one.places is None else [{**_stretch(at), "places": count} for at, count in one.places],
        "against": None if one.against is None else _reason(one.against),
    }


def _stretch(stretch: Stretch) -> Json:
    return {"from": stretch[0].isoformat(), "to": stretch[1].isoformat()}


def _reason(reason: Reason) -> Json:
    return {"code": reason.code, "params": reason.params}


def _at(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).isoformat()
