"""What clock times and parts of day make together: 下午三点, a window (1点半到3点), an open end (三点以后)."""

from collections.abc import Sequence

from services.chatbot.domain.times.found import DAY, NOON, Clock, Window
from services.chatbot.domain.times.grammar.atoms import ClockAtom, PartAtom
from services.chatbot.domain.times.grammar.clocks import HOUR, in_part


def clock_in(clock: ClockAtom, part: PartAtom | None) -> Clock:
    if part is None or (clock.certain and not NOON <= clock.minutes < NOON + HOUR):
        return Clock(clock.start, clock.end, clock.minutes, clock.certain, clock.grain, clock.second)
    start = min(clock.start, part.start)
    minutes = in_part(clock.minutes, part)
    return Clock(start, max(clock.end, part.end), minutes, certain=True, grain=clock.grain, second=clock.second)


def window_of(part: PartAtom, within: PartAtom | None = None) -> Window:
    """A part of day, or two hours said at once, in the part of day before them."""
    opens, closes = part.opens * HOUR, part.closes * HOUR
    if part.certain:
        return Window(part.start, part.end, opens, closes)
    if within is None:
        return Window(part.start, part.end, opens, closes, "minute", certain=opens >= NOON)
    opens = in_part(opens, within)
    closes = max(in_part(closes, within), opens + HOUR)
    return Window(within.start, part.end, opens, closes, "minute")


End = Clock | Window


def ends_of(atoms: Sequence[ClockAtom | PartAtom]) -> list[End]:
    """The clocks and windows that a row of parts and clocks says, each in the part before it (after it in English)."""
    ends: list[End] = []
    part: PartAtom | None = None
    for atom in atoms:
        if isinstance(atom, ClockAtom):
            ends.append(clock_in(atom, part))
            part = None
        elif not atom.certain:
            ends.append(window_of(atom, part))
            part = None
        else:
            ends += [window_of(part)] if part else []
            part = atom
    if part and ends and isinstance(atoms[-2], ClockAtom):
        ends[-1] = clock_in(atoms[-2], part)
    elif part:
        ends.append(window_of(part))
    return ends


def between(first: End, last: End, part: PartAtom | None) -> Window:
    """From the beginning of one to the end of the other; what half of the day one of them names holds for both.

    A window that ends past midnight closes after 24:00.
    """
    opens, opens_surely = _opening(first)
    closes, closes_surely = _closing(last)
    twins = (closes, closes + DAY) if closes_surely else (closes, closes + NOON, closes + DAY)
    if not closes_surely and part:
        twins = (in_part(closes, part), *twins)
    if closes_surely and not opens_surely and opens + NOON < closes:
        opens += NOON
    closes = next(twin for twin in twins if twin > opens)
    closes_surely = closes_surely or part is not None
    grain = "part" if isinstance(first, Window) and isinstance(last, Window) else "minute"
    return Window(min(first.start, last.start), last.end, opens, closes, grain, opens_surely or closes_surely)


def _opening(end: End) -> tuple[int, bool]:
    return (end.minutes, end.certain) if isinstance(end, Clock) else (end.opens, end.certain)


def _closing(end: End) -> tuple[int, bool]:
    return (end.minutes, end.certain) if isinstance(end, Clock) else (end.closes, end.certain)


def opened(end: End, *, is_after: bool) -> Window:
    """Everything after a time (三点以后), or before it."""
    at, certain = (end.minutes, end.certain) if isinstance(end, Clock) else (_middle(end), end.certain)
    if is_after:
        return Window(end.start, end.end, min(at, DAY - 1), DAY, "minute", certain)
    return Window(end.start, end.end, 0, max(at, 1), "minute", certain)


def _middle(part: Window) -> int:
    """中午以后 is after twelve; after another part of day is after its beginning."""
    return NOON if part.opens < NOON < part.closes <= NOON + HOUR else part.opens
