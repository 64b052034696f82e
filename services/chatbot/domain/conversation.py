"""A conversation, its turns, and whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from services.chatbot.domain.dialogue.frame import Frame
from services.chatbot.domain.errors import ConversationUnknown
from services.chatbot.domain.events import BOT, STAFF, ChatMessageAdded
from services.chatbot.domain.handover import CaseNote, Handover
from shared.actor import CUSTOMER, Actor

MAX_TEXT = 1000
WEB = "web"


@dataclass(frozen=True)
class Conversation:
    """`turn` counts the turns so far; a new one is only added to the count that was read.

    It is nobody's until somebody signed in continues it. While `handoff` holds a person answers and the bot is silent;
    `handover` tells of the last time that was so, also afterwards. `store_id` is the store it came to last, if any.
    """

    id: str
    started_at: datetime
    account_id: str | None = None
    language: str | None = None
    turn: int = 0
    frame: Frame = field(default_factory=Frame)
    proposal_id: str | None = None
    red_flags: tuple[str, ...] = ()
    handoff: bool = False
    handover: Handover | None = None
    notes: tuple[CaseNote, ...] = ()
    store_id: str | None = None
    channel: str = WEB
    address_sealed: str | None = None

    def must_be_open_to(self, actor: Actor) -> None:
        """Raises ConversationUnknown for everybody but its owner, once it has one; what was said in another channel is
        open to nobody on our pages but the staff who attend to it.
        """
        is_elsewhere = self.channel != WEB and not self.is_attended_by(actor)
        if is_elsewhere or self.account_id not in {None, actor.account_id}:
            raise ConversationUnknown

    def must_be_continued_by(self, actor: Actor) -> None:
        """Raises ConversationUnknown for who may not speak in it as its customer: not in another channel's, and not
        the staff or technicians in what somebody began without signing in; it would become theirs.
        """
        self.must_be_open_to(actor)
        is_no_customer = actor.is_signed_in and not actor.has(CUSTOMER)
        if self.channel != WEB or (self.account_id is None and is_no_customer):
            raise ConversationUnknown

    def must_be_readable_by(self, actor: Actor) -> None:
        """Raises ConversationUnknown for everybody but its owner and the staff who attend to it, or have done so."""
        if not self.is_attended_by(actor):
            self.must_be_open_to(actor)

    def is_attended_by(self, actor: Actor) -> bool:
        """Whether it was handed to people of whom this is one: its store's staff; all staff where no store is known."""
        reaches = actor.is_staff if self.store_id is None else actor.works_for(self.store_id)
        return self.handover is not None and reaches

    def owned_by(self, actor: Actor) -> Self:
        return replace(self, account_id=actor.account_id)

    def news(self, author: str = BOT) -> list[ChatMessageAdded]:
        """What is announced of its last turn; nothing where there is nobody to tell: it is nobody's, on a page, and
        no business of the staff.
        """
        if self.account_id is None and self.channel == WEB and not (self.handoff or author == STAFF):
            return []
        return [
            ChatMessageAdded(
                conversation_id=self.id,
                revision=self.turn,
                account_id=self.account_id,
                turn=self.turn,
                author=author,
                handoff=self.handoff,
                store_id=self.store_id,
                channel=self.channel,
            )
        ]


@dataclass(frozen=True)
class Turn:
    """One exchange as it is kept: the text with contact data masked, what was understood and decided, and how fast.

    `author` spoke the reply: the bot, one of the staff (whose name is `staff`), or, with the bot silent, nobody: the
    customer was the last to speak. `key` is the idempotency key of a reply, with its body's hash.
    """

    conversation_id: str
    number: int
    at: datetime
    account_id: str | None
    text: str
    understanding: Mapping[str, Any]
    decision: Mapping[str, Any]
    reply: Mapping[str, Any]
    latency_ms: float
    versions: Mapping[str, str]
    author: str = BOT
    staff: str | None = None
    key: Mapping[str, str] | None = None
