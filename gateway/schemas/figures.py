"""What stores' days came to, and technicians' weeks."""

from marshmallow import fields

from gateway.schemas.values import Answer, Day, Part, Query

DAYS = "At most 366 days."
BEFORE = "As many days, the same weekdays, as few whole weeks earlier as do not meet the period: a week's is last week."


class DaysQuery(Query):
    from_ = Day(required=True, data_key="from", attribute="from")
    to = Day(required=True, metadata={"description": f"Included. {DAYS}"})


class StoreDaysQuery(DaysQuery):
    store_id = fields.String(metadata={"description": "Without it all stores that I manage."})


class Edges(Answer):
    from_ = Day(required=True, data_key="from")
    to = Day(required=True)


class BookingCounts(Part):
    """Visits count on the day they begin; an ended one (called off, declined, expired, missed) is no revenue."""

    made = fields.Integer(required=True, metadata={"description": "Bookings made on these days, for whatever day."})
    visits = fields.Integer(required=True, metadata={"description": "Whatever became of them."})
    standing = fields.Integer(required=True, metadata={"description": "Those that have not ended otherwise than done."})
    completed = fields.Integer(required=True)
    cancelled = fields.Integer(required=True)
    late_cancelled = fields.Integer(required=True)
    no_show = fields.Integer(required=True)
    revenue_fen = fields.Integer(required=True, metadata={"description": "The price of the standing ones."})
    fees_fen = fields.Integer(required=True, metadata={"description": "For cancelling late, or not coming."})


class BookingDay(BookingCounts):
    date = Day(required=True)


class BookingPeriod(Edges):
    days = fields.List(fields.Nested(BookingDay), required=True, metadata={"description": "All of them, in order."})
    total = fields.Nested(BookingCounts, required=True)


class BookingChannel(Part):
    channel = fields.String(required=True, metadata={"description": "`customer` (page or chat), `staff` or `walk_in`."})
    visits = fields.Integer(required=True)
    revenue_fen = fields.Integer(required=True)


class NamedTreatment(Part):
    id = fields.String(required=True)
    slug = fields.String(required=True)
    name = fields.String(required=True)


class TreatmentFigures(Part):
    treatment = fields.Nested(NamedTreatment, required=True, metadata={"description": "A visit's first."})
    visits = fields.Integer(required=True)
    standing = fields.Integer(required=True)
    revenue_fen = fields.Integer(required=True)


class BookingFigures(BookingPeriod):
    store_id = fields.String(required=True, allow_none=True)
    statuses = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    channels = fields.List(fields.Nested(BookingChannel), required=True)
    treatments = fields.List(
        fields.Nested(TreatmentFigures), required=True, metadata={"description": "What brings most comes first."}
    )
    previous = fields.Nested(BookingPeriod, required=True, metadata={"description": BEFORE})


class Use(Part):
    """Rostered time within opening hours, and how much of it visits take, with what guards them."""

    rostered_minutes = fields.Integer(required=True)
    busy_minutes = fields.Integer(required=True)
    beyond_minutes = fields.Integer(required=True, metadata={"description": "Taken outside the roster."})
    utilisation = fields.Float(
        required=True, allow_none=True, metadata={"description": "Busy of rostered; none where nobody is rostered."}
    )


class DayUse(Use):
    date = Day(required=True)


class HourUse(Use):
    weekday = fields.Integer(required=True, metadata={"description": "1 is Monday."})
    hour = fields.Integer(required=True, metadata={"description": "0 to 23, on the store's clock."})


class PersonNamed(Part):
    id = fields.String(required=True)
    name = fields.String(required=True)


class TechnicianUse(Part):
    technician = fields.Nested(PersonNamed, required=True)
    store_id = fields.String(required=True)
    total = fields.Nested(Use, required=True)
    hours = fields.List(fields.Nested(HourUse), required=True, metadata={"description": "Those worked in."})


class PeriodUse(Edges):
    total = fields.Nested(Use, required=True)


class Utilisation(PeriodUse):
    store_id = fields.String(required=True, allow_none=True)
    days = fields.List(fields.Nested(DayUse), required=True, metadata={"description": "All of them, in order."})
    hours = fields.List(fields.Nested(HourUse), required=True)
    technicians = fields.List(fields.Nested(TechnicianUse), required=True)
    previous = fields.Nested(PeriodUse, required=True, metadata={"description": BEFORE})


class OwnFigures(Edges):
    visits = fields.Integer(required=True, metadata={"description": "Neither called off nor missed."})
    completed = fields.Integer(required=True)
    no_shows = fields.Integer(required=True)
    requested = fields.Integer(required=True, metadata={"description": "Visits asked for by name (点钟)."})
    requested_share = fields.Float(required=True, allow_none=True)
    revenue_fen = fields.Integer(
        required=True, metadata={"description": "Of the completed; what several give is shared alike."}
    )


class TechnicianFigures(OwnFigures):
    technician_id = fields.String(required=True)
    weeks = fields.List(fields.Nested(OwnFigures), required=True, metadata={"description": "Cut at Mondays."})
    previous = fields.Nested(OwnFigures, required=True, metadata={"description": BEFORE})


class WeekUse(Use):
    from_ = Day(required=True, data_key="from")
    to = Day(required=True)


class TechnicianUtilisation(PeriodUse):
    technician_id = fields.String(required=True)
    weeks = fields.List(fields.Nested(WeekUse), required=True, metadata={"description": "Cut at Mondays."})
    previous = fields.Nested(PeriodUse, required=True, metadata={"description": BEFORE})
