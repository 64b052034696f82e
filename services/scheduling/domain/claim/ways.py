"""What of the whereabouts of a store's technicians a decision looks at, and what follows from it for one request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from services.scheduling.domain.business.roster import Roster
from services.scheduling.domain.business.shop import Store, Technician
from services.scheduling.domain.choice.assignment import Taking
from services.scheduling.domain.hours.almanac import Altered
from services.scheduling.domain.hours.cells import Span
from services.scheduling.domain.offer.board import Calendar
from services.scheduling.domain.offer.scene import Scene
from services.scheduling.domain.travel.places import HOME, Road, Trip
from services.scheduling.domain.travel.whereabouts import VISIT, Engagement, Placed, Spot, Travel, Whereabouts


@dataclass(frozen=True)
class Ways:
    """Where technicians are taken in a span, where those stores are, and the roads. Nothing where everybody stays."""

    placed: tuple[Placed, ...] = ()
    stores: Mapping[str, Spot] = field(default_factory=dict)
    roads: Mapping[Trip, Road] = field(default_factory=dict)

    @cached_property
    def by_technician(self) -> dict[str, list[Placed]]:
        found: dict[str, list[Placed]] = {}
        for one in self.placed:
            found.setdefault(one.technician_id, []).append(one)
        return found

    def after(self, freed: Iterable[Taking], placed: Iterable[Placed]) -> "Ways":
        """As they would be with some time given back and other time taken."""
        gone = {(taking.resource_id, run) for taking in freed for run in taking.cells}
        left = [one for one in self.placed if (one.technician_id, one.cells) not in gone]
        return replace(self, placed=tuple(sorted([*left, *placed], key=lambda one: one.cells)))

    def spot_of(self, placed: Placed) -> Spot | None:
        return Spot(VISIT, placed.location) if placed.location else self.stores.get(placed.place or "")


def travel_to(scene: Scene, span: Span, ways: Ways) -> Travel | None:
    """None where nobody is on the way: everybody is in the store, or nobody knows where the visit is."""
    if scene.here is None or not (ways.placed or scene.wish.place == HOME):
        return None
    return Travel(
        scene.here, scene.wish.place, ways.roads, scene.rules.traffic, scene.shop.store.zone, base_cell=span.base
    )


def whereabouts_of(
    technician: Technician, scene: Scene, roster: Roster, span: Span, ways: Ways, altered: Altered = ()
) -> Whereabouts | None:
    """None for a visit in the store by somebody who is not engaged in that time: they stay where they are."""
    if scene.wish.place != HOME and not ways.by_technician.get(technician.id):
        return None
    return whereabouts_in(technician, scene.shop.store, roster, span, ways, altered)


def whereabouts_in(
    technician: Technician, store: Store, roster: Roster, span: Span, ways: Ways, altered: Altered = ()
) -> Whereabouts:
    """Where somebody is who sets out from that store, or from a base of their own."""
    mine = ways.by_technician.get(technician.id, ())
    engagements = tuple(
        Engagement(one.cells[0] - span.base, one.cells[1] - span.base, ways.spot_of(one)) for one in mine
    )
    shifts = roster.shifts(span, store.zone, altered)
    pauses = shifts & ~roster.working(span, store.zone, altered)
    return Whereabouts(technician.base_at(store), engagements, shifts, pauses)


def travelled(calendar: Calendar, travel: Travel, whereabouts: Whereabouts, freed: int, size: int) -> Calendar:
    """The calendar with the cells taken in which its technician is on the way; `freed` are those of a visit to be
    moved, whose ways are free with it and come back with `own`.
    """
    others = whereabouts.without(freed)
    around = travel.around(others) & ~calendar.busy
    commute = travel.beyond(others, size) & ~(calendar.busy | around)
    return replace(
        calendar,
        busy=calendar.busy | around | commute,
        own=calendar.own and calendar.own | travel.around(whereabouts),
        on_the_way=around | commute,
        commute=commute,
        whereabouts=others,
    )
