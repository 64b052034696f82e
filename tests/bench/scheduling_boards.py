"""Realistic fortnights for the pure function: shifts, breaks, days off, visits with buffers. Fixed seeds."""

from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

from services.scheduling.domain.business.rules import BookingRules
from services.scheduling.domain.business.shop import Shop, Store, Technician, Treatment
from services.scheduling.domain.hours.cells import DAY_CELLS, Span, stretch
from services.scheduling.domain.hours.windows import DAYS, read_week
from services.scheduling.domain.offer.board import Board, Calendar
from services.scheduling.domain.offer.scene import Scene, Wish

FIRST = date(2026, 11, 23)
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
OPEN = read_week({day: [{"from": "09:00", "to": "23:00"}] for day in DAYS})
LENGTHS, TURNOVER, VISITS = (6, 9, 12, 12, 12, 18), 2, 8
HOUR = DAY_CELLS // 24


def fortnight(technicians: int, days: int = 14, seed: int = 20261123) -> Board:
    """A board over `days` local days in Shanghai, whose midnight is 16:00 in UTC; 8 visits on each day worked."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    treatment = Treatment("tre-1", 60, "推拿", turnover=10)
    people = tuple(
        Technician(f"tec-{number:05}", level=2, skills=frozenset({"推拿"}), stores=frozenset({"sto-1"}))
        for number in range(technicians)
    )
    shop = Shop(Store("sto-1", "Asia/Shanghai", OPEN), treatment, people, (), 60)
    scene = Scene.of(shop, Wish("sto-1", "tre-1"), BookingRules(), NOW)
    span = Span(date(2026, 11, 20), days + 4)
    calendars = tuple(_calendar(who, days, random) for who in people)
    return Board(replace(scene, candidates=people), span, calendars)


def _calendar(who: Technician, days: int, random: Random) -> Calendar:
    """An early or a late shift of nine hours with a break, one or two days off a week."""
    working = busy = 0
    days_off = random.sample(range(7), random.choice((1, 2)))
    for number in range(days):
        midnight = 3 * DAY_CELLS + number * DAY_CELLS - 8 * HOUR
        if number % 7 in days_off:
            continue
        start = midnight + random.choice((9, 10, 12, 13)) * HOUR
        pause = start + random.randrange(3 * HOUR, 5 * HOUR)
        working |= stretch(start, pause) | stretch(pause + HOUR // 2, start + 10 * HOUR)
        busy |= _visits(start, random)
    return Calendar(who, working, busy)


def _visits(start: int, random: Random) -> int:
    """Up to eight visits of a day, one after another with a little air between them."""
    taken, at = 0, start + random.randrange(3)
    for _ in range(VISITS):
        end = at + random.choice(LENGTHS) // 2 + TURNOVER
        taken |= stretch(at, end)
        at = end + random.choice((0, 0, 1, 3, 6))
    return taken
