"""Booking rules: added, never edited. The brand's and a treatment's are the platform's, a store's its manager's."""

from datetime import datetime
from typing import Any

from services.catalog.domain.authority import require_manager, require_platform
from services.catalog.domain.dates import DEFAULT_TIMEZONE, Moment, start_of
from services.catalog.domain.pages import Page, page_of
from services.catalog.domain.rules import BRAND, BookingRules
from services.catalog.domain.store import Store
from services.catalog.ports import Catalogue
from shared.actor import Actor
from shared.errors import Invalid
from shared.ids import new_id


def list_rules(catalogue: Catalogue, cursor: str | None, limit: int, scope: str | None = None) -> Page[BookingRules]:
    """Past, present and announced rows by effective date; which hold is arithmetic (`shared.effective`)."""
    found = [rules for rules in catalogue.rules.all() if scope in {None, rules.scope}]
    return page_of(found, key=lambda rules: (rules.effective_from.timestamp(), rules.id), cursor=cursor, limit=limit)


def create_rules(
    catalogue: Catalogue,
    actor: Actor,
    now: datetime,
    scope: str,
    values: dict[str, Any],
    effective_from: Moment | None = None,
) -> BookingRules:
    """From now on where no date is given; a day begins at the store's midnight."""
    store = _store_of(catalogue, scope)
    if store is None:
        require_platform(actor)
    else:
        require_manager(actor, [store.id])
    since = start_of(effective_from or now, store.timezone if store else DEFAULT_TIMEZONE)
    rules = BookingRules(id=new_id(), scope=scope, effective_from=since, values=values)
    catalogue.rules.add(rules, now)
    return rules


def _store_of(catalogue: Catalogue, scope: str) -> Store | None:
    """The store whose id the scope is; None for the brand and for a treatment; Invalid for anything else."""
    if scope == BRAND or any(treatment.id == scope for treatment in catalogue.treatments.all()):
        return None
    stores = {store.id: store for store in catalogue.stores.all()}
    if scope not in stores:
        raise Invalid("an unknown scope", fields={"scope": ["brand, or the id of a store or a treatment"]})
    return stores[scope]
