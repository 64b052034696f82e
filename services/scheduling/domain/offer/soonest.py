"""When each technician is free next, at a glance: for lists, where a whole week of starts would be too much."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from services.scheduling.domain.business.shop import Store, Technician, Treatment
from services.scheduling.domain.hours.cells import instant_of, stretch
from services.scheduling.domain.offer.availability import offers
from services.scheduling.domain.offer.board import Board

AN_HOUR = 60


@dataclass(frozen=True)
class NextFree:
    """The first start of one technician and for which treatment; None where there is none in the days looked at."""

    technician_id: str
    treatment_id: str | None
    starts_at: datetime | None


@dataclass(frozen=True)
class Soonest:
    """The answer for a store's technicians, in the order of their ids."""

    store: Store
    technicians: tuple[NextFree, ...]


def usual(treatments: Iterable[Treatment], technician: Technician, place: str) -> Treatment | None:
    """What stands for all that a technician gives there, where nobody said what they want: the shortest for one guest
    that takes an hour, else the longest.
    """
    given = [one for one in treatments if _gives(technician, one) and place in one.places and one.party_size == 1]
    long_enough = [one for one in given if one.minutes >= AN_HOUR]
    if long_enough:
        return min(long_enough, key=lambda one: (one.minutes, one.id))
    return max(given, key=lambda one: (one.minutes, one.id), default=None)


def _gives(technician: Technician, treatment: Treatment) -> bool:
    return treatment.category in technician.skills and technician.level >= treatment.level


def first_starts(board: Board, until: date) -> Mapping[str, datetime]:
    """By technician the first start they could take, before the store's day `until` begins; none for who has none."""
    in_time = stretch(0, board.cell_at(until))
    starts = {technician_id: found & in_time for technician_id, found in offers(board).items()}
    cells = {technician_id: (found & -found).bit_length() - 1 for technician_id, found in starts.items() if found}
    return {technician_id: instant_of(board.span.base + cell) for technician_id, cell in cells.items()}
