"""What can be booked: a treatment at a store, under the rules in force there."""

from dataclasses import dataclass

from services.booking.domain.catalogue import Store, Treatment
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
        covers = max(self.treatment.party_size, 1)
        return (2 * self.treatment.price_fen * party_size + covers) // (2 * covers)
