"""What is asked and told of the waitlist."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.booking.domain.life.claim import Claim
from services.booking.domain.life.contact import Address, Contact
from services.booking.domain.places import HOME, STORE
from services.booking.domain.waitlist.transitions import STATUSES
from services.booking.domain.waitlist.wish import Joining, Terms, Window
from services.booking.schemas.requests import GENDERS
from services.booking.schemas.shapes import (
    AddressShape,
    ContactShape,
    CursorField,
    InStoreTime,
    Request,
    Words,
    id_field,
    localised,
)
from shared.events import Event
from shared.interval import Interval
from shared.moments import within_reach

CLOCK, MOST_WINDOWS = r"\A([01]\d|2[0-4]):[0-5]\d\Z", 7


class WindowShape(Request):
    start = fields.String(data_key="from", required=True, validate=validate.Regexp(CLOCK))
    end = fields.String(data_key="to", required=True, validate=validate.Regexp(CLOCK))

    @validates_schema
    def runs_forward(self, data: dict[str, Any], **kwargs: Any) -> None:  # noqa: ARG002
        if not data["start"] < data["end"] <= "24:00":
            raise ValidationError("it ends after it starts", "to")


class JoinWaitlist(Request):
    """A home visit's contact may stand in its address."""

    store_id = id_field(required=True)
    treatment_id = id_field(required=True)
    technician_id = id_field(load_default=None, allow_none=True)
    technician_gender = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(GENDERS))
    first = fields.Date(data_key="from", required=True, validate=within_reach)
    last = fields.Date(data_key="to", required=True, validate=within_reach)
    windows = fields.List(
        fields.Nested(WindowShape), load_default=None, allow_none=True, validate=validate.Length(max=MOST_WINDOWS)
    )
    place = fields.String(load_default=STORE, validate=validate.OneOf([STORE, HOME]))
    address = fields.Nested(AddressShape, load_default=None, allow_none=True)
    contact = fields.Nested(ContactShape, load_default=None, allow_none=True)
    party_size = fields.Integer(load_default=None, allow_none=True, strict=True, validate=validate.Range(1))
    note = fields.String(load_default=None, allow_none=True)
    customer_id = id_field(load_default=None, allow_none=True)

    @post_load
    def as_joining(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Joining]:  # noqa: ARG002
        address, contact = data.pop("address") or {}, data.pop("contact") or {}
        name = contact.get("name") or address.get("contact_name")
        phone = contact.get("phone") or address.get("contact_phone")
        terms = Terms(
            tuple(Window(**one) for one in data.pop("windows") or ()),
            address=Address(address["text"], address["lng"], address["lat"]) if address else None,
            contact=Contact(name, phone) if name or phone else None,
            party_size=data.pop("party_size") or 0,
            **{field: data.pop(field) for field in ("place", "note", "technician_gender")},
        )
        return {"joining": Joining(**data, terms=terms)}


class WishNamed(Request):
    wish_id = id_field(required=True)


class FindWishes(Request):
    statuses = Words(data_key="status", load_default=(), validate=validate.ContainsOnly(STATUSES))
    store_id = id_field(load_default=None, allow_none=True)
    cursor = CursorField(load_default=None, allow_none=True)
    limit = fields.Integer(load_default=20, validate=validate.Range(1, 100))


def freed_told(event: Event) -> dict[str, Any]:
    """What scheduling tells of time that became free."""
    told = event.data
    start, end = (fields.AwareDateTime().deserialize(told[name]) for name in ("from", "to"))
    return {"store_id": told["store_id"], "technician_ids": told["technicians"], "during": Interval(start, end)}


def _offer(seen: Any) -> dict[str, Any] | None:
    offer = seen.wish.offer
    if offer is None:
        return None
    claim: Claim = offer.claim
    technicians = [localised(who, seen.language) for who in seen.technicians]
    return {
        "appointment_id": offer.appointment_id,
        "starts_at": claim.starts_at.astimezone(seen.zone).isoformat(),
        "ends_at": claim.ends_at.astimezone(seen.zone).isoformat(),
        "technician": technicians[0] if technicians else None,
        "technicians": technicians,
        "answer_by": offer.answer_by.astimezone(seen.zone).isoformat(),
    }


class WishView(Schema):
    """A wish, from a `SeenWish`; times carry the store's offset."""

    id = fields.String(attribute="wish.id")
    status = fields.String(attribute="wish.status")
    version = fields.Integer(attribute="wish.version")
    customer_id = fields.String(attribute="wish.customer_id")
    store = fields.Function(lambda seen: localised(seen.store, seen.language))
    treatment = fields.Function(lambda seen: localised(seen.treatment, seen.language))
    technician = fields.Function(lambda seen: seen.technician and localised(seen.technician, seen.language))
    technician_gender = fields.String(attribute="wish.terms.technician_gender")
    first = fields.Date(data_key="from", attribute="wish.first")
    last = fields.Date(data_key="to", attribute="wish.last")
    windows = fields.Function(lambda seen: [{"from": one.start, "to": one.end} for one in seen.wish.terms.windows])
    place = fields.String(attribute="wish.terms.place")
    party_size = fields.Integer(attribute="wish.terms.party_size")
    contact = fields.Nested(ContactShape, attribute="wish.terms.contact")
    note = fields.String(attribute="wish.terms.note")
    joined_at = InStoreTime(attribute="wish.joined_at")
    timezone = fields.String(attribute="store.timezone")
    offer = fields.Function(_offer)
    allowed_actions = fields.List(fields.String())


class WishPage(Schema):
    items = fields.List(fields.Nested(WishView))
    next_cursor = CursorField()


_wish, _page = WishView(), WishPage()


def wish_view(seen: Any) -> dict[str, Any]:
    return dict(_wish.dump(seen))


def wishes_view(found: Any) -> dict[str, Any]:
    return dict(_page.dump(found))
