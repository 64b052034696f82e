"""Where an address is, for the pages: what the chat reckons the way of a home visit by."""

from collections.abc import Sequence

from services.chatbot.domain.places import Located
from services.chatbot.ports import Desk

MOST = 10


def find_places(desk: Desk, *, q: str) -> Sequence[Located]:
    """The streets, estates and landmarks that the words name, or begin to; none where nothing is known of it."""
    return desk.places.named(q)[:MOST]
