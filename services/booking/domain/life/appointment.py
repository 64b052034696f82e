"""The appointment: a value whose steps give a new value, or refuse loudly."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from services.booking.domain.life import transitions as life
from services.booking.domain.life.addons import AddedOn, slugs_of
from services.booking.domain.life.claim import Claim
from services.booking.domain.life.contact import Address, Contact
from services.booking.domain.life.treatments import FollowingTreatment, PlannedTreatment, requested
from services.booking.domain.places import HOME, STORE
from services.booking.domain.terms.deposit import Deposit
from services.booking.domain.terms.last_call import last_call
from services.booking.domain.terms.rules import Policy, Rules
from shared.actor import Actor

# Digits and letters that no one mistakes for each other on the phone.
NUMBER_ALPHABET, NUMBER_LENGTH = "23456789ABCDEFGHJKMNPQRSTVWXYZ", 8


def number_of(appointment_id: str, draw: int = 0) -> str:
    """The short number people read out; `draw` gives another one when the first is taken."""
    left = int.from_bytes(hashlib.sha256(f"{appointment_id}/{draw}".encode()).digest()[:8])
    letters = []
    for _ in range(NUMBER_LENGTH):
        left, index = divmod(left, len(NUMBER_ALPHABET))
        letters.append(NUMBER_ALPHABET[index])
    return "".join(letters)


@dataclass(frozen=True)
class Appointment:
    """A reservation. Its id is also its claim's; `version` grows with every step and is the events' `revision`.

    `technician_requested` says that the customer named the technician (点钟), not the rotation (轮钟).
    `answer_by` is the deadline of a payment or an acceptance still to come; of a home visit that of the offer to the
    technician who is being asked, none while nobody is. `planned` are the treatments of a visit of several,
    `treatment_id` being the first of them; none for a visit of one. `deposit` is what has to be paid before the visit
    counts. `extension_minutes` were added to the last treatment while it was given (加钟). `series_id` and `course_id`
    are what it belongs to; `made_at` is when it was booked.
    """

    id: str
    number: str
    status: str
    version: int
    customer_id: str
    booked_by: str
    store_id: str
    treatment_id: str
    technician_ids: tuple[str, ...]
    technician_requested: bool
    starts_at: datetime
    ends_at: datetime
    place: str
    party_size: int
    price_fen: int
    policy: Policy
    claim_revision: int
    chosen_because: Any = None
    contact: Contact | None = None
    address: Address | None = None
    note: str | None = None
    fee_fen: int = 0
    answer_by: datetime | None = None
    planned: tuple[PlannedTreatment, ...] = ()
    deposit: Deposit | None = None
    addons: tuple[AddedOn, ...] = ()
    extension_minutes: int = 0
    series_id: str | None = None
    course_id: str | None = None
    made_at: datetime | None = None

    @property
    def treatments(self) -> tuple[PlannedTreatment, ...]:
        """What is given when, by whom; at least one."""
        named = self.technician_requested
        whole = PlannedTreatment(self.treatment_id, self.starts_at, self.ends_at, self.technician_ids, named)
        return self.planned or (whole,)

    def added_to(self, treatment: int) -> tuple[AddedOn, ...]:
        """What was added to one of the treatments, counted from 0."""
        return tuple(one for one in self.addons if one.treatment == treatment)

    @property
    def addon_slugs(self) -> tuple[str, ...]:
        """What was added, whichever treatment to."""
        return tuple(one.slug for one in self.addons)

    @property
    def offered_to(self) -> str | None:
        """The technician to whom a home visit is being offered: whoever has its time; of several the first, for all."""
        is_offered = self.place == HOME and self.status == life.PENDING_ACCEPTANCE and self.answer_by is not None
        return self.technician_ids[0] if is_offered else None

    @property
    def is_awaited(self) -> bool:
        """Whether it will take place and has not begun."""
        return self.status in {life.CONFIRMED, life.DEPARTED}

    @property
    def has_ended(self) -> bool:
        return self.status in life.ENDED

    @property
    def duration_minutes(self) -> int:
        return round((self.ends_at - self.starts_at) / timedelta(minutes=1))

    @property
    def free_cancel_until(self) -> datetime:
        return self.policy.free_until(self.starts_at)

    def parts_of(self, actor: Actor) -> frozenset[str]:
        """What the actor is to this appointment; nothing at all means that it is not theirs to see."""
        parts = {
            life.CUSTOMER: actor.account_id == self.customer_id,
            life.TECHNICIAN: actor.technician_id in self.technician_ids,
            life.ASKED: actor.technician_id is not None and actor.technician_id == self.offered_to,
            life.STAFF: actor.works_for(self.store_id) and not actor.is_system,
            life.SYSTEM: actor.is_system,
        }
        return frozenset(part for part, holds in parts.items() if holds)

    def allowed_actions(self, by: Collection[str], now: datetime) -> tuple[str, ...]:
        return life.allowed_actions(
            self.status, by, place=self.place, starts_at=self.starts_at, now=now, answer_by=self.answer_by
        )

    def step(self, action: str, by: Collection[str], now: datetime, **changes: Any) -> Self:
        """The appointment after the action, one version on; raises IllegalTransition."""
        status = life.after(
            self.status, action, by, place=self.place, starts_at=self.starts_at, now=now, answer_by=self.answer_by
        )
        return replace(self, status=status, version=self.version + 1, **changes)

    def first_step(self, rules: Rules, now: datetime) -> tuple[str, Self]:
        """What follows upon the request, by the rules: wait for a payment, for an acceptance, or confirmed at once."""
        if self.deposit is not None:
            return self._asked("ask-payment", rules, now)
        return self.paid(rules, now)

    def paid(self, rules: Rules, now: datetime) -> tuple[str, Self]:
        """What follows once no payment is due: wait for a technician's or the store's acceptance, or confirmed."""
        if rules.offers_visits(self.place):
            answer_by = min(now + timedelta(minutes=rules.home_offer_minutes), last_call(self.starts_at, now))
            return life.OFFER, self.offered(answer_by, now)
        if rules.asks_acceptance(self.place):
            return self._asked("ask-acceptance", rules, now)
        return "confirm", self.step("confirm", {life.SYSTEM}, now, answer_by=None)

    def _asked(self, action: str, rules: Rules, now: datetime) -> tuple[str, Self]:
        """Waiting for an answer: `hold_minutes`, and not beyond the start of the visit."""
        by_then = now + timedelta(minutes=rules.hold_minutes)
        answer_by = min(by_then, self.starts_at) if self.starts_at > now else by_then
        return action, self.step(action, {life.SYSTEM}, now, answer_by=answer_by)

    def acted(self, action: str, by: Collection[str], now: datetime) -> Self:
        """After one of the plain steps. Who does not come forfeits the deposit."""
        forfeited = {"fee_fen": self.deposit.amount_fen} if action == "no-show" and self.deposit else {}
        return self.step(action, by, now, answer_by=None, **forfeited)

    def is_missed(self, rules: Rules, now: datetime) -> bool:
        """Whether nobody came to the store, so long after the start that the rules call it a no-show."""
        missed_from = rules.missed_from(self.starts_at)
        is_awaited = self.status == life.CONFIRMED and self.place == STORE
        return is_awaited and missed_from is not None and missed_from <= now

    def offered(self, answer_by: datetime, now: datetime) -> Self:
        """A home visit offered to who has its time."""
        return self.step(life.OFFER, {life.SYSTEM}, now, answer_by=answer_by)

    def cancel(self, by: Collection[str], now: datetime) -> tuple[str, Self]:
        """Called off: a customer is charged the late fee of the stored policy, a shop that cancels charges nobody."""
        free = self.step("cancel", by, now, answer_by=None)
        is_their_own = life.CUSTOMER in by and life.STAFF not in by
        if self.status in life.PENDING or not is_their_own or not self.policy.is_late(self.starts_at, now):
            return "cancel", free
        fee = self.policy.late_fee(self.price_fen)
        return "cancel-late", self.step("cancel-late", by, now, answer_by=None, fee_fen=fee)

    def following(self, technician_id: str | None) -> tuple[FollowingTreatment, ...]:
        """The treatments after the first, to be asked for again when the first is to be given by that technician.

        Whoever was named for the first and for others is replaced there as well.
        """
        first, *others = self.treatments
        replaced = {} if first.named_id is None else {first.named_id: technician_id}
        named = [one.named_id and replaced.get(one.named_id, one.named_id) for one in others]
        return tuple(
            FollowingTreatment(one.treatment_id, who, slugs_of(self.addons, number))
            for number, (one, who) in enumerate(zip(others, named, strict=True), start=1)
        )

    def at(self, claim: Claim) -> Self:
        """The same appointment at the claim's time and technicians; the version stays."""
        return replace(
            self,
            starts_at=claim.starts_at,
            ends_at=claim.ends_at,
            technician_ids=claim.technician_ids,
            claim_revision=claim.revision,
            chosen_because=claim.chosen_because,
            planned=requested(claim.planned, [one.named_id for one in self.planned]) if claim.planned else (),
        )
