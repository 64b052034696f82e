"""Hours by weekday: a store's opening hours, a technician's working plan."""

from marshmallow import fields

from gateway.schemas.values import Part

CLOCK = {"pattern": r"^\d{2}:[0-5]\d$", "description": "On the store's clock; past midnight: `26:00`."}


class Pause(Part):
    from_ = fields.String(data_key="from", required=True, metadata=CLOCK)
    to = fields.String(required=True, metadata=CLOCK)


class Shift(Pause):
    breaks = fields.List(fields.Nested(Pause))


class Weekly(Part):
    """Shifts by weekday; a day that is missing or empty is free."""

    mon = fields.List(fields.Nested(Shift))
    tue = fields.List(fields.Nested(Shift))
    wed = fields.List(fields.Nested(Shift))
    thu = fields.List(fields.Nested(Shift))
    fri = fields.List(fields.Nested(Shift))
    sat = fields.List(fields.Nested(Shift))
    sun = fields.List(fields.Nested(Shift))
