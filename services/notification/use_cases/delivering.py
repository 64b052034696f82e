"""Getting owed messages out, each once by every channel."""

from datetime import datetime

from services.notification.domain.composition import compose
from services.notification.domain.errors import CarrierFailed, ContactUnknown
from services.notification.domain.messages import Delivery, Message, Outcome, Result
from services.notification.ports import Desk, Messages
from shared.logs import logger

log = logger(__name__)


def send(messages: Messages, desk: Desk, now: datetime, message: Message) -> None:
    """Owe it in the transaction of the moment, and deliver it right after the commit, ahead of whatever else is due:
    people wait for a code. What is due later, and what this try cannot deliver, `deliver_due` will.
    """
    if message.due_at > now:
        messages.add(message)
        return
    leased = messages.add_leased(message)
    messages.when_committed(lambda: deliver(leased, messages, desk, now))


def deliver_due(messages: Messages, desk: Desk, now: datetime) -> int:
    """Send what is due; says how many messages were taken. Messages another replica holds are left to it."""
    leased = messages.lease(now)
    for message in leased:
        deliver(message, messages, desk, now)
    return len(leased)


def deliver(message: Message, messages: Messages, desk: Desk, now: datetime) -> None:
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
    reader = desk.contacts.reader(message.account_id)
    if reader is None:
        raise ContactUnknown(message.account_id)
    return compose(message, desk.templates, *reader)
