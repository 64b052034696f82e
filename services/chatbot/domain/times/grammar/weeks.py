"""Days by their distance from today, weekdays, weeks and weekends: the rules, and what each makes of its tokens."""

import re
from collections.abc import Sequence
from itertools import pairwise

from services.chatbot.domain.times.grammar import readings
from services.chatbot.domain.times.grammar.atoms import Atom, DayAtom, Match, NoTime, PartAtom, Reading, rules
from services.chatbot.domain.times.grammar.dates import COUNTED
from services.chatbot.domain.times.words.lexicon import NEXT_DAY, SAME_DAY
from services.chatbot.domain.times.words.numbers import whole
from services.chatbot.domain.times.words.tokens import WEEKDAYS

SATURDAY, SUNDAY = 5, 6
NIGHT = (18, 24)
# 按完第二天更疼 tells of the day after a treatment, whenever that was.
_WHEN_DONE = re.compile(r"[做按灸刮拔推洗][^,。!?]{0,3}完[^,。!?约订改]{0,5}[,]?\s*$")


def _day(match: Match, reading: Reading, kind: str = "other", *, is_bare: bool = False) -> Sequence[Atom]:
    return [DayAtom(match.start, match.end, reading, kind, is_bare)]


def _relative(match: Match) -> Sequence[Atom]:
    said = match.says("day")
    if said == NEXT_DAY and _WHEN_DONE.search(match.text, 0, match.start):
        return [NoTime(match.start, match.end)]
    if said in {NEXT_DAY, SAME_DAY}:
        return _day(match, readings.deictic(str(said)))
    shift = (said, said) if isinstance(said, int) else said
    return _day(match, readings.from_today(*shift))


def _this_evening(match: Match) -> Sequence[Atom]:
    """This evening, last night; in Chinese no word says so (上下午 is both)."""
    shift = match.says("day")
    return _day(match, readings.from_today(shift, shift)) if match.text[match.start].isascii() and shift <= 0 else ()


def _tonight(match: Match) -> Sequence[Atom]:
    shift = match.says("night")
    reading = readings.deictic(shift) if shift == SAME_DAY else readings.from_today(0, 0)
    return [*_day(match, reading), PartAtom(match.start, match.end, *NIGHT)]


def _weekday(match: Match) -> Sequence[Atom]:
    which = match.says("which")
    if which in {NEXT_DAY, SAME_DAY}:
        which = 0
    shift = None if which is None else int(which)
    day = int(match.says("weekday") or 0)
    return _day(match, readings.weekday(shift, day), "weekday", is_bare=which is None)


def _today_is(match: Match) -> Sequence[Atom]:
    return _weekday(match) if match.says("which") == 0 else ()


def _weekdays(match: Match) -> Sequence[Atom]:
    """周一三五, 周三、四, 周六日: each day after the first by one character."""
    which = match.says("which")
    named = next(index for index, token in enumerate(match.all) if token.kind == "W")
    said = match.all[named + 1 :]
    letters = [token.start + at for token in said if token.kind in "N日" for at in range(token.end - token.start)]
    if any(match.text[place] not in WEEKDAYS for place in letters):
        return ()
    days = [match.all[named].says, *(WEEKDAYS[match.text[place]] for place in letters)]
    if any(later <= earlier for earlier, later in pairwise(days)):
        return ()
    places = [(match.start, match.all[named].end), *((place, place + 1) for place in letters)]
    shift = None if which is None else int(which)
    return [
        DayAtom(*place, readings.weekday(shift, day), "weekday", which is None)
        for place, day in zip(places, days, strict=True)
    ]


def _last_weekday(match: Match) -> Sequence[Atom]:
    said = str(match.says("day"))
    if said not in WEEKDAYS:
        return ()
    return _day(match, readings.weekday(None, WEEKDAYS[said]), "weekday", is_bare=True)


def _same_weekday(match: Match) -> Sequence[Atom]:
    return _day(match, readings.today_in(int(match.says("which")))) if match.says("day") == (0, 0) else ()


def _week(match: Match) -> Sequence[Atom]:
    return _part_of_week(match, (0, SUNDAY))


def _part_of_week(match: Match, days: tuple[int, int]) -> Sequence[Atom]:
    count, which = match.says("count"), match.says("which") or 0
    if count is not None and whole(count) != 1:
        return ()
    return _day(match, readings.part_of_week(int(which), *days))


def _half_week(match: Match) -> Sequence[Atom]:
    return _part_of_week(match, match.says("half"))


def _weekend(match: Match) -> Sequence[Atom]:
    return _part_of_week(match, (SATURDAY, SUNDAY))


WEEKS = rules(
    ("R", r"(?P<day>R)", _relative),
    ("r", r"(?P<day>r)(?=[Pp]|N点)", _relative),
    ("Q", r"(?P<day>Q)(?=P)", _this_evening),
    ("n", r"(?P<night>n)", _tonight),
    ("QW", r"(?:(?P<which>Q)个?)?(?P<weekday>W)", _weekday),
    ("Q", r"(?P<which>Q)个?w的?(?P<weekday>W)", _weekday),
    ("r", r"(?P<which>r)(?P<weekday>W)", _today_is),
    ("Q", r"(?P<which>Q)个?w的?(?P<day>R)", _same_weekday),
    ("QW", rf"(?:(?P<which>Q)个?)?W(?:[和,]?[N日])+(?!{COUNTED}|[号日])", _weekdays),
    ("N日", rf"(?<=W到)(?P<day>N|日)(?!{COUNTED}|[号日])", _last_weekday),
    ("Q", r"(?P<which>Q)[个]?(?P<count>N)?个?w", _week),
    ("BQ", r"(?:(?P<which>Q)个?)?(?P<half>B)", _half_week),
    ("EQ", r"(?:(?P<which>[Q])个?(?:w的?)?)?E", _weekend),
)
