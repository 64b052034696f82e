"""As it was the last time."""

from services.chatbot.domain.phrases import phrases, precedes

_SAME, _NOT = phrases("wishes", "same"), phrases("wishes", "not_same")


def has_same_as_last(text: str) -> bool:
    """跟上次一样, 老样子, 还是上次那个; not where it is refused (不要跟上次一样)."""
    return any(not precedes(_NOT, text, found.start()) for found in _SAME.finditer(text))
