"""A request and the part of the catalogue it touches: what is decided before anybody looks into a calendar."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Self

from services.scheduling.domain.business.rules import BookingRules
from services.scheduling.domain.business.shop import Shop, Technician
from services.scheduling.domain.errors import OneTechnicianAtHome
from services.scheduling.domain.hours.cells import Run, cells_for
from services.scheduling.domain.offer.buffers import Footprint, footprint
from services.scheduling.domain.travel.places import HOME, STORE, Point
from services.scheduling.domain.travel.whereabouts import Spot

NEVER_AGAIN = "never_again"
Objection = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class Part:
    """One more treatment in the same visit, without a pause after the one before it; None is whoever is free."""

    treatment_id: str
    technician_id: str | None = None
    addons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wish:
    """What somebody wants, apart from the start. `technician_id` None means whoever is free (轮钟); a party size of 0
    stands for the first treatment's own. `then` follows the first treatment (`sequence.py`). A gender wished for
    holds for every technician of the visit.

    `addons` are slugs of what is added to the first treatment; `extension` are the minutes by which the visit was made
    longer while it was given (加钟), at the end of its last treatment.
    """

    store_id: str
    treatment_id: str
    technician_id: str | None = None
    place: str = STORE
    location: Point | None = None
    party_size: int = 0
    then: tuple[Part, ...] = ()
    technician_gender: str | None = None
    addons: tuple[str, ...] = ()
    extension: int = 0

    @property
    def parts(self) -> tuple["Wish", ...]:
        """A wish for each treatment alone, in order."""
        alone = replace(self, then=(), extension=0)
        *before, last = (alone, *(replace(alone, **vars(part)) for part in self.then))
        return (*before, replace(last, extension=self.extension))

    @property
    def by_anybody(self) -> "Wish":
        """The same, naming no technician."""
        return replace(self, technician_id=None, then=tuple(replace(part, technician_id=None) for part in self.then))

    def by_one_traveller(self) -> "Wish":
        """A home visit is made by one technician from beginning to end: whoever is named for a part is for all.

        OneTechnicianAtHome where several are named.
        """
        named = {self.technician_id, *(part.technician_id for part in self.then)} - {None}
        if self.place != HOME or not self.then or not named:
            return self
        if len(named) > 1:
            raise OneTechnicianAtHome(params={"technician_ids": sorted(filter(None, named))})
        who = named.pop()
        return replace(self, technician_id=who, then=tuple(replace(part, technician_id=who) for part in self.then))


@dataclass(frozen=True)
class Scene:
    """`candidates` may give the treatment to this guest; what is against the others is in `unsuitable`, by id.

    Each treatment that follows is a scene of its own in `then`, `lead` cells after the visit's start.
    `guest_id` is the customer whose own time the visit takes; None for a guest without an account here.
    """

    shop: Shop
    wish: Wish
    rules: BookingRules
    now: datetime
    candidates: tuple[Technician, ...]
    unsuitable: tuple[tuple[str, str, dict[str, object]], ...]
    then: tuple["Scene", ...] = ()
    lead: int = 0
    guest_id: str | None = None

    @classmethod
    def of(
        cls,
        shop: Shop,
        wish: Wish,
        rules: BookingRules,
        now: datetime,
        guest_id: str | None = None,
        avoided: frozenset[str] = frozenset(),
    ) -> Self:
        """`avoided` are technicians who and whose guest are to be kept apart (`domain/choice/avoidance.py`)."""
        wish = replace(wish, party_size=wish.party_size or shop.treatment.party_size)
        objections = {who.id: objection(who, shop, wish, rules, avoided) for who in shop.technicians}
        fit = [who for who in shop.technicians if not objections[who.id]]
        if wish.party_size == 1 and wish.technician_id:
            fit = [who for who in fit if who.id == wish.technician_id]
        unsuitable = tuple((who, *why) for who, why in objections.items() if why)
        return cls(shop, wish, rules, now, tuple(fit), unsuitable, guest_id=guest_id)

    def followed_by(self, others: Sequence["Scene"]) -> Self:
        """The scene of the whole visit. At home only those who may give every part are candidates for any."""
        parts: list[Scene] = [self, *others]
        if self.wish.place == HOME:
            able = set.intersection(*({who.id for who in part.candidates} for part in parts))
            parts = [part.only(able) for part in parts]
        lengths = [cells_for(part.shop.treatment.minutes) for part in parts]
        then = tuple(replace(part, lead=sum(lengths[:number])) for number, part in enumerate(parts) if number)
        return replace(self, candidates=parts[0].candidates, then=then)

    def only(self, technician_ids: Container[str]) -> Self:
        """The same with fewer candidates."""
        return replace(self, candidates=tuple(who for who in self.candidates if who.id in technician_ids))

    @property
    def parts(self) -> tuple["Scene", ...]:
        return (self, *self.then)

    @property
    def duration(self) -> timedelta:
        """From the start of the first treatment to the end of the last."""
        return sum((part.shop.treatment.duration for part in self.parts), timedelta())

    @property
    def technician_ids(self) -> list[str]:
        """Whoever may give a part."""
        return list(dict.fromkeys(who.id for part in self.parts for who in part.candidates))

    @property
    def resource_ids(self) -> list[str]:
        """Whoever and whatever may be taken, in the order of locking."""
        units = [] if self.wish.place == HOME else [unit.id for unit in self.shop.units]
        guest = [self.guest_id] if self.guest_id else []
        return sorted(self.technician_ids + units + guest)

    @cached_property
    def footprint(self) -> Footprint:
        return footprint(self.shop.treatment, away=self.wish.place == HOME)

    @property
    def place(self) -> str | None:
        """The store where the visit takes place; None at a home."""
        return None if self.wish.place == HOME else self.wish.store_id

    @property
    def here(self) -> Point | None:
        """Where the visit takes place, as far as it is known."""
        return self.wish.location if self.wish.place == HOME else self.shop.store.location

    def base_of(self, technician: Technician) -> Spot | None:
        """Where a technician sets out from for home visits, and returns to."""
        return technician.base_at(self.shop.store)

    def reach(self, start: int) -> list[Run]:
        """The cells that each part of the visit would touch if the first treatment started at that cell."""
        return [part.footprint.around(start + part.lead) for part in self.parts if part.candidates]


def objection(
    technician: Technician, shop: Shop, wish: Wish, rules: BookingRules, avoided: frozenset[str] = frozenset()
) -> Objection | None:
    """The rule code that is against this technician whatever the time, and what to say about it."""
    because = _unsuitable(technician, shop, wish) or (NEVER_AGAIN if technician.id in avoided else None)
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
    if wish.technician_gender not in {None, technician.gender}:
        return "gender"
    return None


def _too_far(technician: Technician, shop: Shop, wish: Wish, rules: BookingRules) -> Objection | None:
    base = technician.home_base or shop.store.location
    if wish.location is None or base is None:
        return None
    distance = base.km_to(wish.location)
    if distance <= rules.home_service_radius_km:
        return None
    return "out_of_area", {"distance_km": round(distance, 1), "radius_km": rules.home_service_radius_km}
