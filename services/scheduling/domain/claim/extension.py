"""Making a visit longer while it is given (加钟): the same people, beds and customer, a little longer.

Nothing new is chosen. It is possible exactly where each of those who are with the last treatment, and each unit it
uses, is free for the longer visit with its turnover, and where what is added lies in working hours. What was taken
already is not judged again: it may lie outside a roster that was changed since.
"""

from collections.abc import Iterator
from dataclasses import replace

from services.scheduling.domain.business.shop import CUSTOMER, TECHNICIAN
from services.scheduling.domain.choice.assignment import parts_of, takings_of
from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.hours.cells import cell_of, stretch
from services.scheduling.domain.offer.availability import able, inside, unit_starts
from services.scheduling.domain.offer.board import Board, Calendar
from services.scheduling.domain.offer.sequence import stays

HOURS = "hours"
"""Beside the kinds of resource: what may be against more time."""


def obstacle_to(board: Board, claim: Claim) -> str | None:
    """What is against the longer visit: `technician`, `bed`, `device`, `customer`, `hours`; None where it is possible.

    The board is that of the longer wish, with what the claim takes given back.
    """
    return next((found for found in _obstacles(board, claim) if found), None)


def extended(board: Board, claim: Claim) -> Claim:
    """The next revision of the claim with the board's longer wish, which nothing is against."""
    start, given = cell_of(claim.starts_at) - board.span.base, [part.technicians for part in claim.treatments]
    kept = {taking.resource_id for taking in claim.takings}
    ends_at = claim.starts_at + board.scene.duration
    return claim.longer(board.wish, ends_at, takings_of(board, given, start, kept), parts_of(board, given, start))


def _obstacles(board: Board, claim: Claim) -> Iterator[str | None]:
    start = cell_of(claim.starts_at) - board.span.base
    yield _of_technicians(board.parts[-1], claim, start)
    yield from _of_units(board, claim, start)
    yield None if board.guest_free >> start & 1 else CUSTOMER


def _of_technicians(last: Board, claim: Claim, start: int) -> str | None:
    calendars = {one.technician.id: one for one in last.calendars}
    begun, ended = start + last.lead, cell_of(claim.ends_at) - last.span.base
    for who in claim.treatments[-1].technicians:
        if who not in calendars:
            return TECHNICIAN
        at_work = _at_work(calendars[who], begun, ended)
        if not inside(last, at_work) >> begun & 1:
            return HOURS
        if not able(last, at_work) >> begun & 1:
            return TECHNICIAN
    return None


def _at_work(calendar: Calendar, begun: int, ended: int) -> Calendar:
    """The calendar with the treatment that is being given as working time, whatever the roster says of it now."""
    return replace(calendar, working=calendar.working | stretch(begun, ended))


def _of_units(board: Board, claim: Claim, start: int) -> Iterator[str]:
    kept = {taking.resource_id for taking in claim.takings}
    for stay in stays(board):
        mine = [one for one in stay.units if one.unit.id in kept and unit_starts(stay, one) >> start & 1]
        if len(mine) < board.wish.party_size:
            yield stay.kind
