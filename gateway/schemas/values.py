"""Fields that check the form of a value and keep it as it came, since services read JSON, not Python."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from marshmallow import EXCLUDE, INCLUDE, Schema, fields, post_load, validate

RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")
DATE = re.compile(r"\d{4}-\d\d-\d\d")
WINDOW = r"^([01]\d|2[0-4]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$"
MAX_PAGE = 100


class Part(Schema):
    """A part of a request or an answer."""

    class Meta:
        unknown = INCLUDE


class Request(Part):
    """A JSON body: its form is checked, and it travels on as it came."""

    @post_load(pass_original=True)
    def as_it_came(self, _loaded: object, original: object, **_: object) -> object:
        return original


class Query(Schema):
    """A query string: text becomes numbers and truth values; what is not known here is nobody's."""

    class Meta:
        unknown = EXCLUDE


class Answer(Part):
    """What a service answers: documented here, and passed on as it is; a newer service may tell more."""

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:  # noqa: ARG002 - marshmallow's signature
        return obj


class Instant(fields.String):
    """An RFC 3339 instant; without an offset it would mean another moment at each store."""

    default_error_messages = {"instant": "Not a valid RFC 3339 instant with an offset."}  # noqa: RUF012 - marshmallow's

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not (RFC_3339.fullmatch(text) and _parses(datetime.fromisoformat, text)):
            raise self.make_error("instant")
        return text


class Day(fields.String):
    """A date, `2026-11-23`."""

    default_error_messages = {"day": "Not a valid date."}  # noqa: RUF012 - marshmallow's

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not (DATE.fullmatch(text) and _parses(date.fromisoformat, text)):
            raise self.make_error("day")
        return text


class Moment(fields.String):
    """A date or an instant, whichever the client knows; as a filter's edge a date is the store's whole day."""

    default_error_messages = {"moment": "Not a valid date or RFC 3339 instant."}  # noqa: RUF012 - marshmallow's

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        # In a query string a "+" that was not escaped arrives as a space.
        text = super()._deserialize(value, attr, data, **kwargs).replace(" ", "+")
        is_day = DATE.fullmatch(text) and _parses(date.fromisoformat, text)
        if not (is_day or (RFC_3339.fullmatch(text) and _parses(datetime.fromisoformat, text))):
            raise self.make_error("moment")
        return text


class Truth(fields.Boolean):
    """A JSON boolean and nothing that only looks like one."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class PageQuery(Query):
    cursor = fields.String(metadata={"description": "`next_cursor` of the page before."})
    limit = fields.Integer(validate=validate.Range(min=1, max=MAX_PAGE))


class Place(Part):
    """A point on the map, GCJ-02."""

    lng = fields.Float(required=True, validate=validate.Range(min=-180, max=180))
    lat = fields.Float(required=True, validate=validate.Range(min=-90, max=90))


def page_of(item: type[Schema], name: str, **more: fields.Field[Any]) -> type[Answer]:
    """The answer shape of a list: `{"items": […], "next_cursor": string|null}`, and what else is told with it."""
    shape: type[Answer] = Answer.from_dict(  # type: ignore[assignment]
        {
            "items": fields.List(fields.Nested(item), required=True),
            "next_cursor": fields.String(allow_none=True),
            **more,
        },
        name=name,
    )
    return shape


def _parses(parse: Any, text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True
