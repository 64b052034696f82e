"""Service records: what was done in a visit, and its pictures."""

from marshmallow import fields, validate

from gateway.schemas.appointments import Named
from gateway.schemas.values import Answer, Part, Query, Request

PHOTO_KINDS = ("before", "after")


class Done(Part):
    """One treatment as it was really given."""

    treatment_id = fields.String(required=True)
    technician_id = fields.String(required=True)
    minutes = fields.Integer(required=True)


class DoneShown(Done):
    treatment = fields.Nested(Named)
    technician = fields.Nested(Named)


class Product(Part):
    name = fields.String(required=True)
    quantity = fields.Float(required=True)


class PutServiceRecord(Request):
    """The whole record: what is left out is empty afterwards."""

    version = fields.Integer(metadata={"description": "The version you saw; 0, or left out, for the first."})
    done = fields.List(fields.Nested(Done))
    products = fields.List(fields.Nested(Product))
    flags = fields.List(fields.String(), metadata={"description": "Short words, such as `adverse_reaction`."})
    notes = fields.String(allow_none=True, metadata={"description": "The customer reads them."})
    internal_notes = fields.String(allow_none=True, metadata={"description": "The store's and the technicians' own."})


class Photo(Answer):
    id = fields.String(required=True)
    kind = fields.String(required=True, metadata={"description": "before, after or signature"})
    url = fields.String(required=True, metadata={"description": "Where its bytes are; as protected as the record."})
    media_type = fields.String(required=True)
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)
    bytes = fields.Integer(required=True)
    added_at = fields.String(required=True, metadata={"format": "date-time"})


class ServiceRecord(Answer):
    appointment_id = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "0: nobody has written it yet."})
    done = fields.List(fields.Nested(DoneShown), required=True)
    products = fields.List(fields.Nested(Product), required=True)
    flags = fields.List(fields.String(), required=True)
    notes = fields.String(required=True, allow_none=True)
    internal_notes = fields.String(allow_none=True, metadata={"description": "Missing for the customer."})
    recorded_by = fields.String(required=True, allow_none=True)
    recorded_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    photos = fields.List(fields.Nested(Photo), required=True)
    signature = fields.Nested(Photo, required=True, allow_none=True)


class RecordHistory(Answer):
    items = fields.List(fields.Nested(ServiceRecord), required=True)


class AddPhoto(Query):
    """The fields beside the file; a form's, hence texts."""

    kind = fields.String(required=True, validate=validate.OneOf(PHOTO_KINDS))
