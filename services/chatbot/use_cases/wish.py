"""What a customer wants a time for: store, treatment and person, for a new appointment or one that moves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Self

from services.chatbot.domain.catalogue import Catalogue, Store, Technician, Treatment
from services.chatbot.domain.frame import Frame
from services.chatbot.ports import Availability, Question, Slot


@dataclass(frozen=True)
class Wish:
    """`gender` is the technician's, where none in particular is wanted; `appointment_id` is the one that would move."""

    store: Store
    treatment: Treatment
    technician: Technician | None = None
    party_size: int | None = None
    gender: str | None = None
    appointment_id: str | None = None

    @property
    def prefix(self) -> str:
        """Which slots of the frame say when."""
        return "new_" if self.appointment_id else ""

    @property
    def question(self) -> Question:
        who = self.technician.id if self.technician else None
        return Question(self.store.id, self.treatment.id, who, self.party_size, self.appointment_id)

    @property
    def person_slug(self) -> str | None:
        return self.technician.slug if self.technician else None

    def with_anyone(self) -> Self:
        return replace(self, technician=None)

    def at(self, day: date, clock: str) -> datetime:
        """The instant on the store's clock."""
        return datetime.combine(day, time.fromisoformat(clock), tzinfo=self.store.zone)

    def find(self, availability: Availability, first: date, days: int, catalogue: Catalogue) -> list[Slot]:
        """Free starts that suit, on the store's clock, in order."""
        slots = availability.find(self.question, first, days)
        local = [replace(slot, starts_at=slot.starts_at.astimezone(self.store.zone)) for slot in slots]
        return [slot for slot in local if self._suits(slot, catalogue)]

    def person_for(self, slot: Slot, catalogue: Catalogue) -> Technician | None:
        """Who to ask for at this start: the wanted one, or the first of the wished gender; None for anyone."""
        if self.technician or not self.gender:
            return self.technician
        return next(iter(self._of_gender(slot, catalogue)), None)

    def _suits(self, slot: Slot, catalogue: Catalogue) -> bool:
        return not self.gender or self.technician is not None or bool(self._of_gender(slot, catalogue))

    def _of_gender(self, slot: Slot, catalogue: Catalogue) -> Sequence[Technician]:
        return [who for who in catalogue.technicians if who.id in slot.technician_ids and who.gender == self.gender]


def wish_of(frame: Frame, catalogue: Catalogue) -> Wish | None:
    """None when a row that was named is no longer offered."""
    store, treatment = catalogue.store(frame.one("store")), catalogue.treatment(frame.one("treatment"))
    if store is None or treatment is None:
        return None
    technician = catalogue.technician(frame.one("technician"))
    return Wish(store, treatment, technician, frame.slots.get("party_size"), frame.slots.get("gender_preference"))
