"""The shapes of answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, fields

from services.notification.domain.channels import OPTIONAL
from services.notification.domain.manners import Topic
from services.notification.domain.people import Preferences
from services.notification.domain.templates import Templates, placeholders
from services.notification.domain.views import Notification, Page, SentItem

Json = dict[str, Any]


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


def notifications_view(page: Page) -> Json:
    return {**_page(NotificationView(), page), "unread_count": page.unread_count}


def unread_view(count: int) -> Json:
    return {"unread_count": count}


def deliveries_view(page: Page) -> Json:
    return _page(LoggedDeliveryView(), page)


def sent_items_view(found: Sequence[SentItem]) -> Json:
    return {"items": [SentItemView().dump(item) for item in found]}


def _page(view: Schema, page: Page) -> Json:
    """A list's answer; a page that is not full is the last."""
    items = [view.dump(one) for one in page.items]
    return {"items": items, "next_cursor": items[-1]["id"] if len(items) == page.limit else None}


def notification_view(notification: Notification) -> Json:
    return dict(NotificationView().dump(notification))


def preferences_view(chosen: Preferences) -> Json:
    switches = {channel.value: channel in chosen.channels for channel in OPTIONAL}
    topics = {topic.value: topic in chosen.topics for topic in Topic}
    return {"version": chosen.version, "language": chosen.language, "channels": switches, "topics": topics}


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
