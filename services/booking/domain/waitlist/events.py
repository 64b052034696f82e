"""What the waitlist announces. Instants are UTC; `revision` is the wish's version."""

from dataclasses import dataclass
from datetime import UTC, datetime

from services.booking.domain.catalogue import Directory, Store, Technician
from services.booking.domain.events import TreatmentTold
from services.booking.domain.life.contact import Contact
from services.booking.domain.waitlist.wish import Offer, WaitlistWish
from shared.events import Fact

ACCEPTED, DECLINED, EXPIRED, WITHDRAWN = "accepted", "declined", "expired", "withdrawn"


@dataclass(frozen=True, kw_only=True)
class WaitlistFact(Fact):
    """An offer to somebody who waits. `appointment_id` is that of the appointment to be, and of the claim."""

    wish_id: str
    revision: int
    appointment_id: str
    customer_id: str
    contact: Contact | None
    store: Store
    treatment: TreatmentTold
    technicians: tuple[Technician, ...]
    starts_at: datetime
    ends_at: datetime
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class WaitlistOffered(WaitlistFact):
    """Time is held for whoever waited; it is theirs if they accept by `answer_by`."""


@dataclass(frozen=True, kw_only=True)
class WaitlistOfferEnded(WaitlistFact):
    """`how`: accepted, declined, expired or withdrawn. Unless it was accepted, the time held is free again."""

    how: str


def offered(wish: WaitlistWish, offer: Offer, directory: Directory) -> WaitlistOffered:
    return WaitlistOffered(**_told(wish, offer, directory))  # type: ignore[arg-type]


def ended(wish: WaitlistWish, offer: Offer, directory: Directory, how: str) -> WaitlistOfferEnded:
    return WaitlistOfferEnded(**_told(wish, offer, directory), how=how)  # type: ignore[arg-type]


def _told(wish: WaitlistWish, offer: Offer, directory: Directory) -> dict[str, object]:
    claim, treatment = offer.claim, directory.treatment(wish.treatment_id)
    minutes = offer.during.minutes
    return {
        "wish_id": wish.id,
        "revision": wish.version,
        "appointment_id": claim.id,
        "customer_id": wish.customer_id,
        "contact": wish.terms.contact,
        "store": directory.store(wish.store_id),
        "treatment": TreatmentTold(treatment.id, treatment.slug, treatment.name, treatment.name_en, minutes),
        "technicians": directory.technicians_of(claim.technician_ids),
        "starts_at": claim.starts_at.astimezone(UTC),
        "ends_at": claim.ends_at.astimezone(UTC),
        "answer_by": offer.answer_by.astimezone(UTC),
    }
