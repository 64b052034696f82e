"""Boards without a database: builders for the pure part of scheduling, and an oracle that walks cell by cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from typing import Any

from services.scheduling.domain.business.rules import BookingRules
from services.scheduling.domain.business.shop import BED, Shop, Store, Technician, Treatment, Unit
from services.scheduling.domain.claim.ways import travelled
from services.scheduling.domain.hours.almanac import Altered
from services.scheduling.domain.hours.cells import Span, each_bit, instant_of
from services.scheduling.domain.hours.windows import local_cell, read_week
from services.scheduling.domain.offer.availability import offers
from services.scheduling.domain.offer.board import Board, Calendar, UnitCalendar
from services.scheduling.domain.offer.guests import Guest
from services.scheduling.domain.offer.scene import Part, Scene, Wish
from services.scheduling.domain.travel.places import HOME, Point, Road, Trip
from services.scheduling.domain.travel.places import STORE as STORE_PLACE
from services.scheduling.domain.travel.whereabouts import Engagement, Spot, Travel, Whereabouts

DAY = date(2026, 11, 19)
NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
OPEN = read_week({day: [{"from": "00:00", "to": "24:00"}] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")})
STORE = Store("sto-1", "Asia/Shanghai", OPEN, (), Point(121.4365, 31.1955))


def clock(text: str, store: Store = STORE, day: date = DAY) -> int:
    """The cell, from 1970, of `HH:MM` on the store's clock on DAY."""
    hours, _, minutes = text.partition(":")
    return local_cell(store.zone, day, int(hours) * 60 + int(minutes))


def span_of(store: Store = STORE, day: date = DAY) -> Span:
    return Span.around(local_cell(store.zone, day, 0), local_cell(store.zone, day + timedelta(days=1), 0))


def bits(pairs: Iterable[tuple[str, str]], store: Store = STORE) -> int:
    """Cells of the span around DAY, from clock times."""
    taken = 0
    for start, end in pairs:
        taken |= span_of(store).bits(clock(start, store), clock(end, store))
    return taken


def a_treatment(minutes: int = 60, **changes: Any) -> Treatment:
    return Treatment(**{"id": "tre-1", "minutes": minutes, "category": "推拿", "places": ("store", "home"), **changes})


def a_technician(technician_id: str = "tec-1", **changes: Any) -> Technician:
    defaults = {"level": 2, "skills": frozenset({"推拿"}), "stores": frozenset({"sto-1"}), "home_visits": True}
    return Technician(technician_id, **{**defaults, **changes})


def a_bed(number: int = 1) -> Unit:
    return Unit(f"bed-1:{number:03d}", BED)


def a_board(
    *,
    working: Iterable[tuple[str, str]] = (("10:00", "22:00"),),
    busy: Iterable[Iterable[tuple[str, str]]] = ((),),
    beds: Iterable[Iterable[tuple[str, str]]] = (),
    treatment: Treatment | None = None,
    then: Sequence[Treatment] = (),
    named: Sequence[str | None] = (),
    devices: Iterable[Unit] = (),
    people: Sequence[Technician] = (),
    store: Store = STORE,
    now: datetime = NOW,
    waived: frozenset[str] = frozenset(),
    guest: Guest | None = None,
    altered: Altered = (),
    wish: dict[str, Any] | None = None,
    **rules: Any,
) -> Board:
    """One technician per item of `busy`, all at work in the same windows, and one bed per item of `beds`.

    The treatments `then` follow the first, in order, each by the technician of the same place in `named`, if any. Who
    the technicians are may be said by `people`.
    """
    windows = list(working)
    people = tuple(people or (a_technician(f"tec-{number}") for number, _ in enumerate(busy, 1)))
    beds_ = [a_bed(number) for number, _ in enumerate(beds, 1)]
    rooms = [UnitCalendar(unit, bits(times, store)) for unit, times in zip(beds_, beds, strict=True)]
    units = tuple(rooms + [UnitCalendar(unit, 0) for unit in devices])
    following = tuple(Part(one.id, who) for one, who in zip_longest(then, named))
    asked = Wish(**{"store_id": "sto-1", "treatment_id": "tre-1", "then": following, **(wish or {})})
    taken = dict(zip((who.id for who in people), busy, strict=True))

    def scene_of(part: Wish, what: Treatment) -> Scene:
        shop = Shop(store, what, people, tuple(one.unit for one in units))
        return Scene.of(shop, part, BookingRules(**rules), now)

    def board_of(scene: Scene) -> Board:
        calendars = [Calendar(who, bits(windows, store), bits(taken[who.id], store)) for who in scene.candidates]
        return Board(scene, span_of(store), tuple(calendars), units, waived)

    first = scene_of(asked.by_one_traveller(), treatment or a_treatment())
    parts = [scene_of(part, what) for part, what in zip(first.wish.parts[1:], then, strict=True)]
    whole = first.followed_by(parts)
    return replace(board_of(whole), then=tuple(map(board_of, whole.then)), guest=guest, altered=altered)


def starts_of(board: Board, technician_id: str = "tec-1") -> list[str]:
    """The starts offered to a technician, as clock times."""
    found = each_bit(offers(board).get(technician_id, 0))
    return [instant_of(board.span.base + start).astimezone(board.store.zone).strftime("%H:%M") for start in found]


def a_travelling_board(
    *,
    here: Point,
    place: str = HOME,
    working: Iterable[tuple[str, str]] = (("10:00", "22:00"),),
    breaks: Iterable[tuple[str, str]] = (),
    engaged: Iterable[tuple[str, str, Point | None]] = (),
    own: Iterable[tuple[str, str, Point | None]] = (),
    base: Point | None = None,
    minutes: Mapping[Trip, float] | None = None,
    **more: Any,
) -> Board:
    """One technician, engaged at points in the course of the day (None is a claim from before there were places); the
    place of the wish is `here`. `own` is the visit that is being moved; `minutes` are what a map says.
    """
    wish = {"place": place, "location": here if place == HOME else None, **more.pop("wish", {})}
    store = more.pop("store", replace(STORE, location=here) if place == STORE_PLACE else STORE)
    board = a_board(wish=wish, store=store, home_service_radius_km=500, **more)
    shifts, paused = bits(working), bits(breaks)
    (technician,) = board.scene.candidates
    every = sorted((*_engagements(board.span, engaged), *_engagements(board.span, own)), key=lambda one: one.start)
    freed = bits((start, end) for start, end, _ in own)
    spot = Spot("home_base", base) if base else board.scene.base_of(technician)
    whereabouts = Whereabouts(spot, tuple(every), shifts, paused)
    roads = {trip: Road(5.0, said) for trip, said in (minutes or {}).items()}
    travel = Travel(here, place, roads, board.rules.traffic, store.zone, board.span.base)
    busy = bits((start, end) for start, end, _ in engaged)
    calendar = travelled(
        Calendar(technician, shifts & ~paused, busy, freed), travel, whereabouts, freed, board.span.size
    )
    return replace(board, calendars=(calendar,), travel=travel)


def _engagements(span: Span, taken: Iterable[tuple[str, str, Point | None]]) -> list[Engagement]:
    return [
        Engagement(clock(start) - span.base, clock(end) - span.base, at and Spot("visit", at))
        for start, end, at in taken
    ]
