"""A conversation, its turns, and whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from services.chatbot.domain.dialogue.frame import Frame
from services.chatbot.domain.errors import ConversationUnknown
from services.chatbot.domain.events import BOT, ChatMessageAdded
from shared.actor import Actor

MAX_TEXT = 1000


@dataclass(frozen=True)
class Conversation:
    """`turn` counts the turns so far; a new one is only added to the count that was read.

    It is nobody's until somebody signed in continues it.
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

    def must_be_open_to(self, actor: Actor) -> None:
        """Raises ConversationUnknown for everybody but its owner, once it has one."""
        if self.account_id is not None and self.account_id != actor.account_id:
            raise ConversationUnknown

    def owned_by(self, actor: Actor) -> Self:
        return replace(self, account_id=actor.account_id)

    def news(self, author: str = BOT) -> list[ChatMessageAdded]:
        """What is announced of its last turn; nothing while it is nobody's, since there is nobody to tell."""
        if self.account_id is None:
            return []
        return [
            ChatMessageAdded(
                conversation_id=self.id,
                revision=self.turn,
                account_id=self.account_id,
                turn=self.turn,
                author=author,
                handoff=self.handoff,
            )
        ]


@dataclass(frozen=True)
class Turn:
    """One exchange as it is kept: the text with phone numbers masked, what was understood and decided, and how fast."""

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
