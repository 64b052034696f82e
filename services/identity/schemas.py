"""Shapes of identity's requests and answers."""

from datetime import timedelta
from typing import Any

from marshmallow import Schema, fields, validate

from shared.actor import ROLES

GENDERS = ("female", "male", "other")
LANGUAGES = ("zh-CN", "en")
GRANTS = ("otp", "password", "wechat", "alipay")
PASSWORD_LENGTH = validate.Length(min=8, max=200)
NOT_EMPTY = validate.Length(min=1)


def _text(longest: int, **options: Any) -> fields.String:
    return fields.String(validate=validate.Length(max=longest), **options)


class Trimmed(fields.String):
    """A text without the space around it, which nobody means."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return super()._deserialize(value, attr, data, **kwargs).strip()


def _name(**options: Any) -> fields.String:
    no_controls = validate.Regexp(r"[^\x00-\x1f\x7f]*\Z", error="May not contain control characters.")
    return Trimmed(validate=[validate.Length(min=1, max=80), no_controls], **options)


class Names(fields.Field[frozenset[str]]):
    """A set of strings, in order on the wire."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> list[str]:  # noqa: ARG002
        return sorted(value)


class Seconds(fields.Field[timedelta]):
    """A duration as whole seconds."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> int:  # noqa: ARG002
        return int(value / timedelta(seconds=1))


class RequestCode(Schema):
    phone = _text(40, required=True)
    address = _text(64, allow_none=True)


class OpenSession(Schema):
    grant = fields.String(required=True, validate=validate.OneOf(GRANTS))
    phone = _text(40)
    code = _text(200)
    login = _text(254)
    password = _text(200)
    address = _text(64, allow_none=True)


class RefreshSession(Schema):
    refresh_token = _text(200, required=True)


class EndSession(Schema):
    session_id = _text(40, required=True)


class FindEndedSessions(Schema):
    within_seconds = fields.Integer(required=True, strict=True, validate=validate.Range(1, 86400))


class Register(Schema):
    email = _text(254, required=True)
    password = fields.String(required=True, validate=PASSWORD_LENGTH)
    name = _name(required=True)
    address = _text(64, allow_none=True)


class ConfirmRegistration(Schema):
    token = _text(200, required=True)


class GetAccount(Schema):
    """One's own: there is nothing to ask for."""


class UpdateAccount(Schema):
    version = fields.Integer(required=True, strict=True)
    name = _name()
    language = fields.String(validate=validate.OneOf(LANGUAGES))
    gender = fields.String(validate=validate.OneOf(GENDERS), allow_none=True)
    birthday = fields.Date(allow_none=True)
    email = fields.String(validate=validate.Length(min=1, max=254), allow_none=True)


class ChangePassword(Schema):
    password = fields.String(required=True, validate=PASSWORD_LENGTH)
    current_password = _text(200, allow_none=True)


class EnsureCustomer(Schema):
    phone = _text(40, required=True)
    name = Trimmed(validate=validate.Length(max=80), load_default="")


class CreateAccount(Schema):
    roles = fields.List(fields.String(validate=validate.OneOf(sorted(ROLES))), required=True, validate=NOT_EMPTY)
    name = Trimmed(validate=validate.Length(max=80), required=True)
    login = fields.String(validate=validate.Length(min=1, max=80), allow_none=True)
    phone = _text(40, allow_none=True)
    email = _text(254, allow_none=True)
    password = fields.String(validate=PASSWORD_LENGTH, allow_none=True)
    stores = fields.List(_text(40), load_default=list)
    technician_id = _text(40, allow_none=True)
    gender = fields.String(validate=validate.OneOf(GENDERS), allow_none=True)
    birthday = fields.Date(allow_none=True)


class SignedInAccountView(Schema):
    """What the gateway puts into an access token."""

    id = fields.String()
    name = fields.String()
    roles = Names()
    stores = Names()
    technician_id = fields.String()


class AccountView(SignedInAccountView):
    """One's own account."""

    phone = fields.String()
    email = fields.String()
    gender = fields.String()
    birthday = fields.Date()
    language = fields.String()
    has_password = fields.Function(lambda account: account.password_hash is not None)
    version = fields.Integer()


class SignedInView(Schema):
    """A sign-in: who it is, and how it is kept alive."""

    account = fields.Nested(SignedInAccountView)
    session_id = fields.String()
    refresh_token = fields.String()
    refresh_expires_in = Seconds()
