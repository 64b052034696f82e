"""Announcing everything again, so that a consumer can build its replica anew."""

from datetime import datetime

from services.catalog.domain.authority import require_platform
from services.catalog.ports import Catalogue
from shared.actor import Actor


def republish(catalogue: Catalogue, actor: Actor, now: datetime) -> int:
    """Every entry as it is, under new event ids and the same revisions; says how many."""
    require_platform(actor)
    shelves = (catalogue.stores, catalogue.treatments, catalogue.technicians, catalogue.resources, catalogue.rules)
    return sum(shelf.announce_all(now) for shelf in shelves)
