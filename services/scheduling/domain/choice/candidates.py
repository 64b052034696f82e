"""From the board to the facts that are weighed: who is free, what their taking the visit would leave, who is not."""

from collections.abc import Iterable

from services.scheduling.domain.choice.clocks import Past
from services.scheduling.domain.choice.judgement import Excluded
from services.scheduling.domain.choice.scoring import Facts
from services.scheduling.domain.hours.cells import CELL_MINUTES, runs
from services.scheduling.domain.offer.arrivals import arrival_at
from services.scheduling.domain.offer.availability import able, candidates, offers
from services.scheduling.domain.offer.board import Board, Calendar
from services.scheduling.domain.offer.reasons import of_candidate
from services.scheduling.domain.packing.packing import Packing


def free_at(part: Board, start: int) -> list[Calendar]:
    """The calendars of those who could give the treatment at that cell of the span, all rules considered.

    A treatment that follows another knows no grid and no notice: the visit's start has been judged.
    """
    if part.lead:
        return [calendar for calendar in candidates(part) if able(part, calendar) >> start & 1]
    free = {who for who, starts in offers(part).items() if starts >> start & 1}
    return [calendar for calendar in part.calendars if calendar.technician.id in free]


def facts_of(board: Board, start: int, free: list[Calendar], past: Past) -> dict[str, Facts]:
    """By technician, what there is to weigh; none where nobody is chosen, since nobody competes with the requested."""
    fewest = min((past.of(calendar.technician.id).rotation for calendar in free), default=0)
    packing = Packing(board)
    return {calendar.technician.id: _facts(packing, start, calendar, free, past, fewest) for calendar in free}


def excluded_at(board: Board, start: int, free: Iterable[Calendar]) -> list[Excluded]:
    """Who does not come into question when anybody would do, and why."""
    if board.wish.technician_id:
        return []
    able_ids = {calendar.technician.id for calendar in free}
    never = [Excluded(who, code, str(params.get("because", ""))) for who, code, params in board.scene.unsuitable]
    busy = [calendar for calendar in board.calendars if calendar.technician.id not in able_ids]
    reasons = [(calendar.technician.id, of_candidate(board, calendar, start)) for calendar in busy]
    return never + [Excluded(who, reason.code) for who, reason in reasons if reason]


def gaps_at(board: Board, calendar: Calendar, start: int) -> tuple[int, int]:
    """Minutes that stay free before and after the visit, up to the edges of the free window it lies in."""
    windows = runs(able(board, calendar))
    first, end = next(((first, end) for first, end in windows if first <= start < end), (start, start + 1))
    return (start - first) * CELL_MINUTES, (end - 1 - start) * CELL_MINUTES


def _facts(packing: Packing, start: int, calendar: Calendar, free: list[Calendar], past: Past, fewest: int) -> Facts:
    board, who = packing.board, calendar.technician
    before, after = gaps_at(board, calendar, start)
    clocks, arrival = past.of(who.id), arrival_at(board, calendar, start)
    return Facts(
        gap_before=before,
        gap_after=after,
        gap_cost=round(packing.cost(calendar, start), 3),
        needed=board.shop.treatment.needed_minutes,
        rating=who.rating,
        review_count=who.review_count,
        served=list(past.served_by).count(who.id),
        served_last=bool(past.served_by) and past.served_by[0] == who.id,
        rotation=clocks.rotation,
        requested=clocks.requested,
        ahead=clocks.rotation - fewest,
        waited=clocks.waited_minutes(board.span.base + start),
        surplus=max(who.level - board.shop.treatment.level, 0),
        peers=sum(other.technician.level >= who.level for other in free),
        travel=arrival.minutes if arrival else 0,
    )
