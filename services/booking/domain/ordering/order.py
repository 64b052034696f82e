"""A booking decided: who gets what, under which rules, at which price."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.booking.domain.life.addons import AddedOn, price_of
from services.booking.domain.life.appointment import Appointment, number_of
from services.booking.domain.life.claim import Claim
from services.booking.domain.life.transitions import REQUESTED
from services.booking.domain.life.treatments import requested
from services.booking.domain.ordering.offer import Offer
from services.booking.domain.ordering.request import BookingRequest
from services.booking.domain.terms.deposit import Deposit


def added_to(request: BookingRequest, offers: Sequence[Offer]) -> tuple[AddedOn, ...]:
    """What is added to each of the treatments on offer; AddonUnknown for what one is not offered with."""
    asked = (request.addons, *(one.addons for one in request.then))
    pairs = enumerate(zip(offers, asked, strict=True))
    return tuple(one for number, (offer, slugs) in pairs for one in offer.treatment.adding(slugs, number))


@dataclass(frozen=True)
class Order:
    """`request` as it came in, with the offer it accepts, and one for each treatment that follows the first.

    The rules of the first offer judge the whole visit. `no_shows` is how often the customer did not come, where these
    rules mind it.
    """

    request: BookingRequest
    offer: Offer
    customer_id: str
    booked_by: str
    following: tuple[Offer, ...] = ()
    no_shows: int = 0
    addons: tuple[AddedOn, ...] = ()

    @property
    def party_size(self) -> int:
        return self.request.party_size or self.offer.treatment.party_size

    @property
    def price_fen(self) -> int:
        """The sum of all treatments and what is added to them; the fee of a home visit is due once. The first treatment
        is paid already where it is a session of a course.
        """
        first = self.offer.price(self.party_size, self.request.place)
        first -= self.offer.share(self.party_size) if self.request.course_id else 0
        following = sum(offer.share(self.party_size) for offer in self.following)
        return first + following + price_of(self.addons, self.party_size)

    def appointment(self, appointment_id: str, claim: Claim) -> Appointment:
        """The appointment at the time that was claimed for it, just requested."""
        asked = self.request
        return Appointment(
            id=appointment_id,
            number=number_of(appointment_id),
            status=REQUESTED,
            version=1,
            customer_id=self.customer_id,
            booked_by=self.booked_by,
            store_id=asked.store_id,
            treatment_id=asked.treatment_id,
            technician_ids=claim.technician_ids,
            technician_requested=asked.technician_id is not None,
            starts_at=claim.starts_at,
            ends_at=claim.ends_at,
            place=asked.place,
            party_size=self.party_size,
            price_fen=self.price_fen,
            policy=self.offer.rules.policy,
            claim_revision=claim.revision,
            chosen_because=claim.chosen_because,
            contact=asked.contact,
            address=asked.address,
            note=asked.note,
            planned=requested(claim.planned, asked.named_ids) if claim.planned else (),
            deposit=Deposit.asked(self.offer.rules, self.price_fen, self.no_shows),
            addons=self.addons,
            course_id=asked.course_id,
        )
