"""What became of the visits of a series: all of them claimed, or what is against some."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.hours.cells import cell_of, each_bit, instant_of
from services.scheduling.domain.offer.availability import offers
from services.scheduling.domain.offer.board import Board

SUGGESTED = 3


@dataclass(frozen=True)
class Trouble:
    """A visit that cannot be at its start: the rule's code, and the nearest starts instead."""

    claim_id: str
    starts_at: datetime
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    alternatives: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """Either the claims of all visits, in order, or the troubles of some; then nothing is claimed."""

    claims: tuple[Claim, ...]
    troubles: tuple[Trouble, ...] = ()


def nearest(board: Board, starts_at: datetime, count: int = SUGGESTED) -> tuple[datetime, ...]:
    """The starts on offer that are nearest to one that is not; of two equally near the later one first."""
    wanted, anybody = cell_of(starts_at) - board.span.base, 0
    for starts in offers(board).values():
        anybody |= starts
    near = sorted(each_bit(anybody), key=lambda start: (abs(start - wanted), -start))
    return tuple(instant_of(board.span.base + start) for start in near[:count])
