"""The parts of a message that may each be a request: 取消明天的，再约周六."""

import re

# Punctuation, and the words that begin a further request where who dictates sets none.
_PARTING = re.compile(
    r"[,，。;；!！?？、\n~]+|\.(?=\s|$)"
    r"|(?=(?<!不)(?<!一)(?<!先)再(?:帮|给|约|订|预约|加|来|问|查))"
    r"|(?=顺便|顺带|另外|还有就是|然后|接着|同时|并且|对了|还想(?:问|约|知道)|还要(?:约|问|取消))"
    r"|(?=\band\b (?:also|then|please|book|cancel|can|could|how|what|i)|\bthen\b|\balso\b|\bby the way\b)"
    r"|(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])"
)
_SHORTEST = 2


def clauses(text: str) -> tuple[str, ...]:
    """Two at least; none where the message is one piece."""
    parts = tuple(part.strip() for part in _PARTING.split(text))
    said = tuple(part for part in parts if len(part) >= _SHORTEST)
    return said if len(said) > 1 else ()
