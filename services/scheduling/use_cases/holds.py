"""What becomes of a hold: firm, or released for good."""

from collections.abc import Callable
from datetime import datetime

from services.scheduling.domain.claims import HELD, RELEASED, Claim
from services.scheduling.domain.errors import ClaimMismatch, Unknown
from services.scheduling.domain.events import ClaimReleased
from services.scheduling.ports import Bookings, Diary
from shared.errors import Unavailable

TRIES = 10
BATCH = 50


def firm_claim(diary: Diary, *, claim_id: str) -> None:
    """Booking has written the appointment. A tombstone stays one; Unknown when nothing was ever claimed."""
    if not diary.transact(lambda: diary.claims.firm(claim_id)):
        raise Unknown(params={"id": claim_id})


def release_claim(diary: Diary, *, now: datetime, claim_id: str, because: str) -> None:
    """The appointment has ended: its time is free, and the id is used up, even if no claim was heard of yet."""
    _while_it_stands(diary, claim_id, now, lambda claim: _release(diary, claim, because, now))


def expire_holds(diary: Diary, bookings: Bookings, *, now: datetime) -> None:
    """Ask booking about every hold that ran out: yes makes it firm, no releases it; while booking is away it stays.

    One question that fails does not keep the others from being asked; the last failure is told afterwards.
    """
    failure: Unavailable | None = None
    for claim_id in diary.claims.overdue(BATCH):
        try:
            _ask(diary, bookings, claim_id, now)
        except Unavailable as error:
            failure = error
    if failure:
        raise failure


def _ask(diary: Diary, bookings: Bookings, claim_id: str, now: datetime) -> None:
    if bookings.needs(claim_id):
        firm_claim(diary, claim_id=claim_id)
    else:
        _while_it_stands(diary, claim_id, now, lambda claim: _release_hold(diary, claim, now))


def _release_hold(diary: Diary, claim: Claim, now: datetime) -> None:
    if claim.status == HELD:
        _release(diary, claim, "abandoned", now)


def _release(diary: Diary, claim: Claim, because: str, now: datetime) -> None:
    released = claim.released()
    diary.calendars.exchange(claim.takings, ())
    diary.claims.save(released, because)
    diary.announce(ClaimReleased(claim.id, released.revision, because), now)


def _while_it_stands(diary: Diary, claim_id: str, now: datetime, work: Callable[[Claim], None]) -> None:
    """Do the work on the claim under the locks of all it takes, in the order of locking: resources, then the claim.

    What it takes is read before, without a lock; if it was moved meanwhile, the attempt starts anew.
    """
    for _ in range(TRIES):
        known = diary.claims.find(claim_id)
        if known is None:
            if _bury(diary, claim_id, now):
                return
        elif known.status == RELEASED or diary.transact(lambda known=known: _attempt(diary, known, work)):  # type: ignore[misc]
            return
    raise Unavailable("the claim is being moved all the time", code="claim_busy")


def _attempt(diary: Diary, known: Claim, work: Callable[[Claim], None]) -> bool:
    diary.calendars.lock_resources([taking.resource_id for taking in known.takings])
    current = diary.claims.lock(known.id)
    if current is None or current.takings != known.takings:
        return False
    work(current)
    return True


def _bury(diary: Diary, claim_id: str, now: datetime) -> bool:
    """Leave a tombstone; false when the claim came up at the same moment."""
    try:
        diary.transact(lambda: diary.claims.add(Claim.tombstone(claim_id, now)))
    except ClaimMismatch:
        return False
    return True
