"""From a message to its deliveries: where it goes, in whose language, with which words."""

from dataclasses import replace

from services.notification.domain.addresses import Address
from services.notification.domain.channels import OPTIONAL, Channel
from services.notification.domain.manners import Reach, reach_of, topic_of
from services.notification.domain.messages import Delivery, Message
from services.notification.domain.people import Contact, Preferences
from services.notification.domain.templates import Templates, Text
from services.notification.domain.wording import words_of


def compose(
    message: Message, templates: Templates, contact: Contact | None = None, preferences: Preferences | None = None
) -> list[Delivery]:
    """The deliveries of a message: `contact` and `preferences` are those of the account it is for, if it has one."""
    language = templates.language(message.language_for(contact, preferences))
    return [
        Delivery.of(message, address, language, _text(message, address, language, templates, contact))
        for address in recipients(message, contact, preferences)
    ]


def recipients(message: Message, contact: Contact | None, preferences: Preferences | None) -> list[Address]:
    """Where the message goes: the pages of its account, the channels its owner left on, and whom the occasion names.

    An address of the account's own follows its owner's preferences even where the occasion names it too; an urgent
    message follows nobody's, a quiet one stays inside the pages, and one about a topic switched off goes nowhere.
    """
    if message.account_id is None:
        return list(message.to)
    chosen = preferences or Preferences(message.account_id)
    topic, reach = topic_of(message.template), reach_of(message.template)
    if topic is not None and topic not in chosen.topics:
        return []
    in_app = Address(Channel.IN_APP, message.account_id)
    if reach is Reach.QUIET:
        return [in_app]
    own = contact.addresses if contact else []
    wanted = OPTIONAL if reach is Reach.URGENT else chosen.channels
    others = [address for address in message.to if address not in own]
    return [in_app, *(address for address in own if address.channel in wanted), *others]


def _text(message: Message, address: Address, language: str, templates: Templates, contact: Contact | None) -> Text:
    phrases = templates.phrases[language]
    guest = str(message.facts.get("guest") or "")
    reader = contact.name if contact and address not in message.to else guest
    text = templates.render(message.template, language, words_of(message, language, phrases, reader))
    # A short message has no sender's name; Chinese carriers require the signature in front.
    return replace(text, body=phrases["signature"] + text.body) if address.channel is Channel.SMS else text
