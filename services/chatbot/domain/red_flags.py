"""What a customer says of their health that rules treatments out. A flag outranks every intent.

`RULED_OUT` gives the contraindications of the catalogue that a flag meets; None means every treatment: see a doctor.
"""

import re
from collections.abc import Iterable

from services.chatbot.domain.catalogue import Treatment

RULED_OUT: dict[str, frozenset[str] | None] = {
    "pregnancy": frozenset({"孕期"}),
    "fracture": frozenset({"骨折"}),
    "acute_sprain": frozenset({"急性扭伤"}),
    "skin_damage": frozenset({"皮肤破损", "急性过敏"}),
    "fever": None,
    "alcohol": frozenset({"醉酒"}),
    "hypertension": frozenset({"高血压"}),
    "heart_disease": frozenset({"严重心脏病"}),
    "tumour": frozenset({"肿瘤"}),
    "bleeding": frozenset({"出血倾向", "产后出血"}),
    "post_surgery": None,
    "infection": None,
}

_SAID = {
    "pregnancy": r"(?<!备)(?<!避)怀孕|(?<!备)(?<!避)孕(?:期|妇|早|中|晚|\d+|[一二三四五六七八九十]+)|怀了|怀上|身孕"
    r"|有喜了|大肚子|pregnan",
    "fracture": r"骨折|骨裂|fractur|broken (?:bone|arm|leg|rib|wrist|ankle)",
    "acute_sprain": r"(?:刚|今天|昨天|急性|早上).{0,6}(?:扭伤|扭了|崴)|急性扭伤|(?:脚|腰|手腕|脚踝)(?:扭伤|扭了|崴了)"
    r"|崴了?脚|sprain",
    "skin_damage": r"破皮|皮肤?破|皮肤破损|伤口|擦伤|烫伤|溃烂|湿疹|荨麻疹|急性过敏|(?:皮肤|脸|面部).{0,3}过敏"
    r"|起了?(?:红?疹|疹子)|open wound|broken skin|eczema|\brash\b",
    "fever": r"发烧|发热|高烧|低烧|高热|体温.{0,3}3[789]|fever",
    "alcohol": r"喝(?:了|过|多)?.{0,3}酒|喝多了|喝醉|醉酒|醉了|酒后|drunk|been drinking|alcohol",
    "hypertension": r"高血压|血压.{0,3}高|high blood pressure|hypertension",
    "heart_disease": r"心脏病|心脏(?:不好|搭桥|支架|有问题)|冠心病|心梗|心绞痛|heart (?:disease|condition|problem)",
    "tumour": r"肿瘤|癌|化疗|放疗|tumou?r|cancer",
    "post_surgery": r"(?:刚|做完|做了|做过).{0,5}手术|手术后|术后|开刀|surgery",
    "bleeding": r"(?<!止)出血|流血|血友病|凝血|抗凝|bleeding|haemophilia|hemophilia",
    "infection": r"(?<!非)感染|传染|新冠|流感|皮肤病|脚气|灰指甲|带状疱疹|化脓|infection|infectious|covid",
}
_PATTERNS = {flag: re.compile(pattern) for flag, pattern in _SAID.items()}
_DENIED = re.compile(r"(?:没有?|不是|并?未|无|没在|不会|\bnot?|\bnever|n't)\s*(?:有|过|得|a|any)?\s*$")


def find_red_flags(text: str) -> tuple[str, ...]:
    """The flags in a normalised text, in a fixed order; one that is denied right before (没有怀孕) is none."""
    return tuple(flag for flag, pattern in _PATTERNS.items() if any(_is_meant(text, m) for m in pattern.finditer(text)))


def _is_meant(text: str, found: re.Match[str]) -> bool:
    return not _DENIED.search(text[: found.start()])


def rules_out(flags: Iterable[str], treatment: Treatment) -> tuple[str, ...]:
    """Those of the flags with which the treatment must not be given."""
    forbidden = set(treatment.contraindications)
    return tuple(flag for flag in flags if _meets(RULED_OUT[flag], forbidden))


def _meets(ruled_out: frozenset[str] | None, forbidden: set[str]) -> bool:
    return ruled_out is None or bool(ruled_out & forbidden)


def forbids_everything(flags: Iterable[str]) -> bool:
    return any(RULED_OUT[flag] is None for flag in flags)


def safe_treatments(flags: Iterable[str], treatments: Iterable[Treatment]) -> tuple[Treatment, ...]:
    said = tuple(flags)
    return tuple(treatment for treatment in treatments if not rules_out(said, treatment))
