"""What is asked and told of the queue in the store."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from services.booking.domain.queue.ticket import Admission, Taking
from services.booking.domain.queue.transitions import STATUSES
from services.booking.schemas.shapes import (
    NAME_LENGTH,
    ContactShape,
    InStoreTime,
    Request,
    Words,
    id_field,
    localised,
    place_in_queue,
)
from shared.moments import within_reach


class TakeTicket(Request):
    store_id = id_field(required=True)
    treatment_id = id_field(load_default=None, allow_none=True)
    technician_id = id_field(load_default=None, allow_none=True)
    party_size = fields.Integer(load_default=1, allow_none=True, strict=True, validate=validate.Range(1))
    name = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=NAME_LENGTH))
    phone = fields.String(load_default=None, allow_none=True)
    customer_id = id_field(load_default=None, allow_none=True)

    @post_load
    def as_taking(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Taking]:  # noqa: ARG002
        return {"taking": Taking(**{**data, "party_size": data["party_size"] or 1})}


class TicketNamed(Request):
    ticket_id = id_field(required=True)


class FindTickets(Request):
    statuses = Words(data_key="status", load_default=(), validate=validate.ContainsOnly(STATUSES))
    store_id = id_field(load_default=None, allow_none=True)
    on = fields.Date(load_default=None, allow_none=True, validate=within_reach)
    cursor = place_in_queue(load_default=None, allow_none=True)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 100))


class ServeTicket(TicketNamed):
    treatment_id = id_field(load_default=None, allow_none=True)
    technician_id = id_field(load_default=None, allow_none=True)
    starts_at = fields.AwareDateTime(load_default=None, allow_none=True, format="iso", validate=within_reach)

    @post_load
    def as_admission(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:  # noqa: ARG002
        return {"ticket_id": data.pop("ticket_id"), "admission": Admission(**data)}


def _appointment_id(seen: Any) -> str | None:
    ticket = seen.ticket
    return ticket.serving.appointment_id if ticket.status == "served" and ticket.serving else None


class TicketView(Schema):
    """A ticket, from a `SeenTicket`; times carry the store's offset."""

    id = fields.String(attribute="ticket.id")
    number = fields.String(attribute="ticket.number")
    status = fields.String(attribute="ticket.status")
    version = fields.Integer(attribute="ticket.version")
    on = fields.Date(attribute="ticket.on")
    customer_id = fields.String(attribute="ticket.customer_id")
    store = fields.Function(lambda seen: localised(seen.store, seen.language))
    treatment = fields.Function(lambda seen: seen.treatment and localised(seen.treatment, seen.language))
    technician = fields.Function(lambda seen: seen.technician and localised(seen.technician, seen.language))
    party_size = fields.Integer(attribute="ticket.party_size")
    contact = fields.Nested(ContactShape, attribute="ticket.contact")
    joined_at = InStoreTime(attribute="ticket.joined_at")
    called_at = InStoreTime(attribute="ticket.called_at")
    answer_by = InStoreTime(attribute="ticket.answer_by")
    ahead = fields.Integer()
    estimated_at = InStoreTime()
    wait_minutes = fields.Integer()
    appointment_id = fields.Function(_appointment_id)
    timezone = fields.String(attribute="store.timezone")
    allowed_actions = fields.List(fields.String())


class TicketPage(Schema):
    items = fields.List(fields.Nested(TicketView))
    next_cursor = place_in_queue()


_ticket, _page = TicketView(), TicketPage()


def ticket_view(seen: Any) -> dict[str, Any]:
    return dict(_ticket.dump(seen))


def tickets_view(found: Any) -> dict[str, Any]:
    return dict(_page.dump(found))
