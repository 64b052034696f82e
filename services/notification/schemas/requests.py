"""The shapes of requests."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from services.notification.domain.channels import OPTIONAL, Channel
from services.notification.domain.manners import Topic
from services.notification.domain.templates import LANGUAGES

DEFAULT_LIMIT, MOST = 20, 100


class Nothing(Schema):
    """There is nothing to ask for, and what is said all the same is not looked at."""

    class Meta:
        unknown = EXCLUDE


class _Page(Schema):
    """A cursor is the last item's id, so anything else is not from our lists."""

    cursor = fields.Str(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp(r"[0-9A-HJKMNP-TV-Z]{26}\Z", error="not a cursor of this list"),
    )
    limit = fields.Int(load_default=DEFAULT_LIMIT, strict=True, validate=validate.Range(1, MOST))


class FindNotifications(_Page):
    unread = fields.Bool(load_default=False)


class FindDeliveries(_Page):
    """What is not named may be anything."""

    store_id = fields.Str(allow_none=True)
    status = fields.Str(allow_none=True, validate=validate.OneOf(["sent", "failed"]))
    channel = fields.Str(allow_none=True, validate=validate.OneOf([str(one) for one in Channel]))
    template = fields.Str(allow_none=True)
    appointment_id = fields.Str(allow_none=True)


class MarkRead(Schema):
    notification_id = fields.Str(required=True)


class MarkAllRead(Schema):
    """`up_to` is the newest that was seen; without it all there are."""

    up_to = fields.Str(load_default=None, allow_none=True)


class Switch(fields.Boolean):
    """On or off; nothing that only looks like it, since a misread word would silence somebody."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class _Switchable(fields.Field[StrEnum]):
    """The name of something that may be switched off."""

    default_error_messages = {"unknown": "Must be one of: {known}."}  # noqa: RUF012 - marshmallow's

    def __init__(self, *known: StrEnum) -> None:
        super().__init__()
        self.known = {str(one): one for one in known}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> StrEnum:  # noqa: ARG002
        if value not in self.known:
            raise self.make_error("unknown", known=", ".join(self.known))
        return self.known[value]


class UpdatePreferences(Schema):
    """`channels` and `topics` name only those to switch: `{"sms": false}`; `language: null` follows the account's."""

    version = fields.Int(strict=True)
    language = fields.Str(allow_none=True, validate=validate.OneOf(LANGUAGES))
    channels = fields.Dict(keys=_Switchable(*OPTIONAL), values=Switch())
    topics = fields.Dict(keys=_Switchable(*Topic), values=Switch())


class FindOutbox(Schema):
    to = fields.Str(required=True, validate=validate.Length(min=1))
