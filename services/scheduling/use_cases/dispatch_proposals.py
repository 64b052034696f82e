"""Proposals to make a day better: asked for, worked on in the background, applied as a whole or not at all."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime

from services.scheduling.domain.dispatch.board import Board, Visit
from services.scheduling.domain.dispatch.building import Routing
from services.scheduling.domain.dispatch.expecting import figures
from services.scheduling.domain.dispatch.proposal import APPLIED, Move, Outcome, Proposal, changed, moves_of
from services.scheduling.domain.errors import NotAllowed, Unknown, VersionConflict
from services.scheduling.ports import Diary
from services.scheduling.ports.dispatch import Router
from services.scheduling.use_cases.dispatch import board_of_day, every_way, require_dispatcher
from services.scheduling.use_cases.dispatch_moves import apply_moves, refused
from shared.actor import Actor
from shared.errors import Refusal
from shared.ids import new_id

BROKEN = "internal_error"
ROUNDS = 3
"""How often a plan is made anew without what the one pure function refuses of it."""


def propose_dispatch(diary: Diary, *, actor: Actor, now: datetime, store_id: str, day: date, seconds: int) -> Proposal:
    """Ask for a better day; a timer takes it up."""
    require_dispatcher(diary, actor, store_id)
    proposal = Proposal(new_id(), store_id, day, seconds, str(actor), now)
    diary.dispatching.add(proposal)
    return proposal


def get_dispatch_proposal(diary: Diary, *, actor: Actor, proposal_id: str) -> Proposal:
    return _theirs(diary, actor, diary.dispatching.find(proposal_id), proposal_id)


def cancel_dispatch_proposal(diary: Diary, *, actor: Actor, proposal_id: str) -> Proposal:
    """No more work is done on it. IllegalTransition when it has been applied."""

    def cancel() -> Proposal:
        proposal = _theirs(diary, actor, diary.dispatching.lock(proposal_id), proposal_id).cancelled()
        diary.dispatching.save(proposal)
        return proposal

    return diary.transact(cancel)


def apply_dispatch_proposal(diary: Diary, *, actor: Actor, now: datetime, proposal_id: str) -> Proposal:
    """Move every visit as proposed, or none; again is the same. For managers of the store.

    VersionConflict when the day has changed since, IllegalTransition unless the proposal is ready.
    """
    proposal = get_dispatch_proposal(diary, actor=actor, proposal_id=proposal_id)
    if not actor.manages(proposal.store_id):
        raise NotAllowed
    if proposal.status == APPLIED:
        return proposal
    applied, outcome = proposal.applied()

    def lock() -> None:
        current = diary.dispatching.lock(proposal_id)
        if current is None or current.status != proposal.status:
            raise VersionConflict(params={"proposal_id": proposal_id})

    def check() -> None:
        if _board(diary, now, proposal).revisions != outcome.revisions:
            raise VersionConflict(params={"proposal_id": proposal_id})
        diary.dispatching.save(applied)

    apply_moves(diary, actor=actor, now=now, moves=outcome.moves, on=proposal.on, first=lock, check=check)
    return applied


def work_on_dispatch(diary: Diary, router: Router, *, now: datetime) -> None:
    """Take up the oldest proposal that waits, and see it through. One that fails says so and is not tried again."""
    proposal = diary.dispatching.begin()
    if proposal is None:
        return
    try:
        outcome = _worked(diary, router, now, proposal)
    except Exception as error:
        diary.dispatching.end(proposal.failed(error.code if isinstance(error, Refusal) else BROKEN))
        raise
    if outcome is not None:
        diary.dispatching.end(proposal.found(outcome))


def _worked(diary: Diary, router: Router, now: datetime, proposal: Proposal) -> Outcome | None:
    """None when it was cancelled meanwhile."""
    board = _board(diary, now, proposal)
    routing = Routing(board)
    for number in range(ROUNDS):
        share = proposal.seconds / 2 ** min(number + 1, ROUNDS - 1)
        plan = router.route(routing.day, share, routing.orders, _progress(diary, proposal, number))
        if plan is None:
            return None
        moves = moves_of(routing, plan)
        against = refused(diary, now, moves, proposal.on)
        if not against:
            return _outcome(board, moves)
        routing = _without(routing, against)
    return _outcome(board, [])


def _progress(diary: Diary, proposal: Proposal, number: int) -> Callable[[float], bool]:
    before = 100 * (1 - 0.5**number)
    return lambda share: diary.dispatching.proceed(proposal.id, min(int(before + share * 50 * 0.5**number), 99))


def _without(routing: Routing, against: list[Move]) -> Routing:
    """The same day, in which nobody makes a visit that they were refused."""
    board, taken = routing.board, {(move.claim_id, move.technician_id) for move in against}

    def narrowed(visits: Iterable[Visit]) -> tuple[Visit, ...]:
        return tuple(
            replace(visit, able=frozenset(who for who in visit.able if (visit.id, who) not in taken))
            for visit in visits
        )

    lanes = tuple(replace(lane, visits=narrowed(lane.visits)) for lane in board.lanes)
    return Routing(replace(board, lanes=lanes, adrift=narrowed(board.adrift)))


def _outcome(board: Board, moves: list[Move]) -> Outcome:
    after = changed(board, moves)
    lost = tuple(visit.id for visit in after.adrift)
    return Outcome(figures(board), figures(after), tuple(moves), lost, board.revisions, board.store.timezone)


def _board(diary: Diary, now: datetime, proposal: Proposal) -> Board:
    return board_of_day(diary, now, proposal.store_id, proposal.on, every_way)


def _theirs(diary: Diary, actor: Actor, proposal: Proposal | None, proposal_id: str) -> Proposal:
    if proposal is None:
        raise Unknown(params={"id": proposal_id})
    require_dispatcher(diary, actor, proposal.store_id)
    return proposal
