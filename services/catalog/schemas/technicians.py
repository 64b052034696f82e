"""Technicians on the wire."""

import base64

from marshmallow import fields, validate

from services.catalog.domain.pages import Page
from services.catalog.domain.technician import GENDERS, MAX_LEVEL, SORTS, STRENGTHS, Found, Technician, mark_of
from services.catalog.schemas.values import (
    Edit,
    EntryView,
    Json,
    ListShape,
    Many,
    NearField,
    PointShape,
    Remark,
    Request,
    View,
    slug,
    text,
    whole,
    words,
)
from shared.pictures import JPEG_TYPE
from shared.shapes import FileContent

# A path, and nothing that a browser would take for the name of another host.
OF_OUR_ORIGIN = validate.Regexp(r"/(?![/\\])[\x21-\x7e]*\Z", error="Not a path of this origin.")


class TechnicianFields(Request):
    """What the managers of a store write of a technician; `certified`, `rating`, `review_count` only the platform."""

    name = text(80, required=True)
    call = Remark(40)
    gender = fields.String(required=True, validate=validate.OneOf(GENDERS))
    level = whole(1, MAX_LEVEL)
    years = whole(0, 80)
    skills = words()
    specialities = words()
    bio = Remark(2000)
    certified = fields.Boolean()
    rating = fields.Float(validate=validate.Range(0, 5))
    review_count = whole(0, 10_000_000)
    stores = Many(
        fields.String(), required=True, validate=[validate.Length(min=1, max=50), validate.ContainsNoneOf([""])]
    )
    home_base = fields.Nested(PointShape, allow_none=True)
    home_visits = fields.Boolean()
    strength = fields.String(validate=validate.OneOf(STRENGTHS))
    photo_url = fields.String(allow_none=True, validate=[validate.Length(max=400), OF_OUR_ORIGIN])


class ListTechnicians(ListShape):
    """Technicians of a store, who can give a treatment, of a gender, by a word, near a point."""

    store_id = fields.String(allow_none=True)
    treatment_id = fields.String(allow_none=True)
    gender = fields.String(allow_none=True, validate=validate.OneOf(GENDERS))
    q = fields.String(allow_none=True)
    near = NearField(allow_none=True)
    sort = fields.String(allow_none=True, validate=validate.OneOf(SORTS))


class CreateTechnician(TechnicianFields):
    """A new technician."""

    slug = slug()


class GetTechnician(Request):
    """Which technician."""

    technician_id = fields.String(required=True)


class UpdateTechnician(TechnicianFields, Edit):
    """Changes to a technician; what is not sent stays."""

    always = ("technician_id", "version")
    technician_id = fields.String(required=True)


class DeleteTechnician(GetTechnician):
    """The technician to retire."""

    version = fields.Integer(strict=True)


class PutTechnicianPhoto(GetTechnician):
    """The photo of a technician."""

    content = FileContent(required=True)


class PhotoView(View):
    """A photo's bytes in base64, with what tells it from every other."""

    def show(self, thing: bytes) -> Json:
        return {"content": base64.b64encode(thing).decode(), "media_type": JPEG_TYPE, "etag": mark_of(thing)}


class TechnicianView(EntryView):
    """A technician as the reader may see them."""

    slug = fields.String()
    name = fields.String()
    call = fields.String()
    gender = fields.String()
    level = fields.Integer()
    years = fields.Integer()
    rating = fields.Float()
    review_count = fields.Integer()
    skills = fields.List(fields.String())
    specialities = fields.List(fields.String())
    bio = fields.String()
    certified = fields.Boolean()
    stores = fields.List(fields.String())
    home_base = fields.Nested(PointShape, allow_none=True)
    home_visits = fields.Boolean()
    strength = fields.String()
    photo_url = fields.String(allow_none=True)

    def show(self, thing: Technician) -> Json:
        return super().show(thing.seen_by(self.reader.actor))


class FoundView(TechnicianView):
    """A technician of a list, with the distance where one was asked for."""

    def answer(self, result: Page[Found]) -> Json:
        return {"items": [self.show_found(found) for found in result.items], "next_cursor": result.next_cursor}

    def show_found(self, found: Found) -> Json:
        distance = {} if found.distance_km is None else {"distance_km": found.distance_km}
        return self.show(found.technician) | distance
