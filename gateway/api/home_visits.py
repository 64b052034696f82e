"""Visits at homes: who is asked to go, the way there, and calls for help."""

from gateway.api.appointments import act, told
from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.appointments import Act, Appointment
from gateway.schemas.home_visits import (
    AcknowledgeSos,
    Arrive,
    AssignTechnician,
    HomeOffers,
    RaiseSos,
    RunningLate,
    SosAlert,
    SosAlertList,
    SosAlertQuery,
)

blp = Blueprint("home-visits", __name__, description="Visits at homes")


@blp.get("/appointments/<id:appointment_id>/offers")
@blp.signed_in
@blp.answers(200, HomeOffers)
def get_home_offers(appointment_id: str) -> Json:
    """Who was asked to make the home visit, and what became of it; for the store's staff"""
    return ask("booking", "get_home_offers", appointment_id=appointment_id)


@blp.post("/appointments/<id:appointment_id>/assign")
@blp.action
@blp.body(AssignTechnician)
@blp.answers(200, Appointment)
def assign_technician(asked: Json, appointment_id: str) -> Json:
    """Have the home visit offered to this technician

    For the store's staff, while nobody has accepted it. Refused like a booking where the technician cannot make it;
    whoever was being asked before is asked until then.
    """
    return told(ask("booking", "assign_technician", asked, appointment_id=appointment_id))


@blp.post("/appointments/<id:appointment_id>/depart")
@blp.action
@blp.body(Act, required=False)
@blp.answers(200, Appointment)
def depart_for_appointment(asked: Json, appointment_id: str) -> Json:
    """The technician is on the way"""
    return act("depart", asked, appointment_id)


@blp.post("/appointments/<id:appointment_id>/arrive")
@blp.action
@blp.body(Arrive)
@blp.answers(200, Appointment)
def arrive_at_home(asked: Json, appointment_id: str) -> Json:
    """The technician is at the door

    `code` is what the customer reads in `arrival_code` of their appointment: 422 `arrival_code_wrong`, and after five
    wrong ones 409 `arrival_code_locked`. Staff may say it without a code by stating why (`override_reason`).
    """
    return told(ask("booking", "arrive_at_home", asked, appointment_id=appointment_id))


@blp.post("/appointments/<id:appointment_id>/running-late")
@blp.action
@blp.body(RunningLate)
@blp.answers(200, Appointment)
def report_running_late(asked: Json, appointment_id: str) -> Json:
    """The technician will be late; no minutes: in time again

    The customer is told, and so are those whose visits follow, where that makes them late as well.
    """
    return told(ask("booking", "report_running_late", asked, appointment_id=appointment_id))


@blp.post("/appointments/<id:appointment_id>/sos")
@blp.action
@blp.body(RaiseSos, required=False)
@blp.answers(200, Appointment)
def raise_sos(asked: Json, appointment_id: str) -> Json:
    """Call the store for help

    By the technician or the customer, from departure to the end of the visit. The other party is not told.
    """
    return told(ask("booking", "raise_sos", asked, appointment_id=appointment_id))


@blp.get("/sos-alerts")
@blp.signed_in
@blp.query(SosAlertQuery)
@blp.answers(200, SosAlertList)
def find_sos_alerts(asked: Json) -> Json:
    """Calls for help: those of my stores, and my own"""
    return ask("booking", "find_sos_alerts", asked)


@blp.post("/sos-alerts/<id:alert_id>/acknowledge")
@blp.action
@blp.body(AcknowledgeSos, required=False)
@blp.answers(200, SosAlert)
def acknowledge_sos(asked: Json, alert_id: str) -> Json:
    """Somebody at the store sees to it"""
    return ask("booking", "acknowledge_sos", asked, alert_id=alert_id)
