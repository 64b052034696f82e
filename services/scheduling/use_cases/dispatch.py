"""The dispatch board: gathering a store's day, lateness, and who could go to a visit at home."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from services.scheduling.domain.business.roster import Roster, opened
from services.scheduling.domain.business.shop import Store, Technician
from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.dispatch.board import FIXED, Board, Delay, Lane, Visit, consecutive, every_trip
from services.scheduling.domain.dispatch.building import Routing
from services.scheduling.domain.dispatch.untaken import Untaken
from services.scheduling.domain.errors import NotAllowed, Unknown
from services.scheduling.domain.hours.almanac import Altered, altered
from services.scheduling.domain.hours.cells import CELL_MINUTES, Span, instant_of, runs
from services.scheduling.domain.hours.windows import local_cell
from services.scheduling.domain.offer.scene import Scene
from services.scheduling.domain.routing.insertion import Insertion, insertions
from services.scheduling.domain.routing.plan import kept
from services.scheduling.domain.travel.places import HOME, Trip
from services.scheduling.ports import Diary
from services.scheduling.use_cases.permissions import require_roster_reader
from services.scheduling.use_cases.scenes import Visitor, scene_of, span_of_local_days, special_days
from shared.actor import Actor
from shared.interval import Interval

Wanted = Callable[[Board], Iterable[Trip]]


def get_dispatch(diary: Diary, *, actor: Actor, now: datetime, store_id: str, day: date | None = None) -> Board:
    """The board of a store's day, today's by default; for the staff of the store."""
    require_dispatcher(diary, actor, store_id)
    return board_of_day(diary, now, store_id, day, ways_as_they_are)


def report_lateness(
    diary: Diary,
    *,
    actor: Actor,
    now: datetime,
    technician_id: str,
    minutes: int,
    store_id: str | None = None,
    claim_id: str | None = None,
) -> tuple[Board, Lane]:
    """A technician is so many minutes late from now on; no minutes: in time again. Gives what that makes of the day.

    With a `claim_id` they are late for that visit of theirs, whatever comes before it; Unknown if it is not theirs.
    """
    technician = diary.catalogue.technician(technician_id)
    require_roster_reader(actor, technician)
    store = diary.catalogue.store(store_id or min(technician.stores, default=""))
    since = _just_before(diary, technician_id, claim_id) if claim_id else now
    day = since.astimezone(store.zone).date()
    diary.dispatching.tell_delay(technician_id, day, minutes, since)
    board = board_of_day(diary, now, store.id, day, ways_as_they_are)
    if technician_id not in board.lane_of:
        raise Unknown(params={"id": technician_id})
    return board, board.lane_of[technician_id]


def rank_home_technicians(
    diary: Diary, *, actor: Actor, now: datetime, claim_id: str, besides: Collection[str] = ()
) -> tuple[Board, list[Insertion]]:
    """Who could make the home visit at the time it has, least extra travel first; `besides` have declined already."""
    claim = diary.claims.find(claim_id)
    if claim is None or claim.wish.place != HOME or not claim.takings:
        raise Unknown(params={"id": claim_id})
    require_dispatcher(diary, actor, claim.wish.store_id)
    day = claim.starts_at.astimezone(diary.catalogue.store(claim.wish.store_id).zone).date()
    board = without(board_of_day(diary, now, claim.wish.store_id, day, lambda board: _ways_to(board, claim)), claim_id)
    routing = Routing(board)
    stop = routing.day.stop_of.get(claim_id)
    if stop is None:
        return board, []
    # Whom the customer named is one of those asked before: anybody else may come instead.
    anybody = diary.look(lambda: scene_of(diary, claim.wish.by_anybody, now, Visitor.of(claim)))
    able = frozenset(anybody.technician_ids) - frozenset(besides)
    return board, insertions(routing.day, kept(routing.day, routing.orders), replace(stop, able=able))


def board_of_day(diary: Diary, now: datetime, store_id: str, day: date | None, wanted: Wanted) -> Board:
    """What is known of the day, with the roads of the trips that are wanted."""
    board = diary.look(lambda: _board(diary, now, store_id, day))
    return replace(board, roads=diary.distances.roads(wanted(board)))


def ways_as_they_are(board: Board) -> Iterable[Trip]:
    return consecutive(board.lanes)


def every_way(board: Board) -> Iterable[Trip]:
    return every_trip(board.lanes, board.adrift)


def without(board: Board, claim_id: str) -> Board:
    """The board on which nobody has that visit yet."""
    gone = [visit for visit in board.visits if visit.id == claim_id and visit.able]
    lanes = tuple(replace(lane, visits=tuple(v for v in lane.visits if v not in gone)) for lane in board.lanes)
    adrift = [visit for visit in board.adrift if visit not in gone]
    return replace(board, lanes=lanes, adrift=(*adrift, *gone))


def require_dispatcher(diary: Diary, actor: Actor, store_id: str) -> Store:
    """The store, for who works for it: others do not know it."""
    store = diary.catalogue.store(store_id)
    if not actor.works_for(store_id):
        raise Unknown(params={"id": store_id}) if actor.is_staff else NotAllowed
    return store


def _just_before(diary: Diary, technician_id: str, claim_id: str) -> datetime:
    """When whatever comes before the visit is over."""
    claim = diary.claims.find(claim_id)
    if claim is None or technician_id not in claim.technician_ids:
        raise Unknown(params={"id": claim_id})
    return claim.starts_at - timedelta(minutes=1)


def _ways_to(board: Board, claim: Claim) -> set[Trip]:
    here = claim.wish.location
    points = {point for lane in board.lanes for point in lane.points} - {here}
    there = {trip for point in points if here for trip in ((point, here), (here, point))}
    return consecutive(board.lanes) | consecutive(without(board, claim.id).lanes) | there


def _board(diary: Diary, now: datetime, store_id: str, day: date | None) -> Board:
    store = diary.catalogue.store(store_id)
    day = day or now.astimezone(store.zone).date()
    span = span_of_local_days(store, day, 1)
    shown = Interval(instant_of(local_cell(store.zone, day, 0)), instant_of(local_cell(store.zone, day, 24 * 60)))
    members = diary.catalogue.members(store_id)
    ids = [member.id for member in members]
    claims = [claim for claim in diary.claims.during(ids, shown) if claim.starts_at in shown]
    visits = {claim.id: _visit(diary, now, span, claim) for claim in claims}
    rosters, delays = diary.rosters.of(ids, span), diary.dispatching.delays(ids, day)
    untaken = diary.dispatching.untaken(list(visits))
    visits = {claim_id: _left_by(visit, untaken.get(claim_id)) for claim_id, visit in visits.items()}
    rules = diary.catalogue.rules(store_id, "", now)
    special = altered(special_days(diary, store, rules, span), rules.holiday_hours)
    lanes = [_lane(member, store, span, shown, rosters[member.id], special) for member in members]
    lanes = [_delayed(lane, span, delays) for lane in lanes]
    filled, adrift = _filled(lanes, claims, visits)
    moment = (now - span.start) // timedelta(minutes=1)
    return Board(store, day, span, moment, filled, adrift, rules.traffic, {}, rules.home_start_tolerance_minutes)


def _visit(diary: Diary, now: datetime, span: Span, claim: Claim) -> Visit:
    """A visit of one guest at home can be made by whoever suits; all others stay with their technicians."""
    starts = (claim.starts_at - span.start) // timedelta(minutes=1)
    minutes = (claim.ends_at - claim.starts_at) // timedelta(minutes=1)
    try:
        scene: Scene | None = scene_of(diary, claim.wish, now, Visitor.of(claim))
    except Unknown:  # its treatment is not sold any more
        scene = None
    if scene is None:
        return Visit(claim, starts, minutes, point=claim.wish.location)
    before, after = scene.parts[0].shop.treatment.prep, scene.parts[-1].shop.treatment.turnover
    if claim.wish.place != HOME:
        return Visit(claim, starts, minutes, before, after, scene.shop.store.location)
    able = frozenset(scene.technician_ids) if len(claim.technician_ids) == 1 else FIXED
    return Visit(claim, starts, minutes, before, after, claim.wish.location, able)


def _left_by(visit: Visit, untaken: Untaken | None) -> Visit:
    """The same; nobody's where everybody asked has left it since it was claimed as it is."""
    if untaken is None or untaken.claim_revision != visit.claim.revision:
        return visit
    return replace(visit, able=visit.able - untaken.asked, is_untaken=True)


def _lane(member: Technician, store: Store, span: Span, shown: Interval, roster: Roster, special: Altered) -> Lane:
    first = (shown.start - span.start) // timedelta(minutes=CELL_MINUTES)
    end = (shown.end - span.start) // timedelta(minutes=CELL_MINUTES)
    worked = roster.working(span, store.zone, special) & opened(store, span, special)
    shifts = [(start * CELL_MINUTES, stop * CELL_MINUTES) for start, stop in runs(worked) if first <= start < end]
    return Lane(member, member.home_base or store.location, tuple(shifts))


def _delayed(lane: Lane, span: Span, delays: Mapping[str, tuple[int, datetime]]) -> Lane:
    minutes, at = delays.get(lane.id, (0, span.start))
    return replace(lane, delay=Delay(minutes, (at - span.start) // timedelta(minutes=1))) if minutes else lane


def _filled(
    lanes: Sequence[Lane], claims: Sequence[Claim], visits: Mapping[str, Visit]
) -> tuple[tuple[Lane, ...], tuple[Visit, ...]]:
    """The lanes with their visits in order, and those visits that their technician will not make."""
    filled, adrift = [], list[Visit]()
    for lane in lanes:
        mine = sorted((visits[c.id] for c in claims if lane.id in c.technician_ids), key=lambda visit: visit.starts)
        missing = [v for v in mine if v.is_untaken or (v.is_alone_at_home and not lane.is_working(v))]
        filled.append(replace(lane, visits=tuple(visit for visit in mine if visit not in missing)))
        adrift += [visit for visit in missing if visit not in adrift]
    return tuple(filled), tuple(adrift)
