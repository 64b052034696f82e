"""What is told of visits at homes beside the appointment: offers to technicians, calls for help."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, fields

from services.booking.schemas.shapes import CursorField, InStoreTime


class AlertView(Schema):
    """A call for help, from a `SeenAlert`; times carry the store's offset."""

    id = fields.String(attribute="alert.id")
    appointment_id = fields.String(attribute="alert.appointment_id")
    store_id = fields.String(attribute="alert.store_id")
    raised_by = fields.String(attribute="alert.raised_by")
    raised_as = fields.String(attribute="alert.raised_as")
    raised_at = InStoreTime(attribute="alert.raised_at")
    called_at = InStoreTime(attribute="alert.called_at")
    calls = fields.Integer(attribute="alert.calls")
    lng = fields.Function(lambda seen: seen.alert.position and seen.alert.position.lng)
    lat = fields.Function(lambda seen: seen.alert.position and seen.alert.position.lat)
    acknowledged_by = fields.String(attribute="alert.acknowledged_by")
    acknowledged_at = InStoreTime(attribute="alert.acknowledged_at")
    note = fields.String(attribute="alert.note")


class AlertPage(Schema):
    items = fields.List(fields.Nested(AlertView))
    next_cursor = CursorField()


def offers_view(seen: Any) -> dict[str, Any]:
    """A search with its offers, from a `SeenSearch`; times carry the store's offset."""
    search = seen.search
    pairs = zip(search.offers, seen.technicians, strict=True)
    return {
        "appointment_id": search.appointment_id,
        "state": search.state,
        "deadline": _told(search.deadline, seen.zone),
        "items": [_offer(offer, who, seen.zone) for offer, who in pairs],
    }


def _offer(offer: Any, technician: Any, zone: ZoneInfo) -> dict[str, Any]:
    times = {name: _told(getattr(offer, name), zone) for name in ("asked_at", "answer_by", "ended_at")}
    same = {name: getattr(offer, name) for name in ("round", "state", "reason")}
    who = {"id": technician.id, "slug": technician.slug, "name": technician.name}
    return {**same, **times, "technician": who, "because": offer.because and dict(offer.because)}


def _told(at: datetime | None, zone: ZoneInfo) -> str | None:
    return None if at is None else at.astimezone(zone).isoformat()


_alert, _alerts = AlertView(), AlertPage()


def alert_view(seen: Any) -> dict[str, Any]:
    return dict(_alert.dump(seen))


def alerts_view(page: Any) -> dict[str, Any]:
    return dict(_alerts.dump(page))
