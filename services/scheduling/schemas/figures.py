"""What is asked and told of how much time is taken."""

from marshmallow import fields

from services.scheduling.domain.figures.utilisation import OfTechnician, OwnWeeks, Use, Utilisation, WeekHour
from services.scheduling.schemas import Json
from services.scheduling.schemas.shapes import Request, identifier
from shared.moments import within_reach
from shared.period import Period


class OfDays(Request):
    first = fields.Date(required=True, data_key="from", validate=within_reach)
    last = fields.Date(required=True, data_key="to", validate=within_reach)


class FindUtilisation(OfDays):
    store_id = identifier(required=False)


class FindTechnicianUtilisation(OfDays):
    technician_id = identifier()


def utilisation_view(found: Utilisation) -> Json:
    days = zip(found.period.days, found.days, strict=True)
    return {
        "store_id": found.store_id,
        **_edges(found.period),
        "total": _use(found.total),
        "days": [{"date": day.isoformat(), **_use(use)} for day, use in days],
        "hours": [_hour(key, use) for key, use in found.hours.items()],
        "technicians": [_technician(one) for one in found.technicians],
        "previous": {**_edges(found.before), "total": _use(found.total_before)},
    }


def own_weeks_view(found: OwnWeeks) -> Json:
    return {
        "technician_id": found.technician_id,
        **_edges(found.period),
        "total": _use(found.total),
        "weeks": [{**_edges(week), **_use(use)} for week, use in found.weeks],
        "previous": {**_edges(found.period.before), "total": _use(found.before)},
    }


def _technician(one: OfTechnician) -> Json:
    return {
        "technician": {"id": one.technician.id, "name": one.technician.name},
        "store_id": one.store_id,
        "total": _use(one.total),
        "hours": [_hour(key, use) for key, use in one.hours.items()],
    }


def _hour(key: WeekHour, use: Use) -> Json:
    weekday, hour = key
    return {"weekday": weekday + 1, "hour": hour, **_use(use)}


def _use(use: Use) -> Json:
    return {
        "rostered_minutes": use.rostered,
        "busy_minutes": use.busy,
        "beyond_minutes": use.beyond,
        "utilisation": use.share,
    }


def _edges(period: Period) -> Json:
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}
