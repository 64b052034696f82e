"""What a language model may do, where one is configured: it is asked little, told less, and never believed.

It rephrases an answer, which is kept only if it states the very same facts; and it suggests an intent where ours is
unsure, which leads no further than a proposal that the customer has to confirm. It cannot say yes for anybody.
"""

import re
import unicodedata
from collections import Counter

from services.chatbot.domain.masking import HIDDEN, hidden
from services.chatbot.domain.replies import Step
from services.chatbot.domain.text import printable
from services.chatbot.domain.understanding import Understanding

UNSURE = 0.5
"""Below this confidence, or where nothing was recognised at all, another opinion is asked for."""
REPHRASED = frozenset({"greet", "thanks", "bye", "query_membership", "feedback"})
"""Answers that promise and state nothing. Prices, times, proposals, refusals, health and the FAQ are said in our own
words only: no comparison of numbers and names tells 地下 from 楼上.
"""
SUGGESTED = frozenset({
    "book", "reschedule", "cancel", "query_booking", "query_availability", "query_price", "query_store",
    "query_technician", "query_treatment", "query_membership", "complaint", "feedback", "human", "greet", "thanks",
    "bye",
})  # fmt: skip
"""Yes, no and questions of health are not among them: those are the customer's own word, and ours."""
LONGEST_GROWTH = 2.0

_FACT = re.compile(r"[¥￥$]?\d+(?:[.:：,/-]\d+)*%?")
_CHINESE_NUMBER = re.compile(r"[一二三四五六七八九十百千两半]+(?=[个点分小天次元块折位楼号])")
_NAMED = re.compile(r"「[^」]*」|\"[^\"]*\"|https?://\S+|[A-Za-z][A-Za-z0-9&' -]{2,}")
_WEIGHTY = re.compile(
    r"不|没|无|别|勿|免|除外|可以|能|必须|确认|预约|取消|退|赔|送|折|保证|\b(?:not|no|never|free|can|must|only|except|refund|confirm)\b"
)


def may_rephrase(outcome: Step) -> bool:
    is_harmless = bool(outcome.says) and {said.key for said in outcome.says} <= REPHRASED
    return is_harmless and not (outcome.proposal or outcome.appointment or outcome.handoff or outcome.unanswered)


def faithful(original: str, said: str | None) -> str:
    """What the model made of the original, if it states the same numbers, times, prices and names, and allows, denies
    and asks for the same, no more and no less, at no great length; else the original.
    """
    text = printable(said or "")
    is_same = facts(text) == facts(original) and 0 < len(text) <= LONGEST_GROWTH * len(original)
    return text if is_same else original


def facts(text: str) -> Counter[str]:
    """Every number, price, time, quoted or Latin name in a text, and every word that allows, denies or asks for
    something.
    """
    patterns = (_FACT, _CHINESE_NUMBER, _NAMED, _WEIGHTY)
    return Counter(found for pattern in patterns for found in pattern.findall(text))


def is_unsure(said: Understanding) -> bool:
    return not said.red_flags and (said.intent == "other" or said.confidence < UNSURE)


def tellable(text: str) -> str:
    """The text without anything that could reach or name a person, and without numbers that may be somebody's."""
    return re.sub(r"\d{7,}", HIDDEN, hidden(text))


def has_contacts(text: str) -> bool:
    """Whether something of it would be hidden; hiding also makes the text printable and half-width."""
    return tellable(text) != unicodedata.normalize("NFKC", printable(text))
