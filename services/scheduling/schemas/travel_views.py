"""How technicians come to visits, as it is answered."""

from datetime import tzinfo

from services.scheduling.domain.offer.arrivals import Arrival
from services.scheduling.domain.travel.journeys import Journey
from services.scheduling.domain.travel.whereabouts import Spot
from services.scheduling.schemas import Json


def arrival_view(arrival: Arrival, zone: tzinfo) -> Json:
    """`{from: {kind, name?, name_en?}, minutes, leave_at}`; of another customer's place nothing is told."""
    leave_at = arrival.leave_at.astimezone(zone).isoformat()
    return {"from": spot_view(arrival.spot), "minutes": arrival.minutes, "leave_at": leave_at}


def journey_view(journey: Journey, zone: tzinfo) -> Json:
    """`{from: spot, to: spot, minutes, leave_at, arrive_at}`."""
    return {
        "from": spot_view(journey.start),
        "to": spot_view(journey.end),
        "minutes": journey.minutes,
        "leave_at": journey.leave_at.astimezone(zone).isoformat(),
        "arrive_at": journey.arrive_at.astimezone(zone).isoformat(),
    }


def spot_view(spot: Spot) -> Json:
    names = {"name": spot.name or spot.name_en, "name_en": spot.name_en or spot.name}
    return {"kind": spot.kind, **({name: text for name, text in names.items() if text})}
