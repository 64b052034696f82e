"""Channels other than our own pages: a message is taken in once, and what is said to its sender is sent there.

Both ways may come twice: the channel repeats what was not answered in time, and an event what was not acknowledged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.chatbot.domain.conversation import MAX_TEXT, WEB, Conversation
from services.chatbot.domain.errors import CallbackReplayed, ConversationUnknown
from services.chatbot.domain.events import CUSTOMER
from services.chatbot.domain.replies import Step, say, step
from services.chatbot.domain.text import printable
from services.chatbot.ports import Desk
from services.chatbot.use_cases.exchange import Exchange, talking
from services.chatbot.use_cases.handover import silence
from services.chatbot.use_cases.scene import Scene
from shared.call import Call
from shared.events import Event
from shared.logs import logger

log = logger(__name__)


class AlreadyHeard(Exception):
    """The channel has brought this message before, and it is kept."""


@dataclass(frozen=True)
class FromChannel:
    """A message of somebody who is known by their address in the channel alone, and so is never signed in."""

    channel: str
    sender: str
    message_id: str

    @property
    def key(self) -> Mapping[str, str]:
        return {"key": self.message_id, "path": self.channel, "body_hash": ""}

    def opened(self, desk: Desk, call: Call, now: datetime) -> Conversation:  # noqa: ARG002 - as every entry
        """The conversation with this sender; raises AlreadyHeard."""
        conversation_id = desk.addresses.conversation_of(self.channel, self.sender)
        try:
            conversation = desk.conversations.get(conversation_id)
        except ConversationUnknown:
            sealed = desk.addresses.sealed(self.sender)
            return Conversation(id=conversation_id, started_at=now, channel=self.channel, address_sealed=sealed)
        if any(turn.key == self.key for turn in desk.conversations.turns(conversation_id)):
            raise AlreadyHeard
        return conversation


def receive_message(
    desk: Desk,
    call: Call,
    now: datetime,
    channel: str,
    sender: str,
    message_id: str,
    call_id: str,
    digest: str,
    text: str | None = None,
) -> None:
    """Take a message in, once however often it is brought; the answer goes out by `deliver_turn`.

    `text` None is what cannot be read, such as a picture. `call_id` names the channel's request and `digest` its body:
    one request never brings two messages. Raises CallbackReplayed, ConversationBusy.
    """
    if not desk.received.is_first(f"{channel}:{call_id}", digest):
        raise CallbackReplayed
    said = printable((text or "")[:MAX_TEXT])
    try:
        Exchange(desk, call, now, said, FromChannel(channel, sender, message_id)).run(talking if said else _unreadable)
    except AlreadyHeard:
        log.info("a message was brought again", channel=channel)


def _unreadable(scene: Scene) -> Step:
    if scene.conversation.handoff:
        return silence(scene)
    return step(say("channel.text_only"), frame=scene.frame).aside()


def deliver_turn(desk: Desk, event: Event) -> None:
    """Send what was said to the customer where they are; our own pages learn of it by themselves.

    Raises Unavailable for the event to come again later, when the channel does not answer.
    """
    channel, turn_number = event.data.get("channel", WEB), int(event.data["turn"])
    conversation_id = event.data["conversation_id"]
    if channel == WEB or event.data["author"] == CUSTOMER or desk.received.was_sent(conversation_id, turn_number):
        return
    try:
        conversation = desk.conversations.get(conversation_id)
    except ConversationUnknown:  # forgotten meanwhile
        return
    turn = next((one for one in desk.conversations.turns(conversation_id) if one.number == turn_number), None)
    if turn and turn.reply["text"] and conversation.address_sealed:
        desk.channels.send(channel, desk.addresses.opened(conversation.address_sealed), turn.reply)
    desk.received.mark_sent(conversation_id, turn_number)
