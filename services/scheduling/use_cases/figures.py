"""How much of their technicians' time stores use, and technicians' own weeks."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import reduce

from services.scheduling.domain.business.roster import opened
from services.scheduling.domain.business.shop import Store, Technician
from services.scheduling.domain.errors import ManagersOnly, NotAllowed, Unknown
from services.scheduling.domain.figures.utilisation import (
    NOTHING,
    AtWork,
    OfTechnician,
    OwnWeeks,
    Use,
    Utilisation,
    masks_of,
)
from services.scheduling.domain.hours.cells import Span, without
from services.scheduling.ports import Diary
from services.scheduling.use_cases.scenes import altered_days, span_of_local_days
from shared.actor import STORE_MANAGER, Actor
from shared.period import Period

PART_DAYS = 35
"""A longer stretch is counted in parts: a read of many days side by side grows faster than they do."""


def find_utilisation(
    diary: Diary, *, actor: Actor, now: datetime, first: date, last: date, store_id: str | None = None
) -> Utilisation:
    """Of one store, or of all that the caller manages, by technician, day and hour of the weekday.

    Time that another store has taken of somebody is not this one's to fill. Raises Unknown, ManagersOnly; Invalid for
    days in the wrong order or too many.
    """
    period = Period.of(first, last)

    def counted() -> Utilisation:
        stores = _managed(diary, actor, store_id)
        technicians = [one for store in stores for one in _of_store(diary, store, period, now)]
        earlier = (_total(diary, store, period.before, now) for store in stores)
        return Utilisation(period, period.before, technicians, sum(earlier, NOTHING), store_id)

    return diary.look(counted)


def find_technician_utilisation(
    diary: Diary, *, actor: Actor, now: datetime, technician_id: str, first: date, last: date
) -> OwnWeeks:
    """A technician's own, for themselves and who manages a store of theirs."""
    period = Period.of(first, last)

    def counted() -> OwnWeeks:
        technician = diary.catalogue.technician(technician_id)
        _require_own(actor, technician)
        weeks = [(week, _own(diary, technician, week, now)) for week in period.weeks()]
        before = (_own(diary, technician, week, now) for week in period.before.weeks())
        return OwnWeeks(technician_id, period, weeks, sum(before, NOTHING))

    return diary.look(counted)


def _managed(diary: Diary, actor: Actor, store_id: str | None) -> list[Store]:
    if store_id is None:
        if not (actor.is_admin or actor.has(STORE_MANAGER)):
            raise ManagersOnly
        return [store for store in diary.catalogue.stores() if actor.manages(store.id)]
    if actor.is_staff and not actor.works_for(store_id):
        raise Unknown(params={"id": store_id})
    if not actor.manages(store_id):
        raise ManagersOnly
    return [diary.catalogue.store(store_id)]


def _require_own(actor: Actor, technician: Technician) -> None:
    if actor.technician_id != technician.id and not any(map(actor.manages, technician.stores)):
        is_ours = actor.is_staff or actor.technician_id
        raise Unknown(params={"id": technician.id}) if is_ours else NotAllowed


def _of_store(diary: Diary, store: Store, period: Period, now: datetime) -> list[OfTechnician]:
    parts = [
        [
            OfTechnician.of(one, store.id, at_work, masks_of(part, store.zone, span))
            for one, at_work in _at_work(diary, store, span, now)
        ]
        for part, span in _parts(store, period)
    ]
    return [reduce(OfTechnician.followed_by, of_one) for of_one in zip(*parts, strict=True)]


def _total(diary: Diary, store: Store, period: Period, now: datetime) -> Use:
    uses = (
        at_work.under(masks_of(part, store.zone, span).whole)
        for part, span in _parts(store, period)
        for _, at_work in _at_work(diary, store, span, now)
    )
    return sum(uses, NOTHING)


def _parts(store: Store, period: Period) -> list[tuple[Period, Span]]:
    parts = period.parts(PART_DAYS)
    return [(part, span_of_local_days(store, part.first, len(part.days))) for part in parts]


def _at_work(diary: Diary, store: Store, span: Span, now: datetime) -> Iterator[tuple[Technician, AtWork]]:
    members = diary.catalogue.members(store.id)
    working = _working(diary, store, members, span, now)
    taken = diary.calendars.busy([one.id for one in members], span).busy
    shared = [one.id for one in members if len(one.stores) > 1]
    here = diary.history.taken_by(store.id, shared, span) if shared else {}
    for one in members:
        mine = here.get(one.id, taken[one.id])
        yield one, AtWork(without(working[one.id], without(taken[one.id], mine)), mine)


def _own(diary: Diary, technician: Technician, period: Period, now: datetime) -> Use:
    """Whoever works in stores whose clocks differ lives by the first one's."""
    stores = [diary.catalogue.store(store_id) for store_id in sorted(technician.stores)]
    if not stores:
        return NOTHING
    span = span_of_local_days(stores[0], period.first, len(period.days))
    plans = (_working(diary, store, [technician], span, now)[technician.id] for store in stores)
    working = reduce(int.__or__, plans)
    taken = diary.calendars.busy([technician.id], span).busy[technician.id]
    return AtWork(working, taken).under(masks_of(period, stores[0].zone, span).whole)


def _working(diary: Diary, store: Store, members: Sequence[Technician], span: Span, now: datetime) -> dict[str, int]:
    """The cells in which each of them is rostered while the store is open."""
    special = altered_days(diary, store, "", span, now)
    rosters, open_cells = diary.rosters.of([one.id for one in members], span), opened(store, span, special)
    return {who: roster.working(span, store.zone, special) & open_cells for who, roster in rosters.items()}
