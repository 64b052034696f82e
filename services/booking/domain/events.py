"""The facts booking announces. Every one tells the whole appointment, so that no consumer has to ask back.

Instants are UTC; personal fields travel sealed. `revision` is the appointment's version.
"""

from dataclasses import dataclass
from datetime import datetime

from services.booking.domain.catalogue import Store, Technician
from services.booking.domain.life.contact import Contact
from shared.events import Fact, personal


@dataclass(frozen=True)
class TreatmentTold:
    """The treatment with the minutes agreed for this appointment."""

    id: str
    slug: str
    name: str
    name_en: str
    duration_minutes: int


@dataclass(frozen=True)
class AddonTold:
    """What was added to a treatment, for each guest."""

    slug: str
    name: str
    name_en: str
    minutes: int
    price_fen: int


@dataclass(frozen=True, kw_only=True)
class TreatmentGiven(TreatmentTold):
    """One of the treatments of a visit: when it is given, by whom, and with what."""

    starts_at: datetime
    ends_at: datetime
    technicians: tuple[Technician, ...]
    addons: tuple[AddonTold, ...]


@dataclass(frozen=True)
class PolicyTold:
    """The rules that judge a cancellation; `version` names exactly the rows they came from."""

    version: str
    free_cancel_until: datetime
    late_cancel_fee_percent: int


@dataclass(frozen=True)
class Before:
    """What a change replaced; `cause` tells why, where it was the shop that moved the visit (scheduling's words)."""

    starts_at: datetime
    ends_at: datetime
    technicians: tuple[Technician, ...]
    treatment: TreatmentTold
    cause: str | None = None


@dataclass(frozen=True, kw_only=True)
class AppointmentFact(Fact):
    """What every event of an appointment carries. `address` is the text of a home visit's address.

    `treatments` are all that the visit is made of, in order; `treatment` is the first of them.
    """

    appointment_id: str
    number: str
    revision: int
    status: str
    customer_id: str
    booked_by: str
    series_id: str | None
    course_id: str | None
    contact: Contact | None
    store: Store
    treatment: TreatmentTold
    treatments: tuple[TreatmentGiven, ...]
    technicians: tuple[Technician, ...]
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str | None = personal()
    party_size: int
    price_fen: int
    fee_fen: int
    claim_revision: int
    policy: PolicyTold
    previous: Before | None
    reason: str | None
    actor: str


class AppointmentRequested(AppointmentFact):
    """The appointment exists; its time is taken for good until a later event gives it back."""


@dataclass(frozen=True, kw_only=True)
class AppointmentAwaitingPayment(AppointmentFact):
    """It counts only once `deposit_fen` is paid; unless that is by `answer_by`, it expires."""

    deposit_fen: int
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class AppointmentAwaitingAcceptance(AppointmentFact):
    """The store has to accept it by `answer_by`; otherwise it expires."""

    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class HomeVisitOffered(AppointmentFact):
    """A technician is asked to go; `round` counts those of this visit. `previous` tells who had its time before.

    `instead_of` is whom the customer named, where somebody else is asked now: they may cancel free of charge.
    """

    offered_to: Technician
    answer_by: datetime
    round: int
    instead_of: Technician | None = None


@dataclass(frozen=True, kw_only=True)
class HomeOfferEnded(AppointmentFact):
    """An offer waits no longer; `how`: accepted, declined, expired, or withdrawn by a change of the visit."""

    technician: Technician
    how: str
    round: int


@dataclass(frozen=True)
class OfferOutcome:
    """What became of one technician who was tried; `reason` in their own words, or the code of what was in the way."""

    technician: Technician
    how: str
    reason: str | None = personal()


@dataclass(frozen=True, kw_only=True)
class HomeVisitUnassigned(AppointmentFact):
    """Nobody asked goes; whoever dispatches has to find somebody."""

    reasons: tuple[OfferOutcome, ...]


class AppointmentDeparted(AppointmentFact):
    """The technician is on the way to the customer's home."""


class AppointmentArrived(AppointmentFact):
    """The technician is at the customer's door."""


@dataclass(frozen=True, kw_only=True)
class AppointmentRunningLate(AppointmentFact):
    """The visit is expected to begin `minutes` after its start, at `expected_at`; 0: in time again."""

    minutes: int
    expected_at: datetime


@dataclass(frozen=True, kw_only=True)
class SosRaised(AppointmentFact):
    """Somebody at a home visit needs help at once. `raised_by` is an account; where they are, if they could tell.

    Not for the other party's eyes. `number_of_calls` grows when the same person calls again.
    """

    alert_id: str
    raised_by: str
    raised_as: str
    raised_at: datetime
    number_of_calls: int
    lng: float | None = personal()
    lat: float | None = personal()


class AppointmentConfirmed(AppointmentFact):
    """The visit will take place."""


class AppointmentDeclined(AppointmentFact):
    """Nobody takes the visit; its time is free again."""


class AppointmentExpired(AppointmentFact):
    """Payment or acceptance did not come in time; the visit's time is free again."""


class AppointmentRescheduled(AppointmentFact):
    """Time, technician or treatment changed; `previous` tells from what."""


class AppointmentCancelled(AppointmentFact):
    """Called off without a fee; its time is free again."""


class AppointmentLateCancelled(AppointmentFact):
    """Called off too late to be free; `fee_fen` is due, and its time is free again."""


class AppointmentCheckedIn(AppointmentFact):
    """The customer is in the store."""


class AppointmentStarted(AppointmentFact):
    """The treatment has begun."""


@dataclass(frozen=True, kw_only=True)
class TimeProposed(AppointmentFact):
    """Another time is proposed to the customer, who answers until `answer_by`; without a start they choose one.

    The appointment itself has not changed, nor its revision. `reason` is the proposer's.
    """

    proposal_id: str
    proposed_starts_at: datetime | None
    proposed_by: str
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class TimeProposalRefused(AppointmentFact):
    """The customer keeps the time there is; `reason` is theirs."""

    proposal_id: str
    proposed_starts_at: datetime | None
    proposed_by: str


@dataclass(frozen=True, kw_only=True)
class TimeProposalWithdrawn(AppointmentFact):
    """A proposal waits no longer; `how`: withdrawn, expired, or overtaken by another change of the appointment."""

    proposal_id: str
    proposed_starts_at: datetime | None
    proposed_by: str
    how: str


@dataclass(frozen=True, kw_only=True)
class AppointmentExtended(AppointmentFact):
    """The treatment goes on for so many minutes more than it was to; `previous` tells until when that was."""

    minutes: int


class AppointmentCompleted(AppointmentFact):
    """The treatment is done."""


class AppointmentNoShow(AppointmentFact):
    """The customer did not come; what is left of its time is free again."""
