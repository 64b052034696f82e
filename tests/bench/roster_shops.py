"""Shops for the roster's benchmark: the demonstration's people on its fixed plans, and the demand of a fortnight.

Technicians are the demonstration shop's, over and over, with their skills, levels and plans (A 10:00–19:00, B
13:00–22:00, six days a week); those after the first twenty have a day off drawn for them. Demand is made of whole
visits with the lengths, turnovers and levels of its treatments, by category as the technicians are able, busier in the
evening and on the weekend, until it comes to the load: 0.80 of the minutes that the fixed plans work.
"""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml

from services.scheduling.domain.hours.windows import Shift
from services.scheduling.domain.rostering.contracts import Contract
from services.scheduling.domain.rostering.demand import Demand, Need, Slot
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.problem import Member, RosterProblem
from services.scheduling.domain.rostering.shifts import minutes_by_hour
from shared.config import ROOT

DEMO = ROOT / "deploy" / "demo" / "demo.yml"
MONDAY = date(2026, 11, 23)
OPENS, CLOSES = 600, 1320
PLANS = {"A": Shift(600, 1140), "B": Shift(780, 1320), "C": Shift(600, 1110)}  # C begins when the store opens
BY_HOUR = {10: 6, 11: 8, 12: 7, 13: 8, 14: 10, 15: 11, 16: 11, 17: 10, 18: 11, 19: 15, 20: 14, 21: 9}
BY_WEEKDAY = (85, 80, 85, 90, 110, 135, 130)
QUARTERS = (0, 15, 30, 45)


def fixed_shop(
    seed: int, technicians: int = 30, days: int = 14, load: float = 0.8, longest_hours: int = 9
) -> RosterProblem:
    """Everybody owes the hours and days off of their fixed plan, and works at most `longest_hours` a day."""
    demo, chance = yaml.safe_load(DEMO.read_text()), random.Random(seed)  # noqa: S311 - a seed of its own, no secret
    people = list(_people(demo["technicians"], technicians, chance))
    return _problem(demo, people, chance, days, load, longest_hours)


def demonstration_store(seed: int, slug: str = "xujiahui", days: int = 14, load: float = 0.8) -> RosterProblem:
    demo = yaml.safe_load(DEMO.read_text())
    people = [(row, row["days_off"]) for row in demo["technicians"] if row["store"] == slug]
    chance = random.Random(seed)  # noqa: S311 - a seed of its own, no secret
    return _problem(demo, people, chance, days, load, 9)


def _people(pool: list[Any], count: int, chance: random.Random) -> Iterator[tuple[Any, list[int]]]:
    for number in range(count):
        row = pool[number % len(pool)]
        yield row, row["days_off"] if number < len(pool) else [chance.randint(1, 5)]


def _problem(
    demo: Any, people: list[tuple[Any, list[int]]], chance: random.Random, days: int, load: float, longest_hours: int
) -> RosterProblem:
    members, present = [], {}
    for number, (row, days_off) in enumerate(people):
        shift = PLANS[row["plan"]]
        week = (shift.end - shift.start) * (7 - len(days_off))
        contract = Contract(week, len(days_off), longest_hours * 60, break_minutes=0)
        members.append(Member(f"{number:02d}-{row['slug']}", row["level"], frozenset(row["skills"]), contract))
        present |= {(members[-1].technician_id, day): (shift,) for day in range(days) if day % 7 + 1 not in days_off}
    worked = sum(shift.end - shift.start for shifts in present.values() for shift in shifts)
    demand = Demand.of(_visits(demo["treatments"], members, chance, days, load * worked))
    return RosterProblem(MONDAY, (((OPENS, CLOSES),),) * days, tuple(members), demand, present=RosterPlan(present))


def _visits(
    treatments: list[Any], members: list[Member], chance: random.Random, days: int, minutes: float
) -> Iterator[tuple[Slot, Need, int]]:
    able: Counter[str] = Counter()
    for member in members:
        able.update(dict.fromkeys(sorted(member.skills), 1 / len(member.skills)))
    categories, shares = zip(*sorted(able.items()), strict=True)
    while minutes > 0:
        (day,) = chance.choices(range(days), [BY_WEEKDAY[day % 7] for day in range(days)])
        (hour,) = chance.choices(list(BY_HOUR), list(BY_HOUR.values()))
        (category,) = chance.choices(categories, shares)
        treatment = chance.choice([row for row in treatments if row["category"] == category])
        start = hour * 60 + chance.choice(QUARTERS)
        end = min(start + treatment["minutes"] + treatment["turnover"], CLOSES)
        minutes -= end - start
        for at, part in minutes_by_hour([(start, end)]).items():
            yield (day, at), Need(category, treatment["level"]), part
