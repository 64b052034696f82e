"""Where: at the customer's home or in a store."""

from services.chatbot.domain.phrases import phrases, precedes

_SAID = (("home", "store", phrases("wishes", "home")), ("store", "home", phrases("wishes", "store")))
_NOT = phrases("wishes", "not_there")


def place(text: str) -> str | None:
    """`home` or `store`; who does not want the one wants the other. The last word counts."""
    heard = (
        (found.start(), other if precedes(_NOT, text, found.start()) else where)
        for where, other, said in _SAID
        for found in said.finditer(text)
    )
    return max(heard, default=(0, None))[1]
