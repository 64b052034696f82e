"""The intents, as the API names them. What belongs to which is told in data/intents/README.md."""

INTENTS = (
    "book", "reschedule", "cancel", "query_booking", "query_availability", "query_price", "query_store",
    "query_technician", "query_treatment", "query_membership", "complaint", "feedback", "human", "greet", "thanks",
    "bye", "affirm", "deny", "health_advice", "other",
)  # fmt: skip
"""In this order of the model's columns; of two equally likely the earlier one counts."""

URGENT = ("complaint", "human")
"""Come before everything else in a message: somebody is angry, or wants a person."""

WRITES = ("cancel", "reschedule", "book")
"""Change something; in this order before questions asked in the same message."""

MANNERS = frozenset({"greet", "thanks", "bye", "affirm", "deny", "other"})
"""Said beside a request they are no second request."""
