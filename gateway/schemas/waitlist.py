"""The waitlist: who waits for time that is taken."""

from marshmallow import fields, validate

from gateway.schemas.appointments import Appointment, Contact, HomeAddress, Named
from gateway.schemas.values import Answer, Day, PageQuery, Part, Request, page_of

STATUSES = ("waiting", "offered", "accepted", "withdrawn", "lapsed")


class WishWindow(Part):
    """A part of the day on the store's clock; the visit starts inside it."""

    from_ = fields.String(data_key="from", required=True, metadata={"example": "18:00"})
    to = fields.String(required=True, metadata={"example": "21:00"})


class JoinWaitlist(Request):
    store_id = fields.String(required=True)
    treatment_id = fields.String(required=True)
    technician_id = fields.String(allow_none=True, metadata={"description": "null: anybody."})
    technician_gender = fields.String(allow_none=True, metadata={"description": "female or male; null: either."})
    from_ = Day(data_key="from", required=True, metadata={"format": "date"})
    to = Day(required=True, metadata={"format": "date", "description": "The last date; the wish ends with it."})
    windows = fields.List(
        fields.Nested(WishWindow), allow_none=True, metadata={"description": "None: any time of the day."}
    )
    place = fields.String()
    address = fields.Nested(HomeAddress, allow_none=True)
    contact = fields.Nested(Contact, allow_none=True)
    party_size = fields.Integer(allow_none=True)
    note = fields.String(allow_none=True)
    customer_id = fields.String(allow_none=True, metadata={"description": "Staff only."})


class WishQuery(PageQuery):
    status = fields.String(metadata={"description": "One or several, separated by commas."})
    store_id = fields.String()


class WishOffer(Part):
    """Time held until `answer_by`; accepted, it becomes the appointment of that id."""

    appointment_id = fields.String(required=True)
    starts_at = fields.String(required=True, metadata={"format": "date-time"})
    ends_at = fields.String(required=True, metadata={"format": "date-time"})
    technician = fields.Nested(Named, required=True, allow_none=True)
    technicians = fields.List(fields.Nested(Named), required=True)
    answer_by = fields.String(required=True, metadata={"format": "date-time"})


class Wish(Answer):
    id = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    version = fields.Integer(required=True)
    customer_id = fields.String(required=True)
    store = fields.Nested(Named, required=True)
    treatment = fields.Nested(Named, required=True)
    technician = fields.Nested(Named, required=True, allow_none=True)
    technician_gender = fields.String(allow_none=True)
    from_ = fields.String(data_key="from", required=True, metadata={"format": "date"})
    to = fields.String(required=True, metadata={"format": "date"})
    windows = fields.List(fields.Nested(WishWindow), required=True)
    place = fields.String(required=True)
    party_size = fields.Integer(required=True)
    contact = fields.Dict(allow_none=True)
    note = fields.String(allow_none=True)
    joined_at = fields.String(required=True, metadata={"format": "date-time"})
    timezone = fields.String()
    offer = fields.Nested(WishOffer, required=True, allow_none=True)
    allowed_actions = fields.List(fields.String(), required=True)


WishList = page_of(Wish, "WishList")


class AcceptedAppointment(Appointment):
    """The appointment that the offer became."""

    wish_id = fields.String(required=True)
