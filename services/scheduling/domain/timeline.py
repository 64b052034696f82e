"""A store's resource timeline: who works when, who is away, what is taken."""

from dataclasses import dataclass

from services.scheduling.domain.claims import Claim
from services.scheduling.domain.shop import Store
from shared.interval import Interval


@dataclass(frozen=True)
class Lane:
    """One technician, bed or device. Beds have neither shifts nor absences."""

    resource_id: str
    kind: str
    name: str
    shifts: tuple[Interval, ...]
    away: tuple[Interval, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Timeline:
    store: Store
    during: Interval
    lanes: tuple[Lane, ...]
