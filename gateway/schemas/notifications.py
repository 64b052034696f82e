"""Notifications, preferences, and what staff see of deliveries and templates."""

from marshmallow import fields, validate

from gateway.schemas.values import Answer, PageQuery, Part, Query, Request, page_of


class NotificationQuery(PageQuery):
    unread = fields.Boolean()


class Notification(Answer):
    id = fields.String(required=True)
    kind = fields.String(required=True)
    subject = fields.String(allow_none=True)
    text = fields.String(required=True)
    appointment_id = fields.String(allow_none=True)
    sent_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    read_at = fields.String(allow_none=True, metadata={"format": "date-time"})


OF_ALL = {"description": "Of all, whichever are on the page."}
NotificationList = page_of(
    Notification, "NotificationList", unread_count=fields.Integer(required=True, metadata=OF_ALL)
)


class ReadAll(Request):
    up_to = fields.String(allow_none=True, metadata={"description": "The newest that was seen; later ones stay."})


class Unread(Answer):
    unread_count = fields.Integer(required=True)


class DeliveryQuery(PageQuery):
    store_id = fields.String()
    status = fields.String(validate=validate.OneOf(["sent", "failed"]))
    channel = fields.String(validate=validate.OneOf(["in_app", "sms", "email", "wechat"]))
    template = fields.String(metadata={"description": "Its code."})
    appointment_id = fields.String()


class Preferences(Answer):
    """By which channels, in which language, about what that may be switched off."""

    version = fields.Integer(required=True)
    language = fields.String(allow_none=True)
    channels = fields.Dict(keys=fields.String(), values=fields.Boolean(), required=True)
    topics = fields.Dict(keys=fields.String(), values=fields.Boolean(), required=True)


class UpdatePreferences(Request):
    version = fields.Integer()
    language = fields.String(allow_none=True)
    channels = fields.Dict(keys=fields.String(), values=fields.Boolean())
    topics = fields.Dict(keys=fields.String(), values=fields.Boolean())


class Delivery(Answer):
    id = fields.String()
    template = fields.String()
    channel = fields.String()
    to = fields.String(metadata={"description": "Masked."})
    language = fields.String(allow_none=True)
    status = fields.String()
    attempts = fields.Integer()
    failure = fields.String(allow_none=True)
    appointment_id = fields.String(allow_none=True)
    store_id = fields.String(allow_none=True)
    at = fields.String(metadata={"format": "date-time"})


DeliveryList = page_of(Delivery, "DeliveryList")


class WordedTemplate(Part):
    subject = fields.String(allow_none=True)
    text = fields.String(required=True)


class Template(Answer):
    code = fields.String(required=True)
    texts = fields.Dict(keys=fields.String(), values=fields.Nested(WordedTemplate))
    placeholders = fields.List(fields.String())


TemplateList = page_of(Template, "TemplateList")


class OutboxQuery(Query):
    to = fields.String(required=True, metadata={"examples": ["13800000001"]})


class OutboxMessage(Part):
    channel = fields.String(required=True)
    to = fields.String(required=True)
    subject = fields.String(allow_none=True)
    text = fields.String(required=True)
    sent_at = fields.String(required=True, metadata={"format": "date-time"})


class Outbox(Answer):
    items = fields.List(fields.Nested(OutboxMessage), required=True)
