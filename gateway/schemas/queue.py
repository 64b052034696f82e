"""The queue in the store, and the board of its reception."""

from marshmallow import fields, validate

from gateway.schemas.appointments import Appointment, Contact, HomeAddress, Named
from gateway.schemas.values import Answer, Day, Instant, PageQuery, Part, Query, Request, page_of
from gateway.schemas.waitlist import Wish

STATUSES = ("waiting", "called", "skipped", "served", "left", "expired")


class TakeTicket(Request):
    store_id = fields.String(required=True)
    treatment_id = fields.String(allow_none=True)
    technician_id = fields.String(allow_none=True, metadata={"description": "null: anybody."})
    party_size = fields.Integer(allow_none=True)
    name = fields.String(allow_none=True)
    phone = fields.String(allow_none=True, metadata={"description": "Staff: finds or makes the guest's account."})
    customer_id = fields.String(allow_none=True, metadata={"description": "Staff only."})


class TicketQuery(PageQuery):
    store_id = fields.String()
    on = Day(metadata={"description": "Default: today."})
    status = fields.String(metadata={"description": "One or several, separated by commas."})


class ServeTicket(Request):
    """What is left out is the ticket's, and from now."""

    treatment_id = fields.String(allow_none=True)
    technician_id = fields.String(allow_none=True)
    starts_at = Instant(allow_none=True, metadata={"format": "date-time"})


class Ticket(Answer):
    id = fields.String(required=True)
    number = fields.String(required=True, metadata={"description": "Begins anew with A001 each day."})
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    version = fields.Integer(required=True)
    on = fields.String(required=True, metadata={"format": "date"})
    customer_id = fields.String(allow_none=True)
    store = fields.Nested(Named, required=True)
    treatment = fields.Nested(Named, required=True, allow_none=True)
    technician = fields.Nested(Named, required=True, allow_none=True)
    party_size = fields.Integer(required=True)
    contact = fields.Dict(allow_none=True)
    joined_at = fields.String(required=True, metadata={"format": "date-time"})
    called_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    answer_by = fields.String(allow_none=True, metadata={"description": "Until when who was called may come."})
    ahead = fields.Integer(allow_none=True, metadata={"description": "How many are before it in line."})
    estimated_at = fields.String(allow_none=True, metadata={"description": "By the calendar as it is now."})
    wait_minutes = fields.Integer(allow_none=True)
    appointment_id = fields.String(allow_none=True)
    timezone = fields.String()
    allowed_actions = fields.List(fields.String(), required=True)


TicketList = page_of(Ticket, "TicketList")


class ServedTicket(Ticket):
    """The ticket with the appointment that it became."""

    appointment = fields.Nested(Appointment, required=True)


class BoardQuery(Query):
    store_id = fields.String(required=True)
    on = Day(metadata={"description": "Default: today."})


class BoardLine(Part):
    """A visit of the day at a glance."""

    id = fields.String(required=True)
    number = fields.String(required=True)
    status = fields.String(required=True)
    version = fields.Integer(required=True)
    customer_id = fields.String(required=True)
    customer_name = fields.String(
        required=True, allow_none=True, metadata={"description": "The contact's, else the account's."}
    )
    contact = fields.Nested(Contact, allow_none=True)
    treatment = fields.Nested(Named, required=True)
    technicians = fields.List(fields.Nested(Named), required=True)
    starts_at = fields.String(required=True, metadata={"format": "date-time"})
    ends_at = fields.String(required=True, metadata={"format": "date-time"})
    place = fields.String(required=True)
    address = fields.Nested(HomeAddress, required=True, allow_none=True)
    party_size = fields.Integer(required=True)
    late_minutes = fields.Integer(required=True)
    allowed_actions = fields.List(fields.String(), required=True)


class Board(Answer):
    store = fields.Nested(Named, required=True)
    on = fields.String(required=True, metadata={"format": "date"})
    timezone = fields.String(required=True)
    as_of = fields.String(required=True, metadata={"format": "date-time"})
    counts = fields.Dict(
        fields.String(),
        fields.Integer(),
        required=True,
        metadata={"description": "Visits by status; `late`, `queue`, `offers`, `waitlist`."},
    )
    appointments = fields.Dict(fields.String(), fields.List(fields.Nested(BoardLine)), required=True)
    late = fields.List(fields.String(), required=True, metadata={"description": "Ids of visits nobody has come to."})
    queue = fields.List(fields.Nested(Ticket), required=True)
    offers = fields.List(fields.Nested(Wish), required=True)
