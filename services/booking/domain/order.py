"""A booking decided: who gets what, under which rules, at which price."""

from dataclasses import dataclass

from services.booking.domain.appointment import Appointment, number_of
from services.booking.domain.claim import Claim
from services.booking.domain.offer import Offer
from services.booking.domain.request import BookingRequest
from services.booking.domain.transitions import REQUESTED


@dataclass(frozen=True)
class Order:
    """`request` as it came in, with the offer it accepts."""

    request: BookingRequest
    offer: Offer
    customer_id: str
    booked_by: str

    @property
    def party_size(self) -> int:
        return self.request.party_size or self.offer.treatment.party_size

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
            price_fen=self.offer.price(self.party_size, asked.place),
            policy=self.offer.rules.policy,
            claim_revision=claim.revision,
            chosen_because=claim.chosen_because,
            contact=asked.contact,
            address=asked.address,
            note=asked.note,
        )
