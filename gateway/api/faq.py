"""The FAQ: what the chat answers beside booking, edited by staff."""

from gateway import limits
from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.catalogue import VersionQuery
from gateway.schemas.faq import CreateFaqRow, FaqList, FaqQuery, FaqRow, UpdateFaqRow

blp = Blueprint("faq", __name__, description="What the chat answers beside booking")


@blp.get("/faq")
@blp.anyone
@blp.query(FaqQuery)
@blp.answers(200, FaqList)
def find_faq_rows(asked: Json) -> Json:
    """Questions and answers; with `q` those that a question finds, best first"""
    if not asked.get("q"):
        return ask("chatbot", "find_faq_rows", asked)
    limits.check_talk("faq_search")
    return ask("chatbot", "search_faq", asked)


@blp.get("/faq/<id:faq_id>")
@blp.anyone
@blp.answers(200, FaqRow)
def get_faq_row(faq_id: str) -> Json:
    """A question and its answer"""
    return ask("chatbot", "get_faq_row", faq_id=faq_id)


@blp.post("/faq")
@blp.action
@blp.body(CreateFaqRow)
@blp.answers(201, FaqRow)
def create_faq_row(asked: Json) -> Json:
    """Add a question; a manager's holds for their store"""
    return ask("chatbot", "create_faq_row", asked)


@blp.patch("/faq/<id:faq_id>")
@blp.action
@blp.body(UpdateFaqRow)
@blp.answers(200, FaqRow)
def update_faq_row(asked: Json, faq_id: str) -> Json:
    """Change a question or its answer; the chat knows it at once"""
    return ask("chatbot", "update_faq_row", asked, faq_id=faq_id)


@blp.delete("/faq/<id:faq_id>")
@blp.action
@blp.query(VersionQuery)
@blp.answers(204)
def delete_faq_row(asked: Json, faq_id: str) -> None:
    """Answer with it no more"""
    ask("chatbot", "delete_faq_row", asked, faq_id=faq_id)
