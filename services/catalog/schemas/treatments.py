"""Treatments on the wire."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from services.catalog.domain.technician import MAX_LEVEL
from services.catalog.domain.treatment import PLACES, Addon, Course, Segment, Treatment
from services.catalog.schemas.values import (
    ENGLISH,
    Edit,
    Json,
    ListShape,
    Many,
    NamedView,
    Remark,
    Request,
    minutes,
    slug,
    text,
    whole,
    words,
)

LONGEST_MINUTES = 12 * 60
HIGHEST_PRICE_FEN = 100_000_000


class SegmentShape(Schema):
    """A part of the treatment, with or without the technician."""

    name = text(40, required=True)
    minutes = minutes(5, LONGEST_MINUTES, required=True)
    technician = fields.Boolean()

    @post_load
    def as_segment(self, data: dict[str, Any], **_: Any) -> Segment:
        return Segment(**data)


class CourseShape(Schema):
    """So many sessions for one price."""

    sessions = whole(2, 100, required=True)
    price_fen = whole(0, HIGHEST_PRICE_FEN, required=True)

    @post_load
    def as_course(self, data: dict[str, Any], **_: Any) -> Course:
        return Course(**data)


class AddonShape(Schema):
    """What may be added to the treatment; minutes of whole cells, none where it takes no time of its own."""

    slug = slug()
    name = text(40, required=True)
    name_en = Remark(40)
    minutes = minutes(0, 120, required=True)
    price_fen = whole(0, HIGHEST_PRICE_FEN, required=True)

    @post_load
    def as_addon(self, data: dict[str, Any], **_: Any) -> Addon:
        return Addon(**data)


class TreatmentFields(Request):
    """What the platform writes of a treatment."""

    name = text(80, required=True)
    name_en = Remark(80)
    category = text(40, required=True)
    aliases = words()
    duration_minutes = minutes(5, LONGEST_MINUTES, required=True)
    price_fen = whole(0, HIGHEST_PRICE_FEN, required=True)
    prep_minutes = minutes(0, 120)
    turnover_minutes = minutes(0, 120)
    level = whole(1, MAX_LEVEL)
    party_size = whole(1, 10)
    places = Many(fields.String(validate=validate.OneOf(PLACES)), validate=validate.Length(min=1, max=2))
    body_parts = words()
    contraindications = words()
    suits = words()
    segments = Many(fields.Nested(SegmentShape), validate=validate.Length(max=20))
    description = Remark(2000)
    description_en = Remark(2000)
    course = fields.Nested(CourseShape, allow_none=True)
    addons = Many(fields.Nested(AddonShape), validate=validate.Length(max=20))


class ListTreatments(ListShape):
    """Treatments of a store, of a category, by a word."""

    store_id = fields.String(allow_none=True)
    category = fields.String(allow_none=True)
    q = fields.String(allow_none=True)


class CreateTreatment(TreatmentFields):
    """A new treatment."""

    slug = slug()


class GetTreatment(Request):
    """Which treatment."""

    treatment_id = fields.String(required=True)


class UpdateTreatment(TreatmentFields, Edit):
    """Changes to a treatment; what is not sent stays."""

    always = ("treatment_id", "version")
    treatment_id = fields.String(required=True)


class DeleteTreatment(GetTreatment):
    """The treatment to retire."""

    version = fields.Integer(strict=True)


class TreatmentView(NamedView):
    """A treatment as everybody sees it."""

    slug = fields.String()
    category = fields.String()
    aliases = fields.List(fields.String())
    duration_minutes = fields.Integer()
    price_fen = fields.Integer()
    prep_minutes = fields.Integer()
    turnover_minutes = fields.Integer()
    level = fields.Integer()
    party_size = fields.Integer()
    places = fields.List(fields.String())
    body_parts = fields.List(fields.String())
    contraindications = fields.List(fields.String())
    suits = fields.List(fields.String())
    segments = fields.List(fields.Nested(SegmentShape))
    description = fields.String()
    description_en = fields.String()
    course = fields.Nested(CourseShape, allow_none=True)
    addons = fields.Method("addons_for_the_reader")

    def addons_for_the_reader(self, treatment: Treatment) -> list[Json]:
        in_english = self.reader.language.startswith(ENGLISH)
        return [{**vars(one), "name": (in_english and one.name_en) or one.name} for one in treatment.addons]
