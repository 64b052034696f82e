"""Scheduling as booking knows it: a small true ledger of claims."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from services.booking.domain.change import Change
from services.booking.domain.claim import Claim
from services.booking.ports import Wish
from shared.errors import Conflict, NotFound
from tests.support.booking import COUPLE, START, WANG


class SlotTaken(Conflict):
    code = "slot_taken"


class ClaimReleased(Conflict):
    code = "claim_released"


@dataclass
class LedgerOfClaims:
    """Scheduling as its contract tells it: claims idempotent by id, moves by change, tombstones for what is given up.

    A technician has one claim per start. `refusal` is raised by the next call, `lost` after it has taken effect.
    """

    claims: dict[str, Claim] = field(default_factory=dict)
    tombstones: set[str] = field(default_factory=set)
    wishes: list[Wish] = field(default_factory=list)
    refusal: Exception | None = None
    lost: Exception | None = None
    meanwhile: Callable[[], object] = lambda: None

    def claim_time(self, claim_id: str, customer_id: str, wish: Wish) -> Claim:
        assert customer_id
        self._begin(wish)
        if claim_id in self.tombstones:
            raise ClaimReleased
        if claim_id not in self.claims:
            self.claims[claim_id] = self._take(Claim(claim_id, 0, START, START, (), None), wish)
        return self._end(self.claims[claim_id])

    def move_claim(self, change: Change, wish: Wish) -> Claim:
        self._begin(wish)
        claim = self.claims[change.appointment_id]
        if change.id in self.tombstones:
            raise Conflict(code="change_refused")
        if claim.change_id != change.id:
            if claim.revision != change.expected_revision:
                raise Conflict(code="version_conflict")
            self.claims[claim.id] = claim = self._take(replace(claim, change_id=change.id), wish)
        return self._end(claim)

    def preview_move(self, change: Change, wish: Wish) -> Claim:
        self._begin(wish)
        return self._take(replace(self.claims[change.appointment_id], change_id=change.id), wish)

    def settle_change(self, claim_id: str, change_id: str) -> Claim | None:
        self._begin(None)
        if claim_id not in self.claims:
            raise NotFound
        if self.claims[claim_id].change_id == change_id:
            return self.claims[claim_id]
        self.tombstones.add(change_id)
        return None

    def release(self, claim_id: str) -> None:
        self.claims.pop(claim_id, None)
        self.tombstones.add(claim_id)

    def _begin(self, wish: Wish | None) -> None:
        if wish is not None:
            self.wishes.append(wish)
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
        minutes = 90 if wish.treatment_id == COUPLE.id else 60
        return replace(
            claim,
            revision=claim.revision + 1,
            starts_at=wish.starts_at,
            ends_at=wish.starts_at + timedelta(minutes=minutes),
            technician_ids=(technician_id,),
            chosen_because={"code": "requested" if wish.technician_id else "rotation"},
        )
