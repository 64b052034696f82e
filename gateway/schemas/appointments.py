"""Appointments: booking, reading, changing."""

from marshmallow import fields, validate

from gateway.schemas.values import Answer, Instant, Moment, PageQuery, Part, Request, page_of

STATUSES = (
    *("requested", "pending_payment", "pending_acceptance", "confirmed"),
    *("departed", "arrived", "checked_in", "in_service", "completed"),
    *("declined", "expired", "cancelled", "late_cancelled", "no_show"),
)


MOST_FOLLOWING = 4


class HomeAddress(Part):
    text = fields.String(required=True)
    lng = fields.Float(required=True)
    lat = fields.Float(required=True)
    contact_name = fields.String(allow_none=True)
    contact_phone = fields.String(allow_none=True)


class Contact(Part):
    """Whom to call; staff who book for somebody name the customer here."""

    name = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)


class FollowingTreatment(Part):
    """One more treatment in the same visit, without a pause after the one before it."""

    treatment_id = fields.String(required=True)
    technician_id = fields.String(allow_none=True, metadata={"description": "null: whoever fits best."})
    addons = fields.List(fields.String(), allow_none=True, metadata={"description": "Slugs of its add-ons."})


class BookAppointment(Request):
    store_id = fields.String(required=True)
    treatment_id = fields.String(required=True)
    starts_at = Instant(required=True, metadata={"format": "date-time"})
    technician_id = fields.String(allow_none=True, metadata={"description": "null: whoever fits best."})
    technician_gender = fields.String(allow_none=True, metadata={"description": "female or male; null: either."})
    place = fields.String()
    address = fields.Nested(HomeAddress, allow_none=True)
    contact = fields.Nested(Contact, allow_none=True)
    party_size = fields.Integer(allow_none=True)
    note = fields.String(allow_none=True)
    customer_id = fields.String(allow_none=True, metadata={"description": "Staff only."})
    then = fields.List(
        fields.Nested(FollowingTreatment),
        allow_none=True,
        validate=validate.Length(max=MOST_FOLLOWING),
        metadata={"description": "More treatments in the same visit, one after another."},
    )
    addons = fields.List(
        fields.String(), allow_none=True, metadata={"description": "Slugs of the first treatment's add-ons."}
    )
    course_id = fields.String(
        allow_none=True, metadata={"description": "A session of this course pays for the first treatment."}
    )


class QuoteLine(Part):
    """One part of the price; a treatment and an add-on are named."""

    kind = fields.String(required=True, validate=validate.OneOf(["treatment", "addon", "course", "home_fee"]))
    price_fen = fields.Integer(required=True, metadata={"description": "For all guests; less than 0: taken off."})
    slug = fields.String()
    name = fields.String()


class Quote(Answer):
    price_fen = fields.Integer(required=True)
    party_size = fields.Integer(required=True)
    duration_minutes = fields.Integer(required=True, metadata={"description": "Of the whole visit."})
    lines = fields.List(fields.Nested(QuoteLine), required=True, metadata={"description": "Add up to the price."})
    deposit_fen = fields.Integer(required=True, metadata={"description": "To be paid before the visit counts; or 0."})
    hold_minutes = fields.Integer(required=True, metadata={"description": "For which it is kept for who has to pay."})
    confirmed = fields.String(
        required=True,
        validate=validate.OneOf(["at_once", "by_store", "by_technician"]),
        metadata={"description": "Who says yes to it once it is booked, and paid."},
    )
    free_cancel_hours = fields.Integer(required=True)
    free_cancel_until = fields.String(
        required=True, allow_none=True, metadata={"format": "date-time", "description": "null without a start."}
    )
    late_cancel_fee_percent = fields.Integer(required=True)
    late_cancel_fee_fen = fields.Integer(required=True)


class RescheduleAppointment(Request):
    starts_at = Instant(allow_none=True, metadata={"format": "date-time"})
    technician_id = fields.String(allow_none=True)
    treatment_id = fields.String(allow_none=True)
    addons = fields.List(
        fields.String(), allow_none=True, metadata={"description": "Instead of those the first treatment has."}
    )
    version = fields.Integer(allow_none=True)
    override_reason = fields.String(allow_none=True, metadata={"description": "Staff only."})
    dry_run = fields.Boolean(metadata={"description": "Say what would happen, and change nothing."})


class ExtendAppointment(Request):
    minutes = fields.Integer(required=True, metadata={"description": "In steps of five."})
    version = fields.Integer(allow_none=True)


class CancelAppointment(Request):
    reason = fields.String(allow_none=True)
    dry_run = fields.Boolean(metadata={"description": "Say what it would cost now, and change nothing."})
    expected_fee_fen = fields.Integer(
        allow_none=True, metadata={"description": "The fee that was shown; where it is more by now, nothing happens."}
    )


class Act(Request):
    reason = fields.String(allow_none=True)


class Decline(Request):
    reason = fields.String(required=True)


class Pay(Request):
    provider = fields.String(required=True, metadata={"examples": ["sandbox"]})
    outcome = fields.String(
        allow_none=True, metadata={"description": "What the sandbox is to play: settle (the default) or fail."}
    )


class AppointmentQuery(PageQuery):
    status = fields.String(metadata={"description": "One or several, separated by commas."})
    from_ = Moment(data_key="from", attribute="from")
    to = Moment()
    store_id = fields.String()
    technician_id = fields.String()
    customer_id = fields.String(metadata={"description": "Of this customer, as far as I may see them."})


class Named(Part):
    id = fields.String(required=True)
    slug = fields.String()
    name = fields.String()


class AddedOn(Part):
    """What was added to a treatment; the price is for each guest."""

    slug = fields.String(required=True)
    name = fields.String(required=True)
    minutes = fields.Integer(required=True)
    price_fen = fields.Integer(required=True)


class GivenTreatment(Named):
    """One treatment of the visit: when it is given, and by whom."""

    starts_at = fields.String(required=True, metadata={"format": "date-time"})
    ends_at = fields.String(required=True, metadata={"format": "date-time"})
    technician = fields.Nested(Named, required=True)
    technicians = fields.List(fields.Nested(Named), required=True)
    addons = fields.List(fields.Nested(AddedOn), required=True)


class DepositStanding(Part):
    """How the deposit stands. `paid_fen` came in; `refunded_fen` of it was given back."""

    deposit_fen = fields.Integer(required=True)
    paid_fen = fields.Integer(required=True)
    refunded_fen = fields.Integer(required=True)
    state = fields.String(
        required=True,
        validate=validate.OneOf(["unpaid", "created", "settled", "failed", "refunding", "refunded"]),
    )
    provider = fields.String(allow_none=True)


class Appointment(Answer):
    id = fields.String(required=True)
    number = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    version = fields.Integer(required=True)
    store = fields.Nested(Named, required=True)
    treatment = fields.Nested(Named, required=True, metadata={"description": "The first, or only, one."})
    treatments = fields.List(fields.Nested(GivenTreatment), required=True)
    addons = fields.List(fields.Nested(AddedOn), metadata={"description": "Of the first treatment."})
    series_id = fields.String(allow_none=True)
    course_id = fields.String(allow_none=True, metadata={"description": "Its first treatment is paid by this course."})
    extension_minutes = fields.Integer(metadata={"description": "Added while it was given."})
    technician = fields.Nested(Named, required=True, allow_none=True)
    technicians = fields.List(fields.Nested(Named), required=True)
    technician_requested = fields.Boolean(
        metadata={"description": "The customer asked for the technician, who stays when the time is changed."}
    )
    starts_at = fields.String(required=True, metadata={"format": "date-time"})
    ends_at = fields.String(required=True, metadata={"format": "date-time"})
    place = fields.String(required=True, validate=validate.OneOf(["store", "home"]))
    address = fields.Dict(allow_none=True)
    contact = fields.Dict(allow_none=True)
    party_size = fields.Integer(required=True)
    price_fen = fields.Integer(required=True, metadata={"description": "In total: all treatments, home fee included."})
    timezone = fields.String()
    duration_minutes = fields.Integer()
    customer_id = fields.String()
    fee_fen = fields.Integer(metadata={"description": "For a late cancellation, or the deposit of who did not come."})
    free_cancel_until = fields.String(allow_none=True, metadata={"format": "date-time"})
    late_cancel_fee_percent = fields.Integer()
    answer_by = fields.String(allow_none=True, metadata={"description": "Until when it waits for an answer."})
    payment = fields.Nested(
        DepositStanding, allow_none=True, metadata={"description": "null where no deposit is asked for."}
    )
    note = fields.String(allow_none=True)
    chosen_because = fields.Raw(allow_none=True)
    arrival_code = fields.String(
        metadata={"description": "Of a home visit, for the customer alone: to tell the technician at the door."}
    )
    expected_at = fields.String(
        metadata={"format": "date-time", "description": "When it will begin, where the technician is late."}
    )
    course_session_used = fields.Boolean(
        metadata={"description": "Where a cancellation was tried out: whether the session of the course is lost."}
    )
    allowed_actions = fields.List(fields.String(), required=True)


AppointmentList = page_of(Appointment, "AppointmentList")


class HistoryEntry(Part):
    at = fields.String(required=True, metadata={"format": "date-time"})
    actor = fields.Raw(allow_none=True)
    action = fields.String(required=True)
    status = fields.String(required=True)
    version = fields.Integer(required=True)
    changes = fields.Dict(allow_none=True)
    reason = fields.String(allow_none=True)


class History(Answer):
    items = fields.List(fields.Nested(HistoryEntry), required=True)
