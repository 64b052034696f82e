"""Clock times said without 上午 or 下午, settled by when the store is open."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.chatbot.domain.catalogue import Catalogue, Store, minutes_of
from services.chatbot.domain.times import Window

Stretch = tuple[int, int]
ALL_DAY: tuple[Stretch, ...] = ((9 * 60, 22 * 60),)
MINUTES_OF_DAY, HALF_A_DAY = 24 * 60, 12 * 60
USUAL_LENGTH = 60


@dataclass(frozen=True)
class Opening:
    """When the stores in question are open, in minutes from midnight; `length` is what must fit before closing.

    `not_before` is the present where today is meant: what has passed is not meant.
    """

    stretches: tuple[Stretch, ...]
    length: int = USUAL_LENGTH
    not_before: int = 0

    def readings(self, minutes: int) -> tuple[int, ...]:
        """4点 → (16:00,); both readings where the store is open at both, the likelier first.

        Outside of every opening hour the afternoon is meant, as nobody asks for a massage at four in the night; the
        explanation of the refusal then names the time that was understood.
        """
        twins = (minutes, minutes + HALF_A_DAY) if minutes < HALF_A_DAY else (minutes,)
        coming = tuple(twin for twin in twins if twin >= self.not_before) or twins[-1:]
        fitting = tuple(twin for twin in coming if self._fits(twin, self.length))
        return fitting or tuple(twin for twin in coming if self._fits(twin, 1)) or coming[-1:]

    def window(self, said: Window) -> Stretch:
        """1点半到3点 → 13:30 to 15:00: of both halves of the day the one that is open longer, the earlier of equals."""
        opens, closes = said.opens, said.closes
        if said.certain:
            return opens, closes
        if closes >= MINUTES_OF_DAY:
            return self.readings(opens)[0], closes
        if not opens:
            return opens, self.readings(closes)[-1]
        halves = [(opens, closes), (opens + HALF_A_DAY, closes + HALF_A_DAY)]
        return max((half for half in halves if half[1] <= MINUTES_OF_DAY), key=self._open_minutes)

    def _fits(self, start: int, length: int) -> bool:
        return any(opens <= start and start + length <= closes for opens, closes in self.stretches)

    def _open_minutes(self, span: Stretch) -> int:
        coming = (max(span[0], self.not_before), span[1])
        return max((min(coming[1], closes) - max(coming[0], opens) for opens, closes in self.stretches), default=0)


def stretches_of(catalogue: Catalogue, slugs: Iterable[str], day: date | None) -> tuple[Stretch, ...]:
    """The opening hours of the named stores, of all where none is named; on the day, or on any where none is."""
    named = set(slugs)
    stores = [store for store in catalogue.stores if store.slug in named] or catalogue.stores
    return tuple(sorted({stretch for store in stores for stretch in _hours(store, day)})) or ALL_DAY


def _hours(store: Store, day: date | None) -> Iterator[Stretch]:
    if day and store.hours_on(day):
        yield from store.hours_on(day)
        return
    for shifts in (store.opening_hours or {}).values():
        for shift in shifts:
            yield minutes_of(shift["from"]), minutes_of(shift["to"])


def longest_first(lengths: Sequence[int]) -> int:
    """How long a visit at least takes: the longest of the treatments named, the usual length where none is."""
    return max(lengths, default=USUAL_LENGTH) or USUAL_LENGTH
