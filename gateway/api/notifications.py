"""Notifications and preferences; for staff, deliveries and templates."""

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.notifications import (
    DeliveryList,
    DeliveryQuery,
    Notification,
    NotificationList,
    NotificationQuery,
    Preferences,
    ReadAll,
    TemplateList,
    Unread,
    UpdatePreferences,
)

blp = Blueprint("notifications", __name__, description="Notifications")


@blp.get("/notifications")
@blp.signed_in
@blp.query(NotificationQuery)
@blp.answers(200, NotificationList)
def find_notifications(asked: Json) -> Json:
    """My notifications, newest first"""
    return ask("notification", "find_notifications", asked)


@blp.post("/notifications/<id:notification_id>/read")
@blp.action
@blp.answers(200, Notification)
def mark_read(notification_id: str) -> Json:
    """Mark one as read"""
    return ask("notification", "mark_read", notification_id=notification_id)


@blp.post("/notifications/read-all")
@blp.action
@blp.body(ReadAll, required=False)
@blp.answers(200, Unread)
def mark_all_read(asked: Json) -> Json:
    """Mark all as read"""
    return ask("notification", "mark_all_read", asked)


@blp.get("/notification-preferences")
@blp.signed_in
@blp.answers(200, Preferences)
def get_preferences() -> Json:
    """By which channels I am told what"""
    return ask("notification", "get_preferences")


@blp.patch("/notification-preferences")
@blp.action
@blp.body(UpdatePreferences)
@blp.answers(200, Preferences)
def update_preferences(asked: Json) -> Json:
    """Change my preferences"""
    return ask("notification", "update_preferences", asked)


@blp.get("/deliveries")
@blp.signed_in
@blp.query(DeliveryQuery)
@blp.answers(200, DeliveryList)
def find_deliveries(asked: Json) -> Json:
    """What went out, for staff"""
    return ask("notification", "find_deliveries", asked)


@blp.get("/notification-templates")
@blp.signed_in
@blp.answers(200, TemplateList)
def find_templates() -> Json:
    """Templates, for staff"""
    return ask("notification", "find_templates")
