"""What is asked and told of figures."""

from typing import Any

from marshmallow import fields

from services.booking.domain.figures.counting import BookingReport, Counted, OfPeriod
from services.booking.domain.figures.own import Own, TechnicianReport
from services.booking.domain.life.transitions import CANCELLED, COMPLETED, LATE_CANCELLED, NO_SHOW
from services.booking.schemas.shapes import Request, id_field, localised
from shared.moments import within_reach
from shared.period import Period

Json = dict[str, Any]
TOLD_APART = (COMPLETED, CANCELLED, LATE_CANCELLED, NO_SHOW)


class OfDays(Request):
    first = fields.Date(required=True, data_key="from", validate=within_reach)
    last = fields.Date(required=True, data_key="to", validate=within_reach)


class FindBookingFigures(OfDays):
    store_id = id_field(load_default=None, allow_none=True)


class FindTechnicianFigures(OfDays):
    technician_id = id_field(required=True)


def booking_figures_view(report: BookingReport) -> Json:
    names, language = report.names, report.language
    return {
        "store_id": report.store_id,
        **_period(report.now),
        "statuses": dict(report.now.total.statuses),
        "channels": [vars(one) for one in report.channels],
        "treatments": [
            {
                "treatment": localised(names[one.treatment_id], language),
                "visits": one.visits,
                "standing": one.standing,
                "revenue_fen": one.revenue_fen,
            }
            for one in report.treatments
            if one.treatment_id in names
        ],
        "previous": _period(report.before),
    }


def technician_figures_view(report: TechnicianReport) -> Json:
    return {
        "technician_id": report.technician_id,
        **_own(report.total),
        "weeks": [_own(week) for week in report.weeks],
        "previous": _own(report.before),
    }


def _period(of: OfPeriod) -> Json:
    days = zip(of.period.days, of.days, strict=True)
    return {
        **_edges(of.period),
        "days": [{"date": day.isoformat(), **_counted(one)} for day, one in days],
        "total": _counted(of.total),
    }


def _counted(one: Counted) -> Json:
    return {
        "made": one.made,
        "visits": one.visits,
        "standing": one.standing,
        **{status: one.statuses.get(status, 0) for status in TOLD_APART},
        "revenue_fen": one.revenue_fen,
        "fees_fen": one.fees_fen,
    }


def _own(one: Own) -> Json:
    return {
        **_edges(one.period),
        "visits": one.visits,
        "completed": one.completed,
        "no_shows": one.no_shows,
        "requested": one.requested,
        "requested_share": one.requested_share,
        "revenue_fen": one.revenue_fen,
    }


def _edges(period: Period) -> Json:
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}
