"""How long, and every how often: the rules, in the shorthand of `lexicon`, and what each makes of its tokens."""

import re
from collections.abc import Sequence

from services.chatbot.domain.times.found import Repeat
from services.chatbot.domain.times.grammar.amount import amount_of
from services.chatbot.domain.times.grammar.atoms import (
    AmountAtom,
    Atom,
    Match,
    NoTime,
    NowAtom,
    PartAtom,
    RepeatAtom,
    rules,
)
from services.chatbot.domain.times.words.numbers import value, whole
from services.chatbot.domain.times.words.tokens import WEEKDAYS

_SET_DAYS = {"d": 1, "日": 1, "工": 1, "w": 7, "E": 7}
WORKING_DAYS, WEEKEND = (0, 1, 2, 3, 4), (5, 6)
# 五分钟热度, 三年级, 三个月卡: what follows makes a word of it.
_PART_OF_A_WORD = re.compile(r"\s*(?:的?热度|级|制|卡|票|游|疗程)")
_LONGEST_NUMERAL, FIRST_YEAR = 6, 1900


def _amount(match: Match) -> Sequence[Atom]:
    if _PART_OF_A_WORD.match(match.text, match.end) or any(
        token.kind == "N" and len(token.says) > _LONGEST_NUMERAL for token in match.all
    ):
        return ()
    amount = amount_of(match.all)
    return [AmountAtom(match.start, match.end, amount)] if amount.total > 0 else ()


def _ordinal(match: Match) -> Sequence[Atom]:
    """第二天 of something is no two days."""
    return [NoTime(match.start, match.end)]


def _of_two(match: Match) -> Sequence[Atom]:
    """两到三天: the first counts."""
    first, unit = match.token("first"), next(token for token in reversed(match.all) if token.kind in "年wd工hms日")
    if whole(first.says) >= FIRST_YEAR:
        return ()
    return [AmountAtom(match.start, match.end, amount_of([first, unit]))]


def _decimal(match: Match) -> Sequence[Atom]:
    """一点五小时: a decimal read out."""
    number = f"{whole(match.says('whole'))}.{whole(match.says('tenths'))}"
    unit = match.all[-1]
    return [AmountAtom(match.start, match.end, amount_of([match.all[0]._replace(says=number), unit]))]


def _years(match: Match) -> Sequence[Atom]:
    """三年, 20年; a year of four digits is a date."""
    return _amount(match) if value(match.says("years")) < 1000 else ()  # noqa: PLR2004 - beyond it is a date


def _now(match: Match) -> Sequence[Atom]:
    return [NowAtom(match.start, match.end)]


def _every(match: Match) -> Sequence[Atom]:
    """每天, 每周, 每两周, 每隔一天."""
    count = whole(match.says("count") or "1") + (1 if match.has("skipping") and match.has("count") else 0)
    unit = match.token("unit").kind
    days = _SET_DAYS[unit] * count if unit in _SET_DAYS else None
    weekdays = {"工": WORKING_DAYS, "E": WEEKEND}.get(unit, ())
    return _repeat(match, Repeat(match.start, match.end, days, weekdays))


def _every_weekday(match: Match) -> Sequence[Atom]:
    """每周三, 每周一三五, 每周一到周五, 每周六日."""
    days = [token.says for token in match.all if token.kind == "W"]
    for token in match.all:
        if token.kind == "日":
            days.append(WEEKDAYS["日"])
        elif token.kind == "N":
            days += [WEEKDAYS[char] for char in token.says if char in WEEKDAYS]
    if any(token.kind == "到" for token in match.all):
        days = list(range(days[0], days[-1] + 1)) or days
    return _repeat(match, Repeat(match.start, match.end, 7, tuple(days)))


def _daily(match: Match) -> Sequence[Atom]:
    return _repeat(match, Repeat(match.start, match.end, match.says("days")))


def _every_part(match: Match) -> Sequence[Atom]:
    """每晚, 每天早."""
    part = match.token("part")
    inside = PartAtom(part.start, part.end, *part.says)
    return [RepeatAtom(match.start, match.end, Repeat(match.start, match.end, 1), inside), inside]


def _repeat(match: Match, repeat: Repeat) -> Sequence[Atom]:
    return [RepeatAtom(match.start, match.end, repeat)]


_UNIT = "[年wd工hms]"
# 两个半小时, 十来分钟, 三个多小时, 一个半月, 两刻钟, 半天, 两小时半.
_PIECE = (
    rf"(?:N[hdw年]和N半|N和N半h|N[多余]?个?半?{_UNIT}半?|N个?[多余]{_UNIT}"
    r"|N个[多余]?半?月半?|N刻|半个?多?[年月wdh]|N半[hdw])"
)
AMOUNTS = rules(
    ("N半", rf"{_PIECE}(?:又?{_PIECE})*(?:[又]?N(?:分|s|(?=[^点号日月个年]|$)))?[左]?", _amount),
    ("N半", rf"{_PIECE}(?:又?{_PIECE})*[左]?", _amount),
    ("N", r"N日(?=的?[后前内来])|(?<=[前后未往Q])N日", _amount),
    ("N", r"(?P<years>N)年(?=[后前内来左])", _years),
    ("N", r"N分Ns?", _amount),
    ("第", "第N个?[dwhmy年]", _ordinal),
    ("N", rf"(?P<first>N)到N个?(?:{_UNIT}|日)[左]?", _of_two),
    ("N", r"(?P<whole>N)点(?P<tenths>N)个?[hdw年]", _decimal),
    ("O", "O", _now),
    ("每", r"[每](?:第)?(?P<count>N)?个?(?P<unit>[d日工wE月年季h])", _every),
    ("工", r"(?P<unit>工)每?[d日]?", _every),
    ("每", r"每个?(?P<unit>月)的?(?:N[号日]|终Nd)", _every),
    ("每", r"每(?P<unit>年)的?(?:H|N月N[号日]?)", _every),
    ("N", r"(?P<count>N)个?(?P<unit>[dw月年])频", _every),
    ("隔", r"隔(?P<count>N)?个?(?P<unit>[d日w月年])", _every),
    ("隔", r"(?P<skipping>隔)(?P<count>N)个?(?P<unit>[d日w月年])", _every),
    ("每", r"[每](?:个?w的?)?W(?:[到和,]?[WN](?![点个号hmd月]))*日?", _every_weekday),
    ("w", r"(?:w的?)W(?=每)", _every_weekday),
    ("e", r"(?P<days>e)", _daily),
    ("每", r"[每](?P<part>[pP])", _every_part),
)
