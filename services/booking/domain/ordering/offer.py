"""What can be booked: a treatment at a store, under the rules in force there."""

from dataclasses import dataclass

from services.booking.domain.catalogue import Store, Treatment
from services.booking.domain.life.addons import price_of
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.change import Target
from services.booking.domain.places import HOME
from services.booking.domain.terms.rules import Rules


@dataclass(frozen=True)
class Offer:
    """A store in business, a treatment on sale, and the rules that hold for both."""

    store: Store
    treatment: Treatment
    rules: Rules

    def price(self, party_size: int, place: str) -> int:
        """In fen. The treatment's price covers its own party size; any other is in proportion, rounded half up.

        The fee of a home visit is due once.
        """
        return self.share(party_size) + (self.rules.home_visit_fee_fen if place == HOME else 0)

    def share(self, party_size: int) -> int:
        """What the treatment alone costs so many guests, in fen."""
        return self._rounded(self.treatment.price_fen * party_size, 1)

    def extension(self, party_size: int, minutes: int) -> int:
        """What so many minutes more of the treatment cost so many guests (加钟), in fen: its price by the minute."""
        return self._rounded(self.treatment.price_fen * party_size * minutes, max(self.treatment.duration_minutes, 1))

    def _rounded(self, price_fen: int, among: int) -> int:
        """The price of as many guests as were counted, divided among the guests it covers, rounded half up."""
        covers = max(self.treatment.party_size, 1)
        return (2 * price_fen + covers * among) // (2 * covers * among)


def price_after(appointment: Appointment, target: Target, offer: Offer) -> int:
    """In fen: the same treatment keeps the price that was agreed, but for what is added to it or left out."""
    guests = appointment.party_size
    added = price_of(target.addons, guests)
    if target.treatment_id != appointment.treatment_id:
        return offer.price(guests, appointment.place) + added
    return appointment.price_fen - price_of(appointment.addons, guests) + added
