"""The shapes of booking's requests and answers."""

import base64
import binascii
import json
from datetime import date, datetime
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_dump, post_load, validate, validates_schema

from services.booking.domain.contact import Address, Contact
from services.booking.domain.request import BookingRequest
from services.booking.domain.transitions import HOME, PLAIN_ACTIONS, STATUSES, STORE
from services.booking.domain.treatments import FollowingTreatment
from shared.moments import within_reach

MOST_FOLLOWING = 4
NAME_LENGTH, ADDRESS_LENGTH, REASON_LENGTH, OVERRIDE_REASON_LENGTH = 80, 300, 500, 200

GENDERS = ("female", "male")
ENGLISH = "en"


class Moment(fields.Field[Any]):
    """An aware instant, or a bare date, which means its whole day."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime | date:  # noqa: ARG002
        try:
            moment = (date if len(value) == len("2026-11-23") else datetime).fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise ValidationError("Neither a date nor an instant.") from error
        if isinstance(moment, datetime) and moment.tzinfo is None:
            raise ValidationError("An instant needs its offset.")
        within_reach(moment)
        return moment


class Words(fields.Field[Any]):
    """Words separated by commas, or a list of them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[str]:  # noqa: ARG002
        words = value.split(",") if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise ValidationError("Not a list of words.")
        return [word.strip() for word in words if word.strip()]


class CursorField(fields.Field[Any]):
    """The place in a list, (start, id), opaque to the client."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ARG002
        if value is None:
            return None
        starts_at, appointment_id = value
        return base64.urlsafe_b64encode(json.dumps([starts_at.isoformat(), appointment_id]).encode()).decode()

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[datetime, str]:  # noqa: ARG002
        try:
            starts_at, appointment_id = json.loads(base64.urlsafe_b64decode(value))
            return datetime.fromisoformat(starts_at), str(appointment_id)
        except (TypeError, ValueError, binascii.Error) as error:
            raise ValidationError("Not a cursor of ours.") from error


class InStoreTime(fields.Field[Any]):
    """An instant with the store's offset. Only dumped, from a `Seen`."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ARG002
        return None if value is None else value.astimezone(obj.zone).isoformat()


def _id(**options: Any) -> fields.String:
    return fields.String(validate=validate.Length(1, 40), **options)


class Request(Schema):
    """What a later client adds is none of our business."""

    class Meta:
        unknown = EXCLUDE


class ContactShape(Request):
    name = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=NAME_LENGTH))
    phone = fields.String(load_default=None, allow_none=True)


class AddressShape(Request):
    text = fields.String(required=True, validate=validate.Length(1, ADDRESS_LENGTH))
    lng = fields.Float(required=True, validate=validate.Range(-180, 180))
    lat = fields.Float(required=True, validate=validate.Range(-90, 90))
    contact_name = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=NAME_LENGTH))
    contact_phone = fields.String(load_default=None, allow_none=True)


class FollowingShape(Request):
    """One more treatment in the same visit."""

    treatment_id = _id(required=True)
    technician_id = _id(load_default=None, allow_none=True)


class BookAppointment(Request):
    """A home visit's contact may stand in its address."""

    store_id = _id(required=True)
    treatment_id = _id(required=True)
    starts_at = fields.AwareDateTime(required=True, format="iso", validate=within_reach)
    technician_id = _id(load_default=None, allow_none=True)
    place = fields.String(load_default=STORE, validate=validate.OneOf([STORE, HOME]))
    address = fields.Nested(AddressShape, load_default=None, allow_none=True)
    contact = fields.Nested(ContactShape, load_default=None, allow_none=True)
    party_size = fields.Integer(load_default=None, allow_none=True, strict=True, validate=validate.Range(1))
    note = fields.String(load_default=None, allow_none=True)
    customer_id = _id(load_default=None, allow_none=True)
    then = fields.List(
        fields.Nested(FollowingShape), load_default=None, allow_none=True, validate=validate.Length(max=MOST_FOLLOWING)
    )
    technician_gender = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(GENDERS))

    @post_load
    def as_request(self, data: dict[str, Any], **kwargs: Any) -> BookingRequest:  # noqa: ARG002
        then = tuple(FollowingTreatment(**one) for one in data.pop("then") or ())
        address, contact = data.pop("address") or {}, data.pop("contact") or {}
        name = contact.get("name") or address.get("contact_name")
        phone = contact.get("phone") or address.get("contact_phone")
        return BookingRequest(
            **data,
            then=then,
            address=Address(address["text"], address["lng"], address["lat"]) if address else None,
            contact=Contact(name, phone) if name or phone else None,
        )


class AppointmentNamed(Request):
    appointment_id = _id(required=True)


class FindAppointments(Request):
    statuses = Words(data_key="status", load_default=(), validate=validate.ContainsOnly(STATUSES))
    starts_from = Moment(data_key="from", load_default=None, allow_none=True)
    starts_to = Moment(data_key="to", load_default=None, allow_none=True)
    store_id = _id(load_default=None, allow_none=True)
    technician_id = _id(load_default=None, allow_none=True)
    cursor = CursorField(load_default=None, allow_none=True)
    limit = fields.Integer(load_default=20, validate=validate.Range(1, 100))


class RescheduleAppointment(Request):
    """What is left out, or null, stays; but `technician_id: null` asks for any."""

    appointment_id = _id(required=True)
    starts_at = fields.AwareDateTime(allow_none=True, format="iso", validate=within_reach)
    technician_id = _id(allow_none=True)
    treatment_id = _id(allow_none=True)
    version = fields.Integer(allow_none=True, strict=True)
    reason = fields.String(allow_none=True, validate=validate.Length(max=REASON_LENGTH))
    override_reason = fields.String(allow_none=True, validate=validate.Length(max=OVERRIDE_REASON_LENGTH))
    dry_run = fields.Boolean(load_default=False)


class CancelAppointment(Request):
    appointment_id = _id(required=True)
    reason = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=REASON_LENGTH))


class ActOnAppointment(CancelAppointment):
    """One of the plain steps by its path word; who declines says why."""

    action = fields.String(required=True, validate=validate.OneOf(PLAIN_ACTIONS))

    @validates_schema
    def a_refusal_has_a_reason(self, data: dict[str, Any], **kwargs: Any) -> None:  # noqa: ARG002
        if data.get("action") == "decline" and not data.get("reason"):
            raise ValidationError("Who declines says why.", "reason")


class ClaimNamed(Request):
    claim_id = _id(required=True)


def _localised(what: Any, language: str) -> dict[str, str]:
    """Id, slug and the name in the reader's language; a technician's name is the same in every one."""
    in_english: str = getattr(what, "name_en", "")
    name = in_english if in_english and language.startswith(ENGLISH) else what.name
    return {"id": what.id, "slug": what.slug, "name": name}


def _given(one: Any, seen: Any) -> dict[str, Any]:
    """One treatment of the visit, as the visit itself is told."""
    technicians = [_localised(who, seen.language) for who in one.technicians]
    return {
        **_localised(one.treatment, seen.language),
        "starts_at": one.planned.starts_at.astimezone(seen.zone).isoformat(),
        "ends_at": one.planned.ends_at.astimezone(seen.zone).isoformat(),
        "technician": technicians[0],
        "technicians": technicians,
    }


class AppointmentView(Schema):
    """An appointment as API.md shows it, from a `Seen`; times carry the store's offset."""

    id = fields.String(attribute="appointment.id")
    number = fields.String(attribute="appointment.number")
    status = fields.String(attribute="appointment.status")
    version = fields.Integer(attribute="appointment.version")
    customer_id = fields.String(attribute="appointment.customer_id")
    store = fields.Function(lambda seen: _localised(seen.store, seen.language))
    treatment = fields.Function(lambda seen: _localised(seen.treatment, seen.language))
    treatments = fields.Function(lambda seen: [_given(one, seen) for one in seen.treatments])
    technician = fields.Function(lambda seen: _localised(seen.technicians[0], seen.language))
    technicians = fields.Function(lambda seen: [_localised(one, seen.language) for one in seen.technicians])
    starts_at = InStoreTime(attribute="appointment.starts_at")
    ends_at = InStoreTime(attribute="appointment.ends_at")
    timezone = fields.String(attribute="store.timezone")
    duration_minutes = fields.Integer(attribute="appointment.duration_minutes")
    place = fields.String(attribute="appointment.place")
    address = fields.Nested(AddressShape(only=("text", "lng", "lat")), attribute="appointment.address")
    contact = fields.Nested(ContactShape, attribute="appointment.contact")
    note = fields.String(attribute="appointment.note")
    party_size = fields.Integer(attribute="appointment.party_size")
    price_fen = fields.Integer(attribute="appointment.price_fen")
    fee_fen = fields.Integer(attribute="appointment.fee_fen")
    free_cancel_until = InStoreTime(attribute="appointment.free_cancel_until")
    late_cancel_fee_percent = fields.Integer(attribute="appointment.policy.late_cancel_fee_percent")
    answer_by = InStoreTime(attribute="appointment.answer_by")
    chosen_because = fields.Raw(attribute="appointment.chosen_because")
    allowed_actions = fields.List(fields.String())

    @post_dump
    def without_absent_reason(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:  # noqa: ARG002
        """Not every appointment's technician was chosen by us."""
        if data["chosen_because"] is None:
            del data["chosen_because"]
        return data


class AppointmentPage(Schema):
    items = fields.List(fields.Nested(AppointmentView))
    next_cursor = CursorField()


class EntryView(Schema):
    """One step; `changes` as field → [before, after]."""

    at = fields.AwareDateTime(format="iso")
    actor = fields.String()
    action = fields.String()
    status = fields.String()
    version = fields.Integer()
    changes = fields.Raw()
    reason = fields.String()


class HistoryView(Schema):
    items = fields.List(fields.Nested(EntryView))


_appointment, _page, _history = AppointmentView(), AppointmentPage(), HistoryView()


def appointment(seen: Any) -> dict[str, Any]:
    return dict(_appointment.dump(seen))


def page(found: Any) -> dict[str, Any]:
    return dict(_page.dump(found))


def history(told: Any) -> dict[str, Any]:
    return dict(_history.dump(told))
