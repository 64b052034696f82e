"""What the conversations tell the shop: figures, and the questions without an answer."""

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.insight import (
    AnswerReview,
    ChatFigures,
    FiguresQuery,
    LearnFromReview,
    OfVersion,
    Review,
    ReviewList,
    ReviewsQuery,
)

blp = Blueprint("insight", __name__, description="What the conversations tell the shop")


@blp.get("/chat/figures")
@blp.signed_in
@blp.query(FiguresQuery)
@blp.answers(200, ChatFigures)
def find_chat_figures(asked: Json) -> Json:
    """What was wanted, booked, handed over, not answered, and asked for in vain; managers only

    Days as the store's clock has them. Counted every 20 seconds.
    """
    return ask("chatbot", "find_chat_figures", asked)


@blp.get("/chat/reviews")
@blp.signed_in
@blp.query(ReviewsQuery)
@blp.answers(200, ReviewList)
def find_reviews(asked: Json) -> Json:
    """Questions without an answer; what is asked most comes first. Managers only"""
    return ask("chatbot", "find_reviews", asked)


@blp.post("/chat/reviews/<id:review_id>/answer")
@blp.action
@blp.body(AnswerReview)
@blp.answers(200, Review)
def answer_review(asked: Json, review_id: str) -> Json:
    """Answer it from now on: by a row of the FAQ that is there, or a new one"""
    return ask("chatbot", "answer_review", asked, review_id=review_id)


@blp.post("/chat/reviews/<id:review_id>/learn")
@blp.action
@blp.body(LearnFromReview)
@blp.answers(200, Review)
def learn_from_review(asked: Json, review_id: str) -> Json:
    """Take it as an example of an intent; the next `mingyitang nlu train` learns it"""
    return ask("chatbot", "learn_from_review", asked, review_id=review_id)


@blp.post("/chat/reviews/<id:review_id>/dismiss")
@blp.action
@blp.body(OfVersion)
@blp.answers(200, Review)
def dismiss_review(asked: Json, review_id: str) -> Json:
    """Make nothing of it"""
    return ask("chatbot", "dismiss_review", asked, review_id=review_id)
