"""Scheduling as booking knows it: a small true ledger of claims."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from services.booking.domain.events import AppointmentFact
from services.booking.domain.home.lateness import Lateness
from services.booking.domain.home.offer import Candidate
from services.booking.domain.life.change import Change
from services.booking.domain.life.claim import Claim
from services.booking.domain.life.transitions import ENDED
from services.booking.domain.life.treatments import FollowingTreatment, PlannedTreatment
from services.booking.domain.queue.errors import NeverServed
from services.booking.domain.queue.estimate import FreeTime, Stretch, What
from services.booking.domain.queue.ticket import Ticket
from services.booking.domain.series.series import DateInTheWay, SeriesClaims
from services.booking.domain.waitlist.wish import WaitlistWish
from services.booking.ports import Suited, Wish
from shared.errors import Conflict, NotFound
from tests.support.booking import CHEN, COUPLE, FACIAL, HOT_COMPRESS, LI, START, TEA, WANG, ZHANG

MINUTES_OF_ADDONS = {one.slug: one.minutes for one in (HOT_COMPRESS, TEA)}


class SlotTaken(Conflict):
    code = "slot_taken"


class ClaimReleased(Conflict):
    code = "claim_released"


@dataclass
class LedgerOfClaims:
    """Scheduling as its contract tells it: claims idempotent by id, moves by change, tombstones for what is given up.

    A technician has one claim per start. `refusal` is raised by the next call, each of `refusals` by one (None: by
    none), `lost` after a call has taken effect, `lost_move` after a move has. Of a
    change made before, the claim is told as it is now. `firm` are the claims nobody asks about any more.
    """

    claims: dict[str, Claim] = field(default_factory=dict)
    made: dict[str, Claim] = field(default_factory=dict)
    firm: set[str] = field(default_factory=set)
    tombstones: set[str] = field(default_factory=set)
    free: tuple[Stretch, ...] = ()
    wishes: list[Wish] = field(default_factory=list)
    ranked: list[str] = field(default_factory=lambda: [one.id for one in (LI, ZHANG, CHEN)])
    refusal: Exception | None = None
    refusals: list[Exception | None] = field(default_factory=list)
    lost: Exception | None = None
    lost_move: Exception | None = None
    meanwhile: Callable[[], object] = lambda: None

    def claim_time(self, claim_id: str, customer_id: str, wish: Wish) -> Claim:
        assert customer_id
        self._begin(wish)
        if claim_id in self.tombstones:
            raise ClaimReleased
        if claim_id not in self.claims:
            new = Claim(claim_id, 0, START, START, (), treatment_id=wish.treatment_id)
            self.claims[claim_id] = self._take(new, wish)
        return self._end(self.claims[claim_id])

    def claim_series(
        self, customer_id: str, wish: Wish, visits: Sequence[tuple[str, datetime]], *, is_trial: bool = False
    ) -> SeriesClaims:
        """All or none, as one claim after another would be; an hour later is always the nearest alternative."""
        assert customer_id
        self._begin(wish)
        if self.tombstones & {claim_id for claim_id, _ in visits}:
            raise ClaimReleased
        before, conflicts = dict(self.claims), []
        for claim_id, starts_at in visits:
            new = Claim(claim_id, 0, START, START, (), treatment_id=wish.treatment_id)
            try:
                known = self.claims.get(claim_id)
                self.claims[claim_id] = known or self._take(new, replace(wish, starts_at=starts_at))
            except SlotTaken:
                conflicts.append(DateInTheWay(starts_at, "slot_taken", {}, (starts_at + timedelta(hours=1),)))
        claims = tuple(self.claims[claim_id] for claim_id, _ in visits) if not conflicts else ()
        if conflicts or is_trial:
            self.claims = before
        self._end(Claim("", 0, START, START, ()))
        return SeriesClaims(claims, tuple(conflicts))

    def move_claim(self, change: Change, wish: Wish) -> Claim:
        self._begin(wish)
        if change.appointment_id not in self.claims:
            raise ClaimReleased
        claim = self.claims[change.appointment_id]
        if change.id in self.tombstones:
            raise Conflict(code="change_refused")
        self.lost, self.lost_move = self.lost_move or self.lost, None
        if not self._is_made(claim.id, change.id):
            if claim.revision != change.expected_revision:
                raise Conflict(code="version_conflict")
            moved = self._take(replace(claim, change_id=change.id, treatment_id=wish.treatment_id), wish)
            self.claims[claim.id] = self.made[change.id] = moved
        return self._end(self._told(change.appointment_id, change.id))

    def preview_move(self, change: Change, wish: Wish) -> Claim:
        self._begin(wish)
        return self._take(replace(self.claims[change.appointment_id], change_id=change.id), wish)

    def rank_for_home(self, claim_id: str, besides: Collection[str]) -> list[Candidate]:
        self._begin(None)
        able = [one for one in self.ranked if one not in besides]
        return [Candidate(one, {"extra_travel_minutes": number}) for number, one in enumerate(able)]

    def report_lateness(self, claim_id: str, technician_id: str, store_id: str, minutes: int) -> list[Lateness]:
        """Everything that follows on the technician's day is as late."""
        assert store_id
        self._begin(None)
        mine = [one for one in self.claims.values() if technician_id in one.technician_ids]
        first = self.claims[claim_id].starts_at
        return [
            Lateness(one.id, minutes, one.starts_at + timedelta(minutes=minutes))
            for one in mine
            if one.starts_at >= first
        ]

    def find_free_today(self, store_id: str, wanted: Sequence[What]) -> list[FreeTime]:
        """王建国 alone can take guests, at any time that the test says he is `free`; every visit needs 70 minutes."""
        assert store_id
        self._begin(None)
        return [FreeTime(treatment, size, 70, {WANG.id: self.free}) for treatment, size in wanted]

    def check_walk_in(self, ticket: Ticket) -> None:
        """李秀英 does not give what guests come for, and the facial nobody does."""
        self._begin(None)
        if ticket.technician_id == LI.id or ticket.treatment_id == FACIAL.id:
            raise NeverServed(params={"because": "skill" if ticket.technician_id else "nobody"})

    def find_suited(self, wishes: Sequence[WaitlistWish], most: int) -> Suited:
        """The first for whom Monday at three is free, with whom they name or with anybody; the facial nobody gives."""
        self._begin(None)
        hopeless = {one.id: "technician_unsuitable" for one in wishes if one.treatment_id == FACIAL.id}
        for one in wishes:
            if one.id not in hopeless and self._is_free(one) and not one.passed:
                return Suited(one.id, (START,) * min(most, 1), hopeless)
        return Suited(None, (), hopeless)

    def extend_claim(self, change: Change) -> Claim:
        """The claim ends later, unless its technician has another one by then."""
        self._begin(None)
        claim = self.claims[change.appointment_id]
        if not self._is_made(claim.id, change.id):
            if claim.revision != change.expected_revision:
                raise Conflict(code="version_conflict")
            ends_at = claim.ends_at + timedelta(minutes=change.extension_minutes)
            longer = replace(claim, revision=claim.revision + 1, ends_at=ends_at, change_id=change.id)
            if any(self._meets(longer, other) for other in self.claims.values() if other.id != claim.id):
                raise Conflict(code="no_room_to_extend")
            planned = (*longer.planned[:-1], replace(longer.planned[-1], ends_at=ends_at)) if longer.planned else ()
            self.claims[claim.id] = self.made[change.id] = replace(longer, planned=planned)
        return self._end(self._told(change.appointment_id, change.id))

    @staticmethod
    def _meets(one: Claim, other: Claim) -> bool:
        shared = {*one.technician_ids} & {*other.technician_ids}
        return bool(shared) and one.starts_at < other.ends_at and other.starts_at < one.ends_at

    def settle_change(self, claim_id: str, change_id: str) -> Claim | None:
        self._begin(None)
        if claim_id not in self.claims:
            raise NotFound
        if self._is_made(claim_id, change_id):
            return self._told(claim_id, change_id)
        self.tombstones.add(change_id)
        return None

    def release(self, claim_id: str) -> None:
        self.claims.pop(claim_id, None)
        self.tombstones.add(claim_id)

    def hears(self, fact: AppointmentFact) -> None:
        """An event of booking arrives; once more, or late, it changes nothing."""
        if fact.status in ENDED:
            self.release(fact.appointment_id)
        elif fact.appointment_id in self.claims:
            self.firm.add(fact.appointment_id)

    def _is_made(self, claim_id: str, change_id: str) -> bool:
        return change_id in self.made or self.claims[claim_id].change_id == change_id

    def _told(self, claim_id: str, change_id: str) -> Claim:
        """As an answer tells it: without the treatment, under the change that was asked about."""
        return replace(self.claims[claim_id], change_id=change_id, treatment_id=None)

    def _is_free(self, wish: WaitlistWish) -> bool:
        at_three = [claim for claim in self.claims.values() if claim.starts_at == START]
        return not any((wish.technician_id or WANG.id) in claim.technician_ids for claim in at_three)

    def _begin(self, wish: Wish | None) -> None:
        if wish is not None:
            self.wishes.append(wish)
        if self.refusals:
            self.refusal = self.refusals.pop(0)
        refusal, self.refusal = self.refusal, None
        if refusal is not None:
            raise refusal

    def _end(self, claim: Claim) -> Claim:
        self.meanwhile()
        lost, self.lost = self.lost, None
        if lost is not None:
            raise lost
        return claim

    def _take(self, claim: Claim, wish: Wish) -> Claim:
        technician_id = wish.technician_id or WANG.id
        others = (other for other in self.claims.values() if other.id != claim.id)
        if any(other.starts_at == wish.starts_at and technician_id in other.technician_ids for other in others):
            raise SlotTaken
        planned = _planned(wish, technician_id)
        return replace(
            claim,
            revision=claim.revision + 1,
            starts_at=wish.starts_at,
            ends_at=planned[-1].ends_at,
            technician_ids=tuple(dict.fromkeys(one.technician_ids[0] for one in planned)),
            chosen_because={"code": "requested" if wish.technician_id else "rotation"},
            planned=tuple(planned) if wish.then else (),
        )


def _planned(wish: Wish, technician_id: str) -> list[PlannedTreatment]:
    """One after another; whoever gives one gives the next as well, unless another is named."""
    planned, at = [], wish.starts_at
    for one in (FollowingTreatment(wish.treatment_id, technician_id, wish.addons), *wish.then):
        technician_id = one.technician_id or technician_id
        added = sum(MINUTES_OF_ADDONS[slug] for slug in one.addons)
        ends_at = at + timedelta(minutes=(90 if one.treatment_id == COUPLE.id else 60) + added)
        planned.append(PlannedTreatment(one.treatment_id, at, ends_at, (technician_id,)))
        at = ends_at
    return planned
