"""For how much at most: 200以内, 不超过三百块, 预算两三百."""

import re
from collections.abc import Iterator

from services.chatbot.domain.amounts import amount
from services.chatbot.domain.phrases import phrases

_BUDGET, _LIMITS = phrases("wishes", "budget_is"), ("at_most", "or_less", "about")
_OTHERS = tuple(phrases("wishes", name) for name in _LIMITS)
_FEN = 100
_LEAST_WITHOUT_UNIT = 50
"""Of a bare number (最多两个) only what could be a price counts, in yuan."""


def budget_max_fen(text: str) -> int | None:
    """The most the customer will pay, in fen; of a range (两三百, 200到300) its end."""
    return next(_limits(text), None)


def _limits(text: str) -> Iterator[int]:
    for found in _BUDGET.finditer(text):
        yield amount(found["amount"]) * _FEN
    for said in _OTHERS:
        for found in said.finditer(text):
            if _is_money(found):
                yield amount(found["amount"]) * _FEN


def _is_money(found: re.Match[str]) -> bool:
    return bool(found["unit"]) or amount(found["amount"]) >= _LEAST_WITHOUT_UNIT
