"""Shapes of the FAQ."""

from typing import Any

from marshmallow import Schema, fields, validate

from services.chatbot.domain.faq import FaqRow, Found
from services.chatbot.domain.pages import Page
from services.chatbot.schemas import Request, id_field

LONGEST_QUESTION, LONGEST_ANSWER, MOST_ALIASES = 120, 1000, 60
Json = dict[str, Any]


def _question(**more: Any) -> fields.String:
    return fields.String(validate=[validate.Length(max=LONGEST_QUESTION), NOT_BLANK], **more)


def _answer(**more: Any) -> fields.String:
    return fields.String(validate=[validate.Length(max=LONGEST_ANSWER), NOT_BLANK], **more)


NOT_BLANK = validate.Regexp(r"[\s\S]*\S", error="Must not be blank.")


class Words(fields.List[str]):
    """Ways to ask, or keywords; a tuple, as the domain keeps them."""

    def __init__(self, **more: Any) -> None:
        super().__init__(_question(), validate=validate.Length(max=MOST_ALIASES), **more)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(value, attr, data, **kwargs))


class OfRow(Request):
    faq_id = id_field(required=True)


class FindFaqRows(Request):
    store_id = id_field(load_default=None, allow_none=True)
    cursor = fields.String(load_default=None, allow_none=True)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=100))


class SearchFaq(Request):
    q = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_ANSWER))
    store_id = id_field(load_default=None, allow_none=True)
    limit = fields.Integer(load_default=10, validate=validate.Range(min=1, max=100))


class WrittenRow(Request):
    question = _question()
    answer = _answer()
    aliases = Words()
    keywords = Words()
    question_en = fields.String(validate=validate.Length(max=LONGEST_QUESTION))
    answer_en = fields.String(validate=validate.Length(max=LONGEST_ANSWER))
    aliases_en = Words()


class CreateFaqRow(WrittenRow):
    question = _question(required=True)
    answer = _answer(required=True)
    slug = fields.String(validate=validate.Regexp(r"[a-z0-9]+(-[a-z0-9]+)*\Z"))
    store_id = id_field(allow_none=True)


class UpdateFaqRow(WrittenRow):
    faq_id = id_field(required=True)
    version = fields.Integer(required=True)


class DeleteFaqRow(OfRow):
    version = fields.Integer(load_default=None, allow_none=True)


class EditView(Schema):
    version = fields.Integer()
    by = fields.String()
    at = fields.AwareDateTime(format="iso")


class FaqRowView(Schema):
    id = fields.String()
    slug = fields.String()
    store_id = fields.String()
    question = fields.String()
    answer = fields.String()
    aliases = fields.List(fields.String())
    keywords = fields.List(fields.String())
    question_en = fields.String()
    answer_en = fields.String()
    aliases_en = fields.List(fields.String())
    version = fields.Integer()
    edited = fields.Function(lambda row: dict(EditView().dump(row.edits[-1])) if row.edits else None)


def row_view(row: FaqRow) -> Json:
    return dict(FaqRowView().dump(row))


def rows_view(page: Page[FaqRow]) -> Json:
    return {"items": [row_view(row) for row in page.items], "next_cursor": page.next_cursor}


def found_view(found: list[Found]) -> Json:
    items = [{**row_view(one.row), "score": one.score, "confidence": one.confidence} for one in found]
    return {"items": items, "next_cursor": None}


def nothing(_: None) -> Json:
    return {}
