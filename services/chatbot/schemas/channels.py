"""Shapes of what channels bring."""

from typing import Any

from marshmallow import fields, validate

from services.chatbot.schemas import Request

LONGEST_ID = 200


class ReceiveMessage(Request):
    channel = fields.String(required=True, validate=validate.OneOf(["wechat"]))
    sender = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_ID))
    message_id = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_ID))
    call_id = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_ID))
    digest = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_ID))
    text = fields.String(load_default=None, allow_none=True)


def nothing(_: None) -> dict[str, Any]:
    return {}
