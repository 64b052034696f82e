"""Appointments: booking, reading, changing."""

from gateway import texts
from gateway.asking import ask, ask_aside
from gateway.auth import current_actor
from gateway.blueprint import Blueprint
from gateway.errors import language
from gateway.rpc import Json
from gateway.schemas.appointments import (
    Act,
    Appointment,
    AppointmentList,
    AppointmentQuery,
    BookAppointment,
    CancelAppointment,
    Decline,
    ExtendAppointment,
    History,
    Pay,
    Quote,
    RescheduleAppointment,
)
from gateway.schemas.availability import QuoteQuery

blp = Blueprint("appointments", __name__, description="Appointments")


@blp.post("/appointments")
@blp.keyed_action
@blp.body(BookAppointment)
@blp.answers(201, Appointment)
def book_appointment(asked: Json) -> Json:
    """Book

    A customer is in one place at a time: 409 `customer_busy` where they have another visit then, in any store, and 409
    `customer_limit_reached` where the booking rules allow them no more visits that day or week. A visit whose contact
    has another name than the customer's is somebody else's, and does not count as theirs.
    """
    return told(ask("booking", "book_appointment", asked, customer_id=customer_meant(asked)))


@blp.get("/quote")
@blp.anyone
@blp.query(QuoteQuery)
@blp.answers(200, Quote)
def quote_appointment(asked: Json) -> Json:
    """What a booking would cost, and on which terms

    Refused like the booking, but for the time, which is not looked at: `/availability` tells of it.
    """
    return ask("booking", "quote_appointment", asked)


@blp.get("/appointments")
@blp.signed_in
@blp.query(AppointmentQuery)
@blp.answers(200, AppointmentList)
def find_appointments(asked: Json) -> Json:
    """Appointments I may see, by role"""
    found = ask("booking", "find_appointments", asked)
    return {**found, "items": [told(visit) for visit in found.get("items", ())]}


@blp.get("/appointments/<id:appointment_id>")
@blp.signed_in
@blp.answers(200, Appointment)
def get_appointment(appointment_id: str) -> Json:
    """An appointment"""
    return told(ask("booking", "get_appointment", appointment_id=appointment_id))


@blp.get("/appointments/<id:appointment_id>/history")
@blp.signed_in
@blp.answers(200, History)
def get_history(appointment_id: str) -> Json:
    """What happened to it, by whom"""
    return ask("booking", "get_history", appointment_id=appointment_id)


@blp.post("/appointments/<id:appointment_id>/reschedule")
@blp.action
@blp.body(RescheduleAppointment)
@blp.answers(200, Appointment)
def reschedule_appointment(asked: Json, appointment_id: str) -> Json:
    """Change time, technician or treatment"""
    return told(ask("booking", "reschedule_appointment", asked, appointment_id=appointment_id))


@blp.post("/appointments/<id:appointment_id>/extend")
@blp.action
@blp.body(ExtendAppointment)
@blp.answers(200, Appointment)
def extend_appointment(asked: Json, appointment_id: str) -> Json:
    """Go on for some minutes more while it is given

    409 `no_room_to_extend` where what comes next leaves less; `most_minutes` says how many are possible.
    """
    return told(ask("booking", "extend_appointment", asked, appointment_id=appointment_id))


@blp.post("/appointments/<id:appointment_id>/cancel")
@blp.action
@blp.body(CancelAppointment, required=False)
@blp.answers(200, Appointment)
def cancel_appointment(asked: Json, appointment_id: str) -> Json:
    """Cancel

    With `dry_run` the answer is the appointment as it would be: `late_cancelled` with its `fee_fen`, or `cancelled`.
    409 `fee_changed` where it costs more than `expected_fee_fen` by now; `fee_fen` says how much.
    """
    return told(ask("booking", "cancel_appointment", asked, appointment_id=appointment_id))


def act(action: str, asked: Json, appointment_id: str) -> Json:
    return told(ask("booking", "act_on_appointment", asked, appointment_id=appointment_id, action=action))


@blp.post("/appointments/<id:appointment_id>/accept")
@blp.action
@blp.body(Act, required=False)
@blp.answers(200, Appointment)
def accept_appointment(asked: Json, appointment_id: str) -> Json:
    """Accept what waits for an answer"""
    return act("accept", asked, appointment_id)


@blp.post("/appointments/<id:appointment_id>/decline")
@blp.action
@blp.body(Decline)
@blp.answers(200, Appointment)
def decline_appointment(asked: Json, appointment_id: str) -> Json:
    """Decline what waits for an answer, and say why"""
    return act("decline", asked, appointment_id)


@blp.post("/appointments/<id:appointment_id>/check-in")
@blp.action
@blp.body(Act, required=False)
@blp.answers(200, Appointment)
def check_in_appointment(asked: Json, appointment_id: str) -> Json:
    """The customer is here"""
    return act("check-in", asked, appointment_id)


@blp.post("/appointments/<id:appointment_id>/start")
@blp.action
@blp.body(Act, required=False)
@blp.answers(200, Appointment)
def start_appointment(asked: Json, appointment_id: str) -> Json:
    """The treatment begins"""
    return act("start", asked, appointment_id)


@blp.post("/appointments/<id:appointment_id>/finish")
@blp.action
@blp.body(Act, required=False)
@blp.answers(200, Appointment)
def finish_appointment(asked: Json, appointment_id: str) -> Json:
    """The treatment is over"""
    return act("finish", asked, appointment_id)


@blp.post("/appointments/<id:appointment_id>/no-show")
@blp.action
@blp.body(Act, required=False)
@blp.answers(200, Appointment)
def miss_appointment(asked: Json, appointment_id: str) -> Json:
    """The customer did not come"""
    return act("no-show", asked, appointment_id)


@blp.post("/appointments/<id:appointment_id>/pay")
@blp.keyed_action
@blp.body(Pay)
@blp.answers(200, Appointment)
def pay_appointment(asked: Json, appointment_id: str) -> Json:
    """Pay the deposit

    The answer tells in `payment.state` whether it `settled` or `failed`; after a failure another may be tried under a
    new key until `answer_by`. 409 `payment_in_progress` beside another payment; 422 `payment_provider_not_offered`
    where nobody carries money by that name (the sandbox exists outside production only).
    """
    return told(ask("booking", "pay_appointment", asked, appointment_id=appointment_id))


def told(visit: Json) -> Json:
    """The appointment with words for why its technician was chosen; it may have been kept under another language."""
    chosen = visit.get("chosen_because") or {}
    text = texts.of_choice(chosen.get("code", ""), chosen.get("params") or {}, language())
    return {**visit, "chosen_because": {**chosen, "text": text}} if text else visit


def customer_meant(asked: Json) -> str | None:
    """The account of the customer for whom staff book: the one they name, if they may see it, or the one who phoned."""
    actor = current_actor()
    named = asked.get("customer_id")
    if not actor.is_staff or named == actor.account_id:
        return None
    if named:
        ask_aside("customer_profile", "get_customer", customer_id=named)
        return None
    return _customer_who_phoned(asked)


def _customer_who_phoned(asked: Json) -> str | None:
    """The account with the contact's phone, made if it is their first time; a home visit's may stand in its address."""
    contact, address = asked.get("contact") or {}, asked.get("address") or {}
    phone = contact.get("phone") or address.get("contact_phone")
    if not phone:
        return None
    name = contact.get("name") or address.get("contact_name") or ""
    account_id: str = ask_aside("identity", "ensure_customer", phone=phone, name=name)["account_id"]
    return account_id
