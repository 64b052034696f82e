"""What is answered of rosters, contracts and wishes."""

from collections.abc import Iterable

from services.scheduling.domain.rostering.contracts import Contract, ShiftWish
from services.scheduling.domain.rostering.proposal import RosterProposal
from services.scheduling.schemas import Json


def roster_proposal_view(proposal: RosterProposal) -> Json:
    """`figures` of the roster beside those of the `present` one; while it is being made, the best `plan` so far."""
    outcome, progress = proposal.outcome, dict(proposal.progress)
    so_far = progress.pop("plan", None)
    return {
        "id": proposal.id,
        "store_id": proposal.store_id,
        "from": proposal.first.isoformat(),
        "days": proposal.problem.days,
        "status": proposal.status,
        "version": proposal.version,
        "seconds": proposal.seconds,
        "asked_at": proposal.asked_at.isoformat(),
        "progress": progress or None,
        "plan": so_far if outcome.plan is None else outcome.plan.written(proposal.first),
        "figures": dict(outcome.figures) or None,
        "present": dict(outcome.present) or None,
        "failure": outcome.failure,
    }


def contract_view(known: tuple[Contract, bool], technician_id: str) -> Json:
    contract, is_written = known
    return {
        "technician_id": technician_id,
        "hours_per_week": contract.week_minutes / 60,
        "days_off": contract.days_off,
        "longest_day_hours": contract.longest_day_minutes / 60,
        "shortest_rest_hours": contract.shortest_rest_minutes / 60,
        "break_minutes": contract.break_minutes,
        "break_after_hours": contract.break_after_minutes / 60,
        "tolerance_hours": contract.tolerance_minutes / 60,
        "from_working_plan": not is_written,
    }


def shift_wish_view(wish: ShiftWish) -> Json:
    return wish.written()


def shift_wishes_view(wishes: Iterable[ShiftWish]) -> Json:
    return {"items": [wish.written() for wish in wishes], "next_cursor": None}
