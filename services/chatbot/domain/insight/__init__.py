"""What the conversations tell the shop: figures of each day, and the questions that nobody has answered yet."""

from services.chatbot.domain.insight.figures import DayFigures, Report, Unmet, by_day, summed
from services.chatbot.domain.insight.review import Asked, Review, Settled, review_id
from services.chatbot.domain.insight.seen import Seen, seen_in

__all__ = [
    "Asked",
    "DayFigures",
    "Report",
    "Review",
    "Seen",
    "Settled",
    "Unmet",
    "by_day",
    "review_id",
    "seen_in",
    "summed",
]
