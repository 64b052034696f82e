"""What a proposal states about money: the price and the rule of cancellation, by the rules in force."""

from datetime import datetime, timedelta

from services.chatbot.domain.catalogue import Rules, Treatment
from shared.money import percent_of


def price_of(treatment: Treatment, party_size: int | None) -> int:
    """In fen, in a store, as booking charges: the price covers the treatment's own party size, others in proportion."""
    covers = max(treatment.party_size, 1)
    return (2 * treatment.price_fen * (party_size or covers) + covers) // (2 * covers)


def free_until(rules: Rules, starts_at: datetime) -> datetime:
    return starts_at - timedelta(hours=rules.free_cancel_hours)


def cancellation_fee(price_fen: int, percent: int, free_until: datetime, now: datetime) -> int:
    """In fen, by the policy the appointment was made under; zero while cancelling is free."""
    return percent_of(price_fen, percent) if now > free_until else 0
