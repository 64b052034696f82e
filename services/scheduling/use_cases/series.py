"""Claiming the visits of a series (every n weeks): all of them in one transaction, or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.claim.requests import ClaimRequest, SeriesRequest
from services.scheduling.domain.claim.series import Outcome, Trouble, nearest
from services.scheduling.domain.errors import CONFLICTS, NotAllowed, StartRefused
from services.scheduling.domain.offer.scene import Scene
from services.scheduling.ports import Diary
from services.scheduling.use_cases.claims import decided, held, repeated
from services.scheduling.use_cases.scenes import (
    Time,
    Visitor,
    board_of,
    locked,
    prepared,
    scene_of,
    seen,
    span_of_days,
    span_of_visit,
)
from shared.actor import Actor
from shared.errors import Refusal

ONE_DAY, DAYS_AROUND = timedelta(days=1), 3
REFUSED_STARTS: tuple[type[Refusal], ...] = (StartRefused, *CONFLICTS.values())


class _InTheWay(Exception):
    """Some visit of the series cannot be: what was written for the others is undone with the transaction."""

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        super().__init__()
        self.troubles = tuple(troubles)


@dataclass(frozen=True)
class _Planned:
    """A series with all that a decision about its visits needs but the calendars."""

    asked: SeriesRequest
    scene: Scene
    hold_until: datetime

    def judged(self, diary: Diary, one: ClaimRequest, time: Time) -> Claim:
        board = board_of(self.scene, time)
        return held(one, board, decided(diary, board, one.starts_at, one.customer_id), self.hold_until)


def claim_series(diary: Diary, *, actor: Actor, now: datetime, asked: SeriesRequest) -> Outcome:
    """Hold the time of every visit, or say of each that cannot be why, and which starts are nearest to it.

    Asked again with the same ids and starts it gives the same claims; a trial holds nothing.
    """
    if not (actor.account_id == asked.customer_id or actor.works_for(asked.wish.store_id)):
        raise NotAllowed
    visitor = Visitor(asked.customer_id, None if asked.for_guest else asked.customer_id)
    scene, until = diary.look(lambda: (scene_of(diary, asked.wish, now, visitor), diary.claims.hold_until()))
    planned = _Planned(asked, scene, until)
    try:
        return Outcome(_tried(diary, planned) if asked.is_trial else _claimed(diary, planned))
    except _InTheWay as found:
        return Outcome((), tuple(_with_others(diary, scene, one) for one in found.troubles))


def _tried(diary: Diary, planned: _Planned) -> tuple[Claim, ...]:
    def time_of(one: ClaimRequest) -> Time:
        return seen(diary, planned.scene, span_of_visit(planned.scene, one.starts_at))

    return diary.look(lambda: _all_of(planned, lambda one: planned.judged(diary, one, time_of(one))))


def _claimed(diary: Diary, planned: _Planned) -> tuple[Claim, ...]:
    """The locks on people and things are taken with the first visit, the days of each with its own turn."""
    spans = {one.claim_id: prepared(diary, planned.scene, one.starts_at) for one in planned.asked.claims}

    def claimed(one: ClaimRequest) -> Claim:
        time = locked(diary, planned.scene, spans[one.claim_id])
        known = diary.claims.find(one.claim_id)
        if known is not None:
            return repeated(known, one)
        new = planned.judged(diary, one, time)
        diary.calendars.exchange((), new.takings, new.place)
        diary.claims.add(new)
        return new

    return diary.transact(lambda: _all_of(planned, claimed))


def _all_of(planned: _Planned, claim: Callable[[ClaimRequest], Claim]) -> tuple[Claim, ...]:
    claims, troubles = [], []
    for one in planned.asked.claims:
        try:
            claims.append(claim(one))
        except REFUSED_STARTS as refusal:
            troubles.append(Trouble(one.claim_id, one.starts_at, refusal.code, refusal.params))
    if troubles:
        raise _InTheWay(troubles)
    return tuple(claims)


def _with_others(diary: Diary, scene: Scene, trouble: Trouble) -> Trouble:
    """The same with the nearest starts that are offered, from the day before to the day after."""
    day = trouble.starts_at.astimezone(scene.shop.store.zone).date() - ONE_DAY
    board = diary.look(lambda: board_of(scene, seen(diary, scene, span_of_days(scene, day, DAYS_AROUND))))
    return replace(trouble, alternatives=nearest(board, trouble.starts_at))
