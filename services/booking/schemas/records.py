"""The shapes of service records and their pictures."""

import base64
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from services.booking.domain.record.pictures import PHOTO_KINDS, RecordFile, photos_in, signature_in
from services.booking.domain.record.record import Done, Product
from services.booking.schemas.shapes import Request, id_field, localised
from shared.shapes import FileContent

MOST_DONE, MOST_PRODUCTS, MOST_FLAGS = 20, 50, 10
NOTES_LENGTH, PRODUCT_LENGTH, MOST_MINUTES, MOST_OF_A_PRODUCT = 4000, 80, 1440, 100_000
FLAG = r"^[a-z][a-z0-9_]{0,39}$"

Json = dict[str, Any]


class DoneShape(Request):
    treatment_id = id_field(required=True)
    technician_id = id_field(required=True)
    minutes = fields.Integer(required=True, strict=True, validate=validate.Range(1, MOST_MINUTES))

    @post_load
    def as_done(self, data: Json, **kwargs: Any) -> Done:  # noqa: ARG002
        return Done(**data)


class ProductShape(Request):
    name = fields.String(required=True, validate=validate.Length(1, PRODUCT_LENGTH))
    quantity = fields.Float(required=True, validate=validate.Range(0, MOST_OF_A_PRODUCT, min_inclusive=False))

    @post_load
    def as_product(self, data: Json, **kwargs: Any) -> Product:  # noqa: ARG002
        return Product(**data)


def _list_of(one: fields.Field[Any], most: int) -> fields.List[Any]:
    return fields.List(one, load_default=(), validate=validate.Length(max=most))


def _notes() -> fields.String:
    return fields.String(load_default=None, allow_none=True, validate=validate.Length(max=NOTES_LENGTH))


class PutServiceRecord(Request):
    """The whole record; `version` is the one its editor saw, 0 for the first."""

    appointment_id = id_field(required=True)
    version = fields.Integer(load_default=0, strict=True)
    done = _list_of(fields.Nested(DoneShape), MOST_DONE)
    products = _list_of(fields.Nested(ProductShape), MOST_PRODUCTS)
    flags = _list_of(fields.String(validate=validate.Regexp(FLAG)), MOST_FLAGS)
    notes = _notes()
    internal_notes = _notes()

    @post_load
    def as_tuples(self, data: Json, **kwargs: Any) -> Json:  # noqa: ARG002
        return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}


class PutSignature(Request):
    appointment_id = id_field(required=True)
    content = FileContent(required=True)


class AddPhoto(PutSignature):
    kind = fields.String(required=True, validate=validate.OneOf(PHOTO_KINDS))


class PhotoNamed(Request):
    appointment_id = id_field(required=True)
    photo_id = id_field(required=True)


class FileView(Schema):
    """A picture without its bytes."""

    id = fields.String()
    kind = fields.String()
    media_type = fields.String()
    width = fields.Integer()
    height = fields.Integer()
    bytes = fields.Integer()


_file = FileView()


def record_view(seen: Any) -> Json:
    """A record, from a `SeenRecord`; times carry the store's offset."""
    record, signature = seen.record, signature_in(seen.files)
    return {
        "appointment_id": record.appointment_id,
        "version": record.version,
        "done": [_done(one, seen) for one in record.done],
        "products": [{"name": one.name, "quantity": one.quantity} for one in record.products],
        "flags": list(record.flags),
        "notes": record.notes,
        **({"internal_notes": record.internal_notes} if seen.shows_internals else {}),
        "recorded_by": record.recorded_by,
        "recorded_at": record.recorded_at and record.recorded_at.astimezone(seen.zone).isoformat(),
        "photos": [_shown(file, seen.zone) for file in photos_in(seen.files)],
        "signature": None if signature is None else _shown(signature, seen.zone),
    }


def record_history_view(versions: Any) -> Json:
    return {"items": [record_view(seen) for seen in versions]}


def file_view(file: RecordFile) -> Json:
    return {**dict(_file.dump(file)), "added_at": file.added_at.isoformat()}


def content_view(opened: Any) -> Json:
    """The bytes in base64; the digest of what was sent is as good a mark of them as any."""
    return {
        "content": base64.b64encode(opened.content).decode(),
        "media_type": opened.file.media_type,
        "etag": opened.file.name,
    }


def _shown(file: RecordFile, zone: Any) -> Json:
    return {**dict(_file.dump(file)), "added_at": file.added_at.astimezone(zone).isoformat()}


def _done(one: Done, seen: Any) -> Json:
    (technician,) = seen.directory.technicians_of([one.technician_id])
    return {
        "treatment_id": one.treatment_id,
        "technician_id": one.technician_id,
        "minutes": one.minutes,
        "treatment": localised(seen.directory.treatment(one.treatment_id), seen.language),
        "technician": localised(technician, seen.language),
    }
