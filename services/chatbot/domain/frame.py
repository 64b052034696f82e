"""What a conversation is about at the moment: the task, what is known of it, what was asked and offered last."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self

from services.chatbot.domain.catalogue import Catalogue

BOOK, RESCHEDULE, CANCEL = "book", "reschedule", "cancel"
CONFIRMATION = "confirmation"
MAX_MISSES = 3
# Asked in this order; what is known is never asked.
NEEDED = ("treatment", "store", "date", "time")
_DISPLACES = {
    "date": ("date_range",),
    "date_range": ("date",),
    "time": ("time_range",),
    "time_range": ("time",),
}
_KEPT = (
    "store", "treatment", "technician", "date", "date_range", "time", "time_range", "party_size", "place",
    "gender_preference", "negated", "old_date", "old_time", "new_date", "new_time", "new_time_range", "new_date_range",
)  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """A start that was shown to choose from; `technician` is a slug, or None for anyone."""

    starts_at: datetime
    technician: str | None = None


@dataclass(frozen=True)
class Frame:
    """`slots` are values as the understanding gives them; `appointments` are ids shown to choose from by number."""

    task: str | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    asked: str | None = None
    misses: int = 0
    offers: tuple[Offer, ...] = ()
    appointments: tuple[str, ...] = ()
    appointment_id: str | None = None

    def heard(self, slots: Mapping[str, Any]) -> Self:
        """With what a sentence added; the newer value wins, and a time displaces a stretch of time."""
        kept = dict(self.slots)
        for name, value in slots.items():
            if name in _KEPT:
                for displaced in _DISPLACES.get(name, ()):
                    kept.pop(displaced, None)
                kept[name] = value
        for name, refused in slots.get("negated", {}).items():
            if name not in slots and kept.get(name) == refused:
                del kept[name]
        return replace(self, slots=kept)

    def one(self, slot: str) -> str | None:
        """The slot's value where exactly one thing was named."""
        value = self.slots.get(slot)
        return value if isinstance(value, str) else None

    @property
    def refused_technician(self) -> str | None:
        """Whom the customer does not want, unless they have asked for that very person since."""
        refused = self.slots.get("negated", {}).get("technician")
        return refused if isinstance(refused, str) and refused != self.one("technician") else None

    def without(self, *names: str) -> Self:
        return replace(self, slots={name: value for name, value in self.slots.items() if name not in names})

    def asking(self, slot: str | None, *, offers: tuple[Offer, ...] = ()) -> Self:
        return replace(self, asked=slot, offers=offers)

    def chosen(self, offer: Offer, *, prefix: str = "") -> Self:
        """With an offered start taken; `prefix` is `new_` where an appointment is moved."""
        taken: dict[str, Any] = {
            f"{prefix}date": offer.starts_at.date().isoformat(),
            f"{prefix}time": offer.starts_at.strftime("%H:%M"),
        }
        if offer.technician:
            taken["technician"] = offer.technician
        return replace(self.heard(taken), offers=(), asked=None)

    def as_document(self) -> dict[str, Any]:
        offers = [{"starts_at": offer.starts_at.isoformat(), "technician": offer.technician} for offer in self.offers]
        return {**asdict(self), "slots": dict(self.slots), "offers": offers, "appointments": list(self.appointments)}

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        offers = tuple(Offer(datetime.fromisoformat(o["starts_at"]), o["technician"]) for o in document["offers"])
        return cls(**{**document, "offers": offers, "appointments": tuple(document["appointments"])})


def narrowed(frame: Frame, catalogue: Catalogue) -> Frame:
    """With what follows from the catalogue: a technician of one store works there, a shop of one store is that store.

    Where a name fits several technicians (two 王师傅), the store decides if it can.
    """
    slots = dict(frame.slots)
    named = slots.get("technician")
    if isinstance(named, list):
        at_store = [slug for slug in named if _works_at(catalogue, slug, slots.get("store"))]
        slots["technician"] = at_store[0] if len(at_store) == 1 else named
    technician = catalogue.technician(slots["technician"]) if isinstance(slots.get("technician"), str) else None
    if "store" not in slots:
        stores = catalogue.stores_of(technician) if technician else catalogue.stores
        if len(stores) == 1:
            slots["store"] = stores[0].slug
    return replace(frame, slots=slots)


def _works_at(catalogue: Catalogue, technician: str, store: Any) -> bool:
    who, where = catalogue.technician(technician), catalogue.store(store)
    return bool(who and where and where.id in who.stores)


def missing(frame: Frame) -> str | None:
    """The most useful slot to ask for: one that fits several things, else the first that is unknown."""
    for name in ("treatment", "store", "technician"):
        if isinstance(frame.slots.get(name), list):
            return name
    return next((name for name in NEEDED if name not in frame.slots), None)


def local_start(frame: Frame, *, prefix: str = "") -> tuple[date, str] | None:
    """The day and the clock time that are known, if both are."""
    day, clock = frame.slots.get(f"{prefix}date"), frame.slots.get(f"{prefix}time")
    return (date.fromisoformat(day), clock) if day and clock else None
