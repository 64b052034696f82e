"""A conversation in the hands of a person: why, since when, who has taken it up; and what a complaint leaves behind."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from services.chatbot.domain.errors import ConversationAttended
from shared.actor import Actor

WANTED, COMPLAINT, UNANSWERED = "human", "complaint", "unanswered"


@dataclass(frozen=True)
class Handover:
    """`waiting_since` is when the customer spoke last without an answer; None once somebody has answered."""

    reason: str
    since: datetime
    waiting_since: datetime | None = None
    attended_by: str | None = None
    attended_name: str = ""

    def asked(self, now: datetime) -> Self:
        return replace(self, waiting_since=self.waiting_since or now)

    def answered(self) -> Self:
        return replace(self, waiting_since=None)

    def taken_up(self, actor: Actor, *, take_over: bool) -> Self:
        """With this member of the staff attending; raises ConversationAttended where a colleague does already."""
        if self.attended_by not in {None, actor.account_id} and not take_over:
            raise ConversationAttended(params={"name": self.attended_name})
        return replace(self, attended_by=actor.account_id, attended_name=actor.name)


@dataclass(frozen=True)
class CaseNote:
    """What was complained about, for those who follow it up: the customer's words with contact data masked."""

    number: str
    at: datetime
    text: str
    slots: dict[str, Any]


def case_number(conversation_id: str, turn: int) -> str:
    """What the customer may quote: the end of the conversation's id, which is its random part, and the turn."""
    return f"C{conversation_id[-6:]}{turn:02d}"
