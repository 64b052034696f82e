"""What may be asked about dispatch."""

from marshmallow import fields, validate

from services.scheduling.schemas.shapes import Request, identifier
from shared.moments import within_reach

MOST_SECONDS, MOST_LATE, MOST_DECLINED = 60, 12 * 60, 200


class GetDispatch(Request):
    store_id = identifier()
    day = fields.Date(data_key="date", allow_none=True, load_default=None, validate=within_reach)


class ReportLateness(Request):
    """No minutes: in time again. `claim_id` is the visit they will be late for; none: whatever is next."""

    technician_id = identifier()
    minutes = fields.Integer(required=True, strict=True, validate=validate.Range(0, MOST_LATE))
    store_id = identifier(required=False)
    claim_id = identifier(required=False)


class RankTechnicians(Request):
    """Who could make a home visit at the time it has; `besides` have declined."""

    claim_id = identifier()
    besides = fields.List(identifier(), load_default=list, validate=validate.Length(max=MOST_DECLINED))


class ProposeDispatch(Request):
    store_id = identifier()
    day = fields.Date(data_key="date", required=True, validate=within_reach)
    seconds = fields.Integer(load_default=10, strict=True, validate=validate.Range(1, MOST_SECONDS))


class OfProposal(Request):
    proposal_id = identifier()
