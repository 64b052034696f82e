"""What a customer wishes besides when and what: how many, where, by whom, how strong."""

import re
from typing import Any

from services.chatbot.domain.numerals import NUMBER, number

_PARTY = re.compile(
    rf"(?P<count>{NUMBER})\s*(?:个人|位(?!师|技|老)|人(?!民|工|家))"
    rf"|\b(?P<english>\d{{1,2}}|two|three|four) (?:people|persons|guests|of us)\b"
    rf"|\bfor (?P<pair>\d{{1,2}}|two|three|four)\b(?!\s*(?:min|hour|day|o'|:|pm|am))"
)
_TOGETHER = re.compile(r"我们俩|我俩|咱俩|和(?:我)?(?:老公|老婆|男朋友|女朋友|朋友|妈妈|爸爸|闺蜜|同事)一起|both of us")
_ENGLISH_COUNTS = {"two": 2, "three": 3, "four": 4}
_HOME = re.compile(
    r"上门|到家(?!乐)|来我家|到我家|我家|在家|家里做|home visit|at home|at my (?:home|place|house)|come to my"
)
_STORE = re.compile(r"到店|店里做|去店里|在店里|in[- ]store|at the (?:store|shop)")
_FEMALE = re.compile(r"女(?:的|性|生|技师|师傅|老师|士)|\b(?:female|woman|lady)\b")
_MALE = re.compile(r"男(?:的|性|生|技师|师傅|老师|士)|(?<!fe)\bmale\b|(?<!wo)\bman\b")
_NOT = re.compile(r"(?:不要|别|不想要|除了|no|not a?)\s*$")
_STRENGTHS = (
    ("light", re.compile(r"轻(?:一?点|柔|一些|手法)|力(?:气|度|道)小|\blight pressure|\bgentle\b")),
    ("heavy", re.compile(r"重(?:一?点|一些|手法)|用力|力(?:气|度|道)(?:要)?大|手劲大|\bstrong\b|\bfirm\b|deep tissue")),
    ("medium", re.compile(r"力度适中|中等力|适中|medium pressure")),
)


def find_wishes(text: str) -> dict[str, Any]:
    """The slots `party_size place gender_preference strength` of a normalised text without names."""
    wishes = {
        "party_size": _party_size(text),
        "place": _place(text),
        "gender_preference": _gender(text),
        "strength": next((strength for strength, said in _STRENGTHS if said.search(text)), None),
    }
    return {slot: value for slot, value in wishes.items() if value is not None}


def _party_size(text: str) -> int | None:
    found = _PARTY.search(text)
    if not found:
        return 2 if _TOGETHER.search(text) else None
    word = found["count"] or found["english"] or found["pair"]
    return _ENGLISH_COUNTS.get(word) or number(word) or None


def _place(text: str) -> str | None:
    if _HOME.search(text):
        return "home"
    return "store" if _STORE.search(text) else None


def _gender(text: str) -> str | None:
    for gender, other, said in (("female", "male", _FEMALE), ("male", "female", _MALE)):
        found = said.search(text)
        if found:
            return other if _NOT.search(text[: found.start()]) else gender
    return None
