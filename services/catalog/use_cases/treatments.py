"""Treatments: everybody reads, the platform writes."""

from datetime import datetime
from typing import Any

from services.catalog.domain.authority import require_platform
from services.catalog.domain.pages import Page, page_of
from services.catalog.domain.treatment import Treatment
from services.catalog.ports import Catalogue
from shared.actor import Actor
from shared.ids import new_id


def list_treatments(
    catalogue: Catalogue,
    cursor: str | None,
    limit: int,
    store_id: str | None = None,
    category: str | None = None,
    q: str | None = None,
) -> Page[Treatment]:
    """With a store, only what somebody there can perform."""
    found = catalogue.treatments.all()
    if store_id is not None:
        team = catalogue.technicians.of_store(catalogue.stores.get(store_id).id)
        found = [treatment for treatment in found if any(technician.performs(treatment) for technician in team)]
    if category is not None:
        found = [treatment for treatment in found if treatment.category == category]
    if q is not None:
        found = [treatment for treatment in found if treatment.matches(q)]
    return page_of(found, key=lambda treatment: (treatment.id,), cursor=cursor, limit=limit)


def get_treatment(catalogue: Catalogue, treatment_id: str) -> Treatment:
    return catalogue.treatments.get(treatment_id)


def create_treatment(catalogue: Catalogue, actor: Actor, now: datetime, **written: Any) -> Treatment:
    require_platform(actor)
    treatment = Treatment(id=new_id(), **written)
    catalogue.treatments.add(treatment, now)
    return treatment


def update_treatment(
    catalogue: Catalogue, actor: Actor, now: datetime, treatment_id: str, version: int, **written: Any
) -> Treatment:
    require_platform(actor)
    changed = catalogue.treatments.get(treatment_id).changed(version, **written)
    catalogue.treatments.save(changed, now)
    return changed


def delete_treatment(
    catalogue: Catalogue, actor: Actor, now: datetime, treatment_id: str, version: int | None = None
) -> None:
    require_platform(actor)
    catalogue.treatments.save(catalogue.treatments.get(treatment_id).retire(version), now)
