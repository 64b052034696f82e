"""What the use cases need from outside: the shelves the catalogue stands on."""

from datetime import datetime
from typing import Protocol, TypeVar

from services.catalog.domain.entry import Entry
from services.catalog.domain.resource import Resource
from services.catalog.domain.rules import BookingRules
from services.catalog.domain.store import Store
from services.catalog.domain.technician import Technician
from services.catalog.domain.treatment import Treatment
from shared.pictures import Picture

E = TypeVar("E", bound=Entry)


class Shelf(Protocol[E]):
    """All entries of one kind. Whatever is written is announced in the same transaction."""

    def get(self, entry_id: str) -> E:
        """The entry; NotInTheCatalogue when it is unknown or retired."""
        ...

    def all(self) -> list[E]:
        """Every entry that is not retired, the oldest first."""
        ...

    def of_store(self, store_id: str) -> list[E]:
        """Those of `all` that belong to the store (technicians, resources)."""
        ...

    def add(self, entry: E, now: datetime) -> None:
        """Put a new entry there; SlugTaken when another one has its slug."""
        ...

    def save(self, entry: E, now: datetime) -> None:
        """Put the next revision in the place of the one before; VersionConflict when that is gone."""
        ...

    def announce_all(self, now: datetime) -> int:
        """Announce every entry as it is, retired ones too; says how many."""
        ...


class Technicians(Shelf[Technician], Protocol):
    """The shelf of technicians, with the photos that their `photo_url` names, and no others."""

    def picture(self, entry: Technician, photo: Picture, now: datetime) -> None:
        """Save the entry, as `save` does, with the photo it has been given."""
        ...

    def photo(self, technician_id: str) -> bytes:
        """Their photo, a JPEG; PhotoUnknown when there is none."""
        ...


class Portraits(Protocol):
    """Makes technicians' photos. Raises FileTypeNotAllowed, PictureUnreadable, PictureTooLarge."""

    def portrait(self, content: bytes) -> Picture:
        """A square JPEG, upright, in sRGB, no edge longer than 320 pixels, with nothing else in the file."""
        ...


class Catalogue(Protocol):
    """The five shelves."""

    @property
    def stores(self) -> Shelf[Store]: ...
    @property
    def treatments(self) -> Shelf[Treatment]: ...
    @property
    def technicians(self) -> Technicians: ...
    @property
    def resources(self) -> Shelf[Resource]: ...
    @property
    def rules(self) -> Shelf[BookingRules]: ...
