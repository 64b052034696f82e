"""A store's resource timeline: who works when, who is away, what is taken."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from services.scheduling.domain.business.roster import opened
from services.scheduling.domain.business.shop import TECHNICIAN, Store
from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.claim.timeline import Lane, Timeline
from services.scheduling.domain.errors import NotAllowed, Unknown
from services.scheduling.domain.hours.almanac import Altered
from services.scheduling.domain.hours.cells import Span, instant_of, runs
from services.scheduling.domain.hours.windows import local_cell
from services.scheduling.domain.travel.journeys import Journey
from services.scheduling.ports import Diary
from services.scheduling.use_cases.scenes import altered_days, span_of_local_days
from services.scheduling.use_cases.store_conflicts import outside_hours
from services.scheduling.use_cases.travelling import travelled_on
from shared.actor import Actor
from shared.interval import Interval


def get_calendar(
    diary: Diary, *, actor: Actor, now: datetime, store_id: str, days: int, first: date | None = None
) -> Timeline:
    """The lanes of a store: all of them for its staff, a technician's own for that technician."""
    store = diary.catalogue.store(store_id)
    _require_reader(actor, store_id)
    first = first or now.astimezone(store.zone).date()
    span = span_of_local_days(store, first, days)
    shown = _shown(store, first, days)
    special = altered_days(diary, store, "", span, now)
    lanes = [lane for lane in _lanes(diary, store, span, shown, special) if _may_see(actor, store_id, lane)]
    ways = travelled_on(diary, store, lanes, span, special, now)
    lanes = [replace(lane, journeys=_during(shown, ways.get(lane.resource_id, ()))) for lane in lanes]
    return Timeline(store, shown, tuple(lanes), _outside(diary, store, lanes, now))


def _outside(diary: Diary, store: Store, lanes: Sequence[Lane], now: datetime) -> dict[str, tuple[str, ...]]:
    claims = {claim.id: claim for lane in lanes for claim in lane.claims if claim.wish.store_id == store.id}
    found = outside_hours(diary, store, list(claims.values()), now)
    return {one.claim.id: tuple(dict.fromkeys(against.code for against in one.because)) for one in found}


def _require_reader(actor: Actor, store_id: str) -> None:
    if actor.works_for(store_id) or actor.technician_id:
        return
    raise Unknown(params={"id": store_id}) if actor.is_staff else NotAllowed


def _may_see(actor: Actor, store_id: str, lane: Lane) -> bool:
    return actor.works_for(store_id) or lane.resource_id == actor.technician_id


def _shown(store: Store, first: date, days: int) -> Interval:
    start, end = local_cell(store.zone, first, 0), local_cell(store.zone, first, days * 24 * 60)
    return Interval(instant_of(start), instant_of(end))


def _lanes(diary: Diary, store: Store, span: Span, shown: Interval, special: Altered) -> list[Lane]:
    members, units = diary.catalogue.members(store.id), diary.catalogue.units(store.id)
    rosters = diary.rosters.of([member.id for member in members], span)
    claims = diary.claims.during([*(member.id for member in members), *(unit.id for unit in units)], shown)
    open_cells = opened(store, span, special)
    lanes = []
    for member in members:
        shifts = _intervals(rosters[member.id].working(span, store.zone, special) & open_cells, span, shown)
        away = tuple(filter(None, (interval.cut_to(shown) for interval in rosters[member.id].away)))
        lanes.append(Lane(member.id, TECHNICIAN, member.name, shifts, away, _of(claims, member.id)))
    return lanes + [Lane(unit.id, unit.kind, unit.name, (), (), _of(claims, unit.id)) for unit in units]


def _during(shown: Interval, journeys: Sequence[Journey]) -> tuple[Journey, ...]:
    return tuple(way for way in journeys if way.leave_at < shown.end and way.arrive_at > shown.start)


def _intervals(bits: int, span: Span, shown: Interval) -> tuple[Interval, ...]:
    all_runs = (Interval(instant_of(span.base + start), instant_of(span.base + end)) for start, end in runs(bits))
    return tuple(filter(None, (interval.cut_to(shown) for interval in all_runs)))


def _of(claims: Sequence[Claim], resource_id: str) -> tuple[Claim, ...]:
    return tuple(claim for claim in claims if claim.cells_of(resource_id))
