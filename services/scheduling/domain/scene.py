"""A request and the part of the catalogue it touches: what is decided before anybody looks into a calendar."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from services.scheduling.domain.buffers import Footprint, footprint
from services.scheduling.domain.cells import Run
from services.scheduling.domain.places import HOME, STORE, Point, road_of
from services.scheduling.domain.rules import BookingRules
from services.scheduling.domain.shop import Shop, Technician

Objection = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class Wish:
    """What somebody wants, apart from the start. `technician_id` None means whoever is free (轮钟); a party size of 0
    stands for the treatment's own.
    """

    store_id: str
    treatment_id: str
    technician_id: str | None = None
    place: str = STORE
    location: Point | None = None
    party_size: int = 0


@dataclass(frozen=True)
class Scene:
    """`candidates` may give the treatment to this guest; what is against the others is in `unsuitable`, by id."""

    shop: Shop
    wish: Wish
    rules: BookingRules
    now: datetime
    candidates: tuple[Technician, ...]
    unsuitable: tuple[tuple[str, str, dict[str, object]], ...]

    @classmethod
    def of(cls, shop: Shop, wish: Wish, rules: BookingRules, now: datetime) -> Self:
        wish = replace(wish, party_size=wish.party_size or shop.treatment.party_size)
        objections = {who.id: objection(who, shop, wish, rules) for who in shop.technicians}
        fit = [who for who in shop.technicians if not objections[who.id]]
        if wish.party_size == 1 and wish.technician_id:
            fit = [who for who in fit if who.id == wish.technician_id]
        unsuitable = tuple((who, *why) for who, why in objections.items() if why)
        return cls(shop, wish, rules, now, tuple(fit), unsuitable)

    @property
    def technician_ids(self) -> list[str]:
        return [technician.id for technician in self.candidates]

    @property
    def resource_ids(self) -> list[str]:
        """Whoever and whatever may be taken, in the order of locking."""
        units = [] if self.wish.place == HOME else [unit.id for unit in self.shop.units]
        return sorted(self.technician_ids + units)

    def footprint_of(self, technician: Technician) -> Footprint:
        return footprint(self.shop.treatment, self.travel_of(technician))

    def travel_of(self, technician: Technician) -> int | None:
        """Minutes to the guest's place; None in a store."""
        base = technician.home_base or self.shop.store.location
        if self.wish.place != HOME or self.wish.location is None or base is None:
            return None
        return self.rules.traffic.minutes(road_of((base, self.wish.location)))

    def reach(self, start: int) -> list[Run]:
        """The cells that each candidate's visit would touch if the treatment started at that cell."""
        return [self.footprint_of(technician).around(start) for technician in self.candidates]


def objection(technician: Technician, shop: Shop, wish: Wish, rules: BookingRules) -> Objection | None:
    """The rule code that is against this technician whatever the time, and what to say about it."""
    because = _unsuitable(technician, shop, wish)
    if because:
        return "technician_unsuitable", {"because": because}
    return _too_far(technician, shop, wish, rules) if wish.place == HOME else None


def _unsuitable(technician: Technician, shop: Shop, wish: Wish) -> str | None:
    if shop.store.id not in technician.stores:
        return "store"
    if shop.treatment.category not in technician.skills:
        return "skill"
    if technician.level < shop.treatment.level:
        return "level"
    if wish.place == HOME and not technician.home_visits:
        return "home_visits"
    return None


def _too_far(technician: Technician, shop: Shop, wish: Wish, rules: BookingRules) -> Objection | None:
    base = technician.home_base or shop.store.location
    if wish.location is None or base is None:
        return None
    distance = base.km_to(wish.location)
    if distance <= rules.home_service_radius_km:
        return None
    return "out_of_area", {"distance_km": round(distance, 1), "radius_km": rules.home_service_radius_km}
