"""A price before it is agreed: what it is made of, and the terms that would go with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.booking.domain.catalogue import Treatment
from services.booking.domain.life.addons import Addon
from services.booking.domain.ordering.order import Order
from services.booking.domain.places import HOME
from services.booking.domain.terms.deposit import Deposit
from services.booking.domain.terms.rules import Policy, Rules

TREATMENT, ADDON, HOME_FEE, COURSE = "treatment", "addon", "home_fee", "course"
AT_ONCE, BY_STORE, BY_TECHNICIAN = "at_once", "by_store", "by_technician"


@dataclass(frozen=True)
class Line:
    """One part of the price; `what` has the name of a treatment or an add-on, the others are named by their kind."""

    kind: str
    price_fen: int
    what: Treatment | Addon | None = None


@dataclass(frozen=True)
class Quote:
    """`starts_at` None: no time was chosen yet. The lines add up to the price of the order."""

    order: Order
    starts_at: datetime | None
    zone: ZoneInfo
    language: str

    @property
    def rules(self) -> Rules:
        return self.order.offer.rules

    @property
    def policy(self) -> Policy:
        return self.rules.policy

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(self._lines())

    @property
    def duration_minutes(self) -> int:
        """Of all treatments with what is added to them."""
        offers = (self.order.offer, *self.order.following)
        given = sum(offer.treatment.duration_minutes for offer in offers)
        return given + sum(one.minutes for one in self.order.addons)

    @property
    def deposit(self) -> Deposit | None:
        return Deposit.asked(self.rules, self.order.price_fen, self.order.no_shows)

    @property
    def confirmed(self) -> str:
        """Who says yes to it once it is booked and paid."""
        place = self.order.request.place
        if self.rules.offers_visits(place):
            return BY_TECHNICIAN
        return BY_STORE if self.rules.asks_acceptance(place) else AT_ONCE

    @property
    def free_cancel_until(self) -> datetime | None:
        return None if self.starts_at is None else self.policy.free_until(self.starts_at)

    def _lines(self) -> Iterator[Line]:
        order, guests = self.order, self.order.party_size
        for number, offer in enumerate((order.offer, *order.following)):
            yield Line(TREATMENT, offer.share(guests), offer.treatment)
            yield from (Line(ADDON, guests * one.price_fen, one) for one in order.addons if one.treatment == number)
        if order.request.course_id:
            yield Line(COURSE, -order.offer.share(guests))
        if order.request.place == HOME and self.rules.home_visit_fee_fen:
            yield Line(HOME_FEE, self.rules.home_visit_fee_fen)
