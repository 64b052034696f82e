"""What becomes of a hold: firm, or released for good.

Whoever changes a claim locks the claim first, then what it takes. Nothing is read before its lock, so that at
REPEATABLE READ no snapshot is older than the lock; the inbox's row may come before it, since an INSERT opens none.
"""

from datetime import datetime

from services.scheduling.domain.claim.claims import HELD, RELEASED, Claim
from services.scheduling.domain.errors import Unknown
from services.scheduling.domain.events import ClaimReleased
from services.scheduling.ports import Bookings, Diary
from services.scheduling.use_cases.freed import tell_given_up
from shared.errors import Unavailable
from shared.events import Event

BATCH = 50
ACCEPTED = "accepted"


def firm_claim(diary: Diary, event: Event) -> None:
    """Booking has written the appointment. A tombstone stays one; Unknown when nothing was ever claimed."""
    diary.once(event, lambda: _make_firm(diary, event.data["appointment_id"]))


def release_claim(diary: Diary, event: Event, *, now: datetime) -> None:
    """The appointment has ended: its time is free, and the id is used up, even if no claim was heard of yet."""
    diary.once(event, lambda: _end(diary, event.data["appointment_id"], event.type, now))


def end_offer(diary: Diary, event: Event, *, now: datetime) -> None:
    """An offer from the waitlist has ended: unless it was accepted, what was held for it is free at once."""
    how = event.data["how"]

    def end() -> None:
        if how != ACCEPTED:
            _end(diary, event.data["appointment_id"], f"offer_{how}", now)

    diary.once(event, end)


def expire_holds(diary: Diary, bookings: Bookings, *, now: datetime) -> None:
    """Ask booking about every hold that ran out: yes makes it firm, no releases it, "not yet" lets it run on for as
    long as booking says; while booking is away it stays.

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
    need = bookings.need(claim_id)
    if need.ask_again_in is not None:
        diary.claims.prolong(claim_id, need.ask_again_in)
    elif need.is_needed:
        diary.transact(lambda: _make_firm(diary, claim_id))
    else:
        diary.transact(lambda: _let_go(diary, claim_id, now))


def _make_firm(diary: Diary, claim_id: str) -> None:
    if not diary.claims.firm(claim_id):
        raise Unknown(params={"id": claim_id})


def _end(diary: Diary, claim_id: str, because: str, now: datetime) -> None:
    claim = _locked(diary, claim_id)
    if claim is None:
        diary.claims.add(Claim.tombstone(claim_id, now))
    elif claim.status != RELEASED:
        _release(diary, claim, because, now)


def _let_go(diary: Diary, claim_id: str, now: datetime) -> None:
    """Only a hold: whatever was made firm while booking was asked belongs to its appointment."""
    claim = _locked(diary, claim_id)
    if claim is not None and claim.status == HELD:
        _release(diary, claim, "abandoned", now)


def _locked(diary: Diary, claim_id: str) -> Claim | None:
    diary.claims.lock(claim_id)
    return diary.claims.find(claim_id)


def _release(diary: Diary, claim: Claim, because: str, now: datetime) -> None:
    """The claim is locked; so is now what it takes, since others read the bits under that lock alone."""
    released = claim.released()
    diary.calendars.lock_resources([taking.resource_id for taking in claim.takings])
    diary.calendars.exchange(claim.takings, ())
    diary.claims.save(released, because)
    diary.announce(ClaimReleased(claim.id, released.revision, because), now)
    tell_given_up(diary, [(claim, released)], cause=because, now=now)
