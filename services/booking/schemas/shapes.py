"""What the shapes of all nouns are made of."""

import base64
import binascii
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from shared.moments import within_reach

NAME_LENGTH, ADDRESS_LENGTH, REASON_LENGTH, OVERRIDE_REASON_LENGTH = 80, 300, 500, 200
SLUG_LENGTH, MOST_ADDONS = 60, 10
ENGLISH = "en"
MOST_COUNTED = 2**31 - 1
ID, NO_CURSOR = r"\A[0-9A-HJKMNP-TV-Z]{26}\Z", "Not a cursor of this list."


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
    """The place in a list, opaque to the client: the parts by which the list is ordered, each read by a reader."""

    def __init__(self, *readers: Callable[[Any], Any], **options: Any) -> None:
        super().__init__(**options)
        self.readers = readers or (_instant, _text)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ARG002
        if value is None:
            return None
        parts = [part.isoformat() if isinstance(part, datetime) else part for part in value]
        return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[Any, ...]:  # noqa: ARG002
        try:
            parts = json.loads(base64.urlsafe_b64decode(value))
            return tuple(read(part) for read, part in zip(self.readers, parts, strict=True))
        except (TypeError, ValueError, binascii.Error) as error:
            raise ValidationError(NO_CURSOR) from error


def place_of_ids(**options: Any) -> fields.String:
    """The cursor of a list that is ordered by its ids: the last one seen."""
    return fields.String(validate=validate.Regexp(ID, error=NO_CURSOR), **options)


def _instant(part: Any) -> datetime:
    instant = datetime.fromisoformat(part)
    if instant.tzinfo is None:
        raise ValueError("an instant needs its offset")
    within_reach(instant)
    return instant


def _text(part: Any) -> str:
    if not isinstance(part, str):
        raise TypeError("not a text")
    return part


def _count(part: Any) -> int:
    if type(part) is not int or not 0 <= part <= MOST_COUNTED:
        raise TypeError("not a number of ours")
    return part


def place_in_queue(**options: Any) -> CursorField:
    """The cursor of a list of tickets: store and position."""
    return CursorField(_text, _count, **options)


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
