"""Looking after the rosters that are being made, every moment anew: heard of, finished, cancelled, lost, begun.

Nothing here waits for a solver: its runs are children of the process (`Planner`). A run whose process died leaves a
proposal whose lease runs out; it is begun again, and given up after `MOST_TRIES`.
"""

from collections.abc import Mapping
from typing import Any

from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.proposal import FAILED, QUEUED, READY, RUNNING, Outcome, RosterProposal
from services.scheduling.ports import Diary, News, Planner

TASK, SEED, MOST_TRIES = "roster", 1, 3
WORKER_LOST = "worker_lost"


def tend_rosters(diary: Diary, planner: Planner) -> None:
    """One look at every run of this process, at what other processes left behind, and at what waits."""
    for proposal_id in planner.running:
        _hear(diary, planner, proposal_id)
    for proposal_id in diary.proposals.lost():
        _rescue(diary, proposal_id)
    while planner.is_free and (proposal := diary.proposals.take()) is not None:
        planner.start(proposal.id, TASK, _request(proposal))


def _hear(diary: Diary, planner: Planner, proposal_id: str) -> None:
    news = planner.news(proposal_id)
    if news.done is None and not news.is_lost:
        if not diary.proposals.hold(proposal_id, news.progress or {}):
            planner.stop(proposal_id)
        return
    planner.stop(proposal_id)
    diary.transact(lambda: _finish(diary, proposal_id, news))


def _finish(diary: Diary, proposal_id: str, news: News) -> None:
    """Write down what came of it, unless it was cancelled or given to somebody else meanwhile."""
    proposal = diary.proposals.lock(proposal_id)
    if proposal.status == RUNNING:
        diary.proposals.save(_finished(proposal, news))


def _finished(proposal: RosterProposal, news: News) -> RosterProposal:
    progress = news.progress or {}
    if news.done is None:
        return _lost(proposal)
    if failure := news.done.get("failure"):
        return proposal.become(FAILED, outcome=Outcome(failure=failure), progress=progress)
    return proposal.become(READY, outcome=_outcome(proposal, news.done), progress=progress)


def _outcome(proposal: RosterProposal, done: Mapping[str, Any]) -> Outcome:
    proof = {"bound": done["bound"], "seconds": done["seconds"]}
    return Outcome(RosterPlan.read(done["plan"], proposal.first), {**done["figures"], **proof}, done["present"])


def _rescue(diary: Diary, proposal_id: str) -> None:
    def rescue() -> None:
        proposal = diary.proposals.lock(proposal_id)
        if proposal.status == RUNNING and diary.proposals.is_lost(proposal_id):
            diary.proposals.save(_lost(proposal))

    diary.transact(rescue)


def _lost(proposal: RosterProposal) -> RosterProposal:
    if proposal.tries < MOST_TRIES:
        return proposal.become(QUEUED)
    return proposal.become(FAILED, outcome=Outcome(failure={"code": WORKER_LOST}))


def _request(proposal: RosterProposal) -> dict[str, Any]:
    return {"problem": proposal.problem.written(), "seconds": proposal.seconds, "seed": SEED}
