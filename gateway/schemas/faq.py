"""The FAQ of the chat."""

from marshmallow import fields, validate

from gateway.schemas.catalogue import SLUG
from gateway.schemas.values import Answer, PageQuery, Part, Request, page_of

FACTS = (
    "May hold facts that the catalogue fills in: {hours} {address} {parking} {metro} {phone} {women} "
    "{contraindications} {cancel_rule} {home_area} {notice} and {price:slug} of a treatment."
)


class FaqQuery(PageQuery):
    store_id = fields.String(metadata={"description": "Rows that hold there."})
    q = fields.String(metadata={"description": "Find as the chat would: best first, with `confidence`."})


class FaqFields(Request):
    question = fields.String()
    answer = fields.String(metadata={"description": FACTS})
    aliases = fields.List(fields.String(), metadata={"description": "Other ways to ask it."})
    keywords = fields.List(fields.String(), metadata={"description": "Words that speak for this row."})
    question_en = fields.String()
    answer_en = fields.String()
    aliases_en = fields.List(fields.String())


class CreateFaqRow(FaqFields):
    question = fields.String(required=True)
    answer = fields.String(required=True, metadata={"description": FACTS})
    slug = fields.String(validate=SLUG)
    store_id = fields.String(allow_none=True, metadata={"description": "None: all stores (the platform only)."})


class UpdateFaqRow(FaqFields):
    version = fields.Integer(required=True)


class Edited(Part):
    """Who wrote this version, and when."""

    version = fields.Integer(required=True)
    by = fields.String(required=True)
    at = fields.String(required=True, metadata={"format": "date-time"})


class FaqRow(Answer):
    id = fields.String(required=True)
    slug = fields.String(required=True)
    store_id = fields.String(required=True, allow_none=True)
    question = fields.String(required=True)
    answer = fields.String(required=True)
    aliases = fields.List(fields.String(), required=True)
    keywords = fields.List(fields.String(), required=True)
    question_en = fields.String()
    answer_en = fields.String()
    aliases_en = fields.List(fields.String())
    version = fields.Integer(required=True)
    edited = fields.Nested(Edited, allow_none=True)
    confidence = fields.Float(
        validate=validate.Range(min=0, max=1), metadata={"description": "With `q`: how sure this row is meant."}
    )
    score = fields.Float(metadata={"description": "With `q`: BM25's."})


FaqList = page_of(FaqRow, "FaqList")
