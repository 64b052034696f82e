"""Stores on the wire."""

from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, ValidationError, fields, post_load, validate

from services.catalog.domain.hours import OpeningHours
from services.catalog.domain.store import Store
from services.catalog.schemas.values import Edit, ListShape, MomentField, NamedView, Remark, Request, slug, text, words
from shared.events import plain


def _known_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValidationError("Not a time zone such as Asia/Shanghai.") from error


class WindowShape(Schema):
    """`{from, to}` on the store's clock; a pause is written as two windows."""

    since = fields.String(data_key="from", attribute="from", required=True)
    until = fields.String(data_key="to", attribute="to", required=True)
    breaks = fields.Raw()

    @post_load
    def without_breaks(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        if data.pop("breaks", None):
            raise ValidationError("A store has no breaks: give a window before and one after.", "breaks")
        return data


def _windows() -> fields.List[Any]:
    return fields.List(fields.Nested(WindowShape), validate=validate.Length(max=10))


class WeeklyShape(Schema):
    """The windows of each day; a day left out is closed."""

    mon = _windows()
    tue = _windows()
    wed = _windows()
    thu = _windows()
    fri = _windows()
    sat = _windows()
    sun = _windows()


class ClosureShape(Schema):
    """`{from, to, reason}`: instants, or days of which the last is closed as well."""

    since = MomentField(data_key="from", attribute="from", required=True)
    until = MomentField(data_key="to", attribute="to", required=True)
    reason = Remark(200)


class StoreFields(Request):
    """What the platform writes of a store."""

    name = text(80, required=True)
    name_en = Remark(80)
    aliases = words()
    address = text(200, required=True)
    lng = fields.Float(required=True, validate=validate.Range(-180, 180))
    lat = fields.Float(required=True, validate=validate.Range(-90, 90))
    phone = Remark(40)
    timezone = fields.String(validate=[validate.Length(max=40), _known_zone])
    opening_hours = fields.Nested(WeeklyShape)
    closures = fields.List(fields.Nested(ClosureShape), validate=validate.Length(max=200))
    parking = Remark(200)
    metro = Remark(200)

    @post_load
    def with_hours(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        if "opening_hours" in data:
            data["opening_hours"] = OpeningHours.parse(data["opening_hours"])
        return data


class ListStores(ListShape):
    """All stores."""


class CreateStore(StoreFields):
    """A new store."""

    slug = slug()


class GetStore(Request):
    """Which store."""

    store_id = fields.String(required=True)


class UpdateStore(StoreFields, Edit):
    """Changes to a store; what is not sent stays."""

    always = ("store_id", "version")
    store_id = fields.String(required=True)


class DeleteStore(GetStore):
    """The store to retire."""

    version = fields.Integer(strict=True)


class StoreView(NamedView):
    """A store as everybody sees it, closures on its own clock."""

    slug = fields.String()
    aliases = fields.List(fields.String())
    address = fields.String()
    lng = fields.Float()
    lat = fields.Float()
    phone = fields.String()
    timezone = fields.String()
    opening_hours = fields.Function(lambda store: store.opening_hours.weekly())
    closures = fields.Method("closures_on_its_clock")
    parking = fields.String()
    metro = fields.String()

    def closures_on_its_clock(self, store: Store) -> list[dict[str, str]]:
        zone = ZoneInfo(store.timezone)
        return [
            {
                "from": plain(closure.start.astimezone(zone)),
                "to": plain(closure.end.astimezone(zone)),
                "reason": closure.reason,
            }
            for closure in store.closures
        ]
