"""What a customer wants a time for: store, treatment and person, for a new appointment or one that moves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Self

from services.chatbot.domain.catalogue import Catalogue, Store, Technician, Treatment
from services.chatbot.domain.frame import Frame
from services.chatbot.ports import Availability, Question, Slot

SHOWN, ASKED_FOR = 3, 12
"""How many of the best starts are shown; more are asked for, since some may be with people who do not suit."""


@dataclass(frozen=True)
class Wish:
    """`gender` is the technician's, where none in particular is wanted, and `refused` the slug of one who is not;
    `appointment_id` is the one that would move.
    """

    store: Store
    treatment: Treatment
    technician: Technician | None = None
    party_size: int | None = None
    gender: str | None = None
    refused: str | None = None
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
        return self._suiting(availability.find(self.question, first, days), catalogue)

    def best(
        self, availability: Availability, first: date, days: int, window: Sequence[str], catalogue: Catalogue
    ) -> list[Slot]:
        """Of the free starts inside the window that suit, the few that suit the store as well, in order of time."""
        suiting = self._suiting(availability.best(self.question, first, days, window, ASKED_FOR), catalogue)
        return sorted(suiting[:SHOWN], key=lambda slot: slot.starts_at)

    def _suiting(self, slots: Sequence[Slot], catalogue: Catalogue) -> list[Slot]:
        local = [replace(slot, starts_at=slot.starts_at.astimezone(self.store.zone)) for slot in slots]
        return [slot for slot in local if self._suits(slot, catalogue)]

    def person_for(self, slot: Slot, catalogue: Catalogue) -> Technician | None:
        """Who to ask for at this start: the wanted one, or the first who suits; None for anyone."""
        if self._takes_anyone:
            return self.technician
        return next(iter(self._suitable(slot, catalogue)), None)

    @property
    def _takes_anyone(self) -> bool:
        """Whoever scheduling offers will do: somebody in particular is wanted, or nothing is wished."""
        return self.technician is not None or not (self.gender or self.refused)

    def _suits(self, slot: Slot, catalogue: Catalogue) -> bool:
        return self._takes_anyone or bool(self._suitable(slot, catalogue))

    def _suitable(self, slot: Slot, catalogue: Catalogue) -> Sequence[Technician]:
        free = (who for who in catalogue.technicians if who.id in slot.technician_ids)
        return [who for who in free if self.gender in {None, who.gender} and who.slug != self.refused]


def wish_of(frame: Frame, catalogue: Catalogue) -> Wish | None:
    """None when a row that was named is no longer offered."""
    store, treatment = catalogue.store(frame.one("store")), catalogue.treatment(frame.one("treatment"))
    if store is None or treatment is None:
        return None
    technician = catalogue.technician(frame.one("technician"))
    party_size, gender = frame.slots.get("party_size"), frame.slots.get("gender_preference")
    return Wish(store, treatment, technician, party_size, gender=gender, refused=frame.refused_technician)
