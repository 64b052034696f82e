"""What a customer names that does not go together, found in the catalogue before any time is looked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.chatbot.domain.catalogue import Catalogue, Named, Store, Technician, Treatment
from services.chatbot.domain.dialogue.frame import HOME, Frame

SHOWN = 4


@dataclass(frozen=True)
class Conflict:
    """`code` names the text, `params` its values, `slot` what must be chosen anew, from `instead` where there is any.

    `drops` are the slots that cannot stay as they are.
    """

    code: str
    slot: str
    params: Mapping[str, Any] = field(default_factory=dict)
    instead: Sequence[Named] = ()
    drops: tuple[str, ...] = ()


def conflict(frame: Frame, catalogue: Catalogue) -> Conflict | None:
    """The first thing that cannot be as it was said; None where all of it may."""
    store = catalogue.store(frame.one("store"))
    treatment = catalogue.treatment(frame.one("treatment"))
    technician = catalogue.technician(frame.one("technician"))
    is_home = frame.slots.get("place") == HOME
    return (
        (treatment and _place(catalogue, treatment, is_home=is_home))
        or (technician and treatment and _skill(catalogue, technician, treatment, store))
        or (technician and _workplace(catalogue, technician, store, treatment))
        or (technician and is_home and _visits(catalogue, technician, treatment))
        or (store and treatment and _offered(catalogue, store, treatment))
        or (treatment and _budget(catalogue, treatment, frame.slots.get("budget_max_fen")))
        or None
    )


def able(catalogue: Catalogue, treatment: Treatment | None, store: Store | None) -> tuple[Technician, ...]:
    """Who gives the treatment in the store, the best rated first."""
    fitting = [
        row
        for row in catalogue.technicians
        if (treatment is None or row.gives(treatment)) and (store is None or store.id in row.stores)
    ]
    return tuple(sorted(fitting, key=lambda row: (-row.rating, row.slug)))


def _place(catalogue: Catalogue, treatment: Treatment, *, is_home: bool) -> Conflict | None:
    if not is_home or HOME in treatment.places:
        return None
    kin = [row for row in catalogue.treatments if HOME in row.places and row.category == treatment.category]
    others = kin or [row for row in catalogue.treatments if HOME in row.places]
    return Conflict("not_at_home", "treatment", {"treatment": treatment}, others[:SHOWN])


def _skill(catalogue: Catalogue, technician: Technician, treatment: Treatment, store: Store | None) -> Conflict | None:
    if technician.gives(treatment):
        return None
    where = store or next(iter(catalogue.stores_of(technician)), None)
    others = able(catalogue, treatment, where)[:SHOWN]
    told = {"technician": technician, "treatment": treatment}
    return Conflict("not_given_by", "technician", told, others)


def _workplace(
    catalogue: Catalogue, technician: Technician, store: Store | None, treatment: Treatment | None
) -> Conflict | None:
    if store is None or store.id in technician.stores:
        return None
    stores = catalogue.stores_of(technician)
    others = (*stores, *able(catalogue, treatment, store)[: SHOWN - 1])
    told = {"technician": technician, "stores": stores, "store": store}
    return Conflict("works_elsewhere", "technician_or_store", told, others)


def _visits(catalogue: Catalogue, technician: Technician, treatment: Treatment | None) -> Conflict | None:
    if technician.home_visits:
        return None
    others = [row for row in able(catalogue, treatment, None) if row.home_visits][:SHOWN]
    return Conflict("makes_no_home_visits", "technician", {"technician": technician}, others)


def _offered(catalogue: Catalogue, store: Store, treatment: Treatment) -> Conflict | None:
    if not catalogue.technicians or able(catalogue, treatment, store):
        return None
    stores = [row for row in catalogue.stores if able(catalogue, treatment, row)]
    return Conflict("not_in_that_store", "store", {"store": store, "treatment": treatment}, stores)


def _budget(catalogue: Catalogue, treatment: Treatment, most_fen: int | None) -> Conflict | None:
    """Told once; who then names the treatment again wants it all the same."""
    if most_fen is None or treatment.price_fen <= most_fen:
        return None
    within = [row for row in catalogue.treatments if row.price_fen <= most_fen and row.price_fen]
    kin = [row for row in within if row.category == treatment.category] or within
    nearest = sorted(kin, key=lambda row: (-row.price_fen, row.slug))[:SHOWN]
    told = {"treatment": treatment, "price_fen": treatment.price_fen, "budget_fen": most_fen}
    return Conflict("over_budget", "treatment", told, nearest, ("budget_max_fen",))
