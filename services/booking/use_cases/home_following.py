"""The search for who goes to a home follows every step of the appointment, in the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from services.booking.domain import events
from services.booking.domain.catalogue import Technician
from services.booking.domain.home.following import Ending, endings, followed
from services.booking.domain.home.search import HomeSearch
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.transitions import OFFER, UNASSIGN
from services.booking.domain.places import HOME
from services.booking.domain.telling import Aside
from services.booking.ports import Storage


@dataclass(frozen=True)
class Following:
    """What the step's fact tells of the search, and the facts beside it."""

    more: Mapping[str, Any] = field(default_factory=dict)
    aside: tuple[Aside, ...] = ()


def follow_search(
    storage: Storage, after: Appointment, *, action: str, now: datetime, reason: str | None = None
) -> Following:
    """Bring the search to where the step leads it; `reason` is why the technician declined."""
    if after.place != HOME:
        return Following()
    before = storage.home_searches.find(after.id)
    search = followed(before, after, action, now, reason)
    if search is None or search == before:
        return Following()
    storage.home_searches.save(search)
    aside = tuple(_ended(storage, one) for one in endings(before, search, after))
    return Following(_more(storage, search, action), aside)


def _ended(storage: Storage, ending: Ending) -> Aside:
    (technician,) = _technicians(storage, [ending.technician_id])
    return events.HomeOfferEnded, {"technician": technician, "how": ending.how, "round": ending.round}


def _more(storage: Storage, search: HomeSearch, action: str) -> dict[str, Any]:
    offer = search.running
    if action == OFFER and offer and offer.answer_by:
        (technician,) = _technicians(storage, [offer.technician_id])
        return {"offered_to": technician, "answer_by": offer.answer_by.astimezone(UTC), "round": offer.round}
    return {"reasons": _reasons(storage, search)} if action == UNASSIGN else {}


def _reasons(storage: Storage, search: HomeSearch) -> tuple[events.OfferOutcome, ...]:
    tried = _technicians(storage, [one.technician_id for one in search.outcomes])
    pairs = zip(tried, search.outcomes, strict=True)
    return tuple(events.OfferOutcome(who, one.state, one.reason) for who, one in pairs)


def _technicians(storage: Storage, technician_ids: Sequence[str]) -> tuple[Technician, ...]:
    return storage.catalogue.directory(technicians=technician_ids).technicians_of(technician_ids)
