"""Appointments that working time was taken from: what is against each, what could become of it, what is decided."""

from marshmallow import fields, validate

from gateway.schemas.values import Answer, Day, Part, Query, Request, page_of


class Deciding(Request):
    """What becomes of the appointments in the way of a change; without, 409 `claims_in_the_way` tells them."""

    decisions = fields.Raw(
        metadata={
            "description": "By appointment id `keep`, `reassign` or `move`, or a list of "
            "`{appointment_id, decision, technician_id?, starts_at?, claim_revision?}`.",
            "example": [{"appointment_id": "01J…", "decision": "reassign", "technician_id": "01J…"}],
        }
    )
    dry_run = fields.Boolean(metadata={"description": "Only tell the conflicts and what could be decided."})


class Changed(Answer):
    """Beside what was changed: the appointments in its way and what became, or could become, of each."""

    dry_run = fields.Boolean()
    conflicts = fields.List(fields.Dict())


class ConflictsQuery(Query):
    from_ = Day(data_key="from", attribute="from")
    days = fields.Integer(validate=validate.Range(min=1, max=31))
    cursor = fields.String()
    limit = fields.Integer(validate=validate.Range(min=1, max=100))


class Against(Part):
    """`technician_away outside_shift technician_gone store_closed resource_gone`."""

    code = fields.String(required=True)
    resource_id = fields.String(allow_none=True)


class Start(Part):
    starts_at = fields.String(required=True, metadata={"format": "date-time"})
    technician_ids = fields.List(fields.String(), required=True)


class Options(Part):
    """Who could take the visit at its time, and the nearest starts it could move to."""

    keep = fields.Boolean(required=True)
    reassign = fields.List(fields.String(), required=True)
    move = fields.List(fields.Nested(Start), required=True)


class Conflict(Part):
    appointment_id = fields.String(required=True)
    claim_revision = fields.Integer()
    status = fields.String()
    treatment_id = fields.String()
    technician_ids = fields.List(fields.String())
    technician_requested = fields.Boolean()
    starts_at = fields.String(required=True, metadata={"format": "date-time"})
    ends_at = fields.String(required=True, metadata={"format": "date-time"})
    because = fields.List(fields.Nested(Against), required=True)
    options = fields.Nested(Options)


ConflictList = page_of(Conflict, "ConflictList")
