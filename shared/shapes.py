"""Shapes of requests and events: marshmallow copies every field whenever one is made, so each is made once."""

import base64
import binascii
from functools import cache
from typing import Any

from marshmallow import Schema, ValidationError, fields

MOST_BYTES = 10 * 1024 * 1024


@cache
def the(shape: type[Schema]) -> Schema:
    """The one instance of a shape, for all greenlets: what it loads and dumps is not kept in it."""
    return shape()


class FileContent(fields.Field[bytes]):
    """A file's bytes, which cross the bus in base64."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bytes:  # noqa: ARG002
        try:
            content = base64.b64decode(value, validate=True)
        except (TypeError, ValueError, binascii.Error) as error:
            raise ValidationError("Not base64.") from error
        if len(content) > MOST_BYTES:
            raise ValidationError("Larger than 10 MiB.")
        return content
