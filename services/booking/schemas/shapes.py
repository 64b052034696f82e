"""What the shapes of all nouns are made of."""

import base64
import binascii
import json
from datetime import date, datetime
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from shared.moments import within_reach

NAME_LENGTH, ADDRESS_LENGTH, REASON_LENGTH, OVERRIDE_REASON_LENGTH = 80, 300, 500, 200
SLUG_LENGTH, MOST_ADDONS = 60, 10
ENGLISH = "en"


class Moment(fields.Field[Any]):
    """An aware instant, or a bare date, which means its whole day."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime | date:  # noqa: ARG002
        try:
            moment = (date if len(value) == len("2026-11-23") else datetime).fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise ValidationError("Neither a date nor an instant.") from error
        if isinstance(moment, datetime) and moment.tzinfo is None:
            raise ValidationError("An instant needs its offset.")
        within_reach(moment)
        return moment


class Words(fields.Field[Any]):
    """Words separated by commas, or a list of them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[str]:  # noqa: ARG002
        words = value.split(",") if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise ValidationError("Not a list of words.")
        return [word.strip() for word in words if word.strip()]


class Slugs(fields.List[Any]):
    """Slugs in the order given, each once; null says as much as an empty list."""

    def __init__(self, **options: Any) -> None:
        each = fields.String(validate=validate.Length(1, SLUG_LENGTH))
        super().__init__(each, allow_none=True, validate=validate.Length(max=MOST_ADDONS), **options)

    def _deserialize(self, *given: Any, **kwargs: Any) -> Any:
        return tuple(dict.fromkeys(super()._deserialize(*given, **kwargs)))


class CursorField(fields.Field[Any]):
    """The place in a list, (start, id), opaque to the client."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ARG002
        if value is None:
            return None
        starts_at, appointment_id = value
        return base64.urlsafe_b64encode(json.dumps([starts_at.isoformat(), appointment_id]).encode()).decode()

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[datetime, str]:  # noqa: ARG002
        try:
            starts_at, appointment_id = json.loads(base64.urlsafe_b64decode(value))
            return datetime.fromisoformat(starts_at), str(appointment_id)
        except (TypeError, ValueError, binascii.Error) as error:
            raise ValidationError("Not a cursor of ours.") from error


class InStoreTime(fields.Field[Any]):
    """An instant with the store's offset. Only dumped, from a `Seen`."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ARG002
        return None if value is None else value.astimezone(obj.zone).isoformat()


def id_field(**options: Any) -> fields.String:
    return fields.String(validate=validate.Length(1, 40), **options)


class Request(Schema):
    """What a later client adds is none of our business."""

    class Meta:
        unknown = EXCLUDE


class ContactShape(Request):
    name = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=NAME_LENGTH))
    phone = fields.String(load_default=None, allow_none=True)


class AddressShape(Request):
    text = fields.String(required=True, validate=validate.Length(1, ADDRESS_LENGTH))
    lng = fields.Float(required=True, validate=validate.Range(-180, 180))
    lat = fields.Float(required=True, validate=validate.Range(-90, 90))
    contact_name = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=NAME_LENGTH))
    contact_phone = fields.String(load_default=None, allow_none=True)


def localised(what: Any, language: str) -> dict[str, str]:
    """Id, slug and the name in the reader's language; a technician's name is the same in every one."""
    in_english: str = getattr(what, "name_en", "")
    name = in_english if in_english and language.startswith(ENGLISH) else what.name
    return {"id": what.id, "slug": what.slug, "name": name}
