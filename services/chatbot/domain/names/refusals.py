"""Who and what is refused or told of the past: 不要王师傅, 王师傅就算了, 除了李老师都行, 上次王师傅，这次李老师."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from services.chatbot.domain.names.forms import TECHNICIAN, TREATMENT
from services.chatbot.domain.names.sightings import Mention, around

_WISH = r"(?:要|想|找|约|选|去|做|按|是|用|安排|喜欢|考虑|需要|让)"
# 特别 and 区别 hold no 别.
_BEFORE = re.compile(
    rf"(?:不(?:{_WISH}|再|太|打算|愿意|希望|是很)*{_WISH}(?:再|到|在|给我|让)*"
    rf"|(?<![特分区个级性鉴告])别(?:{_WISH}|再|给我|帮我|让|派|排|配|换|叫|到|在|成)*"
    r"|排除|避开|绕开|跳过|不包括|不含"
    r"|\b(?:not?|except|without|anyone but|anybody but|anything but|other than|don'?t want|do not want|don'?t like"
    r"|instead of|rather than)(?: (?:with|at|to|for|the|an?|any|do|have|see|from))*)\s*$"
)
_ASKED = re.compile(r"[^,。.;!]{0,6}(?:吗|么|嘛)|还是")  # 不是王师傅吗
_BESIDES = re.compile(r"(?:除了?|除开|除去)\s*$")
_OUTSIDE = re.compile(r"(?:以外|之外|外)(?!面)")
# 不拔罐: what is not done is itself a verb; 要不拔罐吧 suggests it.
_NOT_DONE = re.compile(r"(?<![要好得了会对是])不$")
_ALSO = re.compile(r"[^。;!]{0,10}(?:还|也)(?:要|想|有|做|约|加|能|可以)|[^。;!]{0,8}不(?:要|想|约|找|行|考虑|做|去)")
_AFTER = re.compile(
    r"[这那]?(?:边|位|家)?[就也都]?(?:我)?(?:不(?:要|行|喜欢|约|找|考虑|做|去|用|想(?:要|做|找|约|去)?)|算了?|除外|免了)"
    r"(?:了|吧|的)*(?=$|[\s,。.;!]|换|改|只|还是|要|找)"
)
_CORRECTED = re.compile(
    r"[哦噢啊呃额],?不|不对|不是|说错|讲错|打错|搞错|错了|等等|等一下|算了|应该是|no,? wait|sorry|i mean|actually"
)
_AND = re.compile(r"\s*(?:和|跟|与|及|或者?|还有|以及|、|or|and|nor)\s*")
_PAST = re.compile(
    r"(?:上次|上回|上一次|之前|以前|昨天|前天|前几天|上周|上个月|last time|last week)[^,。.;!?约订]{0,10}$"
)
_NOW = re.compile(r"这次|这回|今天|明天|换|改|想试|想约|想做|想找|this time|now|try")


def parted(text: str, mentions: Sequence[Mention]) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Who and what is wanted, and what is refused; what is only told of the past is neither."""
    refused = {one for one in mentions if is_refused(text, one.start, one.end) or _is_not_done(text, one)}
    for before, mention in pairwise(mentions):
        if before in refused and _goes_with(text, before, mention):
            refused.add(mention)
    wanted = [mention for mention in mentions if mention not in refused]
    refused |= {mention for mention in wanted if _is_waived(text, mention, wanted)}
    corrected = {one for one, other in _successive(mentions) if _CORRECTED.search(text[one.end : other.start])}
    wanted = [mention for mention in wanted if mention not in refused | corrected]
    meant = tuple(mention for mention in wanted if not _is_past(text, mention, wanted))
    return meant, tuple(mention for mention in mentions if mention in refused)


def _successive(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Each mention with the next of its kind."""
    for kind in dict.fromkeys(mention.surface.kind for mention in mentions):
        yield from pairwise(mention for mention in mentions if mention.surface.kind == kind)


def is_refused(text: str, start: int, end: int) -> bool:
    """What stands at `[start, end)` is refused by the words around it."""
    before, after = around(text, start, end)
    if _BESIDES.search(before) or _OUTSIDE.match(after):
        return not _ALSO.match(after)
    said = _BEFORE.search(before)
    if said is None or _is_a_question(before, said.start()):
        return False
    return not (said[0].rstrip().endswith("是") and _ASKED.match(after))


def _is_not_done(text: str, mention: Mention) -> bool:
    before, _ = around(text, mention.start, mention.end)
    is_asked = before[-2:-1] == mention.surface.text[:1]  # 拔不拔罐
    return mention.surface.kind == TREATMENT and bool(_NOT_DONE.search(before)) and not is_asked


def _is_a_question(text: str, at: int) -> bool:
    """The 不 of 要不要 and 是不是, at `at`."""
    return 0 < at < len(text) - 1 and text[at] == "不" and text[at - 1] == text[at + 1]


def _goes_with(text: str, refused: Mention, mention: Mention) -> bool:
    """不要王师傅和李老师 refuses both, 不要王师傅,李老师 the first."""
    is_same = refused.surface.kind == mention.surface.kind
    return is_same and (
        bool(_AND.fullmatch(text[refused.end : mention.start]))
        or (refused.start, refused.end) == (mention.start, mention.end)
    )


def _is_waived(text: str, mention: Mention, wanted: Sequence[Mention]) -> bool:
    """王师傅不要 refuses; 足疗不做了 calls off, unless something else is wanted in its place."""
    if not _AFTER.match(around(text, mention.start, mention.end)[1]):
        return False
    kind = mention.surface.kind
    return kind == TECHNICIAN or any(o.start > mention.start and o.surface.kind == kind for o in wanted)


def _is_past(text: str, mention: Mention, wanted: Sequence[Mention]) -> bool:
    """上次王师傅按的，这次想找李老师."""
    if not _PAST.search(around(text, mention.start, mention.end)[0]):
        return False
    later = (other for other in wanted if other.start > mention.end and other.surface.kind == mention.surface.kind)
    return any(_NOW.search(text[mention.end : other.start]) for other in later)
