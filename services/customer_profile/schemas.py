"""The shapes of the archive's requests and answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, fields, validate

from services.customer_profile.domain.archive import Archive
from services.customer_profile.domain.pages import Page
from services.customer_profile.domain.timeline import WHEN, Entry

Json = dict[str, Any]
DEFAULT_ZONE = "Asia/Shanghai"


class Texts(fields.List[str]):
    """A list of short texts, loaded as a tuple."""

    def __init__(self) -> None:
        one = fields.String(required=True, validate=[validate.Length(max=40), validate.Regexp(r"(?s).*\S")])
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


class UpdateCustomer(GetCustomer):
    """Changes to an archive; what is not sent stays."""

    version = fields.Integer(strict=True, required=True)
    allergies = Texts()
    skin = fields.String(validate=validate.Length(max=200))
    health_notes = fields.String(validate=validate.Length(max=2000))
    tags = Texts()


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


def export(archive: Archive | None, entries: list[Entry]) -> Json:
    shown = None if archive is None else view(CustomerView(), archive)
    return {"archive": shown, "timeline": [view(EntryView(), entry) for entry in entries]}


def page(schema: Schema, found: Page[Any]) -> Json:
    return {"items": [view(schema, item) for item in found.items], "next_cursor": found.next_cursor}
