"""What the conversations tell the shop."""

from marshmallow import fields, validate

from gateway.schemas.faq import CreateFaqRow
from gateway.schemas.figures import BEFORE
from gateway.schemas.values import Answer, Day, PageQuery, Part, Query, Request, page_of

STATES = ("open", "faq", "training", "dismissed")


class FiguresQuery(Query):
    from_ = Day(required=True, data_key="from", attribute="from")
    to = Day(required=True, metadata={"description": "Included."})
    store_id = fields.String(metadata={"description": "Without it all stores that I manage."})


class Counts(Part):
    """Conversations are counted on each day they go on; `messages` and `unanswered` are turns."""

    conversations = fields.Integer(required=True)
    messages = fields.Integer(required=True)
    proposed = fields.Integer(required=True)
    booked = fields.Integer(required=True)
    handed_over = fields.Integer(required=True)
    unanswered = fields.Integer(required=True)


class DayCounts(Counts):
    date = Day(required=True)


class IntentCount(Part):
    intent = fields.String(required=True)
    count = fields.Integer(required=True)


class UnmetWish(Part):
    """What was asked for and could not be had; slugs, and the hour it was to begin."""

    treatment = fields.String(required=True, allow_none=True)
    store = fields.String(required=True, allow_none=True)
    hour = fields.Integer(required=True, allow_none=True)
    why = fields.String(required=True)
    count = fields.Integer(required=True)


class LatencyCount(Part):
    up_to_ms = fields.Integer(required=True, allow_none=True, metadata={"description": "None: longer than all."})
    count = fields.Integer(required=True)


class ChatPeriod(Answer):
    from_ = Day(required=True, data_key="from")
    to = Day(required=True)
    total = fields.Nested(Counts, required=True)
    conversion = fields.Float(required=True, allow_none=True, metadata={"description": "Booked of all conversations."})
    handoff_rate = fields.Float(required=True, allow_none=True)


class ChatFigures(ChatPeriod):
    store_id = fields.String(required=True, allow_none=True)
    days = fields.List(fields.Nested(DayCounts), required=True)
    intents = fields.List(fields.Nested(IntentCount), required=True)
    unmet = fields.List(fields.Nested(UnmetWish), required=True)
    latency = fields.List(fields.Nested(LatencyCount), required=True)
    previous = fields.Nested(ChatPeriod, required=True, metadata={"description": BEFORE})


class ReviewsQuery(PageQuery):
    state = fields.String(validate=validate.OneOf(STATES))
    store_id = fields.String()


class OfVersion(Request):
    version = fields.Integer(required=True)


class Worded(OfVersion):
    text = fields.String(metadata={"description": "The question as it is to stand; without it as it was asked."})


class LearnFromReview(Worded):
    intent = fields.String(required=True, metadata={"description": "What the customer wanted."})


class AnswerReview(Worded):
    faq_id = fields.String(metadata={"description": "A row that answers it: the question becomes another way to ask."})
    row = fields.Nested(CreateFaqRow, metadata={"description": "Else a new row."})


class Settled(Part):
    by = fields.String(required=True)
    at = fields.String(required=True, metadata={"format": "date-time"})
    faq_id = fields.String(required=True, allow_none=True)
    intent = fields.String(required=True, allow_none=True)


class Review(Answer):
    """A question without an answer; contact data is masked."""

    id = fields.String(required=True)
    question = fields.String(required=True)
    times_asked = fields.Integer(required=True)
    first_at = fields.String(required=True, metadata={"format": "date-time"})
    last_at = fields.String(required=True, metadata={"format": "date-time"})
    store_ids = fields.List(fields.String(), required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    settled = fields.Nested(Settled, required=True, allow_none=True)
    version = fields.Integer(required=True)


ReviewList = page_of(Review, "ReviewList")
