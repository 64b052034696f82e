"""What the chat announces."""

from dataclasses import dataclass

from shared.events import Fact

BOT, STAFF, CUSTOMER = "bot", "staff", "customer"


@dataclass(frozen=True, kw_only=True)
class ChatMessageAdded(Fact):
    """There is something new in a conversation: turn number `turn`, whose last word was `author`'s.

    What was said is not told: whoever may read it fetches it. `revision` is the number of the turn. `account_id` is
    None while nobody signed in owns it, `store_id` while it has not come to a store.
    """

    conversation_id: str
    revision: int
    account_id: str | None
    turn: int
    author: str
    handoff: bool
    store_id: str | None = None
    channel: str = "web"
