"""Patterns that stand as reviewed lists in `data/`; `{{name}}` in an entry is another list of its table."""

import re
from functools import cache
from typing import Any

from services.chatbot.data import table
from services.chatbot.domain.amounts import AMOUNT
from services.chatbot.domain.numerals import NUMBER

_NAMED_LIST = re.compile(r"\{\{(\w+)\}\}")
REACH = 24
_BUILT_IN = {"NUMBER": NUMBER, "AMOUNT": AMOUNT}


def phrases(table_name: str, name: str) -> re.Pattern[str]:
    """What matches any entry of the list `name` of `data/<table_name>.yml`; KeyError where there is none."""
    return re.compile(_any_of(table_name, name))


def precedes(pattern: re.Pattern[str], text: str, start: int) -> bool:
    """What matches right before `start`. Patterns end in `$`; they are words, so a little of the text is enough."""
    return bool(pattern.search(text[max(0, start - REACH) : start]))


@cache
def _any_of(table_name: str, name: str) -> str:
    entries: Any = _BUILT_IN.get(name) or table(table_name)[name]
    said = entries if isinstance(entries, str) else "|".join(entries)
    return "(?:" + _NAMED_LIST.sub(lambda found: _any_of(table_name, found.group(1)), said) + ")"
