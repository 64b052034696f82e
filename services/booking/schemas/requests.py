"""What is asked about appointments."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from services.booking.domain.life.contact import Address, Contact
from services.booking.domain.life.transitions import PLAIN_ACTIONS, STATUSES
from services.booking.domain.life.treatments import FollowingTreatment
from services.booking.domain.ordering.request import BookingRequest
from services.booking.domain.places import HOME, STORE
from services.booking.schemas.shapes import (
    OVERRIDE_REASON_LENGTH,
    REASON_LENGTH,
    AddressShape,
    ContactShape,
    CursorField,
    Moment,
    Request,
    Slugs,
    Words,
    id_field,
)
from shared.moments import within_reach

MOST_FOLLOWING, MOST_LATE_MINUTES = 4, 12 * 60
GENDERS = ("female", "male")
STEP_MINUTES, LONGEST_EXTENSION = 5, 180


class FollowingShape(Request):
    """One more treatment in the same visit."""

    treatment_id = id_field(required=True)
    technician_id = id_field(load_default=None, allow_none=True)
    addons = Slugs(load_default=())


class BookAppointment(Request):
    """A home visit's contact may stand in its address."""

    store_id = id_field(required=True)
    treatment_id = id_field(required=True)
    starts_at = fields.AwareDateTime(required=True, format="iso", validate=within_reach)
    technician_id = id_field(load_default=None, allow_none=True)
    place = fields.String(load_default=STORE, validate=validate.OneOf([STORE, HOME]))
    address = fields.Nested(AddressShape, load_default=None, allow_none=True)
    contact = fields.Nested(ContactShape, load_default=None, allow_none=True)
    party_size = fields.Integer(load_default=None, allow_none=True, strict=True, validate=validate.Range(1))
    note = fields.String(load_default=None, allow_none=True)
    customer_id = id_field(load_default=None, allow_none=True)
    then = fields.List(
        fields.Nested(FollowingShape), load_default=None, allow_none=True, validate=validate.Length(max=MOST_FOLLOWING)
    )
    technician_gender = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(GENDERS))
    addons = Slugs(load_default=())
    course_id = id_field(load_default=None, allow_none=True)

    @post_load
    def as_request(self, data: dict[str, Any], **kwargs: Any) -> dict[str, BookingRequest]:  # noqa: ARG002
        then = tuple(FollowingTreatment(**one) for one in data.pop("then") or ())
        address, contact = data.pop("address") or {}, data.pop("contact") or {}
        name = contact.get("name") or address.get("contact_name")
        phone = contact.get("phone") or address.get("contact_phone")
        request = BookingRequest(
            **data,
            then=then,
            address=Address(address["text"], address["lng"], address["lat"]) if address else None,
            contact=Contact(name, phone) if name or phone else None,
        )
        return {"request": request}


class AppointmentNamed(Request):
    appointment_id = id_field(required=True)


class FindAppointments(Request):
    statuses = Words(data_key="status", load_default=(), validate=validate.ContainsOnly(STATUSES))
    starts_from = Moment(data_key="from", load_default=None, allow_none=True)
    starts_to = Moment(data_key="to", load_default=None, allow_none=True)
    store_id = id_field(load_default=None, allow_none=True)
    technician_id = id_field(load_default=None, allow_none=True)
    customer_id = id_field(load_default=None, allow_none=True)
    cursor = CursorField(load_default=None, allow_none=True)
    limit = fields.Integer(load_default=20, validate=validate.Range(1, 100))


class RescheduleAppointment(Request):
    """What is left out, or null, stays; but `technician_id: null` asks for any."""

    appointment_id = id_field(required=True)
    starts_at = fields.AwareDateTime(allow_none=True, format="iso", validate=within_reach)
    technician_id = id_field(allow_none=True)
    treatment_id = id_field(allow_none=True)
    addons = Slugs()
    version = fields.Integer(allow_none=True, strict=True)
    reason = fields.String(allow_none=True, validate=validate.Length(max=REASON_LENGTH))
    override_reason = fields.String(allow_none=True, validate=validate.Length(max=OVERRIDE_REASON_LENGTH))
    dry_run = fields.Boolean(load_default=False)

    @post_load
    def as_change(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:  # noqa: ARG002
        """What should become different stands apart from where and whether."""
        where = {name: data.pop(name) for name in ("appointment_id", "dry_run")}
        return {**where, "asked": data}


class ExtendAppointment(Request):
    """So many minutes more, in steps of five."""

    appointment_id = id_field(required=True)
    minutes = fields.Integer(
        required=True, strict=True, validate=validate.OneOf(range(STEP_MINUTES, LONGEST_EXTENSION + 1, STEP_MINUTES))
    )
    version = fields.Integer(load_default=None, allow_none=True, strict=True)


class ReasonGiven(Request):
    appointment_id = id_field(required=True)
    reason = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=REASON_LENGTH))


class CancelAppointment(ReasonGiven):
    """`dry_run`: what it would cost now; nothing is changed. `expected_fee_fen`: what was shown, and no more."""

    dry_run = fields.Boolean(load_default=False)
    expected_fee_fen = fields.Integer(load_default=None, allow_none=True, strict=True, validate=validate.Range(min=0))


class ActOnAppointment(ReasonGiven):
    """One of the plain steps by its path word; who declines says why."""

    action = fields.String(required=True, validate=validate.OneOf(PLAIN_ACTIONS))

    @validates_schema
    def a_refusal_has_a_reason(self, data: dict[str, Any], **kwargs: Any) -> None:  # noqa: ARG002
        if data.get("action") == "decline" and not data.get("reason"):
            raise ValidationError("Who declines says why.", "reason")


class PayAppointment(Request):
    """`outcome` tells the sandbox what to play; who carries real money pays no attention to it."""

    appointment_id = id_field(required=True)
    provider = fields.String(required=True, validate=validate.Length(1, 24))
    outcome = fields.String(allow_none=True, validate=validate.OneOf(["settle", "fail"]))


class AssignTechnician(AppointmentNamed):
    """Of a home visit: who is to be asked to go."""

    technician_id = id_field(required=True)


class ArriveAtHome(AppointmentNamed):
    """By the customer's code; `override_reason` is for staff."""

    code = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 20))
    override_reason = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(1, OVERRIDE_REASON_LENGTH)
    )


class ReportRunningLate(AppointmentNamed):
    """No minutes: in time again."""

    minutes = fields.Integer(required=True, strict=True, validate=validate.Range(0, MOST_LATE_MINUTES))


class RaiseSos(AppointmentNamed):
    """Where the caller is, if their phone can tell: a call without it is a call all the same."""

    lng = fields.Float(load_default=None, allow_none=True, validate=validate.Range(-180, 180))
    lat = fields.Float(load_default=None, allow_none=True, validate=validate.Range(-90, 90))


class FindSosAlerts(Request):
    store_id = id_field(load_default=None, allow_none=True)
    is_open = fields.Boolean(data_key="open", load_default=None, allow_none=True)
    cursor = CursorField(load_default=None, allow_none=True)
    limit = fields.Integer(load_default=20, validate=validate.Range(1, 100))


class AcknowledgeSos(Request):
    alert_id = id_field(required=True)
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=REASON_LENGTH))


class ClaimNamed(Request):
    claim_id = id_field(required=True)
