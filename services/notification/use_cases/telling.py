"""What an event makes us tell, and to whom; and the account replica that knows them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from services.notification.domain.addresses import Address, normalised
from services.notification.domain.appointments import reminders
from services.notification.domain.channels import Channel
from services.notification.domain.messages import Message
from services.notification.domain.news import news_for_customer, news_for_worker
from services.notification.domain.occasions import Occasion
from services.notification.domain.people import Contact
from services.notification.domain.tellings import Recipients, technicians, tellings_of
from services.notification.domain.wording import clean_name
from services.notification.ports import Contacts, Desk, Messages
from services.notification.use_cases.delivering import send
from shared.ids import derived_id


def tell(messages: Messages, desk: Desk, settings: Mapping[str, Any], now: datetime, *, occasion: Occasion) -> None:
    """The event's messages, whatever its revision; the reminders follow the newest revision alone."""
    if occasion.appointment is not None:
        appointment = occasion.appointment
        messages.plan_reminders(appointment.id, appointment.revision, reminders(appointment, now))
    survey_after = timedelta(hours=float(settings["survey_after_hours"]))
    for to, template in tellings_of(occasion, now):
        for message in _messages(occasion, to, template, desk.contacts, now, survey_after):
            send(messages, desk, now, message)


def tell_code(
    messages: Messages,
    desk: Desk,
    now: datetime,
    *,
    event_id: str,
    phone: str,
    code: str,
    expires_at: datetime,
    language: str | None,
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
        language=language,
    )
    send(messages, desk, now, message)


def tell_registration(
    messages: Messages,
    desk: Desk,
    now: datetime,
    *,
    event_id: str,
    email: str,
    token: str,
    addressee: str,
    language: str | None,
) -> None:
    message = Message(
        id=derived_id("registration", event_id),
        template="registration",
        facts={"token": token, "name": clean_name(addressee)},
        due_at=now,
        to=(Address(Channel.EMAIL, normalised(email)),),
        language=language,
    )
    send(messages, desk, now, message)


def remember_contact(desk: Desk, *, contact: Contact) -> None:
    desk.contacts.remember(contact)


def _messages(
    occasion: Occasion, to: Recipients, template: str, contacts: Contacts, now: datetime, survey_after: timedelta
) -> list[Message]:
    """One for each reader. Who did it themselves needs not be told at work."""
    if to is Recipients.CUSTOMER:
        reachable = occasion.customer_id is not None or occasion.named
        return [news_for_customer(occasion, template, now, survey_after)] if reachable else []
    readers = set(_workers(occasion, to, contacts)) - {occasion.by}
    return [news_for_worker(occasion, template, account_id, now) for account_id in sorted(readers)]


def _workers(occasion: Occasion, to: Recipients, contacts: Contacts) -> Iterable[str]:
    """The accounts of those who work for us that are meant; a technician may have none."""
    if to is Recipients.STAFF:
        return chain.from_iterable(contacts.staff_of(store_id) for store_id in occasion.stores)
    meant = technicians(occasion, to)
    return contacts.accounts_of(meant) if meant else ()
