"""Reads one sentence: contacts, names, times, wishes and health, then the intent, then which piece plays which part."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from services.chatbot.domain import intents, names, times
from services.chatbot.domain.catalogue import Catalogue
from services.chatbot.domain.names import STORE, TECHNICIAN, TREATMENT, Lexicon, Mention
from services.chatbot.domain.red_flags import find_red_flags
from services.chatbot.domain.text import normalised, printable
from services.chatbot.domain.understanding.meaning import Piece, Understanding
from services.chatbot.domain.understanding.moments import clock_pieces, day_pieces, not_before, of_their_days, only_day
from services.chatbot.domain.understanding.opening import Opening, longest_first, stretches_of
from services.chatbot.domain.understanding.slots import gone, roles, slots_of, to_the_point
from services.chatbot.domain.wishes import Contact, find_contacts, find_wishes, hide


@dataclass(frozen=True)
class Sentence:
    """`text` is normalised; `unnamed` has contacts and names blanked out, so that 周师傅 is no weekday and 按摩 in a
    name no request. `pieces` have their places in both; `told` are the slots that have no place.
    """

    text: str
    unnamed: str
    pieces: tuple[Piece, ...]
    told: dict[str, Any]

    @property
    def plain(self) -> dict[str, Any]:
        """The slots as they are before the intent is known."""
        return slots_of(roles("", self.unnamed, self.pieces))[0] | self.told


@dataclass(frozen=True)
class Reader:
    """Understands sentences about one catalogue. `now` is the present on the stores' clock."""

    catalogue: Catalogue

    @cached_property
    def known(self) -> Lexicon:
        return names.surfaces(self.catalogue)

    def understand(self, text: str, now: datetime, *, store: str | None = None) -> Understanding:
        """`store` is the one the conversation is about: it settles bare clock times where the sentence names none."""
        return meaning_of(self.read(text, now, store=store))

    def read(self, text: str, now: datetime, *, store: str | None = None) -> Sentence:
        """What is in the sentence, before the intent is known."""
        plain = normalised(text)
        contacts = find_contacts(plain)
        hidden = hide(plain, contacts)
        said = names.read(hidden, self.known)
        unnamed = _unnamed(hidden, said.mentions)
        found = times.parse(unnamed, now)
        named = [Piece(one.start, one.end, one.slot, one.value, is_refused=one.is_refused) for one in said.found]
        timed = self._time_pieces(unnamed, found, now, named, store)
        told = find_wishes(unnamed, found) | _spelt(contacts, text)
        flags = find_red_flags(hidden)
        told |= {"red_flag": list(flags)} if flags else {}
        return Sentence(plain, unnamed, tuple(sorted((*named, *timed), key=lambda piece: piece.start)), told)

    def _time_pieces(
        self, unnamed: str, found: times.Times, now: datetime, named: Sequence[Piece], store: str | None
    ) -> tuple[Piece, ...]:
        days = day_pieces(found, unnamed, now.date())
        opening = self._opening(now, days, named, store)
        return (*days, *of_their_days(clock_pieces(found, unnamed, opening), days))

    def _opening(self, now: datetime, days: Sequence[Piece], named: Sequence[Piece], store: str | None) -> Opening:
        day = only_day(days)
        stores = _slugs(named, STORE) or ([store] if store else self._workplaces(_slugs(named, TECHNICIAN)))
        treatments = _slugs(named, TREATMENT)
        lengths = [row.duration_minutes for row in self.catalogue.treatments if row.slug in treatments]
        stretches = stretches_of(self.catalogue, stores, day)
        return Opening(stretches, longest_first(lengths), not_before(day, now))

    def _workplaces(self, technicians: Sequence[str]) -> list[str]:
        """The stores that follow from who is wanted."""
        rows = (row for row in self.catalogue.technicians if row.slug in technicians)
        return [store.slug for row in rows for store in self.catalogue.stores_of(row)]


def _slugs(named: Sequence[Piece], kind: str) -> list[str]:
    return [piece.value for piece in named if piece.slot == kind and not piece.is_refused]


def meaning_of(said: Sentence) -> Understanding:
    """The intent, and by it which piece plays which part."""
    intent, confidence, also = intents.decided(said.unnamed, said.plain)
    slots, ambiguous = slots_of(roles(intent, said.unnamed, said.pieces))
    slots = to_the_point(intent, slots | said.told)
    also = _with_rebooking(intent, slots, also)
    if also:
        slots["also"] = list(also)
    is_explicit = intent in intents.score(said.unnamed)
    return Understanding(intent, confidence, slots, is_explicit, ambiguous, gone(intent, said.unnamed, said.pieces))


def _unnamed(text: str, mentions: Iterable[Mention]) -> str:
    for mention in mentions:
        text = text[: mention.start] + "□" * (mention.end - mention.start) + text[mention.end :]
    return text


def _spelt(contacts: Iterable[Contact], text: str) -> dict[str, Any]:
    """The contacts as the customer wrote them (3号楼A座), where the text was not rewritten before it was read."""
    written = unicodedata.normalize("NFKC", printable(text))
    lowered = written.lower()
    spelt: dict[str, Any] = {}
    for contact in contacts:
        at = lowered.find(contact.value) if len(lowered) == len(written) else -1
        spelt[contact.slot] = written[at : at + len(contact.value)] if at >= 0 else contact.value
    return spelt


def _with_rebooking(intent: str, slots: dict[str, Any], also: tuple[str, ...]) -> tuple[str, ...]:
    """取消明天的，再约周六 books as well, whatever the cues say."""
    if intent == "cancel" and "book" not in also and any(slot.startswith("new_") for slot in slots):
        return ("book", *also)
    return also
