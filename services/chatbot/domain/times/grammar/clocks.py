"""Clock times and parts of day: the rules, in the shorthand of `lexicon`, and what each makes of its tokens."""

from collections.abc import Sequence

from services.chatbot.domain.times.found import DAY, NOON
from services.chatbot.domain.times.grammar.atoms import Atom, ClockAtom, Match, PartAtom, rules
from services.chatbot.domain.times.grammar.lookalikes import is_no_time
from services.chatbot.domain.times.words.numbers import two_at_once, value, whole
from services.chatbot.domain.times.words.tokens import Token

HOUR, HALF_HOUR, QUARTER, HOURS, LAST_MINUTE = 60, 30, 15, 24, 59
_EVENING_STARTS, _NOON_HOUR, _AFTER_MIDDAY = 5, 12, 10


def _clock(match: Match, minutes: int, second: int = 0, *, certain: bool | None = None) -> Sequence[Atom]:
    if not 0 <= minutes <= DAY or is_no_time(match):
        return ()
    sure = minutes >= NOON or minutes < HOUR if certain is None else certain
    about = any(token.kind in "左多" for token in match.all)
    return [ClockAtom(match.start, match.end, minutes, sure, "hour" if about else "minute", second)]


def _said(match: Match) -> Sequence[Atom]:
    """三点半, 十点三刻, 三点二十, 3点14分20秒."""
    hour, minute = match.says("hour"), _minute(match)
    second = whole(match.says("second") or "0") if "second" in match.found.re.groupindex else 0
    pair = two_at_once(hour)
    if pair and minute == 0 and (value(hour) > HOURS or len(hour) > 1):
        return () if is_no_time(match) else [PartAtom(match.start, match.end, *pair, certain=False)]
    if value(hour) > HOURS or minute > LAST_MINUTE or second > LAST_MINUTE:
        return ()
    return _clock(match, whole(hour) * HOUR + minute, second)


def _minute(match: Match) -> int:
    if match.has("half"):
        return HALF_HOUR
    if match.says("quarter"):
        return QUARTER * whole(match.says("quarter"))
    return whole(match.says("minute") or "0")


def _past(match: Match) -> Sequence[Atom]:
    """Half past three."""
    hour = value(match.says("hour"))
    if hour > HOURS:
        return ()
    return _clock(match, int(hour) * HOUR + (HALF_HOUR if match.has("half") else QUARTER))


def _short_of(match: Match) -> Sequence[Atom]:
    """差五分三点, 三点差一刻."""
    short = QUARTER * whole(match.says("quarter")) if match.says("quarter") else whole(match.says("minute") or "0")
    hour = value(match.says("hour"))
    if hour > HOURS or not 0 < short <= LAST_MINUTE:
        return ()
    minutes = (whole(match.says("hour")) * HOUR - short) % DAY
    return _clock(match, minutes, certain=minutes >= NOON)


def _digital(match: Match) -> Sequence[Atom]:
    hour, minute, second, half = match.says("digits")
    minutes = int(hour) * HOUR + int(minute or 0)
    if half:
        minutes = minutes % NOON + (NOON if half == "p" else 0) if minutes < NOON + HOUR else minutes
    certain = bool(half) or minutes >= NOON or hour.startswith("0")
    return _clock(match, minutes, int(second or 0), certain=certain)


def _bare(match: Match) -> Sequence[Atom]:
    """The number alone: 9 of 9到11点, and after at, from, by."""
    hour = match.says("hour")
    if "." in hour or value(hour) > HOURS:
        return ()
    place = match.token("hour")
    return [ClockAtom(place.start, place.end, whole(hour) * HOUR, whole(hour) * HOUR >= NOON)]


def _two_bare(match: Match) -> Sequence[Atom | Token]:
    """下午2-4, from 3 to 5."""
    ends = [match.token("hour"), match.token("until")]
    joint = match.tokens[match.found.start("hour") + 1]
    if any("." in end.says or value(end.says) > HOURS for end in ends):
        return ()
    clocks = [whole(end.says) * HOUR for end in ends]
    first, last = (ClockAtom(end.start, end.end, at, at >= NOON) for end, at in zip(ends, clocks, strict=True))
    return [first, joint._replace(kind="到"), last]


def _one_or_the_other(match: Match) -> Sequence[Atom]:
    """下午4、5点: between two hours that follow one another."""
    first, last = (value(match.says(group)) for group in ("hour", "until"))
    if last != first + 1 or last > HOURS or first % 1:
        return ()
    return [PartAtom(match.start, match.end, int(first), int(last), certain=False)]


def _after_an_english_word(match: Match) -> Sequence[Atom]:
    return _bare(match) if match.text[: match.start].rstrip()[-1:].isascii() else ()


def _exact(match: Match) -> Sequence[Atom]:
    return _clock(match, match.says("at"), certain=True)


def _part(match: Match) -> Sequence[Atom]:
    return [PartAtom(match.start, match.end, *match.says("part"))]


def in_part(minutes: int, part: PartAtom) -> int:
    """The clock time as meant within a part of day: 下午3点 is 15:00, 中午12点 noon, 晚上12点 midnight."""
    hour = minutes // HOUR
    opens, closes = part.opens * HOUR, part.closes * HOUR
    if opens == 0:
        return minutes - NOON if hour == _NOON_HOUR else minutes
    if opens < NOON and (closes <= NOON or minutes >= opens):
        return minutes
    if closes == DAY and (hour == _NOON_HOUR or hour < _EVENING_STARTS):
        return minutes + NOON if hour == _NOON_HOUR else minutes
    return minutes + NOON if hour < (_AFTER_MIDDAY if opens < NOON else _NOON_HOUR) else minutes


_NO_MINUTES = "[个hmsdw月年号日量度点季工刻]"
# 明天晚到半小时 is late by as much; 周五晚 is an evening.
_LENGTH = "(?:N个?半?[hmdws刻]|半个?[hd])"
CLOCKS = rules(
    ("N", r"(?P<hour>N)点(?:(?P<half>半)|(?P<quarter>N)刻|整|[过]?(?P<minute>N)分(?:(?P<second>N)s?)?)?[左多]?", _said),
    ("N", r"(?P<hour>N)点[过]?(?P<quarter>N)刻[左]?", _said),
    ("N", rf"(?P<hour>N)点过?(?P<minute>N)(?!{_NO_MINUTES})[左多]?", _said),
    ("N", r"(?P<hour>N)点过?(?P<minute>N)m(?!后)[左多]?", _said),
    ("差", r"差(?:(?P<minute>N)[分m]|(?P<quarter>N)刻)(?:钟)?到?(?P<hour>N)点整?", _short_of),
    ("N", r"(?P<hour>N)点差(?:(?P<minute>N)[分m]|(?P<quarter>N)刻)", _short_of),
    ("半刻", r"(?:(?P<half>半)|刻)过(?P<hour>N)", _past),
    ("K", r"(?P<digits>K)点?整?[左]?", _digital),
    ("N", r"(?P<hour>N)(?=到N点)", _bare),
    ("N", r"(?P<hour>N)和(?P<until>N)点[左]?", _one_or_the_other),
    ("N", rf"(?<=[Pp])(?P<hour>N)到(?P<until>N)(?!{_NO_MINUTES}|[分半旬])", _two_bare),
    ("从", rf"从(?P<hour>N)[到和](?P<until>N)(?!{_NO_MINUTES}|[分半旬x])", _two_bare),
    ("N", r"(?:(?<=从)|(?<=^))(?P<hour>N)(?=[到和]K)", _bare),
    ("N", rf"(?<=[@abi从约订])(?P<hour>N)(?!{_NO_MINUTES}|[分半旬JKR])", _after_an_english_word),
    ("X", r"(?P<at>X)", _exact),
    ("P", r"(?P<part>P)", _part),
    ("p", rf"(?<=[rWEnS号日HTFXe期每])(?P<part>p)(?![到余]{_LENGTH})", _part),
    ("p", rf"(?<=R)(?P<part>p)(?![到余]?{_LENGTH})", _part),
    ("p", r"(?P<part>p)(?=的?(?:N点|K|N到N点))", _part),
)
