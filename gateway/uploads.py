"""Files that come in: `multipart/form-data`, one file in the field `file`, at most 10 MiB.

What a file is, the service that takes it finds out from its content; its name and its declared type are not looked at.
It crosses the bus in base64: 10 MiB are 13.4 MiB there, under RabbitMQ's 16 MiB for a message.
"""

import base64
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g, request
from marshmallow import Schema, ValidationError

from gateway.errors import Problem

MOST_BYTES = 10 * 1024 * 1024
# What the form needs around the file: boundaries, names, the other fields.
FORM_BYTES = 64 * 1024
MISSING = "Missing data for required field."

View = Callable[..., Any]


def takes_upload(shape: type[Schema] | None) -> Callable[[View], View]:
    """The view's first argument is the form: its fields, checked, and the file as `content`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def uploaded(*args: Any, **kwargs: Any) -> Any:
            form, content = _form(shape), _file()
            # The body that an idempotency key is bound to: not the form's boundaries, which differ each time.
            g.body = {**form, "sha256": hashlib.sha256(content).hexdigest()}
            return view({**form, "content": base64.b64encode(content).decode()}, *args, **kwargs)

        return uploaded

    return decorate


def documented(shape: type[Schema] | None) -> dict[str, Any]:
    """The request body for the OpenAPI document."""
    texts = {name: _property(field) for name, field in (shape().fields if shape else {}).items()}
    form = {
        "type": "object",
        "properties": {"file": {"type": "string", "format": "binary"}, **texts},
        "required": ["file", *texts],
    }
    return {"required": True, "content": {"multipart/form-data": {"schema": form}}}


def _property(field: Any) -> dict[str, Any]:
    choices = [one for validator in field.validators for one in getattr(validator, "choices", ())]
    return {"type": "string", **({"enum": choices} if choices else {})}


def _form(shape: type[Schema] | None) -> dict[str, Any]:
    if request.mimetype != "multipart/form-data":
        raise Problem(415, "unsupported_media_type")
    request.max_content_length = MOST_BYTES + FORM_BYTES
    if shape is None:
        return {}
    try:
        form: dict[str, Any] = shape().load(request.form.to_dict())
    except ValidationError as error:
        fields = {str(name): list(map(str, texts)) for name, texts in error.messages_dict.items()}
        raise Problem(422, "invalid", fields=fields) from error
    return form


def _file() -> bytes:
    sent = request.files.get("file")
    if sent is None:
        raise Problem(422, "invalid", fields={"file": [MISSING]})
    with sent.stream as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Problem(413, "body_too_large")
    return content
