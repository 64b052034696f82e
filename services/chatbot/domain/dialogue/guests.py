"""One guest more or fewer than so far: 帮我加一个人, 少一位. Who counts them anew (三个人) is read with the wishes."""

import re

_ASK = r"(?:那|请|帮我|给我|麻烦|能不能|可不可以|能|可以|我们?|想|要|再|还)*"
_ONE = r"(?:上|来)?我?[一1]?[个位](?:人|朋友|同事|闺蜜|客人|同伴)?"
_END = r"(?:一起|一块儿?)?(?:来)?(?:做|按)?(?:吧|了)?(?:(?:可以|行|好|成)?[吗么])?[,。.!?\s]*"
_MORE = re.compile(
    rf"{_ASK}(?:多带|多加|[加多添带]){_ONE}{_END}|(?:(?:please )?add )?one more (?:person|guest)(?: please)?[.!?]*"
)
_FEWER = re.compile(rf"{_ASK}(?:少|减|去掉){_ONE}{_END}|one (?:person|guest) (?:less|fewer)[.!?]*")


def guests_more(text: str) -> int:
    """1 or -1 where the whole normalised text asks for that, else 0."""
    return 1 if _MORE.fullmatch(text) else -1 if _FEWER.fullmatch(text) else 0
