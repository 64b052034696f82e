"""How technicians are chosen."""

from marshmallow import fields

from gateway.schemas.values import Answer, Day, Part, Query, Request, page_of

INSTANT = {"format": "date-time"}
NUMBERS = {"description": "By component: gap, rating, continuity, rotation, level, travel."}


class Because(Part):
    code = fields.String(required=True)
    params = fields.Dict()
    text = fields.String()


class Candidate(Part):
    """Somebody who was free, the best first."""

    technician_id = fields.String(required=True)
    name = fields.String()
    score = fields.Float(required=True, metadata={"description": "The sum of `weighted`."})
    components = fields.Dict(required=True, metadata={"description": "Each 0 to 1, larger is better."})
    weighted = fields.Dict(required=True)
    facts = fields.Dict(required=True, metadata={"description": "What the components were computed from."})


class Excluded(Part):
    technician_id = fields.String(required=True)
    name = fields.String()
    code = fields.String(required=True)
    because = fields.String()


class WeightsInForce(Part):
    id = fields.String(allow_none=True, metadata={"description": "null: no rule said anything, the defaults held."})
    effective_from = fields.String(allow_none=True, metadata=INSTANT)


class AssignedPart(Part):
    """One treatment of the visit."""

    treatment_id = fields.String(required=True)
    requested = fields.String(allow_none=True)
    chosen = fields.List(fields.String(), required=True)
    candidates = fields.List(fields.Nested(Candidate), required=True)
    excluded = fields.List(fields.Nested(Excluded), required=True)


class Assignment(Answer):
    """The last choice of technicians for a visit, and whether weighing it once more gives the same."""

    appointment_id = fields.String(required=True)
    store_id = fields.String()
    treatment_id = fields.String()
    starts_at = fields.String(metadata=INSTANT)
    chosen_because = fields.Nested(Because, required=True)
    rules = fields.Nested(WeightsInForce, required=True)
    weights = fields.Dict(required=True, metadata=NUMBERS)
    kept = fields.List(fields.String(), metadata={"description": "Those who had the visit before it was moved."})
    parts = fields.List(fields.Nested(AssignedPart), required=True)
    replay_agrees = fields.Boolean(required=True)


class ClocksQuery(Query):
    date = Day(metadata={"description": "Default: today at the store."})


class ClockRow(Part):
    technician_id = fields.String(required=True)
    name = fields.String()
    turn = fields.Integer(allow_none=True, metadata={"description": "From 1; null for who does not work that day."})
    requested = fields.Integer(required=True)
    rotation = fields.Integer(required=True)
    last_clock_at = fields.String(allow_none=True, metadata={"format": "date-time"})


class Clocks(Answer):
    store_id = fields.String(required=True)
    date = fields.String(required=True)
    items = fields.List(fields.Nested(ClockRow), required=True)


class PutNeverAgain(Request):
    reason = fields.String(metadata={"description": "For staff, or for oneself; kept sealed."})


class NeverAgain(Answer):
    customer_id = fields.String(required=True)
    technician_id = fields.String(required=True)
    side = fields.String(metadata={"description": "For whom it was set: `customer` or `store`."})
    reason = fields.String()
    set_at = fields.String(metadata={"format": "date-time"})


NeverAgainList = page_of(NeverAgain, "NeverAgainList")
