"""What is asked and told of a store's day at the reception.

The board has a whole day of visits and is looked at all the time, so its lines are written by hand: only what reception
reads at a glance, at a tenth of what the full view of an appointment costs.
"""

from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import fields

from services.booking.domain.life.transitions import STATUSES
from services.booking.schemas.queue import ticket_view
from services.booking.schemas.shapes import Request, id_field, localised
from services.booking.schemas.waitlist import wish_view
from shared.moments import within_reach

Json = dict[str, Any]


class GetBoard(Request):
    store_id = id_field(required=True)
    on = fields.Date(load_default=None, allow_none=True, validate=within_reach)


def board_view(board: Any) -> Json:
    lines: dict[str, list[Json]] = {status: [] for status in STATUSES}
    for seen in board.visits:
        lines[seen.appointment.status].append(_line(seen, board))
    return {
        "store": localised(board.store, board.language),
        "on": board.on.isoformat(),
        "timezone": board.store.timezone,
        "as_of": board.as_of.astimezone(board.zone).isoformat(),
        "counts": board.counts,
        "appointments": {status: found for status, found in lines.items() if found},
        "late": [line["id"] for found in lines.values() for line in found if line["late_minutes"]],
        "queue": [ticket_view(one) for one in board.queue],
        "offers": [wish_view(one) for one in board.offers],
    }


def _line(seen: Any, board: Any) -> Json:
    visit, zone = seen.appointment, seen.zone
    contact, address = visit.contact, visit.address
    return {
        "id": visit.id,
        "number": visit.number,
        "status": visit.status,
        "version": visit.version,
        "customer_id": visit.customer_id,
        "customer_name": board.names.get(visit.id),
        "contact": contact and {"name": contact.name, "phone": contact.phone},
        "treatment": localised(seen.treatment, seen.language),
        "technicians": [localised(one, seen.language) for one in seen.technicians],
        "starts_at": _at(visit.starts_at, zone),
        "ends_at": _at(visit.ends_at, zone),
        "place": visit.place,
        "address": address and {"text": address.text, "lng": address.lng, "lat": address.lat},
        "party_size": visit.party_size,
        "late_minutes": board.late.get(visit.id, 0),
        "allowed_actions": list(seen.allowed_actions),
    }


@lru_cache(maxsize=4096)
def _at(instant: Any, zone: ZoneInfo) -> str:
    return str(instant.astimezone(zone).isoformat())
