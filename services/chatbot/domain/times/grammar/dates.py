"""Dates of the calendar: the rules, in the shorthand of `lexicon`, and what each makes of its tokens."""

import re
from collections.abc import Sequence

from services.chatbot.domain.times.calendar.almanac import day_of
from services.chatbot.domain.times.grammar import readings
from services.chatbot.domain.times.grammar.atoms import Atom, DayAtom, Match, NoTime, Reading, rules
from services.chatbot.domain.times.grammar.readings import Year
from services.chatbot.domain.times.words.numbers import whole

CENTURY, FIRST_YEAR, THIS_CENTURY_UNTIL = 100, 1900, 70
LONGEST_MONTH, FIRST_TEN, MONTHS, QUARTERS, QUARTER = 31, 10, 12, 4, 3
# 25号 after these is a house number, or a person's.
_ADDRESSES = frozenset("路街巷弄道里苑区厦楼号第座栋")
_NUMBERED = ("工号", "编号", "尾号", "技师", "单号", "师傅", "卡号", "房号", "地铁", "全国", "老师")

# 今年三十岁, 今年多大了, 我妈今年七十.
_AGE = re.compile(
    r"[都已经才快刚满虚周\s]*(?:多大|几岁|高寿|贵庚|(?!十一)[0-9零一二两三四五六七八九十]{1,3}"
    r"(?:多?岁|\s*(?:了|$|[,!?;]|\.(?![0-9]))))"
)
# 3-5公里.
_MEASURED = re.compile(r"\s*(?:公里|千米|公斤|千克|公分|厘|英|分|成|折)")


def _day(match: Match, reading: Reading, kind: str = "date") -> Sequence[Atom]:
    return [DayAtom(match.start, match.end, reading, kind)]


def _year(match: Match) -> Year:
    shift = match.says("said")
    if shift is not None:
        return "from now", int(shift)
    year = match.says("year")
    return _full_year(whole(year)) if year else None


def _full_year(year: int) -> int:
    """26年 is 2026, 93年 1993."""
    if year >= CENTURY:
        return year
    return year + FIRST_YEAR + (CENTURY if year < THIS_CENTURY_UNTIL else 0)


def _is_year(said: str) -> bool:
    """Of itself, and not so many years: 2026, 零九, 93."""
    year = whole(said)
    is_short = len(said) == len("26") and "十" not in said
    two_digits = is_short and (year >= THIS_CENTURY_UNTIL or said[0] in "0零" or not said.isascii())
    return year >= FIRST_YEAR or two_digits


def _is_month(number: int) -> bool:
    return 1 <= number <= MONTHS


def _number(match: Match, group: str) -> int | None:
    said = match.says(group)
    return whole(said) if isinstance(said, str) else said


def _written(match: Match) -> Sequence[Atom]:
    year, _, month, day = match.says("date")
    found = day_of(int(year), int(month), int(day))
    return _day(match, lambda _: readings.one(found)) if found else ()


def _american(match: Match) -> Sequence[Atom]:
    month, day, year = map(int, match.says("date"))
    found = day_of(year, month, day)
    return _day(match, lambda _: readings.one(found)) if found else ()


def _written_month(match: Match) -> Sequence[Atom]:
    year, month = map(int, match.says("date"))
    return _day(match, readings.month(year, month, None))


def _slashed(match: Match) -> Sequence[Atom]:
    month, day = map(int, match.says("date"))
    return _month_day(match, month, day)


def _month_and_day(match: Match) -> Sequence[Atom]:
    month, day = _number(match, "month"), _number(match, "day")
    return _month_day(match, month or 0, day or 0)


def _month_day(match: Match, month: int, day: int) -> Sequence[Atom]:
    leap_year = 2000
    if not day_of(leap_year, month, day):
        return [NoTime(match.start, match.end)]
    return _day(match, readings.month_and_day(_year(match), month, day))


def _year_behind(match: Match) -> Sequence[Atom]:
    """三月三日 2015."""
    return _month_and_day(match) if whole(match.says("year")) >= FIRST_YEAR else ()


def _hyphened(match: Match) -> Sequence[Atom]:
    """6-3 at the very beginning, with a hyphen."""
    is_hyphen = match.text[match.token("month").end :].startswith("-")
    return _month_and_day(match) if is_hyphen and not _MEASURED.match(match.text, match.end) else ()


def _lunar(match: Match) -> Sequence[Atom]:
    named = match.says("named")
    month = int(named) if named else _number(match, "month")
    day = _number(match, "day") or 0
    if match.has("first") and match.token("first").says[0] != 1:
        return ()
    return _day(match, readings.lunar(_year(match), month or 0, day)) if month else ()


def _lunar_day(match: Match) -> Sequence[Atom]:
    """农历初一, 初八下午三点: of the next lunar month that has it."""
    day = _number(match, "day") or 0
    is_first = not match.has("first") or match.text[match.token("first").start] == "初"
    if not is_first or not 1 <= day <= (FIRST_TEN if match.has("first") else LONGEST_MONTH - 1):
        return ()
    return _day(match, readings.next_lunar(day))


def _lunar_tenth(match: Match) -> Sequence[Atom]:
    """八月初五: 初 before a number is the lunar calendar's."""
    return _lunar(match) if match.says("slice") == LUNAR_BEGINNING else ()


def _slice(match: Match) -> Sequence[Atom]:
    days: tuple[int, int] = match.says("slice")
    number, which = _number(match, "month"), match.says("which")
    is_counted = match.text[match.all[-1].start].isascii()  # 5 months is never May
    if number is not None and (is_counted or not _is_month(number)):
        return ()
    months = None if which is None else int(which)
    return _day(match, readings.slice_of_month(_year(match), number, months, days), "other")


def _day_in_month(match: Match) -> Sequence[Atom]:
    day, which = _number(match, "day") or 0, match.says("which")
    before = match.text[: match.start].rstrip()
    counts = match.all[-1].kind == "日" and str(match.says("day"))[:1] in "两俩"  # 上两日
    if counts or not 1 <= day <= LONGEST_MONTH or before[-1:] in _ADDRESSES or before.endswith(_NUMBERED):
        return ()
    return _day(match, readings.day_of_month(day, None if which is None else int(which)))


def _month(match: Match) -> Sequence[Atom]:
    number, which = _number(match, "month"), match.says("which")
    is_counted = match.text[match.all[-1].start].isascii()  # 5 months is never May
    if number is not None and (is_counted or not _is_month(number)):
        return ()
    months = None if which is None else int(which)
    return _day(match, readings.month(_year(match), number, months), "other")


def _feast(match: Match) -> Sequence[Atom]:
    return _day(match, readings.a_feast(_year(match), match.says("name") or "", holidays=match.has("free")), "other")


def _eve(match: Match) -> Sequence[Atom]:
    return _day(
        match, readings.eve_of(readings.a_feast(_year(match), match.says("name") or "", holidays=False)), "other"
    )


def _quarter(match: Match) -> Sequence[Atom]:
    which, number = match.says("which"), _number(match, "number")
    if which is not None:
        return _day(match, readings.quarter(int(which)), "other")
    is_seasons = len(match.all) == len("N季") and match.text[match.start : match.end].endswith("季")  # 四季酒店
    if number is None or not 1 <= number <= QUARTERS or is_seasons:
        return ()
    return _day(match, readings.months_of_year(_year(match), number * QUARTER - 2, number * QUARTER), "other")


def _first_quarters(match: Match) -> Sequence[Atom]:
    count = _number(match, "quarters") or 0
    if not 1 <= count <= QUARTERS:
        return ()
    return _day(match, readings.months_of_year(_year(match) or ("from now", 0), 1, count * QUARTER), "other")


def _months(match: Match) -> Sequence[Atom]:
    first, last = match.says("months")
    return _day(match, readings.months_of_year(_year(match), int(first), int(last)), "other")


def _part_of_year(match: Match) -> Sequence[Atom]:
    """年底, 上半年: of this year where none is named."""
    year = _year(match)
    first, last = match.says("months")
    return _day(match, readings.months_of_year(("from now", 0) if year is None else year, first, last), "other")


def _whole_year(match: Match) -> Sequence[Atom]:
    year = _year(match)
    if match.has("said") and _AGE.match(match.text, match.end):
        return [NoTime(match.start, match.end)]
    if match.says("year") and not _is_year(match.says("year")):
        return ()
    return _day(match, readings.whole_year(year), "other")


def _end_of_year(match: Match) -> Sequence[Atom]:
    return _day(match, readings.month_and_day(_year(match), MONTHS, LONGEST_MONTH))


def _day_from_start(match: Match) -> Sequence[Atom]:
    """九月的第一天, and the last one, which counts from the end."""
    nth, number, which = _number(match, "nth") or -1, _number(match, "month"), match.says("which")
    if nth > LONGEST_MONTH or (number is not None and not _is_month(number)):
        return ()
    return _day(match, readings.nth_day(nth, _year(match), number, None if which is None else int(which)))


def _nth_of_month(match: Match) -> Sequence[Atom]:
    nth, number, which = _number(match, "nth") or -1, _number(match, "month"), match.says("which")
    if nth > 5 or (number is not None and not _is_month(number)):  # noqa: PLR2004 - weeks of a month
        return ()
    weekday = match.says("weekday")
    months = None if which is None else int(which)
    day = None if weekday is None else int(weekday)
    return _day(match, readings.of_month(nth, day, _year(match), number, months), "other")


LUNAR_BEGINNING = (1, 5)
_YEAR = r"(?:(?:(?P<year>N)年|(?P<said>V))的?)?"
COUNTED = "[个点hmsdw年月季量度刻半分工旬]"
_MONTH = rf"(?:(?P<which>Q)个?月|{_YEAR}(?P<month>N)月)"
DATES = rules(
    ("F", "(?P<date>F)日?", _written),
    ("U", r"(?P<date>U)", _american),
    ("G", "(?P<date>G)月?", _written_month),
    ("S", "(?P<date>S)[号日]?", _slashed),
    ("LNVl的", rf"L?{_YEAR}L?的?(?:(?P<named>l)|(?P<month>N)月)(?P<first>底)(?P<day>N)", _lunar),
    ("L", rf"L{_YEAR}(?:(?P<named>l)|(?P<month>N)月)(?P<day>N)[号日]?", _lunar),
    ("LNV", rf"{_YEAR}L(?:(?P<named>l)|(?P<month>N)月)(?P<day>N)[号日]?", _lunar),
    ("L", rf"L(?P<first>底)?(?P<day>N)[号日]?(?!{COUNTED})", _lunar_day),
    ("底", r"(?P<first>底)(?P<day>N)(?=[PpK]|N点)", _lunar_day),
    ("NVl", rf"{_YEAR}(?P<named>l)(?P<day>N)[号日]?", _lunar),
    ("NV", rf"{_YEAR}(?P<month>N)月的?(?P<day>N)[号日]", _month_and_day),
    ("N", r"(?P<month>N)月(?P<day>N)[号日],?(?P<year>N)年?", _year_behind),
    ("NV", rf"{_YEAR}(?P<month>N)月(?P<day>N)(?!{COUNTED})", _month_and_day),
    ("N", r"\A(?P<month>N)到(?P<day>N)(?=[xPpKW]|N点)", _hyphened),
    ("NQV旬", rf"(?:{_YEAR}|(?P<which>Q)个?)(?P<slice>旬)", _slice),
    ("NV", rf"{_YEAR}(?P<month>N)(?P<slice>旬)", _slice),
    ("NQV", rf"{_MONTH}的?(?P<slice>旬)", _slice),
    ("LNV", rf"L?{_YEAR}L?(?P<month>N)(?P<slice>旬)(?P<day>N)(?!{COUNTED})", _lunar_tenth),
    ("Q", r"(?P<which>Q)个?月的?(?P<day>N)[号日]", _day_in_month),
    ("Q", rf"(?P<which>Q)个?月的?(?P<day>N)(?!{COUNTED})", _day_in_month),
    ("N", r"(?P<day>N)(?:号|(?<![前后未往]N)日(?![后前内来]))", _day_in_month),
    ("N", r"(?P<day>N)(?=[到和]N[号日])", _day_in_month),
    ("Q", r"(?P<which>Q)个?月", _month),
    ("NV", rf"{_YEAR}(?P<month>N)月", _month),
    ("N", r"(?P<month>N)(?=到N月)", _month),
    ("HLNV", rf"{_YEAR}L?(?P<name>H)(?:的?(?P<free>期))?", _feast),
    ("HLNV", rf"{_YEAR}L?(?P<name>H)的?夕", _eve),
    ("NQV个季第", rf"(?:{_YEAR}|(?P<which>Q)个?)第?(?P<number>N)?个?季", _quarter),
    ("NV前", rf"{_YEAR}前(?P<quarters>N)个?季", _first_quarters),
    ("NV岁", rf"{_YEAR}(?P<months>岁)", _part_of_year),
    ("V", r"(?P<said>V)(?P<months>底)", _part_of_year),
    ("NTV", rf"{_YEAR}(?P<months>T)", _months),
    ("V", r"(?P<said>V)", _whole_year),
    ("N", r"(?P<year>N)年", _whole_year),
    ("N", r"(?P<year>N)(?=到N年)", _whole_year),
    ("NQV", rf"{_MONTH}的?(?:第(?P<nth>N)个?|终)(?:(?P<weekday>W)|w)", _nth_of_month),
    ("NQV", rf"{_MONTH}的?(?:第(?P<nth>N)|终N)d", _day_from_start),
    ("NV", r"(?:(?P<year>N)年|(?P<said>V))的?终Nd", _end_of_year),
    ("J", r"(?P<month>J)的?(?P<day>N)号?", _month_and_day),
    ("N", r"(?P<day>N)号?的?(?P<month>J)", _month_and_day),
)
