"""What a step of the appointment makes of the search for its technician."""

from dataclasses import dataclass
from datetime import datetime

from services.booking.domain.home.offer import ACCEPTED, DECLINED, EXPIRED, WITHDRAWN
from services.booking.domain.home.search import CLOSED, HomeSearch
from services.booking.domain.life import transitions as life
from services.booking.domain.life.appointment import Appointment

HOW = {life.PASS_ON: DECLINED, life.LAPSE: EXPIRED}


def followed(
    search: HomeSearch | None, after: Appointment, action: str, now: datetime, reason: str | None = None
) -> HomeSearch | None:
    """The search after that step; `reason` is why the technician declined. None where nobody was ever asked."""
    if action == life.OFFER and after.answer_by is not None:
        known = search or HomeSearch.begun(after.id, after.starts_at, after.answer_by, now)
        return known.at(after.starts_at, now).ask(after.technician_ids[0], after.answer_by, now)
    if search is None or search.state == CLOSED:
        return search
    if action == life.UNASSIGN:
        return search.hand_over()
    if action in HOW:
        return search.end(HOW[action], now, reason)
    if after.status == life.PENDING_ACCEPTANCE:
        return search.at(after.starts_at, now)
    return search.close(_how_it_closed(after), now)


def _how_it_closed(after: Appointment) -> str:
    return {life.CONFIRMED: ACCEPTED, life.EXPIRED: EXPIRED}.get(after.status, WITHDRAWN)


@dataclass(frozen=True)
class Ending:
    """A technician is not asked any longer; `how` as the event tells it."""

    technician_id: str
    how: str
    round: int


def endings(before: HomeSearch | None, search: HomeSearch, after: Appointment) -> list[Ending]:
    """The offer that ended by the step, if there was one; and whoever goes without having been asked has accepted."""
    had = before.running if before else None
    if had is not None:
        now = search.offers[had.round - 1]
        return [] if now.state == had.state else [Ending(now.technician_id, now.state, now.round)]
    is_taken = search.state == CLOSED and after.status == life.CONFIRMED
    return [Ending(after.technician_ids[0], ACCEPTED, len(search.offers))] if is_taken else []
