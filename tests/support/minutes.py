"""A slow obvious oracle of the start grid: minutes, technicians and units are looked at one after another.

It is written from DESIGN, API.md and issue 3, shares no arithmetic with the domain, and knows no bits. Time is counted
in minutes from a midnight in UTC, three days before the day that is asked for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

FIVE, A_DAY = 5, 24 * 60
BEFORE, DAYS = 3, 6
ALIGNMENTS = (60, 30, 20, 15, 10, 5)

Minutes = tuple[int, int]
Shifts = tuple[tuple[int, int, tuple[Minutes, ...]], ...]


@dataclass(frozen=True)
class Care:
    """A treatment: `segments` are (minutes, whether the technician is needed)."""

    id: str
    minutes: int
    prep: int = 0
    turnover: int = 0
    segments: tuple[tuple[int, bool], ...] = ()
    named: str | None = None

    @cached_property
    def length(self) -> int:
        return rounded(self.minutes)

    @cached_property
    def whole(self) -> range:
        """With what guards it from its neighbours; minutes from the start. A started five minutes is taken whole."""
        return range(-rounded(self.prep), self.length + rounded(self.turnover))

    @cached_property
    def hands(self) -> set[int]:
        """The minutes for which the technician is busy."""
        if not self.segments:
            return set(self.whole)
        free, minute, needed = set(self.whole) & set(range(self.length)), 0, set[int]()
        for minutes, is_needed in self.segments:
            if is_needed:
                needed |= set(range(minute // FIVE * FIVE, rounded(minute + minutes)))
            minute += minutes
        return set(self.whole) - (free - needed)


@dataclass(frozen=True)
class Person:
    """`week` are the shifts by weekday (Monday first), in minutes of the local day, with breaks; `own` is the time of
    the visit that is being moved, and not in `taken`.
    """

    id: str
    week: tuple[Shifts, ...]
    taken: tuple[Minutes, ...] = ()
    own: tuple[Minutes, ...] = ()

    @cached_property
    def busy(self) -> set[int]:
        return minutes_in(self.taken)


@dataclass(frozen=True)
class Room:
    """A bed or device; `serves` None is every treatment for a bed, and none for a device."""

    id: str
    kind: str = "bed"
    serves: frozenset[str] | None = None
    taken: tuple[Minutes, ...] = ()


@dataclass(frozen=True)
class World:
    """Everything that a request may depend on; home visits have an oracle of their own."""

    zone: str
    day: date
    cares: tuple[Care, ...]
    people: tuple[Person, ...]
    rooms: tuple[Room, ...] = ()
    step: int = 15
    anchor: str = "window"
    guests: int = 1
    now: int = 0
    notice: int = 0
    ahead: int = 60
    shortest: int = 0
    guarded_at_work: bool = False
    with_customer: bool = True
    customer: tuple[Minutes, ...] = ()
    visits: tuple[int, ...] = ()
    a_day: int | None = None
    a_week: int | None = None

    @cached_property
    def origin(self) -> datetime:
        return datetime.combine(self.day - timedelta(days=BEFORE), time(), UTC)

    @property
    def starts(self) -> range:
        """The instants at which anything may start, a day and more around."""
        return range(0, DAYS * A_DAY, FIVE)


def rounded(minutes: int) -> int:
    return (minutes + FIVE - 1) // FIVE * FIVE


def local(world: World, minute: int) -> datetime:
    """What the store's clock shows."""
    return readings(world.zone, world.origin)[minute + A_DAY]


@lru_cache(maxsize=64)
def readings(zone: str, origin: datetime) -> list[datetime]:
    """What the clock shows each minute, from a day before the origin on."""
    first, there = origin - timedelta(days=1), ZoneInfo(zone)
    every = (first + timedelta(minutes=minute) for minute in range((DAYS + 3) * A_DAY))
    return [instant.astimezone(there).replace(tzinfo=None) for instant in every]


@lru_cache(maxsize=4096)
def minute_of(zone: str, origin: datetime, wanted: datetime) -> int:
    """The first minute at which the clock shows that time; where it skips it, as if the old clock had gone on."""
    shown = readings(zone, origin)
    number = next((at for at, one in enumerate(shown) if one >= wanted), len(shown))
    if 0 < number < len(shown) and shown[number] > wanted:
        number += (wanted - shown[number - 1]) // timedelta(minutes=1) - 1
    return number - A_DAY


@lru_cache(maxsize=256)
def at_work(zone: str, origin: datetime, week: tuple[Shifts, ...]) -> frozenset[int]:
    """The minutes worked: each local day's shifts without their breaks, past midnight as well."""
    worked: set[int] = set()
    for day in (origin.date() + timedelta(days=number) for number in range(-1, DAYS + 1)):
        for start, end, breaks in week[day.weekday()]:
            shift = _between(zone, origin, day, (start, end))
            paused = {minute for pause in breaks for minute in _between(zone, origin, day, pause)}
            worked |= set(shift) - paused
    return frozenset(worked)


def _between(zone: str, origin: datetime, day: date, window: Minutes) -> range:
    midnight = datetime.combine(day, time())
    first, last = (minute_of(zone, origin, midnight + timedelta(minutes=minutes)) for minutes in window)
    return range(first, last)


def minutes_in(taken: Iterable[Minutes]) -> set[int]:
    return {minute for start, end in taken for minute in range(start, end)}


def fits(world: World, person: Person, care: Care, start: int, taken: set[int]) -> bool:
    """Whether the treatment lies in working time, and the technician is free for it and what guards it."""
    worked = at_work(world.zone, world.origin, person.week)
    inside = care.whole if world.guarded_at_work else range(care.length)
    return worked.issuperset(map(start.__add__, inside)) and taken.isdisjoint(map(start.__add__, care.hands))


def leads(world: World) -> Iterator[tuple[int, Care]]:
    """Each treatment with the minutes from the start of the visit to its own."""
    minute = 0
    for care in world.cares:
        yield minute, care
        minute += care.length


def goes_on(world: World, start: int) -> bool:
    """Whether each treatment after the first has as many technicians as there are guests, the one named among them."""
    for lead, care in list(leads(world))[1:]:
        able = [one.id for one in world.people if fits(world, one, care, start + lead, one.busy)]
        if len(able) < world.guests or care.named not in {None, *able}:
            return False
    return True


def has_room(world: World, start: int) -> bool:
    """Whether every guest has a bed, in a store with beds, and a device for each treatment that uses one."""
    parts = list(leads(world))
    needs: list[tuple[Sequence[Room], Sequence[tuple[int, Care]]]] = []
    if any(room.kind == "bed" for room in world.rooms):
        throughout = [room for room in world.rooms if all(_serves(room, care, "bed") for _, care in parts)]
        stays = len(throughout) >= world.guests
        needs += [(throughout, parts)] if stays else [(_serving(world, part, "bed"), [part]) for part in parts]
    needs += [(_serving(world, part, "device"), [part]) for part in parts if _serving(world, part, "device")]
    return all(_enough(world, rooms, stay, start) for rooms, stay in needs)


def _serving(world: World, part: tuple[int, Care], kind: str) -> list[Room]:
    return [room for room in world.rooms if _serves(room, part[1], kind)]


def _serves(room: Room, care: Care, kind: str) -> bool:
    return room.kind == kind and (kind == "bed" if room.serves is None else care.id in room.serves)


def _enough(world: World, rooms: Sequence[Room], stay: Sequence[tuple[int, Care]], start: int) -> bool:
    whole = {start + lead + minute for lead, care in stay for minute in care.whole}
    return sum(not whole & minutes_in(room.taken) for room in rooms) >= world.guests


def is_welcome(world: World, start: int) -> bool:
    """Whether the customer is nowhere else, and has not come too often that day or that week (from Monday)."""
    if not world.with_customer:
        return True
    length = sum(care.length for care in world.cares)
    if minutes_in(world.customer) & set(range(start, start + length)):
        return False
    day = local(world, start).date()
    days = [local(world, visit).date() for visit in world.visits]
    weeks = [one - timedelta(days=one.weekday()) for one in days]
    same_week = weeks.count(day - timedelta(days=day.weekday()))
    return not (world.a_day and days.count(day) >= world.a_day) and not (world.a_week and same_week >= world.a_week)


def in_time(world: World, start: int) -> bool:
    """Whether the start leaves the minimum notice and lies before the horizon."""
    last = local(world, world.now).date() + timedelta(days=world.ahead)
    return start >= world.now + world.notice and local(world, start).date() <= last


def windows(world: World, free: Sequence[int]) -> Iterator[list[int]]:
    """Runs of starts that fit; one that has lasted a whole day begins anew at the store's midnight."""
    run: list[int] = []
    lasted_since = 0
    for start in free:
        goes_on_from = bool(run) and start == run[-1] + FIVE
        lasted_since = lasted_since if goes_on_from else start
        is_anew = local(world, start).time() == time() and start - lasted_since >= A_DAY
        if run and (not goes_on_from or is_anew):
            yield run
            run = []
        run.append(start)
    if run:
        yield run


def on_grid(world: World, free: Sequence[int]) -> set[int]:
    """The starts on the grid, by the anchor (API.md "Availability")."""
    if world.anchor == "clock":
        free = [start for start in free if start >= world.now + world.notice]
    return {start for run in windows(world, free) for start in _stepped(world, run)}


def _stepped(world: World, run: list[int]) -> list[int]:
    first, last = run[0], run[-1]
    if world.anchor == "clock":
        align = next(minutes for minutes in ALIGNMENTS if world.step % minutes == 0)
        first = next((start for start in run if local(world, start).minute % align == 0), last + FIVE)
    if world.anchor == "tight":
        shortest = rounded(world.shortest)
        inner = [at for at in range(first, last, world.step) if at - first >= shortest and last - at >= shortest]
        return sorted({first, last, *inner})
    return list(range(first, last + FIVE, world.step))


def offer(world: World, *, grid: bool = True) -> dict[int, set[str]]:
    """Who could take which start of the local day."""
    on = {person.id: _starts(world, person, grid=grid) for person in world.people}
    found = {}
    for start in world.starts:
        if local(world, start).date() != world.day or not in_time(world, start):
            continue
        able = {who for who, starts in on.items() if start in starts}
        named = world.cares[0].named
        if named and world.guests == 1:
            able &= {named}
        enough = len(able) >= world.guests and named in {None, *able}
        if enough and has_room(world, start) and is_welcome(world, start):
            found[start] = able
    return found


def _starts(world: World, person: Person, *, grid: bool) -> set[int]:
    """The starts on the person's grid. A visit that is moved may also start on the grid that has it in its place."""
    free = _free(world, person, person.busy)
    if not grid:
        return set(free)
    starts = on_grid(world, free)
    if person.own:
        starts |= on_grid(world, _free(world, person, minutes_in(person.taken + person.own)))
    return starts & set(free)


def _free(world: World, person: Person, taken: set[int]) -> list[int]:
    first = world.cares[0]
    return [at for at in world.starts if fits(world, person, first, at, taken) and goes_on(world, at)]


def overlaps(takings: Mapping[str, Sequence[Minutes]]) -> list[str]:
    """Whoever or whatever is taken twice in some minute."""
    counted = {one: [minute for run in runs for minute in range(*run)] for one, runs in takings.items()}
    return [one for one, minutes in counted.items() if len(minutes) != len(set(minutes))]
