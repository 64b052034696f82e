"""Notifications, preferences, and what staff see of deliveries and templates."""

from marshmallow import fields

from gateway.schemas.values import Answer, PageQuery, Part, Query, Request, page_of


class NotificationQuery(PageQuery):
    unread = fields.Boolean()


class Notification(Answer):
    id = fields.String(required=True)


NotificationList = page_of(Notification, "NotificationList")


class Preferences(Answer):
    """Channels and quiet hours; with `version`."""

    version = fields.Integer()


class UpdatePreferences(Request):
    version = fields.Integer()


class Delivery(Answer):
    id = fields.String()
    channel = fields.String()
    status = fields.String()


DeliveryList = page_of(Delivery, "DeliveryList")


class Template(Answer):
    code = fields.String()


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
