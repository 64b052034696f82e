"""What the catalogue announces: each change as the full row, so that a consumer can keep a replica."""

from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from services.catalog.domain.entry import Entry
from services.catalog.domain.resource import Resource
from services.catalog.domain.rules import BookingRules
from services.catalog.domain.store import Store
from services.catalog.domain.technician import Technician
from services.catalog.domain.treatment import Treatment
from shared.events import Fact, plain

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class EntryChanged(Fact, Generic[E]):
    """A new revision of an entry; `retired` is true in its last one."""

    entry: E
    id_name: ClassVar[str]

    def data(self) -> dict[str, Any]:
        row = plain(self.entry)
        return {self.id_name: row.pop("id"), **row}


@dataclass(frozen=True)
class StoreChanged(EntryChanged[Store]):
    """A store as it is now; `closures` in UTC."""

    id_name: ClassVar[str] = "store_id"

    def data(self) -> dict[str, Any]:
        store = self.entry
        closures = [{"from": plain(c.start), "to": plain(c.end), "reason": c.reason} for c in store.closures]
        return {**super().data(), "opening_hours": store.opening_hours.weekly(), "closures": closures}


@dataclass(frozen=True)
class TreatmentChanged(EntryChanged[Treatment]):
    """A treatment as it is now; empty `segments` mean one with the technician throughout."""

    id_name: ClassVar[str] = "treatment_id"


@dataclass(frozen=True)
class TechnicianChanged(EntryChanged[Technician]):
    """A technician as they are now."""

    id_name: ClassVar[str] = "technician_id"


@dataclass(frozen=True)
class ResourceChanged(EntryChanged[Resource]):
    """A bed or a device as it is now."""

    id_name: ClassVar[str] = "resource_id"


@dataclass(frozen=True)
class BookingRulesChanged(EntryChanged[BookingRules]):
    """A row of rules; which rows are in force is the reader's arithmetic (`shared.effective`)."""

    id_name: ClassVar[str] = "rules_id"


FACTS: dict[type[Entry], type[EntryChanged[Any]]] = {
    Store: StoreChanged,
    Treatment: TreatmentChanged,
    Technician: TechnicianChanged,
    Resource: ResourceChanged,
    BookingRules: BookingRulesChanged,
}


def changed(entry: Entry) -> EntryChanged[Any]:
    """The fact that announces this revision of the entry."""
    return FACTS[type(entry)](entry)
