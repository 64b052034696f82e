"""Moving a day's visits as a dispatch proposal says: judged by the one pure function, all of them or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.scheduling.domain.choice.judgement import Because
from services.scheduling.domain.claim.claims import FIRM, Claim
from services.scheduling.domain.claim.decisions import DISPATCH, RosterChange
from services.scheduling.domain.dispatch.proposal import Move
from services.scheduling.domain.errors import Unknown, VersionConflict
from services.scheduling.domain.offer.scene import Scene
from services.scheduling.ports import Diary
from services.scheduling.use_cases.drafts import Draft
from services.scheduling.use_cases.moves import BY_THE_SHOP, OVERRIDABLE, placed_on
from services.scheduling.use_cases.scenes import (
    Time,
    Visitor,
    board_of,
    locked_together,
    prepared,
    scene_of,
    seen_together,
    span_of_local_days,
)
from services.scheduling.use_cases.shop_moves import write_moves
from shared.actor import Actor
from shared.errors import Refusal

AS_IT_IS = Draft(RosterChange(DISPATCH))


@dataclass(frozen=True)
class Order:
    """Where a visit is to go: the scene has no candidate but its next technician."""

    claim: Claim
    scene: Scene
    starts_at: datetime

    def placed(self, diary: Diary, draft: Draft, time: Time) -> Claim:
        """The claim as it is to be, or the refusal. The draft has freed its old place already, and what another visit
        takes of that since is taken: so nothing counts as the claim's own here.
        """
        board = board_of(self.scene, draft.on(time), waived=OVERRIDABLE)
        moved = placed_on(diary, board, self.claim, self.starts_at)
        stays = moved.technician_ids == self.claim.technician_ids
        return replace(moved, wish=self.claim.wish, because=self.claim.because if stays else Because(BY_THE_SHOP))


def refused(diary: Diary, now: datetime, moves: Sequence[Move], on: date) -> list[Move]:
    """Those of the moves, all made together, that would not be accepted. Nothing is changed or locked."""
    if not moves:
        return []
    orders = [_order(diary, now, move) for move in moves]
    scenes = [order.scene for order in orders]
    time = seen_together(diary, scenes, span_of_local_days(scenes[0].shop.store, on, 1))
    draft = AS_IT_IS.without([order.claim for order in orders])
    against = []
    for order, move in zip(orders, moves, strict=True):
        try:
            draft = draft.with_(order.placed(diary, draft, time))
        except Refusal:
            against.append(move)
    return against


def apply_moves(
    diary: Diary,
    *,
    actor: Actor,
    now: datetime,
    moves: Sequence[Move],
    on: date,
    first: Callable[[], None],
    check: Callable[[], None],
) -> None:
    """All moves in one transaction. It begins with `first`, which locks what belongs to the caller, and `check` may
    still refuse once everything is locked. VersionConflict where a claim, a roster or somebody else's visit is in the
    way by now.
    """
    orders = [_order(diary, now, move) for move in moves]
    for order in orders:
        prepared(diary, order.scene, order.starts_at)

    def apply() -> None:
        first()
        for claim_id in sorted(order.claim.id for order in orders):
            diary.claims.lock(claim_id)
        placed = _placed(diary, orders, on)
        check()
        write_moves(diary, placed, cause=DISPATCH, actor=actor, now=now)

    diary.transact(apply)


def _placed(diary: Diary, orders: Sequence[Order], on: date) -> list[tuple[Claim, Claim]]:
    """Each claim and as it is to be, on calendars that are locked by this."""
    if not orders:
        return []
    scenes = [order.scene for order in orders]
    span = span_of_local_days(scenes[0].shop.store, on, 1)
    taken = [taking.resource_id for order in orders for taking in order.claim.takings]
    time = locked_together(diary, scenes, span, taken)
    draft, placed = AS_IT_IS.without([order.claim for order in orders]), list[tuple[Claim, Claim]]()
    for order in orders:
        try:
            moved = order.placed(diary, draft, time)
        except Refusal as refusal:
            told = {"appointment_id": order.claim.id, "because": refusal.code}
            raise VersionConflict(params=told) from refusal
        draft = draft.with_(moved)
        placed.append((order.claim, moved))
    return placed


def _order(diary: Diary, now: datetime, move: Move) -> Order:
    """The visit for that technician alone; VersionConflict when it is another by now, or has ended."""
    claim = diary.claims.find(move.claim_id)
    if claim is None or claim.status != FIRM or claim.revision != move.revision:
        raise VersionConflict(params={"appointment_id": move.claim_id})
    try:
        scene = scene_of(diary, claim.wish, now, Visitor.of(claim)).only({move.technician_id})
    except Unknown as unknown:
        raise VersionConflict(params={"appointment_id": move.claim_id}) from unknown
    return Order(claim, scene, move.starts_at)
