"""Gathering where technicians are, and how far it is from there to a visit."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from services.scheduling.domain.business.shop import TECHNICIAN, Store
from services.scheduling.domain.claim.timeline import Lane
from services.scheduling.domain.claim.ways import Ways, whereabouts_in
from services.scheduling.domain.errors import Unknown
from services.scheduling.domain.hours.almanac import Altered
from services.scheduling.domain.hours.cells import Span
from services.scheduling.domain.offer.scene import Scene
from services.scheduling.domain.travel.journeys import Journey, Roads, journeys, trips
from services.scheduling.domain.travel.places import HOME, Trip
from services.scheduling.domain.travel.whereabouts import Placed, Spot
from services.scheduling.ports import Diary


def ways_of(diary: Diary, scenes: Sequence[Scene], span: Span, elsewhere: Collection[str]) -> Ways:
    """The ways to the places of visits. `elsewhere` are those with time taken at other places: for visits in a store
    where everybody is all the time, nothing is read and nobody asked.
    """
    away = sorted({who for scene in scenes for who in scene.technician_ids}.intersection(elsewhere))
    if not away and all(scene.wish.place != HOME for scene in scenes):
        return Ways()
    placed = tuple(diary.claims.placed(away, span)) if away else ()
    ways = Ways(placed, _stores(diary, (scene.shop.store for scene in scenes), placed))
    trips = [trip for scene in scenes for trip in _trips(scene, ways)]
    return Ways(placed, ways.stores, diary.distances.roads(trips))


def _trips(scene: Scene, ways: Ways) -> list[Trip]:
    """From and to wherever somebody is."""
    here = scene.here
    if here is None:
        return []
    bases = [scene.base_of(technician) for part in scene.parts for technician in part.candidates]
    points = {spot.point for spot in (*bases, *map(ways.spot_of, ways.placed)) if spot is not None}
    return [trip for point in points for trip in ((point, here), (here, point))]


def travelled_on(
    diary: Diary, store: Store, lanes: Iterable[Lane], span: Span, special: Altered, now: datetime
) -> dict[str, list[Journey]]:
    """The ways of each technician with a visit outside the store; nothing is read where nobody has one."""
    leaving = sorted({lane.resource_id for lane in lanes if lane.kind == TECHNICIAN and _leaves(lane, store)})
    if not leaving:
        return {}
    rosters, placed = diary.rosters.of(leaving, span), tuple(diary.claims.placed(leaving, span))
    ways = Ways(placed, _stores(diary, [store], placed))
    technicians = map(diary.catalogue.technician, leaving)
    where = {who.id: whereabouts_in(who, store, rosters[who.id], span, ways, special) for who in technicians}
    known = diary.distances.roads([trip for one in where.values() for trip in trips(one)])
    roads = Roads(known, diary.catalogue.rules(store.id, "", now).traffic, store.zone, span.base)
    return {technician_id: journeys(one, roads) for technician_id, one in where.items()}


def _leaves(lane: Lane, store: Store) -> bool:
    return any(claim.wish.place == HOME or claim.wish.store_id != store.id for claim in lane.claims)


def _stores(diary: Diary, known: Iterable[Store], placed: Iterable[Placed]) -> dict[str, Spot]:
    """Where the stores are in which somebody is engaged; of one that is gone nothing is known."""
    spots = {store.id: store.spot for store in known}
    for store_id in {one.place for one in placed if one.place not in {*spots, HOME, None}}:
        spots[store_id or ""] = _spot(diary, store_id or "")
    return {store_id: spot for store_id, spot in spots.items() if spot is not None}


def _spot(diary: Diary, store_id: str) -> Spot | None:
    try:
        return diary.catalogue.store(store_id).spot
    except Unknown:
        return None
