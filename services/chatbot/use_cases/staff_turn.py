"""One turn of the staff: read the conversation, act on it, and keep it all under the next number, or start over."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.chatbot.domain.conversation import Conversation, Turn
from services.chatbot.domain.errors import ConversationBusy, ConversationUnknown, KeyReused, NotHandedOver, StaffOnly
from services.chatbot.domain.events import STAFF
from services.chatbot.ports import Desk
from shared.call import Call, IdempotencyKey

TRIES = 12

Act = Callable[[Conversation], tuple[Conversation, str] | None]


@dataclass(frozen=True)
class StaffTurn:
    """One turn of the staff in the making."""

    desk: Desk
    call: Call
    now: datetime
    must_be_handed_over: bool = True

    def run(self, conversation_id: str, act: Act) -> Turn:
        """What `act` makes of the conversation, kept as its next turn; the last turn where it has nothing to do."""
        for _ in range(TRIES):
            conversation = self._theirs(conversation_id)
            turns = self.desk.conversations.turns(conversation_id)
            before = _given_before(turns, self.call)
            if before:
                return before
            if self.must_be_handed_over and not conversation.handoff:
                raise NotHandedOver
            done = act(conversation)
            if done is None:
                return turns[-1]
            turn = self._turn(conversation, done[1])
            after = replace(done[0], turn=turn.number)
            if self.desk.conversations.append(after, turn, after.news(STAFF)):
                return turn
        raise ConversationBusy

    def _theirs(self, conversation_id: str) -> Conversation:
        if not self.call.actor.is_staff:
            raise StaffOnly
        conversation = self.desk.conversations.get(conversation_id)
        if not conversation.is_attended_by(self.call.actor):
            raise ConversationUnknown
        return conversation

    def _turn(self, conversation: Conversation, text: str) -> Turn:
        return Turn(
            conversation_id=conversation.id,
            number=conversation.turn + 1,
            at=self.now,
            account_id=self.call.actor.account_id,
            text="",
            understanding={},
            decision={},
            reply={"text": text, "quick_replies": [], "cards": []},
            latency_ms=0.0,
            versions={},
            author=STAFF,
            staff=self.call.actor.name,
            key=_as_kept(self.call.idempotency),
        )


def _as_kept(key: IdempotencyKey | None) -> Mapping[str, str] | None:
    return {"key": key.key, "path": key.path, "body_hash": key.body_hash} if key else None


def _given_before(turns: Sequence[Turn], call: Call) -> Turn | None:
    """The turn that was kept under the same key; raises KeyReused when it was given for another body."""
    key = _as_kept(call.idempotency)
    if key is None:
        return None
    for turn in turns:
        if turn.key and turn.account_id == call.actor.account_id and _is_same(turn.key, key):
            if turn.key["body_hash"] != key["body_hash"]:
                raise KeyReused
            return turn
    return None


def _is_same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return (one["key"], one["path"]) == (other["key"], other["path"])
