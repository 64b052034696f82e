"""Proposals of rosters: asked for, worked on in the background (`tending`), edited, applied."""

from collections.abc import Mapping
from datetime import date, datetime

from services.scheduling.domain.errors import NotAllowed, Unknown, refusal_of
from services.scheduling.domain.hours.windows import Day
from services.scheduling.domain.rostering.figures import figures_of
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.proposal import CANCELLED, RosterProposal
from services.scheduling.domain.rostering.request import RosterRequest
from services.scheduling.ports import Diary
from services.scheduling.use_cases.roster_problems import problem_of
from shared.actor import Actor
from shared.ids import new_id


def propose_roster(diary: Diary, *, actor: Actor, now: datetime, asked: RosterRequest) -> RosterProposal:
    """Write down what is asked for, as it stands now; the roster itself is made in the background."""
    require_manager(actor, asked.store_id)
    zone = diary.catalogue.store(asked.store_id).zone
    if asked.first < now.astimezone(zone).date():
        raise refusal_of("in_the_past")
    problem = diary.look(lambda: problem_of(diary, asked, now))
    seconds = asked.seconds_for(len(problem.members))
    proposal = RosterProposal(new_id(), asked.store_id, problem, seconds, now, str(actor))
    diary.proposals.add(proposal)
    return proposal


def get_roster_proposal(diary: Diary, *, actor: Actor, proposal_id: str) -> RosterProposal:
    proposal = diary.proposals.get(proposal_id)
    require_manager(actor, proposal.store_id)
    return proposal


def edit_roster_proposal(
    diary: Diary, *, actor: Actor, proposal_id: str, version: int | None, days: Mapping[tuple[str, date], Day]
) -> RosterProposal:
    """Set whole days of technicians by hand. Nothing is refused for a rule it breaks: the figures tell."""

    def edit() -> RosterProposal:
        proposal = locked_proposal(diary, actor, proposal_id, version)
        plan = _with_days(proposal, days)
        proposal = proposal.edited(plan, {**proposal.outcome.figures, **figures_of(proposal.problem, plan).written()})
        diary.proposals.save(proposal)
        return proposal

    return diary.transact(edit)


def cancel_roster_proposal(diary: Diary, *, actor: Actor, proposal_id: str) -> RosterProposal:
    """Stop working on it, or drop it; one that is cancelled stays so."""

    def cancel() -> RosterProposal:
        proposal = locked_proposal(diary, actor, proposal_id)
        if proposal.status != CANCELLED:
            proposal = proposal.become(CANCELLED)
            diary.proposals.save(proposal)
        return proposal

    return diary.transact(cancel)


def require_manager(actor: Actor, store_id: str) -> None:
    """Rosters are made by who manages the store; staff of other stores do not learn that there is one."""
    if actor.manages(store_id):
        return
    raise NotAllowed if actor.works_for(store_id) or not actor.is_staff else Unknown(params={"id": store_id})


def locked_proposal(diary: Diary, actor: Actor, proposal_id: str, version: int | None = None) -> RosterProposal:
    proposal = diary.proposals.lock(proposal_id)
    require_manager(actor, proposal.store_id)
    proposal.require_version(version)
    return proposal


def _with_days(proposal: RosterProposal, days: Mapping[tuple[str, date], Day]) -> RosterPlan:
    """The plan with those days set; Unknown for somebody, or a day, that the proposal does not have."""
    problem = proposal.problem
    known = {member.technician_id for member in problem.members}
    plan = proposal.outcome.plan or RosterPlan()
    for (who, on), shifts in days.items():
        day = (on - problem.first).days
        if who not in known or not 0 <= day < problem.days:
            raise Unknown(params={"id": who, "on": on.isoformat()})
        plan = plan.with_day(who, day, shifts)
    return plan
