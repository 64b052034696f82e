"""Shapes of the chat's figures and of the questions that wait for an answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema, fields, validate

from services.chatbot.domain.conversation import Conversation, Turn
from services.chatbot.domain.insight import DayFigures, Report, Review
from services.chatbot.domain.insight.review import OPEN, OUTCOMES
from services.chatbot.domain.intents import INTENTS
from services.chatbot.domain.pages import Page
from services.chatbot.schemas import Request, TurnView, id_field
from services.chatbot.schemas.faq import LONGEST_QUESTION, NOT_BLANK, CreateFaqRow

Json = dict[str, Any]
COUNTS = ("conversations", "messages", "proposed", "booked", "handed_over", "unanswered")


class NothingAsked(Request):
    pass


class FindChatFigures(Request):
    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")
    store_id = id_field(load_default=None, allow_none=True)


class FindReviews(Request):
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([OPEN, *OUTCOMES]))
    store_id = id_field(load_default=None, allow_none=True)
    cursor = fields.String(load_default=None, allow_none=True)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=100))


class OfReview(Request):
    review_id = id_field(required=True)
    version = fields.Integer(required=True)


class Worded(OfReview):
    """`text`: the question as the staff let it stand."""

    text = fields.String(
        load_default=None, allow_none=True, validate=validate.And(validate.Length(1, LONGEST_QUESTION), NOT_BLANK)
    )


class LearnFromReview(Worded):
    intent = fields.String(required=True, validate=validate.OneOf(INTENTS))


class AnswerReview(Worded):
    """`faq_id` is a row that is there; else `row` is a new one."""

    faq_id = id_field(load_default=None, allow_none=True)
    row = fields.Nested(CreateFaqRow, load_default=None, allow_none=True)


class SettledView(Schema):
    by = fields.String()
    at = fields.AwareDateTime(format="iso")
    faq_id = fields.String()
    intent = fields.String()


class ReviewView(Schema):
    id = fields.String()
    question = fields.String()
    times_asked = fields.Function(lambda review: len(review.asked))
    first_at = fields.AwareDateTime(format="iso")
    last_at = fields.AwareDateTime(format="iso")
    store_ids = fields.Function(lambda review: sorted(review.store_ids))
    state = fields.String()
    settled = fields.Nested(SettledView)
    version = fields.Integer()


def review_view(review: Review) -> Json:
    return dict(ReviewView().dump(review))


def reviews_view(page: Page[Review]) -> Json:
    return {"items": [review_view(review) for review in page.items], "next_cursor": page.next_cursor}


def figures_view(report: Report) -> Json:
    """Rates are parts of the conversations, None where there were none."""
    return {
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "store_id": report.store_id,
        "days": [{"date": one.day.isoformat(), **_counts(one)} for one in report.days],
        **_totals(report.total),
        "previous": {
            "from": report.before.first.isoformat(),
            "to": report.before.last.isoformat(),
            **_totals(report.total_before),
        },
        "intents": _ranked(report.total.intents, "intent"),
        "unmet": [
            {"treatment": wish.treatment, "store": wish.store, "hour": wish.hour, "why": wish.why, "count": count}
            for wish, count in sorted(report.total.unmet.items(), key=lambda one: (-one[1], str(one[0])))
        ],
        "latency": [
            {"up_to_ms": end or None, "count": count}
            for end, count in sorted(report.total.latencies.items(), key=lambda one: one[0] or float("inf"))
        ],
    }


def _totals(one: DayFigures) -> Json:
    rates = {"conversion": _rate(one.booked, one), "handoff_rate": _rate(one.handed_over, one)}
    return {"total": _counts(one), **rates}


def _counts(one: DayFigures) -> Json:
    return {name: getattr(one, name) for name in COUNTS}


def _rate(part: int, whole: DayFigures) -> float | None:
    return round(part / whole.conversations, 4) if whole.conversations else None


def _ranked(counts: Mapping[str, int], name: str) -> list[Json]:
    return [{name: key, "count": count} for key, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]


def export_view(found: Sequence[tuple[Conversation, Sequence[Turn]]]) -> Json:
    """What somebody may take along: what was said on both sides."""
    rows = [
        {
            "conversation_id": conversation.id,
            "started_at": conversation.started_at.isoformat(),
            "turns": [TurnView(only=("turn", "at", "text", "reply")).dump(turn) for turn in turns],
        }
        for conversation, turns in found
    ]
    return {"conversations": rows}
