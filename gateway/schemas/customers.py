"""Customers' archives, for staff."""

from marshmallow import fields

from gateway.schemas.values import Answer, Day, PageQuery, Part, Request, page_of


class CustomerQuery(PageQuery):
    q = fields.String(metadata={"description": "A phone number in full, or a part of the name."})
    tag = fields.String(metadata={"description": "A whole tag."})


class Customer(Answer):
    id = fields.String(required=True)
    name = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    gender = fields.String(allow_none=True)
    birthday = Day(allow_none=True)
    language = fields.String(allow_none=True)
    allergies = fields.List(fields.String())
    skin = fields.String(allow_none=True)
    health_notes = fields.String(allow_none=True)
    tags = fields.List(fields.String())
    version = fields.Integer()


CustomerList = page_of(Customer, "CustomerList")


class UpdateCustomer(Request):
    """Name, phone and birthday are the account's own: see `PATCH /me`."""

    version = fields.Integer(required=True)
    allergies = fields.List(fields.String())
    skin = fields.String()
    health_notes = fields.String()
    tags = fields.List(fields.String(), metadata={"description": "Staff only."})


class TimelineEntry(Part):
    id = fields.String()
    at = fields.String(metadata={"format": "date-time"})
    kind = fields.String(metadata={"description": "The event: `appointment_confirmed`, …"})
    details = fields.Dict()


Timeline = page_of(TimelineEntry, "Timeline")
