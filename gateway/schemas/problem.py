"""The one shape of every error."""

from marshmallow import INCLUDE, Schema, fields


class ProblemDetails(Schema):
    """RFC 9457, with a stable `code`; what a code tells beside its text (such as `claims`) stands beside these."""

    class Meta:
        unknown = INCLUDE

    type = fields.String(required=True, metadata={"description": "`urn:mingyitang:problem:<code>`"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True, metadata={"description": "Stable: branch on this."})
    errors = fields.Dict(
        keys=fields.String(), values=fields.List(fields.String()), metadata={"description": "Field → texts; for 422."}
    )
