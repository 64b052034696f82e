"""Customers' archives, for staff."""

from marshmallow import fields, validate

from gateway.schemas.values import Answer, Day, PageQuery, Part, Request, page_of

WHOLE = {"description": "The whole list, ten at most."}


class CustomerQuery(PageQuery):
    q = fields.String(metadata={"description": "A phone number in full, or a part of the name."})
    tag = fields.String(metadata={"description": "A whole tag."})


CONDITIONS = (
    *("pregnancy", "fracture", "acute_sprain", "skin_damage", "fever", "alcohol", "hypertension", "heart_disease"),
    *("tumour", "post_surgery", "bleeding", "infection"),
)
CONDITION = fields.String(validate=validate.OneOf(CONDITIONS))


class ContactPerson(Part):
    """Somebody the customer books for, or who is to be called for them."""

    name = fields.String(required=True)
    phone = fields.String(required=True)
    relation = fields.String()


class SavedAddress(Part):
    """A home to visit, in GCJ-02 degrees."""

    text = fields.String(required=True)
    lng = fields.Float(required=True)
    lat = fields.Float(required=True)
    label = fields.String()
    contact_name = fields.String(allow_none=True)
    contact_phone = fields.String(allow_none=True)


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
    conditions = fields.List(CONDITION)
    contacts = fields.List(fields.Nested(ContactPerson))
    addresses = fields.List(fields.Nested(SavedAddress), metadata={"description": "The first is the one proposed."})
    version = fields.Integer()


CustomerList = page_of(Customer, "CustomerList")


class UpdateCustomer(Request):
    """Name, phone and birthday are the account's own: see `PATCH /me`."""

    version = fields.Integer(required=True)
    allergies = fields.List(fields.String())
    skin = fields.String()
    health_notes = fields.String()
    tags = fields.List(fields.String(), metadata={"description": "Staff only."})
    conditions = fields.List(CONDITION)
    contacts = fields.List(fields.Nested(ContactPerson), metadata=WHOLE)
    addresses = fields.List(fields.Nested(SavedAddress), metadata=WHOLE)


class KnownCondition(Part):
    """`words` are the contraindications of treatments that it meets."""

    code = CONDITION
    words = fields.List(fields.String(), required=True)
    matters = fields.Boolean(required=True, metadata={"description": "It speaks against what is to be done."})


class Care(Answer):
    """What whoever gives the visit must know of the customer; nothing where somebody else comes (`for_guest`)."""

    appointment_id = fields.String(required=True)
    for_guest = fields.Boolean(required=True)
    allergies = fields.List(fields.String(), required=True)
    skin = fields.String(required=True)
    health_notes = fields.String(required=True)
    conditions = fields.List(fields.Nested(KnownCondition), required=True)
    contraindications = fields.List(
        fields.String(), required=True, metadata={"description": "Of the visit's treatments."}
    )


class TimelineEntry(Part):
    id = fields.String()
    at = fields.String(metadata={"format": "date-time"})
    kind = fields.String(metadata={"description": "The event: `appointment_confirmed`, …"})
    details = fields.Dict()


Timeline = page_of(TimelineEntry, "Timeline")
