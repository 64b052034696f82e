"""What a customer wants a time for: store, treatment and person, for a new appointment or one that moves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Self

from services.chatbot.domain.catalogue import Catalogue, Store, Technician, Treatment
from services.chatbot.domain.dialogue.frame import Frame
from services.chatbot.domain.places import Located
from services.chatbot.ports import Availability, Question, Slot

SHOWN, ASKED_FOR = 3, 12
"""How many of the best starts are shown; more are asked for, since some may be with people who do not suit."""


@dataclass(frozen=True)
class Wish:
    """`gender` and `strength` are the technician's, where none in particular is wanted, `refused` the slugs of those
    who are not, `among` of those of whom any will do; `not_on` and `not_between` are dates and stretches of the day
    that do not suit. `appointment_id` is the one that would move, `then` what follows in the same visit.
    """

    store: Store
    treatment: Treatment
    technician: Technician | None = None
    party_size: int | None = None
    gender: str | None = None
    strength: str | None = None
    refused: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    not_on: tuple[str, ...] = ()
    not_between: tuple[Sequence[str], ...] = ()
    appointment_id: str | None = None
    then: tuple[Treatment, ...] = ()
    home: Located | None = None

    @property
    def prefix(self) -> str:
        """Which slots of the frame say when."""
        return "new_" if self.appointment_id else ""

    @property
    def question(self) -> Question:
        who = self.technician.id if self.technician else None
        following = tuple(row.id for row in self.then)
        where = self.home.at if self.home else None
        return Question(
            self.store.id, self.treatment.id, who, self.party_size, self.appointment_id, then=following, home=where
        )

    @property
    def treatments(self) -> tuple[Treatment, ...]:
        return (self.treatment, *self.then)

    @property
    def minutes(self) -> int:
        return sum(row.duration_minutes for row in self.treatments)

    @property
    def guests(self) -> int:
        return self.party_size or self.treatment.party_size

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
        """Who to ask for at this start: the wanted one, or the first who suits; None for anyone.

        Who wishes for a strength gets somebody known for it if one is free, else anyone: it is noted for whoever comes.
        For a party nobody in particular is asked for.
        """
        if self.technician or self.guests > 1:
            return self.technician
        suitable = self._suitable(slot, catalogue)
        known_for_it = [who for who in suitable if who.strength == self.strength]
        if self.strength and known_for_it:
            return known_for_it[0]
        return suitable[0] if suitable and (self.gender or self.refused or self.among) else None

    def people_at(self, slot: Slot, catalogue: Catalogue) -> Sequence[Technician]:
        """Who is free and not refused, the best rated first."""
        return sorted(self._suitable(slot, catalogue), key=lambda who: (-who.rating, who.slug))

    def _suits(self, slot: Slot, catalogue: Catalogue) -> bool:
        if slot.starts_at.date().isoformat() in self.not_on or any(
            opens <= f"{slot.starts_at:%H:%M}" < closes for opens, closes in self.not_between
        ):
            return False
        if self.technician is not None or not (self.gender or self.refused or self.among):
            return True
        return len(self._suitable(slot, catalogue)) >= self.guests

    def _suitable(self, slot: Slot, catalogue: Catalogue) -> Sequence[Technician]:
        free = (who for who in catalogue.technicians if who.id in slot.technician_ids)
        return [who for who in free if self._would_do(who)]

    def _would_do(self, who: Technician) -> bool:
        if self.among and who.slug not in self.among:
            return False
        return self.gender in {None, who.gender} and who.slug not in self.refused


def wish_of(frame: Frame, catalogue: Catalogue, *, home: Located | None = None) -> Wish | None:
    """None when a row that was named is no longer offered."""
    store, treatment = catalogue.store(frame.one("store")), catalogue.treatment(frame.one("treatment"))
    if store is None or treatment is None:
        return None
    following = tuple(row for slug in frame.then if (row := catalogue.treatment(slug)))
    return Wish(
        store,
        treatment,
        catalogue.technician(frame.one("technician")),
        frame.slots.get("party_size"),
        gender=frame.slots.get("gender_preference"),
        strength=frame.slots.get("strength"),
        refused=frame.refused("technician"),
        among=frame.among,
        not_on=frame.refused("date"),
        not_between=frame.refused("time_range"),
        then=following,
        home=home,
    )
