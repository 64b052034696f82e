"""What the shapes of all requests are made of."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

ID_LENGTH, REASON_LENGTH, MOST_GUESTS, MOST_DAYS = 40, 200, 20, 31
SLUG_LENGTH, MOST_ADDONS = 60, 10
GENDERS = ("female", "male")


class Request(Schema):
    """What a later client adds is none of our business."""

    class Meta:
        unknown = EXCLUDE


def identifier(*, required: bool = True, **more: Any) -> fields.String:
    none: dict[str, Any] = {} if required else {"allow_none": True, "load_default": None}
    return fields.String(required=required, validate=validate.Length(1, ID_LENGTH), **none, **more)


def place_of_ids() -> fields.String:
    """The cursor of a list: the id of the last one seen."""
    is_id = validate.Regexp(r"\A[0-9A-HJKMNP-TV-Z]{26}\Z", error="Not a cursor of this list.")
    return fields.String(load_default=None, allow_none=True, validate=is_id)


class Slugs(fields.List[Any]):
    """Slugs in the order given, each once; none where nothing is said."""

    def __init__(self) -> None:
        each = fields.String(validate=validate.Length(1, SLUG_LENGTH))
        super().__init__(each, allow_none=True, load_default=(), validate=validate.Length(max=MOST_ADDONS))

    def deserialize(self, value: Any, *where: Any, **kwargs: Any) -> Any:
        return tuple(dict.fromkeys(super().deserialize(value, *where, **kwargs) or ()))


class Address(Request):
    lng = fields.Float(allow_none=True, load_default=None, validate=validate.Range(-180, 180))
    lat = fields.Float(allow_none=True, load_default=None, validate=validate.Range(-90, 90))
