"""Stores: everybody reads, the platform opens and closes them, their managers keep what is said of them."""

from datetime import datetime
from typing import Any

from services.catalog.domain.authority import require_manager, require_platform
from services.catalog.domain.dates import DEFAULT_TIMEZONE
from services.catalog.domain.pages import Page, page_of
from services.catalog.domain.store import Store, closures_in
from services.catalog.ports import Catalogue
from shared.actor import Actor
from shared.ids import new_id


def list_stores(catalogue: Catalogue, cursor: str | None, limit: int) -> Page[Store]:
    return page_of(catalogue.stores.all(), key=lambda store: (store.id,), cursor=cursor, limit=limit)


def get_store(catalogue: Catalogue, store_id: str) -> Store:
    return catalogue.stores.get(store_id)


def create_store(catalogue: Catalogue, actor: Actor, now: datetime, **written: Any) -> Store:
    require_platform(actor)
    store = Store(id=new_id(), **_with_closures(written, DEFAULT_TIMEZONE))
    catalogue.stores.add(store, now)
    return store


def update_store(
    catalogue: Catalogue, actor: Actor, now: datetime, store_id: str, version: int, **written: Any
) -> Store:
    store = catalogue.stores.get(store_id)
    require_manager(actor, [store.id])
    changed = store.changed(version, **_with_closures(written, store.timezone))
    catalogue.stores.save(changed, now)
    return changed


def delete_store(catalogue: Catalogue, actor: Actor, now: datetime, store_id: str, version: int | None = None) -> None:
    require_platform(actor)
    catalogue.stores.save(catalogue.stores.get(store_id).retire(version), now)


def _with_closures(written: dict[str, Any], timezone: str) -> dict[str, Any]:
    """Whole days of a closure are days of the store's zone, which may be written in the same request."""
    if "closures" not in written:
        return written
    return {**written, "closures": closures_in(written.get("timezone", timezone), written["closures"])}
