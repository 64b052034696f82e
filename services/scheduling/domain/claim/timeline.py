"""A store's resource timeline: who works when, who is away, what is taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.scheduling.domain.business.shop import Store
from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.travel.journeys import Journey
from shared.interval import Interval


@dataclass(frozen=True)
class Lane:
    """One technician, bed or device. Beds have neither shifts nor absences, and never leave."""

    resource_id: str
    kind: str
    name: str
    shifts: tuple[Interval, ...]
    away: tuple[Interval, ...]
    claims: tuple[Claim, ...]
    journeys: tuple[Journey, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """`outside` are the visits, by id, that do not lie in working time, with the codes of what is against each."""

    store: Store
    during: Interval
    lanes: tuple[Lane, ...]
    outside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
