"""A technician 技师: what customers may know, and which treatments they may give."""

import dataclasses
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from services.catalog.domain.entry import Entry
from services.catalog.domain.place import Point
from services.catalog.domain.treatment import Treatment
from shared.actor import Actor
from shared.pictures import Picture

GENDERS = ("female", "male")
STRENGTHS = ("light", "medium", "heavy")
MAX_LEVEL = 5

PHOTO = "/api/v1/technicians/{id}/photo?v={mark}"
MARK_LENGTH = 16

RATING, DISTANCE, PRICE = "rating", "distance", "price"
SORTS = (RATING, DISTANCE, PRICE)


@dataclass(frozen=True, kw_only=True)
class Technician(Entry):
    """`skills` are categories of treatments, `stores` ids. `call` is how customers call them (王师傅).
    No `home_base`: visits to customers start at the store. `photo_url` is an address of our own origin.
    """

    slug: str
    name: str
    call: str
    gender: str
    stores: tuple[str, ...]
    level: int = 1
    years: int = 0
    skills: tuple[str, ...] = ()
    specialities: tuple[str, ...] = ()
    bio: str = ""
    certified: bool = False
    rating: float = 0.0
    review_count: int = 0
    home_base: Point | None = None
    home_visits: bool = False
    strength: str = "medium"
    photo_url: str | None = None

    @property
    def words(self) -> tuple[str, ...]:
        return self.name, self.call, self.slug, *self.skills, *self.specialities

    def performs(self, treatment: Treatment) -> bool:
        """Whether they have the skill and the level."""
        return treatment.category in self.skills and self.level >= treatment.level

    def cheapest(self, treatments: Iterable[Treatment]) -> int | None:
        """The lowest price in fen among what they perform; None if they perform nothing."""
        return min((treatment.price_fen for treatment in treatments if self.performs(treatment)), default=None)

    def pictured(self, photo: Picture | None) -> Self:
        """With this photo, or none. Other bytes have another address, so that whoever keeps a photo never keeps an old
        one; the same bytes once more change nothing.
        """
        photo_url = None if photo is None else PHOTO.format(id=self.id, mark=mark_of(photo.content))
        return self if photo_url == self.photo_url else self.changed(None, photo_url=photo_url)

    def retire(self, version: int | None) -> Self:
        return self.changed(version, retired=True, photo_url=None)

    def seen_by(self, actor: Actor) -> Self:
        """Where a technician sets out from may be their home: only they and their staff see it."""
        colleague = any(actor.works_for(store) for store in self.stores)
        if colleague or actor.is_system or actor.technician_id == self.id:
            return self
        return dataclasses.replace(self, home_base=None)


def mark_of(photo: bytes) -> str:
    """What tells a photo from every other."""
    return hashlib.sha256(photo).hexdigest()[:MARK_LENGTH]


@dataclass(frozen=True)
class Found:
    """A technician of a list; `distance_km` from the point asked for to the nearest store they work in.

    Not to where they set out from: that may be their home, and three distances would give it away.
    """

    technician: Technician
    distance_km: float | None = None
