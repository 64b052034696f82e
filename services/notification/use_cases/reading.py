"""What people look at afterwards, and what they choose for the next time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import EllipsisType
from typing import Any, TypeVar

from services.notification.domain.addresses import normalised
from services.notification.domain.errors import NoOutboxHere, SignInNeeded, StaffOnly, VersionConflict
from services.notification.domain.people import Preferences
from services.notification.domain.templates import Templates
from services.notification.domain.views import Notification, Page, SentItem
from services.notification.ports import DeliveryLog, Desk, LogSearch, Messages, Notifications, SentItems
from shared.actor import Actor

DEMONSTRATION = "demo"
Switched = TypeVar("Switched")


def forget_old(messages: Messages, sent_items: SentItems, now: datetime, settings: Mapping[str, Any]) -> None:
    """Keep personal words for days, and the log that something was sent for months (`config.yml`)."""
    sent_items.prune(now - timedelta(days=settings["sent_kept_days"]))
    messages.prune(now - timedelta(days=settings["log_kept_days"]))


def find_notifications(
    notifications: Notifications, actor: Actor, *, unread: bool, cursor: str | None, limit: int
) -> Page:
    """The caller's own; with how many they have not read, whichever of them are on the page."""
    account_id = _account(actor)
    found = notifications.find(account_id, unread=unread, cursor=cursor, limit=limit)
    return Page(found, limit, notifications.count_unread(account_id))


def mark_read(notifications: Notifications, actor: Actor, now: datetime, *, notification_id: str) -> Notification:
    return notifications.mark_read(_account(actor), notification_id, now)


def mark_all_read(notifications: Notifications, actor: Actor, now: datetime, *, up_to: str | None = None) -> int:
    """What came after `up_to`, the newest that was seen, stays unread. Gives how many are unread then."""
    account_id = _account(actor)
    notifications.mark_all_read(account_id, up_to, now)
    return notifications.count_unread(account_id)


def get_preferences(desk: Desk, actor: Actor) -> Preferences:
    return desk.preferences.get(_account(actor))


def update_preferences(
    desk: Desk, actor: Actor, *, version: int | None = None, language: str | EllipsisType | None = ..., **switches: Any
) -> Preferences:
    """Change what is named and keep the rest; `channels` and `topics` are switched on and off one by one."""
    book = desk.preferences
    known = book.get(_account(actor))
    if version is not None and version != known.version:
        raise VersionConflict
    changed = replace(
        known,
        version=known.version + 1,
        language=known.language if language is ... else language,
        channels=_switched(known.channels, switches.get("channels", {})),
        topics=_switched(known.topics, switches.get("topics", {})),
    )
    book.replace(changed, known.version)
    return changed


def find_deliveries(
    delivery_log: DeliveryLog, actor: Actor, *, cursor: str | None, limit: int, **wanted: str | None
) -> Page:
    """The platform sees all; a store's staff what belongs to their stores."""
    _require_staff(actor)
    sees_all = actor.is_admin or actor.is_system
    search = LogSearch(None if sees_all else actor.stores, **wanted)
    return Page(delivery_log.find(search, cursor=cursor, limit=limit), limit)


def find_templates(desk: Desk, actor: Actor) -> Templates:
    _require_staff(actor)
    return desk.templates


def find_outbox(sent_items: SentItems, settings: Mapping[str, Any], *, to: str) -> list[SentItem]:
    """What went out to an address, one-time codes included: for the demonstration, and nowhere else."""
    if settings["profile"] != DEMONSTRATION:
        raise NoOutboxHere
    return sent_items.find(normalised(to))


def _switched(on: frozenset[Switched], switches: Mapping[Switched, bool]) -> frozenset[Switched]:
    return (on - set(switches)) | {one for one, is_on in switches.items() if is_on}


def _account(actor: Actor) -> str:
    if actor.account_id is None:
        raise SignInNeeded
    return actor.account_id


def _require_staff(actor: Actor) -> None:
    if not (actor.is_staff or actor.is_system):
        raise StaffOnly
