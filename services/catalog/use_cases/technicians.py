"""Technicians: everybody reads, the managers of their stores write; certificates and ratings are the platform's."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from services.catalog.domain.authority import require_manager, require_one_of_their_managers, require_platform
from services.catalog.domain.errors import NotInTheCatalogue
from services.catalog.domain.pages import Page, page_of
from services.catalog.domain.place import Point
from services.catalog.domain.technician import DISTANCE, PRICE, RATING, Found, Technician
from services.catalog.ports import Catalogue
from shared.actor import Actor
from shared.errors import Invalid
from shared.ids import new_id

OF_THE_PLATFORM = frozenset({"certified", "rating", "review_count"})
LAST = 10**12

Key = Callable[[Found], tuple[Any, ...]]


def list_technicians(
    catalogue: Catalogue,
    cursor: str | None,
    limit: int,
    store_id: str | None = None,
    treatment_id: str | None = None,
    gender: str | None = None,
    q: str | None = None,
    near: Point | None = None,
    sort: str | None = None,
) -> Page[Found]:
    """Without `sort` the nearest first where `near` says to what, else in the order they joined."""
    technicians = _of(catalogue, store_id, treatment_id)
    if gender is not None:
        technicians = [technician for technician in technicians if technician.gender == gender]
    if q is not None:
        technicians = [technician for technician in technicians if technician.matches(q)]
    found = _measured(catalogue, technicians, near)
    key = _key(catalogue, sort or (DISTANCE if near else None), treatment_id, near)
    return page_of(found, key=key, cursor=cursor, limit=limit)


def get_technician(catalogue: Catalogue, technician_id: str) -> Technician:
    return catalogue.technicians.get(technician_id)


def create_technician(catalogue: Catalogue, actor: Actor, now: datetime, **written: Any) -> Technician:
    require_manager(actor, written["stores"])
    _require_right_to(actor, written)
    _require_known_stores(catalogue, written["stores"])
    technician = Technician(id=new_id(), **_called({"call": "", **written}, written["name"]))
    catalogue.technicians.add(technician, now)
    return technician


def update_technician(
    catalogue: Catalogue, actor: Actor, now: datetime, technician_id: str, version: int, **written: Any
) -> Technician:
    technician = catalogue.technicians.get(technician_id)
    require_one_of_their_managers(actor, technician.stores)
    _require_right_to(actor, written)
    joined = set(written.get("stores", technician.stores)) - set(technician.stores)
    left = set(technician.stores) - set(written.get("stores", technician.stores))
    require_manager(actor, joined | left)
    _require_known_stores(catalogue, joined)
    changed = technician.changed(version, **_called(written, written.get("name", technician.name)))
    catalogue.technicians.save(changed, now)
    return changed


def delete_technician(
    catalogue: Catalogue, actor: Actor, now: datetime, technician_id: str, version: int | None = None
) -> None:
    technician = catalogue.technicians.get(technician_id)
    require_manager(actor, technician.stores)
    catalogue.technicians.save(technician.retire(version), now)


def _of(catalogue: Catalogue, store_id: str | None, treatment_id: str | None) -> list[Technician]:
    if store_id is None:
        technicians = catalogue.technicians.all()
    else:
        technicians = catalogue.technicians.of_store(catalogue.stores.get(store_id).id)
    if treatment_id is None:
        return technicians
    treatment = catalogue.treatments.get(treatment_id)
    return [technician for technician in technicians if technician.performs(treatment)]


def _measured(catalogue: Catalogue, technicians: Iterable[Technician], near: Point | None) -> list[Found]:
    if near is None:
        return [Found(technician) for technician in technicians]
    away = {store.id: near.distance_km(store.point) for store in catalogue.stores.all()}
    return [
        Found(technician, min((away[store] for store in technician.stores if store in away), default=None))
        for technician in technicians
    ]


def _key(catalogue: Catalogue, sort: str | None, treatment_id: str | None, near: Point | None) -> Key:
    """The order asked for; the better rated first among equals."""
    if sort == DISTANCE:
        if near is None:
            raise Invalid("distance to where?", fields={"near": ["needed to sort by distance"]})
        return lambda found: (LAST if found.distance_km is None else found.distance_km, *_by_rating(found))
    if sort == PRICE:
        offered = [catalogue.treatments.get(treatment_id)] if treatment_id else catalogue.treatments.all()
        prices = {technician.id: technician.cheapest(offered) for technician in catalogue.technicians.all()}
        return lambda found: (_or_last(prices.get(found.technician.id)), *_by_rating(found))
    return _by_rating if sort == RATING else lambda found: (found.technician.id,)


def _by_rating(found: Found) -> tuple[Any, ...]:
    return -found.technician.rating, found.technician.id


def _or_last(value: float | None) -> float:
    return LAST if value is None else value


def _called(written: dict[str, Any], name: str) -> dict[str, Any]:
    """Whoever is called nothing else is called by their name."""
    return {**written, "call": written["call"] or name} if "call" in written else written


def _require_right_to(actor: Actor, written: dict[str, Any]) -> None:
    if OF_THE_PLATFORM & written.keys():
        require_platform(actor)


def _require_known_stores(catalogue: Catalogue, store_ids: Iterable[str]) -> None:
    for store_id in store_ids:
        try:
            catalogue.stores.get(store_id)
        except NotInTheCatalogue as error:
            raise Invalid("an unknown store", fields={"stores": [f"there is no store {store_id}"]}) from error
