"""What of a store a question is about."""

import re

_ALL = re.compile(r"哪些|哪几|几家|多少家|所有|分店|其他店|which stores|how many|all (?:your )?stores|what stores")
ASPECTS = ("hours", "address", "parking", "metro", "phone")
_CUES = {
    "hours": re.compile(r"营业|几点|开门|关门|打烊|上班|下班|开到|开着|open|close|hours"),
    "address": re.compile(r"地址|在哪|怎么走|怎么去|位置|哪里|哪儿|where(?! can i)|address|how (?:do i|to) get"),
    "parking": re.compile(r"停车|车位|开车|park"),
    "metro": re.compile(r"地铁|几号口|公交|metro|subway|station"),
    "phone": re.compile(r"电话|号码|联系方式|phone|call you|number"),
}


def aspects(text: str) -> tuple[str, ...]:
    """The aspects a normalised text asks about; empty when none is named."""
    return tuple(aspect for aspect in ASPECTS if _CUES[aspect].search(text))


def asks_for_all(text: str) -> bool:
    """Whether it is about the stores there are, not about one of them."""
    return bool(_ALL.search(text))
