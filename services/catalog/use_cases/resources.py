"""Beds and devices: everybody reads, the manager of the store writes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from services.catalog.domain.authority import require_manager
from services.catalog.domain.errors import NotInTheCatalogue
from services.catalog.domain.pages import Page, page_of
from services.catalog.domain.resource import Resource
from services.catalog.ports import Catalogue
from shared.actor import Actor
from shared.errors import Invalid
from shared.ids import new_id


def list_resources(catalogue: Catalogue, store_id: str, cursor: str | None, limit: int) -> Page[Resource]:
    found = catalogue.resources.of_store(catalogue.stores.get(store_id).id)
    return page_of(found, key=lambda resource: (resource.id,), cursor=cursor, limit=limit)


def create_resource(catalogue: Catalogue, actor: Actor, now: datetime, store_id: str, **written: Any) -> Resource:
    store = catalogue.stores.get(store_id)
    require_manager(actor, [store.id])
    _require_known_treatments(catalogue, written.get("treatments") or ())
    resource = Resource(id=new_id(), store_id=store.id, **written)
    catalogue.resources.add(resource, now)
    return resource


def update_resource(
    catalogue: Catalogue,
    actor: Actor,
    now: datetime,
    resource_id: str,
    version: int,
    store_id: str | None = None,
    **written: Any,
) -> Resource:
    resource = _of_store(catalogue, resource_id, store_id)
    require_manager(actor, [resource.store_id])
    _require_known_treatments(catalogue, written.get("treatments") or ())
    changed = resource.changed(version, **written)
    catalogue.resources.save(changed, now)
    return changed


def delete_resource(
    catalogue: Catalogue,
    actor: Actor,
    now: datetime,
    resource_id: str,
    version: int | None = None,
    store_id: str | None = None,
) -> None:
    resource = _of_store(catalogue, resource_id, store_id)
    require_manager(actor, [resource.store_id])
    catalogue.resources.save(resource.retire(version), now)


def _of_store(catalogue: Catalogue, resource_id: str, store_id: str | None) -> Resource:
    """The resource; where a path names a store as well, it must be that store's."""
    resource = catalogue.resources.get(resource_id)
    if store_id not in {None, resource.store_id}:
        raise NotInTheCatalogue
    return resource


def _require_known_treatments(catalogue: Catalogue, treatment_ids: Iterable[str]) -> None:
    unknown = sorted(set(treatment_ids) - {treatment.id for treatment in catalogue.treatments.all()})
    if unknown:
        wrong = [f"there is no treatment {treatment_id}" for treatment_id in unknown]
        raise Invalid("unknown treatments", fields={"treatments": wrong})
