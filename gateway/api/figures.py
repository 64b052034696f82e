"""Figures: what stores' days came to, how much of their technicians' time they use, and technicians' own weeks."""

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.figures import (
    BookingFigures,
    DaysQuery,
    StoreDaysQuery,
    TechnicianFigures,
    TechnicianUtilisation,
    Utilisation,
)

blp = Blueprint("figures", __name__, description="Figures of stores and technicians")


@blp.get("/figures/bookings")
@blp.signed_in
@blp.query(StoreDaysQuery)
@blp.answers(200, BookingFigures)
def find_booking_figures(asked: Json) -> Json:
    """Visits and revenue by day, status, channel and treatment, beside the period before; managers only

    Days as the store's clock has them.
    """
    return ask("booking", "find_booking_figures", asked)


@blp.get("/figures/utilisation")
@blp.signed_in
@blp.query(StoreDaysQuery)
@blp.answers(200, Utilisation)
def find_utilisation(asked: Json) -> Json:
    """How much of their rostered time technicians are busy, by day, technician and hour; managers only"""
    return ask("scheduling", "find_utilisation", asked)


@blp.get("/technicians/<id:technician_id>/figures")
@blp.signed_in
@blp.query(DaysQuery)
@blp.answers(200, TechnicianFigures)
def find_technician_figures(asked: Json, technician_id: str) -> Json:
    """A technician's visits, revenue and requests by week; for themselves and their managers"""
    return ask("booking", "find_technician_figures", asked, technician_id=technician_id)


@blp.get("/technicians/<id:technician_id>/utilisation")
@blp.signed_in
@blp.query(DaysQuery)
@blp.answers(200, TechnicianUtilisation)
def find_technician_utilisation(asked: Json, technician_id: str) -> Json:
    """How much of a technician's rostered time is taken, by week; for themselves and their managers"""
    return ask("scheduling", "find_technician_utilisation", asked, technician_id=technician_id)
