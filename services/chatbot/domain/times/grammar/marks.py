"""What takes a time back or refuses it: 不要周六，周日 · 周五，不对，周六 · 不是三点，是四点 · 周六不行，周日吧."""

import re

_PUNCTUATION = r"[\s,.;!。…~\-]*"
_FILLER = (
    r"(?:在|约|选|订|定|排|安排|给我|给|帮我|是|来|去|放|改|换|改成|改为|换成|要|应该|应该是|那就|就|还是"
    r"|on|at|for|the|make it|it's|it is|let's do)"
)
_SIGH = r"(?:哦|噢|喔|啊|额|呃|嗯|哎|唉|哎呀|oh|um|er)"
_CORRECTIONS = (
    r"(?:不对|不不+|不是|错了|[说记搞打写]错了?|口误|更正一?下?|应该是|我是说|我的意思是|哦不|啊不|不[,\s]|不(?=$)"
    r"|不好意思|抱歉|等等|改主意了|no|nope|sorry|i mean|actually|wait|oops)"
)
_CORRECTED = re.compile(
    rf"(?:^|[\s,.;!。…])(?:{_SIGH}{_PUNCTUATION})*{_CORRECTIONS}(?:{_PUNCTUATION}|{_CORRECTIONS}|{_FILLER}|{_SIGH}|了)*$"
)
_LONGEST_GAP = 30
_REFUSED = re.compile(
    r"(?<![要是能想用行可对差分性特告区级个类])(?:不要|别|不想要?|不约|不考虑|除了|除|不用|不选|避开|不能|勿"
    r"|not|except|anything but|don't want)"
    rf"\s*(?:{_FILLER}\s*)*$"
)
_TAKEN_BACK = re.compile(rf"(?<![是要])不是\s*(?:{_FILLER}\s*)*$")
_REFUSED_AFTER = re.compile(
    r"\s*(?:的?话?)\s*(?:我|都|是|就)?(?:不行|不可以|不方便|不太方便|不合适|不太行|不要|不考虑|除外|不约|不能约)(?!了|吗|么|取消)"
)
_QUESTION = re.compile(r"\s*[吗么嘛?]")
_LOOKS_BACK = 14


def is_refused_before(text: str, start: int) -> bool:
    """Whether the words right before a time refuse it."""
    return bool(_REFUSED.search(text[max(0, start - _LOOKS_BACK) : start]))


def is_refused(text: str, start: int, end: int) -> bool:
    return is_refused_before(text, start) or bool(_REFUSED_AFTER.match(text, end))


def is_taken_back(text: str, start: int, end: int) -> bool:
    """不是周五, but not the question 不是周五吗."""
    before = text[max(0, start - _LOOKS_BACK) : start]
    return bool(_TAKEN_BACK.search(before)) and not _QUESTION.match(text, end)


def is_correction(gap: str) -> bool:
    """Whether what stands between two times says that the second replaces the first."""
    return len(gap) <= _LONGEST_GAP and bool(_CORRECTED.search(gap))
