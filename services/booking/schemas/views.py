"""What is told of appointments."""

from typing import Any

from marshmallow import Schema, fields, post_dump

from services.booking.schemas.shapes import ENGLISH, AddressShape, ContactShape, CursorField, InStoreTime, localised

# Beside the states of a payment: none was begun yet.
UNPAID = "unpaid"


def _given(one: Any, seen: Any) -> dict[str, Any]:
    """One treatment of the visit, as the visit itself is told."""
    technicians = [localised(who, seen.language) for who in one.technicians]
    return {
        **localised(one.treatment, seen.language),
        "starts_at": one.planned.starts_at.astimezone(seen.zone).isoformat(),
        "ends_at": one.planned.ends_at.astimezone(seen.zone).isoformat(),
        "technician": technicians[0],
        "technicians": technicians,
        "addons": _added(seen, one.number),
    }


def _payment(seen: Any) -> dict[str, Any] | None:
    """How the deposit stands; nothing where none is asked for."""
    deposit, paid = seen.appointment.deposit, seen.payment
    if deposit is None:
        return None
    return {
        "deposit_fen": deposit.amount_fen,
        "paid_fen": paid.paid_fen if paid else 0,
        "refunded_fen": paid.refunded_fen if paid else 0,
        "state": paid.state if paid else UNPAID,
        "provider": paid.provider if paid else None,
    }


NOT_ALWAYS = frozenset({"chosen_because", "arrival_code", "expected_at", "course_session_used"})


def _added(seen: Any, treatment: int) -> list[dict[str, Any]]:
    """What was added to one of the treatments, with the price for each guest."""
    in_english = seen.language.startswith(ENGLISH)
    return [
        {
            "slug": one.slug,
            "name": (in_english and one.name_en) or one.name,
            "minutes": one.minutes,
            "price_fen": one.price_fen,
        }
        for one in seen.appointment.addons
        if one.treatment == treatment
    ]


class AppointmentView(Schema):
    """An appointment as API.md shows it, from a `Seen`; times carry the store's offset."""

    id = fields.String(attribute="appointment.id")
    number = fields.String(attribute="appointment.number")
    status = fields.String(attribute="appointment.status")
    version = fields.Integer(attribute="appointment.version")
    customer_id = fields.String(attribute="appointment.customer_id")
    series_id = fields.String(attribute="appointment.series_id")
    course_id = fields.String(attribute="appointment.course_id")
    store = fields.Function(lambda seen: localised(seen.store, seen.language))
    treatment = fields.Function(lambda seen: localised(seen.treatment, seen.language))
    treatments = fields.Function(lambda seen: [_given(one, seen) for one in seen.treatments])
    addons = fields.Function(lambda seen: _added(seen, 0))
    extension_minutes = fields.Integer(attribute="appointment.extension_minutes")
    technician = fields.Function(lambda seen: localised(seen.technicians[0], seen.language))
    technicians = fields.Function(lambda seen: [localised(one, seen.language) for one in seen.technicians])
    technician_requested = fields.Boolean(attribute="appointment.technician_requested")
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
    payment = fields.Function(_payment)
    chosen_because = fields.Raw(attribute="appointment.chosen_because")
    arrival_code = fields.String()
    expected_at = InStoreTime(attribute="expected_at")
    course_session_used = fields.Boolean()
    allowed_actions = fields.List(fields.String())

    @post_dump
    def without_what_is_not(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:  # noqa: ARG002
        """Not every technician was chosen by us, few visits are late, and the code is the customer's."""
        return {name: value for name, value in data.items() if value is not None or name not in NOT_ALWAYS}


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


def appointment_view(seen: Any) -> dict[str, Any]:
    return dict(_appointment.dump(seen))


def page_view(found: Any) -> dict[str, Any]:
    return dict(_page.dump(found))


def history_view(told: Any) -> dict[str, Any]:
    return dict(_history.dump(told))


def needed_view(need: Any) -> dict[str, Any]:
    """A scheduling that does not know `ask_again_in_seconds` makes the claim firm; an ended offer frees it too."""
    later = {} if need.ask_again_in is None else {"ask_again_in_seconds": need.ask_again_in}
    return {"needed": need.is_needed, **later}


def as_kept(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer that was put together when it was made, to be given again as it was."""
    return answer


def nothing(_: None) -> dict[str, Any]:
    return {}
