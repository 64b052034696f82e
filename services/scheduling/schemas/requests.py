"""What may be asked. Each loads into what its use case takes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.scheduling.domain.business.roster import WorkingPlan
from services.scheduling.domain.claim.requests import ClaimRequest, MoveRequest
from services.scheduling.domain.errors import BadWindow
from services.scheduling.domain.hours.windows import CLOCK, DAYS
from services.scheduling.domain.offer.scene import Part, Wish
from services.scheduling.domain.packing.suggestions import Between
from services.scheduling.domain.travel.places import HOME, STORE, Point
from services.scheduling.schemas.conflicts import Deciding
from services.scheduling.schemas.shapes import (
    GENDERS,
    MOST_DAYS,
    MOST_GUESTS,
    REASON_LENGTH,
    Address,
    Request,
    Slugs,
    identifier,
)
from shared.interval import Interval
from shared.moments import within_reach

MOST_FOLLOWING, MOST_DAYS_AT_A_GLANCE, MOST_DAYS_OF_LEAVE = 4, 14, 366


class PartShape(Request):
    """One more treatment in the same visit."""

    treatment_id = identifier()
    technician_id = identifier(required=False)
    addons = Slugs()


class Wanted(Request):
    """What somebody wants, apart from the start; loads `wish`."""

    store_id = identifier()
    treatment_id = identifier()
    technician_id = identifier(required=False)
    place = fields.String(load_default=STORE, allow_none=True, validate=validate.OneOf([STORE, HOME]))
    address = fields.Nested(Address, allow_none=True, load_default=None)
    lng = fields.Float(allow_none=True, load_default=None, validate=validate.Range(-180, 180))
    lat = fields.Float(allow_none=True, load_default=None, validate=validate.Range(-90, 90))
    party_size = fields.Integer(allow_none=True, load_default=None, validate=validate.Range(1, MOST_GUESTS))
    then = fields.List(
        fields.Nested(PartShape), allow_none=True, load_default=None, validate=validate.Length(max=MOST_FOLLOWING)
    )
    technician_gender = fields.String(allow_none=True, load_default=None, validate=validate.OneOf(GENDERS))
    addons = Slugs()

    @staticmethod
    def wish(asked: dict[str, Any]) -> Wish:
        """The wish out of the loaded fields, which are taken out."""
        where = asked.pop("address", None) or {}
        lng, lat = asked.pop("lng", None), asked.pop("lat", None)
        lng, lat = where.get("lng", lng), where.get("lat", lat)
        place = asked.pop("place", None) or STORE
        at = place == HOME and lng is not None and lat is not None
        return Wish(
            asked.pop("store_id", ""),
            asked.pop("treatment_id"),
            asked.pop("technician_id"),
            place,
            Point(lng, lat) if at else None,
            asked.pop("party_size") or 0,
            tuple(Part(**part) for part in asked.pop("then") or ()),
            asked.pop("technician_gender"),
            asked.pop("addons"),
        )


class BetweenField(fields.String):
    """A window of the day, `15:00-18:00`."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        try:
            return Between.read(super()._deserialize(value, attr, data, **kwargs))
        except BadWindow as bad:
            raise ValidationError("it ends after it starts") from bad


class Visitor(Wanted):
    """For whom it is, where that is not the caller: staff name a customer; `for_guest` is nobody in particular."""

    appointment_id = identifier(required=False)
    customer_id = identifier(required=False)
    for_guest = fields.Boolean(load_default=False)


class FindAvailability(Visitor):
    first = fields.Date(data_key="from", allow_none=True, load_default=None, validate=within_reach)
    days = fields.Integer(load_default=7, validate=validate.Range(1, MOST_DAYS))
    between = BetweenField(allow_none=True, load_default=None)
    suggestions = fields.Integer(data_key="suggest", allow_none=True, load_default=None, validate=validate.Range(1, 50))

    @post_load
    def _loaded(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"wish": self.wish(asked), **asked}


class FindNextFree(Request):
    """Without a treatment: for what each usually gives."""

    store_id = identifier()
    treatment_id = identifier(required=False)
    place = fields.String(load_default=STORE, validate=validate.OneOf([STORE, HOME]))
    lng = fields.Float(allow_none=True, load_default=None, validate=validate.Range(-180, 180))
    lat = fields.Float(allow_none=True, load_default=None, validate=validate.Range(-90, 90))
    days = fields.Integer(load_default=7, validate=validate.Range(1, MOST_DAYS_AT_A_GLANCE))

    @post_load
    def _loaded(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        lng, lat = asked.pop("lng"), asked.pop("lat")
        return {"location": None if lng is None or lat is None else Point(lng, lat), **asked}


class FindLeave(Request):
    store_id = identifier()
    first = fields.Date(data_key="from", allow_none=True, load_default=None, validate=within_reach)
    days = fields.Integer(load_default=MOST_DAYS, validate=validate.Range(1, MOST_DAYS_OF_LEAVE))


class ExplainAvailability(Visitor):
    starts_at = fields.AwareDateTime(required=True, validate=within_reach)

    @post_load
    def _loaded(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"wish": self.wish(asked), **asked}


class ClaimTime(Wanted):
    """With `for_guest` the customer books for somebody else, and their own time is not taken."""

    claim_id = identifier()
    customer_id = identifier()
    for_guest = fields.Boolean(load_default=False)
    walk_in = fields.Boolean(load_default=False)
    starts_at = fields.AwareDateTime(required=True, validate=within_reach)

    @post_load
    def _loaded(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"asked": ClaimRequest(wish=self.wish(asked), **asked)}


class MoveClaim(Wanted):
    """The store is the claim's; naming it again is allowed and changes nothing."""

    claim_id = identifier()
    change_id = identifier()
    expected_revision = fields.Integer(required=True)
    starts_at = fields.AwareDateTime(required=True, validate=within_reach)
    override_reason = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=REASON_LENGTH))
    store_id = identifier(required=False)
    is_arranged = fields.Boolean(data_key="arranged", load_default=False)

    @post_load(pass_original=True)
    def _loaded(self, asked: dict[str, Any], written: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Add-ons that are not spoken of stay; an empty list leaves them out."""
        asked["store_id"] = asked["store_id"] or ""
        says_addons = written.get("addons") is not None
        return {"asked": MoveRequest(wish=self.wish(asked), says_addons=says_addons, **asked)}


class SettleChange(Request):
    claim_id = identifier()
    change_id = identifier()


class OfTechnician(Request):
    technician_id = identifier()


class ClockTime(fields.String):
    """`10:00`, and `26:00` for two in the night after."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": True, **kwargs}, validate=validate.Regexp(rf"\A{CLOCK.pattern}\Z"))


class Window(Request):
    start = ClockTime(data_key="from")
    end = ClockTime(data_key="to")

    @validates_schema
    def _runs_forward(self, asked: dict[str, Any], **_: Any) -> None:
        if not asked["start"].zfill(5) < asked["end"].zfill(5) <= "36:00":
            raise ValidationError("it ends after it starts, at 36:00 at the latest", "to")


class ShiftShape(Window):
    breaks = fields.List(fields.Nested(Window), load_default=list)


class ReplacedDay(Request):
    on = fields.Date(required=True, validate=within_reach)
    shifts = fields.List(fields.Nested(ShiftShape), required=True)


Weekly = Schema.from_dict(
    {day: fields.List(fields.Nested(ShiftShape), load_default=list) for day in DAYS}, name="Weekly"
)


class PutWorkingPlan(OfTechnician, Deciding):
    effective_from = fields.Date(required=True, validate=within_reach)
    weekly = fields.Nested(Weekly, required=True)
    exceptions = fields.List(fields.Nested(ReplacedDay), load_default=list)
    version = fields.String(allow_none=True)

    @post_load
    def _loaded(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        weekly = {day: [written_shift(shift) for shift in shifts] for day, shifts in asked.pop("weekly").items()}
        exceptions = [
            {"on": day["on"], "shifts": [written_shift(shift) for shift in day["shifts"]]}
            for day in asked.pop("exceptions")
        ]
        return {"plan": WorkingPlan.read(asked.pop("effective_from"), weekly, exceptions), **asked}


class TimeOff(OfTechnician):
    """Loads `during` and `reason`."""

    start = fields.AwareDateTime(required=True, data_key="from", validate=within_reach)
    end = fields.AwareDateTime(required=True, data_key="to", validate=within_reach)
    reason = fields.String(load_default="", allow_none=True, validate=validate.Length(max=REASON_LENGTH))

    @validates_schema
    def _runs_forward(self, asked: dict[str, Any], **_: Any) -> None:
        if asked["end"] <= asked["start"]:
            raise ValidationError("a leave ends after it starts", "to")

    @post_load
    def _loaded(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        start: datetime = asked.pop("start")
        reason = asked.pop("reason") or ""
        return {"during": Interval(start, asked.pop("end")), "reason": reason, **asked}


class AddLeave(TimeOff, Deciding):
    pass


class DeleteLeave(OfTechnician):
    leave_id = identifier()


class SetDuty(OfTechnician, Deciding):
    state = fields.String(required=True, validate=validate.OneOf(["on", "off"]))

    @post_load
    def _loaded(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"is_on": asked.pop("state") == "on", **asked}


class GetCalendar(Request):
    store_id = identifier()
    first = fields.Date(data_key="from", allow_none=True, load_default=None, validate=within_reach)
    days = fields.Integer(load_default=1, validate=validate.Range(1, MOST_DAYS))


def written_shift(shift: Mapping[str, Any]) -> dict[str, Any]:
    """A loaded shift as it was written."""
    breaks = [written_shift(pause) for pause in shift.get("breaks", ())]
    return {"from": shift["start"], "to": shift["end"], "breaks": breaks}
