"""What follows from what is known, and what must still be asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.chatbot.domain.catalogue import Catalogue, Store, Treatment
from services.chatbot.domain.dialogue.conflicts import able
from services.chatbot.domain.dialogue.frame import HOME, Frame

# Asked in this order; what is known is never asked. Where somebody lives decides which store comes.
NEEDED = ("treatment", "store", "date", "time")
NEEDED_AT_HOME = ("treatment", "address", "store", "date", "time")


def narrowed(frame: Frame, catalogue: Catalogue) -> Frame:
    """With what follows from the catalogue: a technician of one store works there, a shop of one store is that store.

    Where a name fits several technicians (two 王师傅), the store decides if it can; where several treatments, their
    length does.
    """
    slots = dict(frame.slots)
    named = slots.get("technician")
    if isinstance(named, list):
        at_store = [slug for slug in named if _works_at(catalogue, slug, slots.get("store"))]
        slots["technician"] = at_store[0] if len(at_store) == 1 else named
    slots |= _of_that_length(slots, catalogue)
    if "address" in slots:
        slots.setdefault("place", HOME)  # who says where they live wants to be visited
    if "store" not in slots:
        store = _only_store(catalogue, slots)
        if store:
            return replace(frame, slots={**slots, "store": store}, derived=(*frame.derived, "store"))
    return replace(frame, slots=slots)


def _only_store(catalogue: Catalogue, slots: Mapping[str, Any]) -> str | None:
    """Where the named person works, or the only store in which anybody gives the treatment."""
    technician, treatment = (_one(slots, kind) for kind in ("technician", "treatment"))
    who = catalogue.technician(technician)
    stores = catalogue.stores_of(who) if who else stores_giving(catalogue, treatment)
    return stores[0].slug if len(stores) == 1 else None


def _one(slots: Mapping[str, Any], kind: str) -> str | None:
    """The slug where exactly one is named."""
    value = slots.get(kind)
    return value if isinstance(value, str) else None


def stores_giving(catalogue: Catalogue, treatment: str | None) -> tuple[Store, ...]:
    """The stores in which somebody gives the treatment; all where it is not known, or nobody is known to."""
    row = catalogue.treatment(treatment)
    giving = tuple(store for store in catalogue.stores if row and able(catalogue, row, store))
    return giving or catalogue.stores


def _of_that_length(slots: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """足疗做90分钟 is the foot treatment of ninety minutes: of those meant, or of their kind, the only one as long."""
    minutes, named = slots.get("duration_minutes"), slots.get("treatment")
    meant = [catalogue.treatment(slug) for slug in ([named] if isinstance(named, str) else named or ())]
    if not minutes or not meant or any(row and row.duration_minutes == minutes for row in meant[:1] if len(meant) == 1):
        return {}
    kin = meant if len(meant) > 1 else [row for row in catalogue.treatments if meant[0] and _is_kin(row, meant[0])]
    fitting = [row.slug for row in kin if row and row.duration_minutes == minutes]
    return {"treatment": fitting[0]} if len(fitting) == 1 else {}


def _is_kin(row: Treatment, other: Treatment) -> bool:
    return row.category == other.category and bool(set(row.body_parts) & set(other.body_parts))


def _works_at(catalogue: Catalogue, technician: str, store: Any) -> bool:
    who, where = catalogue.technician(technician), catalogue.store(store)
    return bool(who and where and where.id in who.stores)


def missing(frame: Frame) -> str | None:
    """The most useful slot to ask for: one that fits several things, else the first that is unknown."""
    for name in ("treatment", "store", "technician"):
        if isinstance(frame.slots.get(name), list):
            return name
    needed = NEEDED_AT_HOME if frame.slots.get("place") == HOME else NEEDED
    return next((name for name in needed if name not in frame.slots), None)
