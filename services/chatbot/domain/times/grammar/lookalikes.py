"""What stands like a clock time and is none: a little (快一点), points (两点建议), decimals (10点五度), games."""

import re

from services.chatbot.domain.times.grammar.atoms import Match
from services.chatbot.domain.times.words.numbers import whole

# Nouns that 点 counts (两点建议), and what makes another word of it (三点式).
_COUNTED = """
儿 疼 痛 式 度 建议 意见 这个游戏 的游戏 纸牌 要求 游戏 问题 看法 好处 坏处 原因 希望 理由 不足 内容 注意 事项 优惠
心意 共识 感受 说明 声明 经验 误差 区别 规定 需求 疑问 体会 提示 论 透视 进步 道理 收获 想法 异议
"""
# What can follow 一点 that is one o'clock; whatever else does makes it a little.
_AFTER_ONE = """
左右 前 后 以前 以后 之前 之后 过后 到 至 来 去 可 行 吧 吗 嘛 呢 啊 的 有 能 好 方便 开始 见 那 这 钟 过 约 在 给 想
我 要 准时 是 做 按 推 和 或 还是 跟 帮 预 订 排 □ 开 上 下
"""
_BEFORE_ONE = "从 在 约 改 到 于 订 定 换 挪 调 就 那 是 的 或者 还是 和 时间 推迟 提前 大概 大约 差不多 □ 点"
_MEASURES = "度 折 倍 元 块 米 公里 里 斤 公斤 千克 厘米 毫米 百分点 % 万 亿 成 寸 ℃ 级 毛 平 升 两"


def _any_of(words: str) -> str:
    return "|".join(map(re.escape, words.split()))


_IS_COUNTED = re.compile(rf"\s*(?:{_any_of(_COUNTED)})")
_IS_A_LITTLE = re.compile(r"\s*(?:[都也](?:不|没)|点|儿)")
_GOES_ON = re.compile(rf"\s*(?:$|[,.!?;:)~\-]|{_any_of(_AFTER_ONE)})")
_BEGINS = re.compile(rf"(?:^|[,.!?;:(~、\-\s]|{_any_of(_BEFORE_ONE)})$")
_NUMBERED = re.compile(r"(?:第|玩|打|以下|强调|记住|升高|降低|上升|下降)\s*$")
_DECIMAL = re.compile(rf"[0-9零一二三四五六七八九]+\s*个?(?:{_any_of(_MEASURES)})(?!钟)")
_SAYS_A_CLOCK = frozenset("半刻整分")
_LOOKS_BACK = 4


def is_no_time(match: Match) -> bool:
    """Whether the clock that a rule matched says something else. Only clocks said with 点 can."""
    kinds = [token.kind for token in match.all]
    if "点" not in kinds:
        return False
    text, point = match.text, match.all[kinds.index("点")]
    if _DECIMAL.match(text, point.end) or _IS_COUNTED.match(text, match.end):
        return True
    hour = match.all[0]
    if hour.kind != "N" or text[point.start : point.end] != "点" or _SAYS_A_CLOCK & set(kinds):
        return False
    before = text[max(0, hour.start - _LOOKS_BACK) : hour.start]
    if whole(hour.says) == 1 and len(kinds) == len("N点"):
        return not _is_one_oclock(match, before)
    return bool(_NUMBERED.search(before))


def _is_one_oclock(match: Match, before: str) -> bool:
    """一点 beside a day or part of day (明天一点), or between words that leave no other meaning (改到一点吧)."""
    if _IS_A_LITTLE.match(match.text, match.end):
        return False
    index = match.found.start()
    if index and match.tokens[index - 1].kind in "PpRWHES号日":
        return True
    return bool(_GOES_ON.match(match.text, match.end) and _BEGINS.search(before))
