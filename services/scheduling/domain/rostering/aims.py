"""What a roster is for, in one number: unmet minutes first, then wishes, then fairness, then contracted hours."""

from collections.abc import Iterable, Sequence

from services.scheduling.domain.rostering.contracts import OFF, WEEK, ShiftWish
from services.scheduling.domain.rostering.figures import could_work, weekend_days
from services.scheduling.domain.rostering.model import Linear, Model, total, weighted
from services.scheduling.domain.rostering.problem import Member
from services.scheduling.domain.rostering.shifts import ShiftKind, is_late

# Each weighs so much that a usual gain of the next one never outweighs it; the last is one minute off the contract.
UNMET_MINUTE, WISH, FAIRNESS_STEP, CONTRACT_MINUTE = 60_000, 6_000, 1_200, 1


def unmet(model: Model) -> Linear:
    """Unmet minutes by their weights."""
    return weighted([minutes for _, minutes in model.unmet], [step for step, _ in model.unmet])


def everything(model: Model) -> Linear:
    broken = [1 - _kept(model, wish) for wish in model.problem.wishes]
    off = [part for member in model.problem.members for part in _off_contract(model, member)]
    parts = [unmet(model), total(broken), total(_unfairness(model)), total(off)]
    return weighted(parts, [UNMET_MINUTE, WISH, FAIRNESS_STEP, CONTRACT_MINUTE])


def _kept(model: Model, wish: ShiftWish) -> Linear:
    """1 where the wish is kept."""
    day = (wish.on - model.problem.first).days
    chosen = model.choices[wish.technician_id, day]
    if wish.kind == OFF:
        return 1 - total([literal for _, literal in chosen])
    return total([literal for kind, literal in chosen if wish.is_kept_by((kind.shift,))])


def _unfairness(model: Model) -> list[Linear]:
    """How far apart the most and the least are, of days on weekends and of late shifts."""
    problem = model.problem
    weekends = weekend_days(problem)
    among = [m for m in problem.members if any(could_work(problem, m, day) for day in weekends)]

    def late(day: int, kind: ShiftKind) -> bool:
        return is_late(kind.shift, problem.opening[day])

    return [
        _range(model, [model.count(member, weekends, lambda *_: True) for member in among], len(weekends)),
        _range(model, [model.count(member, range(problem.days), late) for member in problem.members], problem.days),
    ]


def _range(model: Model, counts: Sequence[Linear], most: int) -> Linear:
    if not counts:
        return 0
    least_of, most_of = (model.cp.new_int_var(0, most, "") for _ in range(2))
    for count in counts:
        model.cp.add(least_of <= count)
        model.cp.add(count <= most_of)
    return most_of - least_of


def _off_contract(model: Model, member: Member) -> Iterable[Linear]:
    """Minutes that each week is away from the contract's."""
    for week in model.problem.weeks:
        wanted = member.contract.week_minutes * len(week) // WEEK
        minutes = model.minutes(member, week)
        off = model.cp.new_int_var(0, max(wanted, member.contract.most_minutes(len(week))), "")
        model.cp.add(off >= minutes - wanted)
        model.cp.add(off >= wanted - minutes)
        yield off
