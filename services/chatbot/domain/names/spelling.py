"""How names sound: slips of the keyboard are written otherwise and sound the same (徐家会, 王健国), or are pinyin."""

import unicodedata
from functools import cache
from itertools import islice, product

from pypinyin import Style, lazy_pinyin, pinyin

READINGS_OF_A_NAME = 16  # a name of several characters of several readings each is not multiplied out any further
_FOLDED = (("zh", "z"), ("ch", "c"), ("sh", "s"))


def sound(text: str) -> tuple[str, ...]:
    """Of each character how it is commonly read, as far as ears and keyboards of the south tell sounds apart."""
    return tuple(_folded(_readings(char)[0]) for char in text)


def sounds(name: str) -> frozenset[tuple[str, ...]]:
    """Every way a name may be read: 莘庄 is xin zhuang and shen zhuang."""
    readings = product(*(dict.fromkeys(map(_folded, _readings(char))) for char in name))
    return frozenset(islice(readings, READINGS_OF_A_NAME))


def spelt(name: str) -> frozenset[str]:
    """The name in pinyin without tones or blanks (xujiahui), ü as v or u."""
    spellings = islice(product(*(_readings(char) for char in name)), READINGS_OF_A_NAME)
    return frozenset(written for letters in map("".join, spellings) for written in (letters, letters.replace("v", "u")))


@cache
def _readings(char: str) -> tuple[str, ...]:
    """Without tones, the most common first; what is no Chinese character is read as itself."""
    first = lazy_pinyin(char, style=Style.NORMAL, v_to_u=False)
    return tuple(dict.fromkeys((*first, *pinyin(char, style=Style.NORMAL, heteronym=True)[0])))


def _folded(syllable: str) -> str:
    for said, heard in _FOLDED:
        if syllable.startswith(said):
            syllable = heard + syllable.removeprefix(said)
    plain = syllable.removesuffix("g") if syllable.endswith(("ing", "eng")) else syllable
    return unicodedata.normalize("NFC", plain)
