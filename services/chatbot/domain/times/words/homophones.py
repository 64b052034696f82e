"""Slips of a pinyin keyboard: words of time with one character replaced by one that sounds like it (礼摆天, 下舞)."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

_T = TypeVar("_T")

_TABLE = """
天:添田甜填 午:舞武伍误物雾 拜:摆败百 礼:里李理 期:其七起欺 星:新型行 晚:挽玩碗 明:名民命 今:金斤 昨:作做左 周:州洲舟
末:莫没未 早:造找 凌:零林 晨:辰成沉 傍:旁棒 号:好浩 月:越 后:候厚 点:典店 钟:中种终 时:是石 分:份粉 半:伴 上:尚
下:夏吓 中:钟种 旦:蛋 旬:寻 底:低 清:青 刻:克课 个:各 节:接 夕:西
"""
_WORDS = """
今天 明天 后天 大后天 昨天 今日 明日 星期 礼拜 周末 早上 上午 中午 下午 晚上 傍晚 凌晨 清晨 午后 小时 分钟 点钟 月底
元旦 中秋 除夕 钟头 刻钟
"""
# What is no slip but the end of one word and the beginning of another: 做|天然, 还找|上次的师傅, 这周|没空, 线上|务必.
_WORDS_OF_THEIR_OWN = frozenset(
    {"后田", "做天", "上物", "下物", "中物", "名日", "命日", "分中", "点中", "小是", "早店", "晚店", "起中", "做日"}
    | {"找上", "周没", "周未", "玩上", "碗上", "上务", "下务", "中务", "上误", "下误", "中误"}
)
_SOUND_ALIKE = dict(entry.split(":") for entry in _TABLE.split())


def misspelt(words: Mapping[str, _T]) -> dict[str, _T]:
    """The slips of the commonest words of time, each with what the word itself says."""
    slips = ((slip, words[word]) for word in _WORDS.split() for slip in _slips(word))
    return {slip: says for slip, says in slips if slip not in _WORDS_OF_THEIR_OWN}


def _slips(word: str) -> Iterator[str]:
    for place, char in enumerate(word):
        for alike in _SOUND_ALIKE.get(char, ""):
            yield word[:place] + alike + word[place + 1 :]
