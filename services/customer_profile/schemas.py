"""The shapes of the archive's requests and answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, ValidationError, fields, post_load, validate

from services.customer_profile.domain.archive import Archive
from services.customer_profile.domain.care import Care
from services.customer_profile.domain.conditions import CONDITIONS, CONTRAINDICATED
from services.customer_profile.domain.pages import Page
from services.customer_profile.domain.people import ContactPerson, SavedAddress
from services.customer_profile.domain.search import normal_phone
from services.customer_profile.domain.timeline import WHEN, Entry

Json = dict[str, Any]
DEFAULT_ZONE = "Asia/Shanghai"
MOST_KEPT = 10
NOT_BLANK = validate.Regexp(r"(?s).*\S")


class Texts(fields.List[str]):
    """A list of short texts, loaded as a tuple."""

    def __init__(self) -> None:
        one = fields.String(required=True, validate=[validate.Length(max=40), NOT_BLANK])
        super().__init__(one, validate=validate.Length(max=50))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(value, attr, data, **kwargs))


class PageAsked(Schema):
    """Which page of a list."""

    cursor = fields.String(load_default=None, allow_none=True)
    limit = fields.Integer(strict=True, validate=validate.Range(1, 100), load_default=50)


class GetCustomer(Schema):
    """Which customer."""

    customer_id = fields.String(required=True)


class FindCustomers(PageAsked):
    """`q` is a whole phone number or a part of a name; `tag` a whole tag."""

    q = fields.String(allow_none=True, validate=validate.Length(max=80))
    tag = fields.String(allow_none=True, validate=validate.Length(max=40))


class OfAppointment(Schema):
    """Which visit."""

    appointment_id = fields.String(required=True)


class Phone(fields.String):
    """A phone number, in E.164 once it is loaded."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        number = normal_phone(super()._deserialize(value, attr, data, **kwargs))
        if number is None:
            raise ValidationError("Not a phone number.")
        return number


class ContactShape(Schema):
    """A person to call."""

    name = fields.String(required=True, validate=[validate.Length(max=80), NOT_BLANK])
    phone = Phone(required=True)
    relation = fields.String(load_default="", validate=validate.Length(max=40))

    @post_load
    def loaded(self, data: dict[str, Any], **kwargs: Any) -> ContactPerson:  # noqa: ARG002
        return ContactPerson(**data)


class AddressShape(Schema):
    """A home."""

    text = fields.String(required=True, validate=[validate.Length(max=300), NOT_BLANK])
    lng = fields.Float(required=True, validate=validate.Range(-180, 180))
    lat = fields.Float(required=True, validate=validate.Range(-90, 90))
    label = fields.String(load_default="", validate=validate.Length(max=40))
    contact_name = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=80))
    contact_phone = Phone(load_default=None, allow_none=True)

    @post_load
    def loaded(self, data: dict[str, Any], **kwargs: Any) -> SavedAddress:  # noqa: ARG002
        return SavedAddress(**data)


def _few(one: fields.Field[Any], most: int) -> fields.List[Any]:
    return fields.List(one, validate=validate.Length(max=most))


class UpdateCustomer(GetCustomer):
    """Changes to an archive; what is not sent stays, and a list that is sent takes the place of the whole list."""

    version = fields.Integer(strict=True, required=True)
    allergies = Texts()
    skin = fields.String(validate=validate.Length(max=200))
    health_notes = fields.String(validate=validate.Length(max=2000))
    tags = Texts()
    conditions = _few(fields.String(validate=validate.OneOf(CONDITIONS)), len(CONDITIONS))
    contacts = _few(fields.Nested(ContactShape), MOST_KEPT)
    addresses = _few(fields.Nested(AddressShape), MOST_KEPT)

    @post_load
    def with_tuples(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:  # noqa: ARG002
        lists = {name: data[name] for name in ("conditions", "contacts", "addresses") if name in data}
        return {**data, **{name: tuple(dict.fromkeys(found)) for name, found in lists.items()}}


class NothingAsked(Schema):
    """One's own: there is nothing to ask for."""


class GetTimeline(PageAsked):
    """Whose timeline."""

    customer_id = fields.String(required=True)


class CustomerView(Schema):
    """An archive."""

    id = fields.String()
    version = fields.Integer()
    name = fields.String()
    phone = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    gender = fields.String(allow_none=True)
    birthday = fields.Date(allow_none=True)
    language = fields.String()
    allergies = fields.List(fields.String())
    skin = fields.String()
    health_notes = fields.String()
    tags = fields.List(fields.String())
    conditions = fields.List(fields.String())
    contacts = fields.List(fields.Nested(ContactShape))
    addresses = fields.List(fields.Nested(AddressShape))


class EntryView(Schema):
    """Something that happened, on the clock of the store it happened at."""

    id = fields.String()
    kind = fields.String()
    at = fields.Function(lambda entry: entry.at.astimezone(_zone(entry)).isoformat())
    details = fields.Function(lambda entry: {**entry.details, **_times(entry)})


def _zone(entry: Entry) -> ZoneInfo:
    return ZoneInfo((entry.details.get("store") or {}).get("timezone") or DEFAULT_ZONE)


def _times(entry: Entry) -> Json:
    """The instants of the details on the store's clock, those of each treatment of a visit as well."""
    zone, told = _zone(entry), entry.details
    treatments = {"treatments": [{**one, **_local(one, zone)} for one in told.get("treatments") or ()]}
    return {**_local(told, zone), **(treatments if "treatments" in told else {})}


def _local(told: Mapping[str, Any], zone: ZoneInfo) -> dict[str, str]:
    instants = {name: datetime.fromisoformat(told[name]) for name in WHEN if told.get(name)}
    return {name: instant.astimezone(zone).isoformat() for name, instant in instants.items()}


def view(schema: Schema, thing: object) -> Json:
    return dict(schema.dump(thing))


def care_view(care: Care) -> Json:
    """Nothing of the customer's own health where somebody else comes."""
    known = care.archive if not care.is_for_guest else Archive(id=care.archive.id, account_revision=0, name="")
    told = [] if care.is_for_guest else care.conditions
    return {
        "appointment_id": care.visit.id,
        "for_guest": care.is_for_guest,
        "allergies": list(known.allergies),
        "skin": known.skin,
        "health_notes": known.health_notes,
        "conditions": [
            {"code": one.code, "words": list(CONTRAINDICATED[one.code]), "matters": one.matters} for one in told
        ],
        "contraindications": list(care.contraindications or ()),
    }


def export(archive: Archive | None, entries: list[Entry]) -> Json:
    shown = None if archive is None else view(CustomerView(), archive)
    return {"archive": shown, "timeline": [view(EntryView(), entry) for entry in entries]}


def page(schema: Schema, found: Page[Any]) -> Json:
    return {"items": [view(schema, item) for item in found.items], "next_cursor": found.next_cursor}
