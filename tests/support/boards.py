"""Boards without a database: builders for the pure part of scheduling, and an oracle that walks cell by cell."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.scheduling.domain.availability import offers
from services.scheduling.domain.board import Board, Calendar, UnitCalendar
from services.scheduling.domain.cells import Span, each_bit, instant_of
from services.scheduling.domain.guests import Guest
from services.scheduling.domain.places import Point
from services.scheduling.domain.rules import BookingRules
from services.scheduling.domain.scene import Scene, Wish
from services.scheduling.domain.shop import BED, Shop, Store, Technician, Treatment, Unit
from services.scheduling.domain.windows import local_cell, read_week

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
    store: Store = STORE,
    now: datetime = NOW,
    waived: frozenset[str] = frozenset(),
    guest: Guest | None = None,
    wish: dict[str, Any] | None = None,
    **rules: Any,
) -> Board:
    """One technician per item of `busy`, all at work in the same windows, and one bed per item of `beds`."""
    windows = list(working)
    people = [a_technician(f"tec-{number}") for number, _ in enumerate(busy, 1)]
    units = [a_bed(number) for number, _ in enumerate(beds, 1)]
    treatment = treatment or a_treatment()
    shop = Shop(store, treatment, tuple(people), tuple(units))
    scene = Scene.of(
        shop, Wish(**{"store_id": "sto-1", "treatment_id": "tre-1", **(wish or {})}), BookingRules(**rules), now
    )
    taken = dict(zip((who.id for who in people), busy, strict=True))
    calendars = [Calendar(who, bits(windows, store), bits(taken[who.id], store)) for who in scene.candidates]
    rooms = [UnitCalendar(unit, bits(times, store)) for unit, times in zip(units, beds, strict=True)]
    return Board(scene, span_of(store), tuple(calendars), tuple(rooms), waived, guest=guest)


def starts_of(board: Board, technician_id: str = "tec-1") -> list[str]:
    """The starts offered to a technician, as clock times."""
    found = each_bit(offers(board).get(technician_id, 0))
    return [instant_of(board.span.base + start).astimezone(board.store.zone).strftime("%H:%M") for start in found]
