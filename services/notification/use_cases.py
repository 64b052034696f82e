"""One function per verb: gather, decide, apply."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services.notification.domain.addresses import Address, normalised
from services.notification.domain.appointments import Appointment, news, reminders
from services.notification.domain.channels import Channel
from services.notification.domain.composition import compose
from services.notification.domain.errors import (
    CarrierFailed,
    ContactUnknown,
    NoOutboxHere,
    SignInNeeded,
    StaffOnly,
    VersionConflict,
)
from services.notification.domain.messages import Delivery, Message, Outcome, Result
from services.notification.domain.people import Contact, Preferences
from services.notification.domain.templates import Templates
from services.notification.domain.views import LoggedDelivery, Notification, SentItem
from services.notification.domain.wording import clean_name
from services.notification.ports import (
    Contacts,
    DeliveryLog,
    Desk,
    Messages,
    Notifications,
    PreferenceBook,
    SentItems,
)
from shared.actor import Actor
from shared.ids import derived_id
from shared.logs import logger

DEMONSTRATION = "demo"

log = logger(__name__)


def tell_code(
    messages: Messages,
    desk: Desk,
    now: datetime,
    *,
    event_id: str,
    phone: str,
    code: str,
    expires_at: datetime,
    **said: Any,
) -> None:
    """The phone may belong to nobody yet, so the message is the number's, not an account's."""
    minutes = max(1, round((expires_at - now) / timedelta(minutes=1)))
    message = Message(
        id=derived_id("one_time_code", event_id),
        template="one_time_code",
        facts={"code": code, "minutes": minutes},
        due_at=now,
        to=(Address(Channel.SMS, normalised(phone)),),
        expires_at=expires_at,
        **said,
    )
    _send(messages, desk, now, message)


def tell_registration(
    messages: Messages, desk: Desk, now: datetime, *, event_id: str, email: str, token: str, name: str, **said: Any
) -> None:
    message = Message(
        id=derived_id("registration", event_id),
        template="registration",
        facts={"token": token, "name": clean_name(name)},
        due_at=now,
        to=(Address(Channel.EMAIL, normalised(email)),),
        **said,
    )
    _send(messages, desk, now, message)


def tell_appointment(
    messages: Messages, desk: Desk, now: datetime, *, event_id: str, appointment: Appointment, template: str
) -> None:
    """The event's message, whatever its revision; the reminders follow the newest revision alone."""
    messages.plan_reminders(appointment.id, appointment.revision, reminders(appointment, now))
    _send(messages, desk, now, news(appointment, template, event_id, now))


def remember_contact(contacts: Contacts, contact: Contact) -> None:
    contacts.remember(contact)


def _send(messages: Messages, desk: Desk, now: datetime, message: Message) -> None:
    """Owe it in the transaction of the moment, and deliver it right after the commit, ahead of whatever else is due:
    people wait for a code. What this try cannot deliver, `deliver_due` will.
    """
    leased = messages.add_leased(message)
    messages.when_committed(lambda: _deliver(leased, messages, desk, now))


def deliver_due(messages: Messages, desk: Desk, now: datetime) -> int:
    """Send what is due; says how many messages were taken. Messages another replica holds are left to it."""
    leased = messages.lease(now)
    for message in leased:
        _deliver(message, messages, desk, now)
    return len(leased)


def _deliver(message: Message, messages: Messages, desk: Desk, now: datetime) -> None:
    if message.is_useless_at(now):
        messages.expire(message)
    else:
        result = _try(message, desk, now)
        messages.together(lambda: _settle(result, messages, desk, now))


def _try(message: Message, desk: Desk, now: datetime) -> Result:
    """One try at every channel; a channel that took it before recognises the delivery by its id."""
    try:
        outcomes = [_carried(delivery, desk, now) for delivery in _deliveries(message, desk)]
    except ContactUnknown:
        return Result(message, retry_at=message.retry_at(now))
    except Exception:
        # A message that cannot even be put into words must not hold up those behind it: it waits, then is given up.
        log.exception("message_broken", message_id=message.id, template=message.template)
        return Result(message, retry_at=message.retry_at(now))
    if all(outcome.failure is None for outcome in outcomes):
        return Result(message, outcomes, is_sent=True)
    return Result(message, outcomes, retry_at=message.retry_at(now))


def _carried(delivery: Delivery, desk: Desk, now: datetime) -> Outcome:
    carrier = desk.carrier_of(delivery.address)
    if carrier.is_in_house:
        return Outcome(delivery)
    try:
        carrier.carry(delivery, now)
    except CarrierFailed as failure:
        log.warning("delivery_failed", delivery_id=delivery.id, channel=delivery.address.channel, why=str(failure))
        return Outcome(delivery, str(failure))
    return Outcome(delivery)


def _settle(result: Result, messages: Messages, desk: Desk, now: datetime) -> None:
    for outcome in result.outcomes:
        carrier = desk.carrier_of(outcome.delivery.address)
        if carrier.is_in_house:
            carrier.carry(outcome.delivery, now)
    messages.settle(result, now)


def _deliveries(message: Message, desk: Desk) -> list[Delivery]:
    if message.account_id is None:
        return compose(message, desk.templates)
    contact = desk.contacts.find(message.account_id)
    if contact is None:
        raise ContactUnknown(message.account_id)
    return compose(message, desk.templates, contact, desk.preferences.get(message.account_id))


def forget_old(messages: Messages, sent_items: SentItems, now: datetime, kept: Mapping[str, Any]) -> None:
    """Keep personal words for days, and the log that something was sent for months (`config.yml`)."""
    sent_items.prune(now - timedelta(days=kept["sent_kept_days"]))
    messages.prune(now - timedelta(days=kept["log_kept_days"]))


def find_notifications(
    notifications: Notifications, actor: Actor, *, unread: bool, cursor: str | None, limit: int
) -> list[Notification]:
    return notifications.find(_account(actor), unread=unread, cursor=cursor, limit=limit)


def mark_read(notifications: Notifications, actor: Actor, now: datetime, *, notification_id: str) -> Notification:
    return notifications.mark_read(_account(actor), notification_id, now)


def get_preferences(book: PreferenceBook, actor: Actor) -> Preferences:
    return book.get(_account(actor))


def update_preferences(
    book: PreferenceBook, actor: Actor, *, version: int | None = None, **changes: Any
) -> Preferences:
    """Change what is named and keep the rest; `channels` switches channels on and off one by one."""
    known = book.get(_account(actor))
    if version is not None and version != known.version:
        raise VersionConflict
    switches: Mapping[Channel, bool] = changes.get("channels", {})
    wanted = {channel for channel, is_on in switches.items() if is_on}
    channels = (known.channels - set(switches)) | wanted
    language = changes.get("language", known.language)
    changed = replace(known, version=known.version + 1, language=language, channels=frozenset(channels))
    book.replace(changed, known.version)
    return changed


def find_deliveries(delivery_log: DeliveryLog, actor: Actor, *, cursor: str | None, limit: int) -> list[LoggedDelivery]:
    """The platform sees all; a store's staff what belongs to their stores."""
    _require_staff(actor)
    sees_all = actor.is_admin or actor.is_system
    return delivery_log.find(None if sees_all else actor.stores, cursor=cursor, limit=limit)


def find_templates(templates: Templates, actor: Actor) -> Templates:
    _require_staff(actor)
    return templates


def find_outbox(sent_items: SentItems, *, to: str, profile: str) -> list[SentItem]:
    """What went out to an address, one-time codes included: for the demonstration, and nowhere else."""
    if profile != DEMONSTRATION:
        raise NoOutboxHere
    return sent_items.find(normalised(to))


def _account(actor: Actor) -> str:
    if actor.account_id is None:
        raise SignInNeeded
    return actor.account_id


def _require_staff(actor: Actor) -> None:
    if not (actor.is_staff or actor.is_system):
        raise StaffOnly
