"""Beds and devices on the wire."""

from marshmallow import fields, validate

from services.catalog.domain.resource import KINDS
from services.catalog.schemas.values import Edit, EntryView, ListShape, Many, Request, text, whole


class ResourceFields(Request):
    """What the manager of a store writes of a bed or a device."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    name = text(80, required=True)
    units = whole(1, 100)
    treatments = Many(fields.String(), allow_none=True, validate=validate.Length(max=500))


class ListResources(ListShape):
    """The beds and devices of a store."""

    store_id = fields.String(required=True)


class CreateResource(ResourceFields):
    """A new bed or device."""

    store_id = fields.String(required=True)


class UpdateResource(ResourceFields, Edit):
    """Changes to a bed or device; what is not sent stays. `store_id`, where a path names it, is checked."""

    always = ("resource_id", "version")
    resource_id = fields.String(required=True)
    store_id = fields.String(allow_none=True)


class DeleteResource(Request):
    """The bed or device to retire."""

    resource_id = fields.String(required=True)
    store_id = fields.String(allow_none=True)
    version = fields.Integer(strict=True)


class ResourceView(EntryView):
    """A bed or a device."""

    store_id = fields.String()
    kind = fields.String()
    name = fields.String()
    units = fields.Integer()
    treatments = fields.List(fields.String(), allow_none=True)
