"""The shelves in memory, for tests: the same refusals, the same facts, no database."""

from datetime import datetime
from typing import Generic, TypeVar

from services.catalog.domain import events
from services.catalog.domain.entry import Entry
from services.catalog.domain.errors import NotInTheCatalogue, PhotoUnknown, SlugTaken, VersionConflict
from services.catalog.domain.resource import Resource
from services.catalog.domain.rules import BookingRules
from services.catalog.domain.store import Store
from services.catalog.domain.technician import Technician
from services.catalog.domain.treatment import Treatment
from shared.events import Fact
from shared.pictures import Picture

E = TypeVar("E", bound=Entry)


class InMemoryShelf(Generic[E]):
    """Entries by id; `facts` is what has been announced, across all shelves of a catalogue."""

    def __init__(self, facts: list[Fact]) -> None:
        self.facts = facts
        self.entries: dict[str, E] = {}

    def get(self, entry_id: str) -> E:
        entry = self.entries.get(entry_id)
        if entry is None or entry.retired:
            raise NotInTheCatalogue
        return entry

    def all(self) -> list[E]:
        return [entry for _, entry in sorted(self.entries.items()) if not entry.retired]

    def of_store(self, store_id: str) -> list[E]:
        return [entry for entry in self.all() if store_id in _stores_of(entry)]

    def add(self, entry: E, now: datetime) -> None:  # noqa: ARG002
        slug = getattr(entry, "slug", None)
        if slug is not None and any(getattr(other, "slug", None) == slug for other in self.entries.values()):
            raise SlugTaken
        self._put(entry)

    def save(self, entry: E, now: datetime) -> None:  # noqa: ARG002
        if self.entries[entry.id].revision != entry.revision - 1:
            raise VersionConflict
        self._put(entry)

    def announce_all(self, now: datetime) -> int:  # noqa: ARG002
        self.facts.extend(events.changed(entry) for entry in self.entries.values())
        return len(self.entries)

    def _put(self, entry: E) -> None:
        self.entries[entry.id] = entry
        self.facts.append(events.changed(entry))


class InMemoryTechnicians(InMemoryShelf[Technician]):
    """Technicians with their photos."""

    def __init__(self, facts: list[Fact]) -> None:
        super().__init__(facts)
        self.photos: dict[str, bytes] = {}

    def save(self, entry: Technician, now: datetime) -> None:
        is_kept = entry.photo_url == self.entries[entry.id].photo_url
        super().save(entry, now)
        if not is_kept:
            self.photos.pop(entry.id, None)

    def picture(self, entry: Technician, photo: Picture, now: datetime) -> None:
        self.save(entry, now)
        self.photos[entry.id] = photo.content

    def photo(self, technician_id: str) -> bytes:
        if technician_id not in self.photos:
            raise PhotoUnknown
        return self.photos[technician_id]


class InMemoryCatalogue:
    """Five empty shelves."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.stores: InMemoryShelf[Store] = InMemoryShelf(self.facts)
        self.treatments: InMemoryShelf[Treatment] = InMemoryShelf(self.facts)
        self.technicians = InMemoryTechnicians(self.facts)
        self.resources: InMemoryShelf[Resource] = InMemoryShelf(self.facts)
        self.rules: InMemoryShelf[BookingRules] = InMemoryShelf(self.facts)


def _stores_of(entry: Entry) -> tuple[str, ...]:
    return entry.stores if isinstance(entry, Technician) else (getattr(entry, "store_id", ""),)
