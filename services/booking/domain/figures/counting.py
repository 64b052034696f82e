"""What a store's days came to: visits on the days they are for, whatever became of them, and bookings made."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.booking.domain.catalogue import Treatment
from services.booking.domain.life.transitions import ENDED
from shared.period import Period

CUSTOMER, STAFF, WALK_IN = "customer", "staff", "walk_in"
CHANNELS = (CUSTOMER, STAFF, WALK_IN)


@dataclass(frozen=True)
class Tally:
    """A day's visits of one status, counted. An ended visit earns nothing but its `fee_fen`."""

    day: date
    status: str
    visits: int
    price_fen: int
    fee_fen: int

    @property
    def revenue_fen(self) -> int:
        return 0 if self.status in ENDED else self.price_fen


@dataclass(frozen=True)
class Counted:
    """Some days' visits by what became of them: the price of those that were not called off or missed, the fees of
    those that were; and how many bookings were `made` on these days for whatever day.
    """

    made: int = 0
    statuses: Mapping[str, int] = field(default_factory=dict)
    revenue_fen: int = 0
    fees_fen: int = 0

    @property
    def visits(self) -> int:
        return sum(self.statuses.values())

    @property
    def standing(self) -> int:
        return sum(count for status, count in self.statuses.items() if status not in ENDED)

    @classmethod
    def of(cls, tallies: Iterable[Tally], made: int) -> "Counted":
        rows = list(tallies)
        statuses: Counter[str] = Counter()
        for row in rows:
            statuses[row.status] += row.visits
        return cls(made, statuses, sum(row.revenue_fen for row in rows), sum(row.fee_fen for row in rows))


@dataclass(frozen=True)
class OfPeriod:
    """A period day by day, and all of it."""

    period: Period
    days: Sequence[Counted]
    total: Counted

    @classmethod
    def of(cls, period: Period, tallies: Iterable[Tally], made: Mapping[date, int]) -> "OfPeriod":
        """What tallies there are of other days is left out."""
        rows: dict[date, list[Tally]] = {day: [] for day in period.days}
        for row in tallies:
            if row.day in rows:
                rows[row.day].append(row)
        days = [Counted.of(those, made.get(day, 0)) for day, those in rows.items()]
        every = (row for those in rows.values() for row in those)
        return cls(period, days, Counted.of(every, sum(day.made for day in days)))


@dataclass(frozen=True)
class Booked:
    """Visits that begin with one treatment, counted by who booked: `is_own`, the customers themselves. `revenue_fen` is
    the price of the `standing` ones, the whole visit's.
    """

    treatment_id: str
    is_own: bool
    visits: int
    standing: int
    revenue_fen: int


@dataclass(frozen=True)
class Channel:
    """How visits came to be booked, and the price of those that stand."""

    channel: str
    visits: int = 0
    revenue_fen: int = 0


@dataclass(frozen=True)
class OfTreatment:
    """Visits that begin with the treatment, by id; `revenue_fen` as of `Booked`."""

    treatment_id: str
    visits: int
    standing: int
    revenue_fen: int


@dataclass(frozen=True)
class BookingReport:
    """What was asked for, beside the period before it; `treatments` the dearest first, with the names of all."""

    store_id: str | None
    now: OfPeriod
    before: OfPeriod
    channels: Sequence[Channel]
    treatments: Sequence[OfTreatment]
    names: Mapping[str, Treatment]
    language: str


def by_channel(booked: Iterable[Booked], walk_ins: Iterable[Booked]) -> list[Channel]:
    """Guests without an appointment are known by the tickets they took; of the rest, who booked says it."""
    found = {name: Counter[str]() for name in CHANNELS}
    for row in booked:
        _add(found[CUSTOMER if row.is_own else STAFF], row, 1)
    for row in walk_ins:
        _add(found[CUSTOMER if row.is_own else STAFF], row, -1)
        _add(found[WALK_IN], row, 1)
    return [Channel(name, counts["visits"], counts["revenue_fen"]) for name, counts in found.items()]


def by_treatment(booked: Iterable[Booked]) -> list[OfTreatment]:
    """The dearest first."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in booked:
        _add(found[row.treatment_id], row, 1)
    sums = (OfTreatment(which, one["visits"], one["standing"], one["revenue_fen"]) for which, one in found.items())
    return sorted(sums, key=lambda one: (-one.revenue_fen, -one.visits, one.treatment_id))


def _add(counts: Counter[str], row: Booked, sign: int) -> None:
    for name in ("visits", "standing", "revenue_fen"):
        counts[name] += sign * getattr(row, name)
