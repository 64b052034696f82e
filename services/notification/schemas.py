"""The shapes of requests and answers, and what is read of other services' events.

Of an event only what is needed is read, and unknown fields are ignored: its producer may add to it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from services.notification.domain.appointments import Appointment, Guest
from services.notification.domain.channels import OPTIONAL, Channel
from services.notification.domain.people import Contact, Preferences
from services.notification.domain.templates import LANGUAGES, Templates, placeholders
from services.notification.domain.views import Notification
from shared.crypto import keyring
from shared.events import SEALED, event_place

Json = dict[str, Any]
DEFAULT_LIMIT, MOST = 20, 100


class _EventSchema(Schema):
    class Meta:
        unknown = EXCLUDE


class Sealed(fields.Field[str]):
    """A personal field of an event, opened with the keyring; `phone` stands there as `phone_sealed`."""

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(data_key=f"{name}{SEALED}", **options)
        self.place = event_place(name)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> str:  # noqa: ARG002
        return keyring().unseal(str(value), self.place)


class OneTimeCodeIssued(_EventSchema):
    phone = Sealed("phone", required=True)
    code = Sealed("code", required=True)
    expires_at = fields.AwareDateTime(required=True)
    language = fields.Str(load_default=None, allow_none=True)


class RegistrationStarted(_EventSchema):
    email = Sealed("email", required=True)
    token = Sealed("token", required=True)
    name = Sealed("name", required=True)
    language = fields.Str(load_default=None, allow_none=True)


class AccountChanged(_EventSchema):
    account_id = fields.Str(required=True)
    revision = fields.Int(required=True)
    name = Sealed("name", load_default="")
    phone = Sealed("phone", load_default=None, allow_none=True)
    email = Sealed("email", load_default=None, allow_none=True)
    language = fields.Str(load_default=None, allow_none=True)

    @post_load
    def _contact(self, data: Json, **_: Any) -> Contact:
        return Contact(**data)


class _Guest(_EventSchema):
    name = Sealed("name", load_default=None, allow_none=True)
    phone = Sealed("phone", load_default=None, allow_none=True)


class _Named(_EventSchema):
    name = fields.Str(required=True)
    name_en = fields.Str(load_default=None, allow_none=True)


class _Store(_Named):
    id = fields.Str(required=True)
    timezone = fields.Str(required=True)
    address = fields.Str(load_default="", allow_none=True)
    phone = fields.Str(load_default="", allow_none=True)


class _Policy(_EventSchema):
    free_cancel_until = fields.Str(load_default=None, allow_none=True)


class _Before(_EventSchema):
    starts_at = fields.Str(required=True)
    cause = fields.Str(load_default=None, allow_none=True)


class AppointmentTold(_EventSchema):
    """What every event of an appointment tells."""

    appointment_id = fields.Str(required=True)
    number = fields.Str(required=True)
    revision = fields.Int(required=True)
    status = fields.Str(required=True)
    customer_id = fields.Str(required=True)
    contact = fields.Nested(_Guest, load_default=None, allow_none=True)
    store = fields.Nested(_Store, required=True)
    treatment = fields.Nested(_Named, required=True)
    treatments = fields.List(fields.Nested(_Named), load_default=None, allow_none=True)
    technicians = fields.List(fields.Nested(_Named), required=True)
    starts_at = fields.AwareDateTime(required=True)
    place = fields.Str(required=True)
    address = Sealed("address", load_default=None, allow_none=True)
    price_fen = fields.Int(required=True)
    fee_fen = fields.Int(required=True)
    policy = fields.Nested(_Policy, required=True)
    previous = fields.Nested(_Before, load_default=None, allow_none=True)

    @post_load
    def _appointment(self, data: Json, **_: Any) -> Appointment:
        guest = data["contact"]
        return Appointment(
            id=data["appointment_id"],
            revision=data["revision"],
            status=data["status"],
            customer_id=data["customer_id"],
            store_id=data["store"]["id"],
            zone=data["store"]["timezone"],
            starts_at=data["starts_at"],
            fee_fen=data["fee_fen"],
            guest=Guest(guest["name"] or "", guest["phone"]) if guest and guest["phone"] else None,
            facts=_facts(data),
        )


def _facts(data: Json) -> Json:
    """What the texts are filled with, as JSON keeps it."""
    copied = {name: data[name] for name in ("number", "store", "treatment", "place", "address", "price_fen", "fee_fen")}
    return {
        **copied,
        "treatments": data["treatments"] or [data["treatment"]],
        "guest": data["contact"] and data["contact"]["name"],
        "technicians": [technician["name"] for technician in data["technicians"]],
        "starts_at": data["starts_at"].isoformat(),
        "old_starts_at": data["previous"] and data["previous"]["starts_at"],
        "moved_because": data["previous"] and data["previous"]["cause"],
        "free_cancel_until": data["policy"]["free_cancel_until"],
    }


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
    pass


class MarkRead(Schema):
    notification_id = fields.Str(required=True)


class Switch(fields.Boolean):
    """On or off; nothing that only looks like it, since a misread word would silence somebody."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class _OptionalChannel(fields.Field[Channel]):
    """The name of a channel that may be switched off."""

    default_error_messages = {"unknown": f"Must be one of: {', '.join(OPTIONAL)}."}  # noqa: RUF012 - marshmallow's

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> Channel:  # noqa: ARG002
        if value not in list(OPTIONAL):
            raise self.make_error("unknown")
        return Channel(value)


class UpdatePreferences(Schema):
    """`channels` names only those to switch: `{"sms": false}`; `language: null` follows the account's again."""

    version = fields.Int(strict=True)
    language = fields.Str(allow_none=True, validate=validate.OneOf(LANGUAGES))
    channels = fields.Dict(keys=_OptionalChannel(), values=Switch())


class FindOutbox(Schema):
    to = fields.Str(required=True, validate=validate.Length(min=1))


class LocalTime(fields.Field[datetime]):
    """An instant with the offset of the zone its reader lives in."""

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **_: Any) -> str | None:  # noqa: ARG002
        return None if value is None else value.astimezone(ZoneInfo(obj.zone)).isoformat()


class NotificationView(Schema):
    id = fields.Str()
    kind = fields.Str(attribute="template")
    subject = fields.Str()
    text = fields.Str()
    appointment_id = fields.Str()
    sent_at = LocalTime()
    read_at = LocalTime()


class SentItemView(Schema):
    channel = fields.Str()
    to = fields.Str()
    subject = fields.Str()
    text = fields.Str()
    sent_at = LocalTime()


class LoggedDeliveryView(Schema):
    id = fields.Str()
    template = fields.Str()
    channel = fields.Str()
    to = fields.Str()
    language = fields.Str()
    status = fields.Str()
    attempts = fields.Int()
    failure = fields.Str()
    appointment_id = fields.Str()
    store_id = fields.Str()
    at = LocalTime()


def page(view: Schema, found: Sequence[object], limit: int) -> Json:
    """A list's answer; a page that is not full is the last."""
    items = listed(view, found)["items"]
    return {"items": items, "next_cursor": items[-1]["id"] if len(items) == limit else None}


def listed(view: Schema, found: Sequence[object]) -> Json:
    return {"items": [view.dump(one) for one in found]}


def notification_view(notification: Notification) -> Json:
    return dict(NotificationView().dump(notification))


def preferences_view(chosen: Preferences) -> Json:
    switches = {channel.value: channel in chosen.channels for channel in OPTIONAL}
    return {"version": chosen.version, "language": chosen.language, "channels": switches}


def templates_view(templates: Templates) -> Json:
    return {
        "next_cursor": None,
        "items": [
            {
                "code": name,
                "texts": {language: {"subject": text.subject, "text": text.body} for language, text in texts.items()},
                "placeholders": sorted(set().union(*(placeholders(text) for text in texts.values()))),
            }
            for name, texts in sorted(templates.texts.items())
        ],
    }
