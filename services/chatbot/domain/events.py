"""What the chat announces."""

from dataclasses import dataclass

from shared.events import Fact

BOT = "bot"


@dataclass(frozen=True, kw_only=True)
class ChatMessageAdded(Fact):
    """There is something new in somebody's conversation: turn number `turn`, whose last word was `author`'s.

    What was said is not told: whoever may read it fetches it. `revision` is the number of the turn.
    """

    conversation_id: str
    revision: int
    account_id: str
    turn: int
    author: str
    handoff: bool
