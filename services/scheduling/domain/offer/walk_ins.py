"""Who could take a guest who is in the store already (到店散客), any time from now until the day ends.

The offer without the rules of convenience: nobody needs half an hour of notice, and no grid keeps a guest waiting.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.scheduling.domain.hours.cells import Run, at_least, instant_of, runs
from services.scheduling.domain.offer.availability import offers, unit_starts
from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.offer.reasons import Reason, hopeless
from services.scheduling.domain.offer.scene import Wish
from services.scheduling.domain.offer.sequence import stays

WAIVED = frozenset({"too_soon", "off_grid", "customer_limit_reached"})
"""What does not hold for a guest whom the staff of the store take in as they come."""

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class WalkIn:
    """What somebody in the store waits for. `customer_id` is whose wishes about technicians hold; None: nobody's."""

    wish: Wish
    customer_id: str | None = None


@dataclass(frozen=True)
class FreeToday:
    """For a treatment and so many guests: by technician the stretches in which every fifth minute is a start, and how
    many guests there are places for (beds, devices) at a start, where places are counted at all. `against` is what
    keeps it from ever being given so, whatever the time.
    """

    treatment_id: str
    party_size: int
    minutes: int
    needed_minutes: int
    technicians: Mapping[str, tuple[Stretch, ...]]
    places: tuple[tuple[Stretch, int], ...] | None
    against: Reason | None = None


def free_today(board: Board, day: Run) -> FreeToday:
    """The starts inside a day, a run of cells from 1970. The board is one whose rules are `WAIVED`."""
    within = board.span.bits(*day)
    treatment = board.shop.treatment
    free = {who: _stretches(board, starts & within) for who, starts in offers(board).items()}
    return FreeToday(
        treatment.id,
        board.wish.party_size,
        treatment.minutes,
        treatment.needed_minutes,
        free,
        _places(board, within),
        next(iter(hopeless(board)), None),
    )


def _places(board: Board, within: int) -> tuple[tuple[Stretch, int], ...] | None:
    """Where the number of free places changes, a stretch begins; each guest needs one of every kind."""
    kinds = [[unit_starts(stay, unit) & within for unit in stay.units] for stay in stays(board)]
    if not kinds:
        return None
    enough = [_all(at_least(count, masks) for masks in kinds) for count in range(1, min(map(len, kinds)) + 1)]
    exactly = [mask & ~more for mask, more in zip(enough, [*enough[1:], 0], strict=True)]
    found = [(stretch, count) for count, mask in enumerate(exactly, 1) for stretch in _stretches(board, mask)]
    return tuple(sorted(found))


def _all(masks: Iterable[int]) -> int:
    common = -1
    for mask in masks:
        common &= mask
    return common


def _stretches(board: Board, bits: int) -> tuple[Stretch, ...]:
    base = board.span.base
    return tuple((instant_of(base + start), instant_of(base + end)) for start, end in runs(bits))
