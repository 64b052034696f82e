"""What may be asked of the roster engine."""

from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from services.scheduling.domain.hours.windows import clock_minutes, read_day
from services.scheduling.domain.rostering.contracts import SHIFT, WISHES, Contract, ShiftWish
from services.scheduling.domain.rostering.demand import Demand, Need
from services.scheduling.domain.rostering.problem import Cover
from services.scheduling.domain.rostering.request import MOST_DAYS, MOST_SECONDS, RosterRequest
from services.scheduling.schemas.conflicts import Deciding
from services.scheduling.schemas.requests import ClockTime, OfTechnician, ShiftShape, written_shift
from services.scheduling.schemas.shapes import Request, identifier
from shared.moments import within_reach

MOST_HOURS, MOST_LEVEL, MOST_MINUTES, MOST_WEIGHT, MOST_ROWS = 36, 9, 100_000, 100, 20_000
CATEGORY_LENGTH = 80


class OfNeed(Request):
    category = fields.String(required=True, validate=validate.Length(1, CATEGORY_LENGTH))
    level = fields.Integer(load_default=1, validate=validate.Range(1, MOST_LEVEL))


class DemandRow(OfNeed):
    """Minutes of work that are wanted in the hour which begins at `hour` o'clock of a day (25 is one at night)."""

    on = fields.Date(required=True, validate=within_reach)
    hour = fields.Integer(required=True, validate=validate.Range(0, MOST_HOURS - 1))
    minutes = fields.Integer(required=True, validate=validate.Range(0, MOST_MINUTES))


class ContractShape(Request):
    hours_per_week = fields.Float(required=True, validate=validate.Range(0, 100))
    days_off = fields.Integer(load_default=Contract.days_off, validate=validate.Range(0, 7))
    longest_day_hours = fields.Float(load_default=Contract.longest_day_minutes / 60, validate=validate.Range(1, 16))
    shortest_rest_hours = fields.Float(load_default=Contract.shortest_rest_minutes / 60, validate=validate.Range(0, 24))
    break_minutes = fields.Integer(load_default=Contract.break_minutes, validate=validate.Range(0, 180))
    break_after_hours = fields.Float(load_default=Contract.break_after_minutes / 60, validate=validate.Range(1, 16))

    tolerance_hours = fields.Float(load_default=Contract.tolerance_minutes / 60, validate=validate.Range(0, 100))

    @staticmethod
    def contract(asked: dict[str, Any]) -> Contract:
        """Out of the loaded fields, which are taken out."""
        return Contract(
            round(asked.pop("hours_per_week") * 60),
            asked.pop("days_off"),
            round(asked.pop("longest_day_hours") * 60),
            round(asked.pop("shortest_rest_hours") * 60),
            asked.pop("break_minutes"),
            round(asked.pop("break_after_hours") * 60),
            round(asked.pop("tolerance_hours") * 60),
        )


class ContractOf(ContractShape):
    technician_id = identifier()


class WishShape(Request):
    on = fields.Date(required=True, validate=within_reach)
    kind = fields.String(required=True, validate=validate.OneOf(WISHES))
    start = ClockTime(data_key="from", required=False, allow_none=True, load_default=None)
    end = ClockTime(data_key="to", required=False, allow_none=True, load_default=None)

    @validates_schema
    def _has_its_window(self, asked: dict[str, Any], **_: Any) -> None:
        window = asked["start"], asked["end"]
        if asked["kind"] == SHIFT and (None in window or clock_minutes(window[0]) >= clock_minutes(window[1])):
            raise ValidationError("a wish for a shift says from when to when", "to")

    @staticmethod
    def wish(asked: dict[str, Any], technician_id: str) -> ShiftWish:
        is_shift = asked["kind"] == SHIFT
        window = (clock_minutes(asked["start"]), clock_minutes(asked["end"])) if is_shift else None
        return ShiftWish(technician_id, asked["on"], asked["kind"], window)


class WishOf(WishShape):
    technician_id = identifier()


class SkillCover(OfNeed):
    needed = fields.Integer(required=True, validate=validate.Range(0, 100))


class CoverShape(Request):
    opening = fields.Integer(load_default=0, validate=validate.Range(0, 100))
    closing = fields.Integer(load_default=0, validate=validate.Range(0, 100))
    skills = fields.List(fields.Nested(SkillCover), load_default=list)


class Weight(OfNeed):
    weight = fields.Integer(required=True, validate=validate.Range(1, MOST_WEIGHT))


class ProposeRoster(Request):
    """Loads `asked`."""

    store_id = identifier()
    first = fields.Date(required=True, data_key="from", validate=within_reach)
    days = fields.Integer(load_default=14, validate=validate.Range(1, MOST_DAYS))
    demand = fields.List(
        fields.Nested(DemandRow), load_default=None, allow_none=True, validate=validate.Length(0, MOST_ROWS)
    )
    contracts = fields.List(fields.Nested(ContractOf), load_default=list)
    wishes = fields.List(fields.Nested(WishOf), load_default=list)
    cover = fields.Nested(CoverShape, load_default=None, allow_none=True)
    weights = fields.List(fields.Nested(Weight), load_default=list)
    shifts = fields.List(fields.Nested(ShiftShape), load_default=None, allow_none=True, validate=validate.Length(1, 50))
    seconds = fields.Float(load_default=None, allow_none=True, validate=validate.Range(0.5, MOST_SECONDS))

    @post_load
    def _loaded(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        first, demand, cover, shifts = asked["first"], asked["demand"], asked["cover"], asked["shifts"]
        request = RosterRequest(
            store_id=asked["store_id"],
            first=first,
            days=asked["days"],
            demand=None if demand is None else _demand(demand, first, asked["days"]),
            contracts={row["technician_id"]: ContractShape.contract(row) for row in asked["contracts"]},
            wishes=tuple(WishShape.wish(row, row["technician_id"]) for row in asked["wishes"]),
            cover=cover and Cover(cover["opening"], cover["closing"], _numbers(cover["skills"], "needed")),
            weights=_numbers(asked["weights"], "weight"),
            kinds=shifts and read_day(written_shift(shift) for shift in shifts),
            seconds=asked["seconds"],
        )
        return {"asked": request}


class OfRosterProposal(Request):
    proposal_id = identifier()


class EditedDay(Request):
    technician_id = identifier()
    on = fields.Date(required=True, validate=within_reach)
    shifts = fields.List(fields.Nested(ShiftShape), required=True)


class EditRosterProposal(OfRosterProposal):
    version = fields.Integer(required=True)
    days = fields.List(fields.Nested(EditedDay), required=True, data_key="plan")

    @post_load
    def _loaded(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        days = {
            (day["technician_id"], day["on"]): read_day(written_shift(shift) for shift in day["shifts"])
            for day in asked["days"]
        }
        return {**asked, "days": days}


class ApplyRosterProposal(OfRosterProposal, Deciding):
    version = fields.Integer(allow_none=True, load_default=None)


class PutContract(ContractShape, OfTechnician):
    @post_load
    def _loaded(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"technician_id": asked["technician_id"], "contract": self.contract(asked)}


class AddShiftWish(WishShape, OfTechnician):
    @post_load
    def _loaded(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"wish": self.wish(asked, asked["technician_id"])}


class ListShiftWishes(OfTechnician):
    first = fields.Date(data_key="from", allow_none=True, load_default=None, validate=within_reach)


class DeleteShiftWish(OfTechnician):
    wish_id = identifier()


def _demand(rows: list[dict[str, Any]], first: date, days: int) -> Demand:
    """Rows outside of the days are left out."""
    told = (((row["on"] - first).days, row) for row in rows)
    return Demand.of(
        ((day, row["hour"]), Need(row["category"], row["level"]), row["minutes"])
        for day, row in told
        if 0 <= day < days
    )


def _numbers(rows: list[dict[str, Any]], name: str) -> dict[Need, int]:
    return {Need(row["category"], row["level"]): row[name] for row in rows}
