"""The board of the rotation: whose turn it is in a store, and how many clocks everybody has."""

from datetime import date, datetime

from services.scheduling.domain.business.roster import opened
from services.scheduling.domain.choice.clock_board import ClockBoard
from services.scheduling.domain.errors import NotAllowed, Unknown
from services.scheduling.domain.hours.cells import cell_after
from services.scheduling.domain.hours.windows import local_cell
from services.scheduling.ports import Diary
from services.scheduling.use_cases.scenes import span_of_local_days
from shared.actor import Actor


def get_clocks(diary: Diary, *, actor: Actor, now: datetime, store_id: str, day: date | None = None) -> ClockBoard:
    """The technicians who work that day (default: today) in the order of the rotation, then the others by id."""
    _require_staff(actor, store_id)
    return diary.look(lambda: _board(diary, store_id, now, day))


def _require_staff(actor: Actor, store_id: str) -> None:
    if not actor.works_for(store_id):
        raise Unknown(params={"id": store_id}) if actor.is_staff else NotAllowed


def _board(diary: Diary, store_id: str, now: datetime, day: date | None) -> ClockBoard:
    store = diary.catalogue.store(store_id)
    day = day or now.astimezone(store.zone).date()
    first, end = local_cell(store.zone, day, 0), local_cell(store.zone, day, 24 * 60)
    names = {member.id: member.name for member in diary.catalogue.members(store_id)}
    clocks = diary.claims.clocks(list(names), (first, end), before=min(cell_after(now), end))
    span = span_of_local_days(store, day, 1)
    rosters = diary.rosters.of(list(names), span)
    on_the_day = span.bits(first, end) & opened(store, span)
    at_work = {who for who in names if rosters[who].working(span, store.zone) & on_the_day}
    return ClockBoard.of(store, day, names, clocks, at_work)
