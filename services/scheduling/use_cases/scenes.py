"""Gathering what a decision looks at: the scene from the replica, then the board with the calendars in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from services.scheduling.domain.business.roster import Roster, opened
from services.scheduling.domain.business.rules import BookingRules
from services.scheduling.domain.business.shop import Shop, Store, Technician
from services.scheduling.domain.choice.assignment import Taking
from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.claim.ways import Ways, travel_to, travelled, whereabouts_of
from services.scheduling.domain.errors import AddressMissing
from services.scheduling.domain.hours.almanac import AS_USUAL, Altered, SpecialDay, altered
from services.scheduling.domain.hours.cells import Run, Span, cell_of, days_of
from services.scheduling.domain.hours.windows import local_cell, local_days
from services.scheduling.domain.offer.board import Board, Calendar, UnitCalendar
from services.scheduling.domain.offer.guests import Guest, limits_of, weeks_around
from services.scheduling.domain.offer.scene import Scene, Wish
from services.scheduling.domain.travel.places import HOME
from services.scheduling.domain.travel.whereabouts import Taken
from services.scheduling.ports import Diary
from services.scheduling.use_cases.travelling import ways_of


@dataclass(frozen=True)
class Time:
    """The calendars of the scene's people and things over a span, and the ways to its place; `begun` as `Guest` has it,
    `special` by store.
    """

    span: Span
    busy: Mapping[str, int]
    rosters: Mapping[str, Roster]
    begun: tuple[int, ...] = ()
    special: Mapping[str, tuple[SpecialDay, ...]] = field(default_factory=dict)
    ways: Ways = field(default_factory=Ways)


@dataclass(frozen=True)
class Visitor:
    """For whom a visit is: whose never-again list holds, and whose own time it takes, unless they book for a guest."""

    customer_id: str | None = None
    guest_id: str | None = None

    @classmethod
    def of(cls, claim: Claim) -> "Visitor":
        return cls(claim.customer_id, claim.guest_id)


NOBODY = Visitor()


def scene_of(diary: Diary, wish: Wish, now: datetime, visitor: Visitor = NOBODY) -> Scene:
    """Unknown when the store, a treatment or a technician is; AddressMissing for a home visit to nowhere.

    The rules are those of the first treatment, for the whole visit.
    """
    wish = wish.by_one_traveller()
    shop = _shop(diary, wish.parts[0])
    if wish.place == HOME and wish.location is None and HOME in shop.treatment.places:
        raise AddressMissing
    rules = diary.catalogue.rules(wish.store_id, wish.treatment_id, now)
    avoided = diary.avoidances.avoided(visitor.customer_id) if visitor.customer_id else frozenset()
    first = Scene.of(shop, wish, rules, now, visitor.guest_id, avoided)
    others = [_of_part(diary, part, first, avoided) for part in first.wish.parts[1:]]
    return first.followed_by(others) if others else first


def _of_part(diary: Diary, wish: Wish, first: Scene, avoided: frozenset[str]) -> Scene:
    return Scene.of(_shop(diary, wish), wish, first.rules, first.now, avoided=avoided)


def _shop(diary: Diary, wish: Wish) -> Shop:
    """The shop with the treatment as this wish for it alone would have it given."""
    shop = diary.catalogue.shop(wish.store_id, wish.treatment_id, wish.technician_id)
    treatment = shop.treatment.with_addons(wish.addons).lasting(wish.extension)
    return shop if treatment is shop.treatment else replace(shop, treatment=treatment)


def span_of_days(scene: Scene, first: date, days: int) -> Span:
    """Whole UTC days around visits that start on the store's local days."""
    return span_of_local_days(scene.shop.store, first, days, _last_lead(scene))


def span_of_local_days(store: Store, first: date, days: int, more: int = 0) -> Span:
    """Whole UTC days around the store's local days and so many cells after them."""
    end = local_cell(store.zone, first + timedelta(days=days), 0)
    return Span.around(local_cell(store.zone, first, 0), end + more)


def span_of_visit(scene: Scene, starts_at: datetime) -> Span:
    """Whole UTC days around a visit that starts then."""
    return Span.around(cell_of(starts_at), cell_of(starts_at) + 1 + _last_lead(scene))


def _last_lead(scene: Scene) -> int:
    return scene.parts[-1].lead


def seen(diary: Diary, scene: Scene, span: Span, besides: str | None = None) -> Time:
    """The calendars as they are, without any lock: for answers. The claim `besides` is not counted as a visit."""
    taken = diary.calendars.busy(scene.resource_ids, span, scene.place)
    return replace(_time(diary, [scene], span, taken), begun=_begun(diary, scene, span, besides))


def prepared(diary: Diary, scene: Scene, starts_at: datetime) -> Span:
    """Before a visit's transaction, make the day rows it may write to and learn its roads; the span to decide over."""
    if scene.guest_id:
        diary.calendars.enrol(scene.guest_id)
    diary.calendars.prepare(scene.resource_ids, days_of(scene.reach(cell_of(starts_at))))
    span = span_of_visit(scene, starts_at)
    diary.distances.learn(lambda: seen(diary, scene, span).ways.roads)
    return span


def locked(diary: Diary, scene: Scene, span: Span, also: Iterable[str] = (), besides: str | None = None) -> Time:
    """The calendars under their locks, before which the transaction has read nothing without one: for decisions.

    Rosters are read after the locks, which their writers take first as well.
    """
    time = locked_together(diary, [scene], span, also)
    return replace(time, begun=_begun(diary, scene, span, besides))


def locked_together(diary: Diary, scenes: Sequence[Scene], span: Span, also: Iterable[str] = ()) -> Time:
    """The same for visits that are decided together; how many a customer has is not asked."""
    everything = {*also, *(one for scene in scenes for one in scene.resource_ids)}
    places = {scene.place for scene in scenes}
    place = places.pop() if len(places) == 1 else None
    return _time(diary, scenes, span, diary.calendars.lock(sorted(everything), span, place))


def seen_together(diary: Diary, scenes: Sequence[Scene], span: Span) -> Time:
    """The calendars of all of them as they are, without any lock."""
    everything = {one for scene in scenes for one in scene.resource_ids}
    return _time(diary, scenes, span, diary.calendars.busy(sorted(everything), span, None))


def _time(diary: Diary, scenes: Sequence[Scene], span: Span, taken: Taken) -> Time:
    technicians = sorted({who for scene in scenes for who in scene.technician_ids})
    special = {scene.shop.store.id: special_days(diary, scene.shop.store, scene.rules, span) for scene in scenes}
    ways = ways_of(diary, scenes, span, taken.elsewhere)
    return Time(span, taken.busy, diary.rosters.of(technicians, span), special=special, ways=ways)


def special_days(diary: Diary, store: Store, rules: BookingRules, span: Span) -> tuple[SpecialDay, ...]:
    """What is told of the days around the span, as far as the rules ask for it."""
    days = local_days(span, store.zone)
    return diary.almanac.of(store.id, days[0], days[-1], with_public=rules.holiday_hours != AS_USUAL)


def altered_days(diary: Diary, store: Store, treatment_id: str, span: Span, now: datetime) -> Altered:
    """The days around the span that do not work like their weekday, for that treatment."""
    rules = diary.catalogue.rules(store.id, treatment_id, now)
    return altered(special_days(diary, store, rules, span), rules.holiday_hours)


def _begun(diary: Diary, scene: Scene, span: Span, besides: str | None) -> tuple[int, ...]:
    """When the customer's visits begin, as far as a rule limits them."""
    if not (scene.guest_id and limits_of(scene.rules)):
        return ()
    return diary.claims.begun(scene.guest_id, weeks_around(span, scene.shop.store.zone), besides)


def board_of(
    scene: Scene, time: Time, *, own: Sequence[Taking] = (), keeps_own: bool = False, waived: Iterable[str] = ()
) -> Board:
    """The board to decide on. The cells in `own` count as free; with `keeps_own` a start that is on the grid while they
    are taken is good as well (API.md "Availability", on moves).
    """
    mine = {taking.resource_id: _bits(taking.cells, time.span) for taking in own}
    store = scene.shop.store
    special = altered(time.special.get(store.id, ()), scene.rules.holiday_hours)
    open_cells = opened(store, time.span, special)
    waived = frozenset(waived)
    travel = travel_to(scene, time.span, time.ways)

    def calendar(technician: Technician) -> Calendar:
        working = time.rosters[technician.id].working(time.span, store.zone, special) & open_cells
        freed = mine.get(technician.id, 0)
        calendar = Calendar(technician, working, time.busy[technician.id] & ~freed, freed if keeps_own else 0)
        if travel is None:
            return calendar
        where = whereabouts_of(technician, scene, time.rosters[technician.id], time.span, time.ways, special)
        return travelled(calendar, travel, where, freed, time.span.size) if where else calendar

    units = [UnitCalendar(unit, time.busy.get(unit.id, 0) & ~mine.get(unit.id, 0)) for unit in scene.shop.units]
    first, *others = [
        Board(part, time.span, tuple(map(calendar, part.candidates)), tuple(units), waived, travel=travel)
        for part in scene.parts
    ]
    return replace(first, then=tuple(others), guest=_guest(scene, time, mine), altered=special)


def _guest(scene: Scene, time: Time, own: Mapping[str, int]) -> Guest | None:
    who = scene.guest_id
    return Guest(who, time.busy.get(who, 0) & ~own.get(who, 0), time.begun) if who else None


def day_of(store: Store, at: datetime) -> Run:
    """The cells of the store's day that an instant lies in."""
    day = at.astimezone(store.zone).date()
    return local_cell(store.zone, day, 0), local_cell(store.zone, day + timedelta(days=1), 0)


def _bits(cells: Iterable[Run], span: Span) -> int:
    bits = 0
    for start, end in cells:
        bits |= span.bits(start, end)
    return bits
