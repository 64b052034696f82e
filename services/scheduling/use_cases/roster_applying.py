"""A proposed roster becomes the working plans of its dates, over visits only with a decision for each."""

from collections.abc import Mapping
from datetime import datetime

from services.scheduling.domain.claim.conflicts import Changed
from services.scheduling.domain.claim.decisions import ROSTER, Decision, RosterChange
from services.scheduling.domain.errors import PlanOvertaken
from services.scheduling.domain.rostering.applying import plans_with
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.proposal import APPLIED, RosterProposal
from services.scheduling.ports import Diary
from services.scheduling.use_cases.conflicts import change_rosters
from services.scheduling.use_cases.rostering import locked_proposal, require_manager
from services.scheduling.use_cases.scenes import span_of_local_days
from shared.actor import Actor


def apply_roster_proposal(
    diary: Diary,
    *,
    actor: Actor,
    now: datetime,
    proposal_id: str,
    decisions: Mapping[str, Decision],
    version: int | None = None,
    dry_run: bool = False,
) -> Changed[RosterProposal]:
    """Write the roster into the working plans of its dates: all of it, with all that is decided, or nothing.

    Applied again, nothing changes. ClaimsInTheWay lists the visits that would lie outside of work and have no decision;
    PlanOvertaken: somebody changed one of the plans in this very moment.
    """
    proposal = diary.proposals.get(proposal_id)
    require_manager(actor, proposal.store_id)
    if proposal.status == APPLIED:
        return Changed(proposal)
    proposal.require_version(version)
    applied, change = proposal.become(APPLIED), _change_of(diary, proposal)

    def save() -> None:
        if _change_of(diary, proposal) != change:
            raise PlanOvertaken
        locked_proposal(diary, actor, proposal_id, proposal.version)
        diary.proposals.save(applied)

    outcome = change_rosters(
        diary, actor=actor, now=now, change=change, decisions=decisions, dry_run=dry_run, also=save
    )
    return Changed(proposal if dry_run else applied, outcome)


def _change_of(diary: Diary, proposal: RosterProposal) -> RosterChange:
    store, problem = diary.catalogue.store(proposal.store_id), proposal.problem
    who = [member.technician_id for member in problem.members]
    rosters = diary.rosters.of(who, span_of_local_days(store, problem.first, problem.days))
    plan = proposal.outcome.plan or RosterPlan()
    return RosterChange(
        ROSTER, plans=tuple((one, changed) for one in who for changed in plans_with(rosters[one], problem, plan, one))
    )
