"""Signing in, registering, and one's own account."""

from marshmallow import fields, validate

from gateway.schemas.values import Answer, Day, Part, Request, Truth
from shared.actor import ROLES


class RequestCode(Request):
    phone = fields.String(required=True, metadata={"examples": ["13800000001"]})


class CodeRequested(Answer):
    expires_in = fields.Integer(required=True, metadata={"description": "Seconds."})


class OpenSession(Request):
    """`otp` wants `phone` and `code`; `password` wants `login` (e-mail, phone or staff name) and `password`."""

    grant = fields.String(required=True, validate=validate.OneOf(["otp", "password", "wechat", "alipay"]))
    phone = fields.String()
    code = fields.String()
    login = fields.String()
    password = fields.String()
    cookies = Truth(metadata={"description": "For pages: tokens go into httpOnly cookies, not the answer."})


class RefreshSession(Request):
    refresh_token = fields.String(metadata={"description": "Programs send it; a page's lies in its cookie."})


class SessionAccount(Part):
    id = fields.String(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(validate=validate.OneOf(sorted(ROLES))), required=True)
    stores = fields.List(fields.String(), required=True)
    technician_id = fields.String(allow_none=True)


class SessionOpened(Answer):
    """With `cookies` the tokens are in cookies, and not here."""

    access_token = fields.String()
    refresh_token = fields.String(metadata={"description": "Used once; a reused one ends the session."})
    token_type = fields.String(validate=validate.Equal("Bearer"))
    expires_in = fields.Integer(required=True, metadata={"description": "Of the access token, in seconds."})
    account = fields.Nested(SessionAccount, required=True)


class Register(Request):
    email = fields.String(required=True)
    password = fields.String(required=True)
    name = fields.String(required=True)


class ConfirmRegistration(Request):
    token = fields.String(required=True)


class RegistrationConfirmed(Answer):
    account = fields.Nested(SessionAccount, required=True)


class Accepted(Answer):
    """Under way; nothing to tell yet."""


class Account(Answer):
    id = fields.String(required=True)
    name = fields.String(required=True)
    phone = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    gender = fields.String(allow_none=True)
    birthday = Day(allow_none=True)
    language = fields.String()
    roles = fields.List(fields.String(), required=True)
    stores = fields.List(fields.String(), required=True)
    technician_id = fields.String(allow_none=True)
    has_password = fields.Boolean(metadata={"description": "Or signs in by code alone."})
    version = fields.Integer(required=True)


class ChangePassword(Request):
    password = fields.String(required=True, metadata={"description": "8 to 200 characters."})
    current_password = fields.String(allow_none=True, metadata={"description": "Where there is one: `has_password`."})


class UpdateAccount(Request):
    version = fields.Integer(required=True)
    name = fields.String()
    email = fields.String(allow_none=True)
    gender = fields.String(allow_none=True)
    birthday = Day(allow_none=True)
    language = fields.String()
