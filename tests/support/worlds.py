"""Worlds for the minute oracle, drawn at random, and the same worlds as the boards that scheduling decides on."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from services.scheduling.domain.business.roster import Roster, WorkingPlan
from services.scheduling.domain.business.rules import BookingRules
from services.scheduling.domain.business.shop import Segment, Shop, Store, Technician, Treatment, Unit
from services.scheduling.domain.hours.cells import Span, cell_of
from services.scheduling.domain.hours.windows import Shift, local_cell
from services.scheduling.domain.offer.availability import slots
from services.scheduling.domain.offer.board import Board, Calendar, UnitCalendar
from services.scheduling.domain.offer.guests import Guest
from services.scheduling.domain.offer.scene import Part, Scene, Wish
from tests.support.minutes import A_DAY, BEFORE, Care, Minutes, Person, Room, Shifts, World

ORDINARY, SPRING, AUTUMN = date(2026, 11, 19), date(2026, 3, 29), date(2026, 10, 25)
NIGHTS = {
    "Asia/Shanghai": [ORDINARY],
    "Asia/Kathmandu": [ORDINARY],
    "Europe/Berlin": [SPRING, SPRING - timedelta(days=1), AUTUMN, AUTUMN + timedelta(days=1)],
    "America/New_York": [date(2026, 3, 8), date(2026, 11, 1)],
    "Australia/Lord_Howe": [date(2026, 4, 5), date(2026, 10, 4)],
}
"""Zones and days: whole hours and quarters, nights an hour or half an hour longer and shorter."""


def board_of(world: World, *, grid: bool = True) -> Board:
    """What scheduling's use cases would build, out of plans and claims."""
    store = Store("sto-1", world.zone)
    span = Span.around(local_cell(store.zone, world.day, 0), local_cell(store.zone, world.day + timedelta(days=1), 0))
    wish = Wish(
        "sto-1",
        world.cares[0].id,
        world.cares[0].named,
        party_size=world.guests,
        then=tuple(Part(care.id, care.named) for care in world.cares[1:]),
    )
    scenes = [_scene(world, store, part, care) for part, care in zip(wish.parts, world.cares, strict=True)]
    scene = replace(scenes[0], wish=replace(scenes[0].wish, then=wish.then)).followed_by(scenes[1:])
    waived = frozenset() if grid else frozenset({"off_grid"})
    boards = [_board(world, span, part, waived) for part in scene.parts]
    return replace(boards[0], scene=scene, then=tuple(boards[1:]), guest=_guest(world, span))


def _scene(world: World, store: Store, wish: Wish, care: Care) -> Scene:
    rules = BookingRules(
        world.step,
        world.anchor,
        world.notice,
        world.ahead,
        buffers_inside_shift=world.guarded_at_work,
        max_visits_per_customer_per_day=world.a_day,
        max_visits_per_customer_per_week=world.a_week,
    )
    people = tuple(Technician(one.id, skills=frozenset({"推拿"}), stores=frozenset({"sto-1"})) for one in world.people)
    parts = tuple(Segment(minutes, technician=needed) for minutes, needed in care.segments)
    treatment = Treatment(care.id, care.minutes, "推拿", care.prep, care.turnover, segments=parts)
    units = tuple(Unit(room.id, room.kind, room.serves) for room in world.rooms)
    now = world.origin + timedelta(minutes=world.now)
    return Scene.of(Shop(store, treatment, people, units, world.shortest), wish, rules, now)


def _board(world: World, span: Span, scene: Scene, waived: frozenset[str]) -> Board:
    people = {one.id: one for one in world.people}
    calendars = tuple(
        Calendar(
            who, _working(people[who.id], span, scene), _bits(world, span, people[who.id].taken),
            _bits(world, span, people[who.id].own),
        )
        for who in scene.candidates
    )  # fmt: skip
    rooms = zip(scene.shop.units, world.rooms, strict=True)
    units = tuple(UnitCalendar(unit, _bits(world, span, room.taken)) for unit, room in rooms)
    return Board(scene, span, calendars, units, waived)


def _working(person: Person, span: Span, scene: Scene) -> int:
    week = tuple(tuple(Shift(*shift) for shift in day) for day in person.week)
    return Roster((WorkingPlan(date.min, week),)).working(span, scene.shop.store.zone)


def _bits(world: World, span: Span, taken: Iterable[Minutes]) -> int:
    first = cell_of(world.origin)
    found = 0
    for start, end in taken:
        found |= span.bits(first + start // 5, first + end // 5)
    return found


def _guest(world: World, span: Span) -> Guest | None:
    if not world.with_customer:
        return None
    first = cell_of(world.origin)
    return Guest("cus-1", _bits(world, span, world.customer), tuple(first + at // 5 for at in world.visits))


def shown(world: World, board: Board | None = None) -> dict[int, set[str]]:
    """What is offered on the day, by minutes of the world."""
    day = slots(board or board_of(world), world.day, 1)[world.day]
    return {(slot.starts_at - world.origin) // timedelta(minutes=1): set(slot.technician_ids) for slot in day}


def shown_off_grid(world: World) -> dict[int, set[str]]:
    return shown(world, board_of(world, grid=False))


def minutes_of(world: World, runs: Iterable[Minutes]) -> tuple[Minutes, ...]:
    """Runs of cells, from 1970, as minutes of the world."""
    first = cell_of(world.origin)
    return tuple(((start - first) * 5, (end - first) * 5) for start, end in runs)


def cell_at(world: World, minute: int) -> int:
    return cell_of(world.origin) + minute // 5


def a_person(name: str = "tec-1", start: int = 600, end: int = 1320, *breaks: Minutes, **more: object) -> Person:
    """At work every day between those minutes."""
    return replace(Person(name, (((start, end, breaks),),) * 7), **more)  # type: ignore[arg-type]


def a_world(*people: Person, **changes: object) -> World:
    """A plain one: an hour with one technician."""
    world = World("Asia/Shanghai", ORDINARY, (Care("tre-0", 60),), people or (a_person(),), notice=30, shortest=60)
    return replace(world, **changes)  # type: ignore[arg-type]


def noon(world: World) -> int:
    """A minute about the middle of the day in the zones of the east and the west."""
    return BEFORE * A_DAY + (6 if "/S" in world.zone or "Kath" in world.zone else 12) * 60


lengths = st.integers(5, 100)
guards = st.sampled_from([0, 0, 5, 7, 10, 20])


@st.composite
def cares(draw: st.DrawFn, number: int) -> Care:
    """A treatment; some are cut into parts of which the technician is free in one."""
    minutes = draw(lengths)
    cuts = draw(st.none() | st.lists(st.integers(1, max(1, minutes - 1)), min_size=2, max_size=2, unique=True))
    named = draw(st.sampled_from([None, None, None, "tec-1"]))
    segments: tuple[tuple[int, bool], ...] = ()
    if cuts and minutes > max(cuts):
        first, second = sorted(cuts)
        segments = (first, True), (second - first, False), (minutes - second, True)
    return Care(f"tre-{number}", minutes, draw(guards), draw(guards), segments, named)


@st.composite
def shifts(draw: st.DrawFn) -> Shifts:
    """Up to two shifts a day, by the minute, some past midnight, some touching, inverted or with breaks."""
    found = []
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, 23).map(lambda hour: hour * 60) | st.integers(0, A_DAY - 1))
        end = draw(st.integers(-60, 14 * 60).map(lambda length, first=start: first + length) | st.just(A_DAY))
        pause = draw(st.lists(st.tuples(st.integers(start, start + 300), st.integers(-10, 90)), max_size=2))
        found.append((start, end, tuple((at, at + length) for at, length in pause)))
    if found and draw(st.booleans()):
        found.append((found[-1][1], min(found[-1][1] + 240, 2 * A_DAY), ()))
    return tuple(found)


def some_taken(world_noon: int, most: int = 5) -> st.SearchStrategy[tuple[Minutes, ...]]:
    """Time taken around the day, in whole fives; runs may touch and overlap."""
    starts = st.integers(-200, 200).map(lambda fives: world_noon + fives * 5)
    run = st.tuples(starts, st.integers(1, 24)).map(lambda pair: (pair[0], pair[0] + pair[1] * 5))
    return st.lists(run, max_size=most).map(tuple)


@st.composite
def worlds(draw: st.DrawFn, *, zones: Iterable[str] = tuple(NIGHTS), most_cares: int = 3) -> World:
    """Anything at once: two or three technicians, beds, a device, parties, visits of several treatments."""
    zone = draw(st.sampled_from(list(zones)))
    empty = a_world(zone=zone, day=draw(st.sampled_from(NIGHTS[zone])))
    taken = some_taken(noon(empty))
    week = st.tuples(*[shifts()] * 2).map(lambda two: (two * 4)[:7])
    people = tuple(
        Person(f"tec-{n}", draw(week), draw(taken), draw(st.just(()) | some_taken(noon(empty), 1)))
        for n in range(1, draw(st.integers(1, 3)) + 1)
    )
    number = draw(st.sampled_from([1, 1, 1, *range(1, most_cares + 1)]))
    made = tuple(draw(cares(n)) for n in range(number))
    rooms = tuple(Room(f"bed-{n}", serves=draw(_served), taken=draw(taken)) for n in range(draw(st.integers(0, 2))))
    devices = tuple(Room(f"dev-{n}", "device", draw(_served), draw(taken)) for n in range(draw(st.integers(0, 1))))
    return replace(
        empty,
        cares=made,
        people=people,
        rooms=rooms + devices,
        step=draw(st.sampled_from([5, 10, 15, 20, 25, 30, 45, 60, 90, 240])),
        anchor=draw(st.sampled_from(["window", "clock", "tight"])),
        guests=draw(st.sampled_from([1, 1, 1, 2])),
        now=noon(empty) + draw(st.integers(-2 * A_DAY, 600)),
        notice=draw(st.sampled_from([0, 30, 90])),
        ahead=draw(st.sampled_from([0, 1, 60])),
        shortest=draw(st.integers(5, 90)),
        guarded_at_work=draw(st.booleans()),
        with_customer=draw(st.booleans()),
        customer=draw(some_taken(noon(empty), 2)),
        visits=tuple(start for start, _ in draw(some_taken(noon(empty), 3))),
        a_day=draw(st.sampled_from([None, 1, 2])),
        a_week=draw(st.sampled_from([None, 2, 3])),
    )


_served = st.none() | st.sets(st.sampled_from(["tre-0", "tre-1", "tre-2"]), min_size=1).map(frozenset)


def later(world: World, days: int) -> World:
    """The same world so many days later."""
    return replace(world, day=world.day + timedelta(days=days))


def changed(world: World, change: Callable[[Person], Person]) -> World:
    return replace(world, people=tuple(map(change, world.people)))
