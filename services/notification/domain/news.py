"""From an occasion and its readers to the messages that are owed."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.notification.domain.messages import Message
from services.notification.domain.occasions import Occasion
from services.notification.domain.tellings import SURVEY
from shared.ids import derived_id

SURVEY_LASTS = timedelta(days=7)
MORNING, EVENING = time(9), time(21)
"""Nobody is asked how it was at night."""


def news_for_customer(occasion: Occasion, template: str, now: datetime, survey_after: timedelta) -> Message:
    """The message an occasion owes its customer; the same event always makes the same message.

    A visit is asked about once, however often it was told to be complete. A ticket drawn at the counter may have a
    telephone number and no account.
    """
    if occasion.appointment is None:
        return _message(occasion, template, occasion.customer_id, derived_id(template, occasion.id), now)
    appointment = occasion.appointment
    if template == SURVEY:
        due = by_day(now + survey_after, ZoneInfo(occasion.zone))
        return appointment.message(SURVEY, derived_id(SURVEY, appointment.id), due, due + SURVEY_LASTS)
    return appointment.message(template, derived_id(template, occasion.id), now, occasion.answer_by)


def news_for_worker(occasion: Occasion, template: str, account_id: str, now: datetime) -> Message:
    """The message an occasion owes somebody who works for us."""
    return _message(occasion, template, account_id, derived_id(template, occasion.id, account_id), now)


def by_day(at: datetime, zone: ZoneInfo) -> datetime:
    """That moment, or the next morning where it falls into the night."""
    local = at.astimezone(zone)
    if MORNING <= local.time() < EVENING:
        return at
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, zone).astimezone(at.tzinfo)


def _message(occasion: Occasion, template: str, account_id: str | None, id_: str, now: datetime) -> Message:
    """What it is about; an address the occasion names is the customer's guest's, who is told what the customer is."""
    return Message(
        id=id_,
        template=template,
        facts=occasion.facts,
        due_at=now,
        account_id=account_id,
        to=occasion.named if account_id == occasion.customer_id else (),
        expires_at=occasion.answer_by,
        appointment_id=occasion.appointment_id,
        store_id=occasion.store_id,
        zone=occasion.zone,
    )
