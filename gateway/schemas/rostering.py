"""Rosters proposed by the solver, and what they are made from: demand, contracts, wishes."""

from marshmallow import fields, validate

from gateway.schemas.conflicts import Deciding
from gateway.schemas.values import Answer, Day, Part, Query, Request, page_of
from gateway.schemas.weekly import CLOCK, Shift

MOST_DAYS, MOST_SECONDS = 28, 120


class NeededWork(Part):
    category = fields.String(required=True)
    level = fields.Integer(metadata={"description": "The least level that will do; default 1."})


class DemandedHour(NeededWork):
    on = Day(required=True)
    hour = fields.Integer(required=True, metadata={"description": "On the store's clock; 25 is one at night."})
    minutes = fields.Integer(required=True)


class Agreement(Request):
    """What a technician agreed to."""

    hours_per_week = fields.Float(required=True)
    days_off = fields.Integer(metadata={"description": "In a week, at least."})
    longest_day_hours = fields.Float(metadata={"description": "Breaks not counted."})
    shortest_rest_hours = fields.Float(metadata={"description": "Between two shifts."})
    break_minutes = fields.Integer()
    break_after_hours = fields.Float(metadata={"description": "Longer shifts have a break."})
    tolerance_hours = fields.Float(metadata={"description": "How far a week may stay under its hours."})


class TechniciansAgreement(Agreement):
    technician_id = fields.String(required=True)


class Contract(Answer):
    technician_id = fields.String(required=True)
    hours_per_week = fields.Float(required=True)
    days_off = fields.Integer(required=True)
    longest_day_hours = fields.Float(required=True)
    shortest_rest_hours = fields.Float(required=True)
    break_minutes = fields.Integer(required=True)
    break_after_hours = fields.Float(required=True)
    tolerance_hours = fields.Float()
    from_working_plan = fields.Boolean(metadata={"description": "Nobody wrote it down: what the plan amounts to."})


class AddShiftWish(Request):
    on = Day(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["off", "work", "shift"]))
    from_ = fields.String(data_key="from", allow_none=True, metadata=CLOCK)
    to = fields.String(allow_none=True, metadata=CLOCK)


class TechniciansWish(AddShiftWish):
    technician_id = fields.String(required=True)


class ShiftWish(Answer):
    id = fields.String(required=True)
    technician_id = fields.String(required=True)
    on = Day(required=True)
    kind = fields.String(required=True)
    from_ = fields.String(data_key="from", metadata=CLOCK)
    to = fields.String(metadata=CLOCK)


ShiftWishList = page_of(ShiftWish, "ShiftWishList")


class WishQuery(Query):
    from_ = Day(data_key="from", attribute="from")


class SkillCover(NeededWork):
    needed = fields.Integer(required=True)


class Cover(Part):
    """How many are to be there at opening, until closing, and of a skill on every day."""

    opening = fields.Integer()
    closing = fields.Integer()
    skills = fields.List(fields.Nested(SkillCover))


class NeedWeight(NeededWork):
    weight = fields.Integer(required=True)


class ProposeRoster(Request):
    store_id = fields.String(required=True)
    from_ = Day(data_key="from", required=True)
    days = fields.Integer(validate=validate.Range(min=1, max=MOST_DAYS))
    demand = fields.List(
        fields.Nested(DemandedHour), allow_none=True, metadata={"description": "Default: what the last weeks tell."}
    )
    contracts = fields.List(fields.Nested(TechniciansAgreement), metadata={"description": "Instead of stored ones."})
    wishes = fields.List(fields.Nested(TechniciansWish), metadata={"description": "Beside stored ones."})
    cover = fields.Nested(Cover, allow_none=True)
    weights = fields.List(fields.Nested(NeedWeight), metadata={"description": "How much an unmet minute counts."})
    shifts = fields.List(
        fields.Nested(Shift), allow_none=True, metadata={"description": "The only shifts allowed; default: any."}
    )
    seconds = fields.Float(allow_none=True, validate=validate.Range(min=0.5, max=MOST_SECONDS))


class RosteredDay(Part):
    technician_id = fields.String(required=True)
    on = Day(required=True)
    shifts = fields.List(fields.Nested(Shift), required=True)


class EditRosterProposal(Request):
    version = fields.Integer(required=True)
    plan = fields.List(fields.Nested(RosteredDay), required=True, metadata={"description": "Days to be set."})


class ApplyRosterProposal(Deciding):
    version = fields.Integer(allow_none=True)


class RosterFigures(Part):
    """Minutes of demand, worked and unmet; `bound`: no roster at all leaves fewer (weighted) minutes unmet."""

    demand_minutes = fields.Integer()
    worked_minutes = fields.Integer()
    covered_percent = fields.Float()
    unmet_minutes = fields.Integer()
    unmet = fields.List(fields.Dict())
    wishes = fields.Integer()
    wishes_kept = fields.Integer()
    fairness = fields.Dict()
    minutes_off_contract = fields.Integer()
    bound = fields.Integer()
    seconds = fields.Float()


class Collision(Part):
    code = fields.String(required=True)
    text = fields.String(required=True)
    params = fields.Dict()


class RosterFailure(Part):
    """Why there is no roster; of rules that collide each is named."""

    code = fields.String(required=True)
    text = fields.String(required=True)
    collisions = fields.List(fields.Nested(Collision))


class RosterProposal(Answer):
    """Once `ready` it has figures, beside those of the present roster."""

    id = fields.String(required=True)
    store_id = fields.String(required=True)
    from_ = Day(data_key="from", required=True)
    days = fields.Integer(required=True)
    status = fields.String(
        required=True,
        validate=validate.OneOf(["queued", "running", "ready", "failed", "cancelled", "applied"]),
    )
    version = fields.Integer(required=True)
    seconds = fields.Float(metadata={"description": "The time limit."})
    asked_at = fields.String(metadata={"format": "date-time"})
    progress = fields.Dict(allow_none=True, metadata={"description": "`unmet` minutes so far, `bound`, `seconds`."})
    plan = fields.List(fields.Nested(RosteredDay), allow_none=True)
    figures = fields.Nested(RosterFigures, allow_none=True)
    present = fields.Nested(RosterFigures, allow_none=True)
    failure = fields.Nested(RosterFailure, allow_none=True)
