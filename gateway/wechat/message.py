"""WeChat's XML: one flat element with text children, read without entities, DTDs or anything else that XML can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

TEXT, VOICE, EVENT = "text", "voice", "event"
SUBSCRIBED, CLICKED = "subscribe", "CLICK"


class NotAMessage(ValueError):
    """The body is not one of WeChat's messages."""


@dataclass(frozen=True)
class Message:
    """What a follower of the account sent. `text` is None where it cannot be read: a picture, a place, a sticker.

    `is_told` is False for events that ask for no answer. `id` is WeChat's for messages; events have none, so theirs is
    made of the sender and the moment, as the documentation says.
    """

    id: str
    sender: str
    text: str | None
    is_told: bool = True

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Self:
        """Raises NotAMessage."""
        kind, sender, at = fields.get("MsgType", ""), fields.get("FromUserName", ""), fields.get("CreateTime", "")
        message_id = fields.get("MsgId") or f"{sender}.{at}"
        if not (kind and sender and at):
            raise NotAMessage("a field is missing")
        if kind == EVENT:
            return cls(message_id, sender, _words_of(fields), is_told=fields.get("Event") in {SUBSCRIBED, CLICKED})
        text = {TEXT: fields.get("Content"), VOICE: fields.get("Recognition")}.get(kind)
        return cls(message_id, sender, text or None)


def fields_of(xml: bytes) -> dict[str, str]:
    """Name → text of the children; raises NotAMessage. An encoding that nobody knows is a LookupError."""
    try:
        root = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise NotAMessage("not the XML that is expected") from error
    return {child.tag: child.text or "" for child in root}


def _words_of(fields: Mapping[str, str]) -> str:
    """A new follower is greeted; a button of the menu says what its key says."""
    return fields.get("EventKey") or "你好" if fields.get("Event") == CLICKED else "你好"
