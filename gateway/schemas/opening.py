"""When stores are open, special days and closures heeded."""

from marshmallow import fields, validate

from gateway.schemas.values import Answer, Day, Part, Query, page_of

MOST_DAYS = 31


class OpenSpan(Part):
    from_ = fields.String(data_key="from", attribute="from", required=True, metadata={"format": "date-time"})
    to = fields.String(required=True, metadata={"format": "date-time", "description": "May lie after midnight."})


class OpenDay(Part):
    date = Day(required=True)
    spans = fields.List(
        fields.Nested(OpenSpan),
        required=True,
        metadata={"description": "Hours that begin on that day of the store, in order; none: closed."},
    )


class StoreHours(Answer):
    store_id = fields.String(required=True)
    days = fields.List(fields.Nested(OpenDay), required=True)


StoreHoursList = page_of(StoreHours, "StoreHoursList")


class OpeningHoursQuery(Query):
    store_id = fields.String(metadata={"description": "Default: every store."})
    from_ = Day(data_key="from", attribute="from", metadata={"description": "Default: the store's today."})
    days = fields.Integer(validate=validate.Range(min=1, max=MOST_DAYS), metadata={"description": "Default: 7."})
