"""Visits that do not lie in working time: which, why, and what could become of them. Pure, like the offer itself.

A visit needs its technician only where their hands are at work (in a free phase they may be away) and the store open
throughout. Buffers and ways protect from neighbours and need nobody's working time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from services.scheduling.domain.business.roster import Roster, covered, opened
from services.scheduling.domain.business.shop import TECHNICIAN, Store
from services.scheduling.domain.choice.assignment import Taking
from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.claim.decisions import Decision, RosterChange
from services.scheduling.domain.hours.almanac import Altered
from services.scheduling.domain.hours.cells import Span, cell_after, cell_of, each_bit, instant_of
from services.scheduling.domain.offer.availability import offers
from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.offer.scene import Wish

T = TypeVar("T")

AWAY, OUTSIDE_SHIFT, GONE = "technician_away", "outside_shift", "technician_gone"
CLOSED, UNIT_GONE = "store_closed", "resource_gone"
SUGGESTED = 6


@dataclass(frozen=True)
class Against:
    """What is against a visit as it lies, of the technician or unit named; the whole store where there is none."""

    code: str
    resource_id: str | None = None


@dataclass(frozen=True)
class Conflict:
    claim: Claim
    because: tuple[Against, ...]


@dataclass(frozen=True)
class Options:
    """Who could take the visit at the time it has, and the nearest other starts with who could take them."""

    reassign: tuple[str, ...] = ()
    move: tuple[tuple[datetime, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Decided:
    """What became of a visit in the way; `after` is the claim where it moved."""

    conflict: Conflict
    decision: Decision
    after: Claim | None = None


@dataclass(frozen=True)
class Outcome:
    """The visits in the way with what became of each; in a dry run with what could become, nothing being decided."""

    decided: tuple[Decided, ...] = ()
    open: tuple[tuple[Conflict, Options], ...] = ()
    is_dry_run: bool = False


@dataclass(frozen=True)
class Listed:
    """A page of visits outside working time; `next_cursor` is none at the end."""

    items: tuple[tuple[Conflict, Options], ...]
    next_cursor: str | None = None


@dataclass(frozen=True)
class Changed(Generic[T]):
    """What was changed, or would be, and the visits that were in its way."""

    what: T
    outcome: Outcome = Outcome()


def span_of(claims: Iterable[Claim]) -> Span:
    """Whole days around all of them."""
    ends = [(cell_of(claim.starts_at), cell_after(claim.ends_at)) for claim in claims]
    return Span.around(min(start for start, _ in ends), max(end for _, end in ends))


def lost(
    claim: Claim, change: RosterChange, rosters: Mapping[str, Roster], altered: Altered, now: datetime
) -> tuple[Against, ...]:
    """Whose working time under the visit the change takes away. What lay outside before is no news."""
    span, zone = span_of([claim]), ZoneInfo(claim.timezone)
    against = []
    for who in claim.technician_ids:
        before = rosters.get(who, Roster())
        after = change.after(who, before)
        if _needed(claim, who, span, now) & before.working(span, zone, altered) & ~after.working(span, zone, altered):
            against.append(_whose(claim, who, after, span, now))
    return tuple(against)


def outside(
    claim: Claim, store: Store, rosters: Mapping[str, Roster], known: Iterable[str], altered: Altered, now: datetime
) -> tuple[Against, ...]:
    """What is against a visit to come as things are: `known` are the technicians and units the store still has."""
    if claim.ends_at <= now:
        return ()
    span, there = span_of([claim]), {*known, claim.guest_id}
    found = [] if not _whole(claim, span, now) & ~opened(store, span, altered) else [Against(CLOSED)]
    for taking in claim.takings:
        who = taking.resource_id
        if who not in there:
            found.append(Against(GONE if taking.kind == TECHNICIAN else UNIT_GONE, who))
        elif taking.kind == TECHNICIAN:
            working = rosters[who].working(span, store.zone, altered)
            if _needed(claim, who, span, now) & ~working:
                found.append(_whose(claim, who, rosters[who], span, now))
    return tuple(found)


def instead(conflict: Conflict, technician_id: str | None = None) -> Wish:
    """The guest's wish with somebody else (None: whoever is best) for what cannot be given as it was to be.

    Whoever is asked for in another part of the visit stays; where it is nobody in particular, all parts change.
    """
    gone = {against.resource_id for against in conflict.because}
    given = conflict.claim.treatments
    concerned = [bool(gone & {*part.technicians}) for part in given]
    anyone = not any(concerned)
    keeps = technician_id is None and anyone
    named = [
        technician_id if not keeps and (is_concerned or anyone) else part.technician_id
        for part, is_concerned in zip(conflict.claim.wish.parts, concerned, strict=True)
    ]
    return _naming(conflict.claim.wish, named)


def as_asked(before: Claim, after: Claim) -> Wish:
    """The wish of a visit the shop has moved: whom the guest asked for and still has stays asked for, nobody else."""
    asked = [part.technician_id for part in before.wish.parts]
    kept = [who if who in part.technicians else None for who, part in zip(asked, after.treatments, strict=True)]
    return _naming(after.wish, kept)


def _naming(wish: Wish, technician_ids: Sequence[str | None]) -> Wish:
    first, *others = technician_ids
    then = tuple(replace(part, technician_id=who) for part, who in zip(wish.then, others, strict=True))
    return replace(wish, technician_id=first, then=then)


def who_could_take(board: Board, claim: Claim) -> tuple[str, ...]:
    """Who could take the visit at the time it has, by the one pure function."""
    start = cell_of(claim.starts_at) - board.span.base
    return tuple(who for who, starts in offers(board).items() if starts >> start & 1)


def nearest_starts(board: Board, claim: Claim, count: int = SUGGESTED) -> tuple[tuple[datetime, tuple[str, ...]], ...]:
    """Other starts that are offered, the nearest to the old one first; of two equally near the later one."""
    by_technician, old = offers(board), cell_of(claim.starts_at) - board.span.base
    anybody = 0
    for starts in by_technician.values():
        anybody |= starts
    near = sorted((start for start in each_bit(anybody) if start != old), key=lambda s: (abs(s - old), -s))
    return tuple(
        (
            instant_of(board.span.base + start),
            tuple(who for who, starts in by_technician.items() if starts >> start & 1),
        )
        for start in near[:count]
    )


def bits_of(takings: Sequence[Taking], resource_id: str, span: Span) -> int:
    """The cells of the span that the takings hold of a resource."""
    return sum_of((run for taking in takings if taking.resource_id == resource_id for run in taking.cells), span)


def sum_of(cells: Iterable[tuple[int, int]], span: Span) -> int:
    bits = 0
    for start, end in cells:
        bits |= span.bits(start, end)
    return bits


def _needed(claim: Claim, technician_id: str, span: Span, now: datetime) -> int:
    return sum_of(claim.cells_of(technician_id), span) & _whole(claim, span, now)


def _whole(claim: Claim, span: Span, now: datetime) -> int:
    """The cells of the treatment, without what guards it; of a visit that has begun, what is left."""
    return span.bits(max(cell_of(claim.starts_at), cell_of(now)), cell_after(claim.ends_at))


def _whose(claim: Claim, technician_id: str, roster: Roster, span: Span, now: datetime) -> Against:
    is_away = _needed(claim, technician_id, span, now) & covered(roster.away, span)
    return Against(AWAY if is_away else OUTSIDE_SHIFT, technician_id)
