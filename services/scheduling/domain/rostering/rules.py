"""What no roster may break, each rule with the name it has for people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.scheduling.domain.rostering.demand import Need
from services.scheduling.domain.rostering.figures import could_work
from services.scheduling.domain.rostering.model import Choice, Linear, Model, total
from services.scheduling.domain.rostering.problem import DAY_MINUTES, Member
from services.scheduling.domain.rostering.shifts import ShiftKind, day_of_opening


@dataclass(frozen=True)
class Rule:
    """`code` and `params` are what texts for people are made of."""

    code: str
    params: Mapping[str, Any] = field(hash=False, default_factory=dict)


Bound = tuple[Rule, Linear, int, int]  # the rule keeps the number between both, or it is broken
ANY = 10**6


def bounds(model: Model) -> Iterator[Bound]:
    """Every rule that the open places of the model can break."""
    for member in model.problem.members:
        yield from _contract(model, member)
        yield from _rest(model, member)
    for day in range(model.problem.days):
        yield from _cover(model, day)


def obey(model: Model) -> None:
    for _, number, least, most in bounds(model):
        model.cp.add_linear_constraint(number, least, most)


def _contract(model: Model, member: Member) -> Iterator[Bound]:
    contract, who = member.contract, member.technician_id
    for number, week in enumerate(model.problem.weeks):
        if not model.is_open(member, week):
            continue
        days, available = len(week), sum(could_work(model.problem, member, day) for day in week)
        told = {"technician_id": who, "week": number + 1, "hours": contract.week_minutes / 60}
        told |= {"days_off": contract.days_off, "longest_hours": contract.longest_day_minutes / 60, "days": available}
        minutes = model.minutes(member, week)
        yield Rule("contract_most", told), minutes, 0, contract.most_minutes(days)
        yield Rule("contract_hours", told), minutes, contract.least_minutes(days, available), ANY
        worked = model.count(member, week, _any)
        yield Rule("days_off", told), worked, 0, contract.most_days(days)


def _rest(model: Model, member: Member) -> Iterator[Bound]:
    """For each end of a day, that late or an early start on the next day, not both."""
    rest = member.contract.shortest_rest_minutes
    told = {"technician_id": member.technician_id, "hours": rest / 60}
    for day in range(model.problem.days - 1):
        if not model.is_open(member, (day, day + 1)):
            continue
        today, tomorrow = model.on(member, day), model.on(member, day + 1)
        for late, early in _too_near(today, tomorrow, rest):
            on = model.problem.date_of(day + 1).isoformat()
            yield Rule("rest", {**told, "on": on}), total(late + early), 0, 1


def _too_near(today: list[Choice], tomorrow: list[Choice], rest: int) -> Iterator[tuple[list[Any], list[Any]]]:
    seen = 0
    for end in sorted({kind.shift.end for kind, _ in today}, reverse=True):
        late = [literal for kind, literal in today if kind.shift.end >= end]
        early = [literal for kind, literal in tomorrow if kind.shift.start + DAY_MINUTES < end + rest]
        if early and len(early) != seen:
            yield late, early
        seen = len(early)


def _cover(model: Model, day: int) -> Iterator[Bound]:
    opening, cover = day_of_opening(model.problem.opening[day]), model.problem.cover
    if opening is None or not any(model.is_open(member, [day]) for member in model.problem.members):
        return
    yield from _at(model, day, "opening_cover", opening[0], cover.opening)
    yield from _at(model, day, "closing_cover", opening[1] - 1, cover.closing)
    for need, needed in cover.skills.items():
        yield from _able(model, day, need, needed)


def _at(model: Model, day: int, code: str, minute: int, needed: int) -> Iterator[Bound]:
    if not needed:
        return
    there = [m for m in model.problem.members if any(kind.is_at(minute) for kind, _ in model.on(m, day))]
    working = [model.count(member, [day], lambda _, kind: kind.is_at(minute)) for member in there]
    told = {"on": model.problem.date_of(day).isoformat(), "needed": needed, "available": len(there)}
    yield Rule(code, told), total(working), needed, ANY


def _able(model: Model, day: int, need: Need, needed: int) -> Iterator[Bound]:
    able = [m for m in model.problem.members if m.meets(need) and model.on(m, day)]
    told = {"on": model.problem.date_of(day).isoformat(), "category": need.category, "level": need.level}
    working = [model.count(member, [day], _any) for member in able]
    yield (
        Rule("skill_cover", {**told, "needed": needed, "available": len(able)}),
        total(working),
        needed,
        ANY,
    )


def _any(day: int, kind: ShiftKind) -> bool:  # noqa: ARG001
    return True
