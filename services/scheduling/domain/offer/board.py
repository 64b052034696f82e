"""One store's board for one request: who works, who is busy, and what is asked for. All that a decision looks at."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from services.scheduling.domain.business.rules import BookingRules
from services.scheduling.domain.business.shop import BED, Shop, Store, Technician, Unit
from services.scheduling.domain.hours.almanac import Altered
from services.scheduling.domain.hours.cells import CELL_MINUTES, Span, cell_after, cells_for, stretch
from services.scheduling.domain.hours.windows import aligned_bits, local_cell
from services.scheduling.domain.offer.grid import Grid, alignment_of
from services.scheduling.domain.offer.guests import Guest, Limit, limits_of
from services.scheduling.domain.offer.scene import Scene, Wish
from services.scheduling.domain.travel.places import HOME
from services.scheduling.domain.travel.whereabouts import Travel, Whereabouts


@dataclass(frozen=True)
class Calendar:
    """A technician's time in the span: the cells worked and those taken.

    `own` are the cells taken by the visit that is being moved; they are not in `busy`. `on_the_way` are those cells of
    `busy` in which nothing is taken, but the technician could not be at the wish's place, given their `whereabouts`;
    `commute` those of them for the ways from and to the base.
    """

    technician: Technician
    working: int
    busy: int
    own: int = 0
    on_the_way: int = 0
    commute: int = 0
    whereabouts: Whereabouts | None = None


@dataclass(frozen=True)
class UnitCalendar:
    """A bed's or device's time in the span."""

    unit: Unit
    busy: int


@dataclass(frozen=True)
class Board:
    """`calendars` are those of the scene's candidates; `waived` are rule codes a member of staff has overridden;
    `altered` are the days that do not work like their weekday.

    Each treatment that follows the first has a board of its own in `then`, over the same span. Only the first has a
    `guest`: the offer is then what that customer may take. Without `travel` nobody is
    on the way.
    """

    scene: Scene
    span: Span
    calendars: tuple[Calendar, ...]
    units: tuple[UnitCalendar, ...] = ()
    waived: frozenset[str] = frozenset()
    then: tuple["Board", ...] = ()
    guest: Guest | None = None
    altered: Altered = ()
    travel: Travel | None = None

    @property
    def parts(self) -> tuple["Board", ...]:
        return (self, *self.then)

    @property
    def lead(self) -> int:
        """Cells from the start of the visit to that of this part."""
        return self.scene.lead

    @cached_property
    def found(self) -> dict[str, int]:
        """What was worked out about this board once, since it is asked again for each technician."""
        return {}

    @property
    def shop(self) -> Shop:
        return self.scene.shop

    @property
    def store(self) -> Store:
        return self.scene.shop.store

    @property
    def wish(self) -> Wish:
        return self.scene.wish

    @property
    def rules(self) -> BookingRules:
        return self.scene.rules

    @property
    def now(self) -> datetime:
        return self.scene.now

    @cached_property
    def grid(self) -> Grid:
        shortest = self.shop.shortest_minutes or self.shop.treatment.needed_minutes
        return Grid(cells_for(self.rules.slot_step_minutes), self.rules.slot_anchor, cells_for(shortest))

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of unit each guest needs: a bed in a store that has beds, a device where the treatment uses one."""
        if self.wish.place == HOME:
            return ()
        serving = {calendar.unit.kind for calendar in self.units if calendar.unit.serves(self.wish.treatment_id)}
        keeps_beds = any(calendar.unit.kind == BED for calendar in self.units)
        return tuple(sorted(serving | ({BED} if keeps_beds else set())))

    def serving(self, kind: str) -> list[UnitCalendar]:
        """The units of a kind that serve the treatment, those made for it first, then in a stable order."""
        of_kind = [calendar for calendar in self.units if calendar.unit.kind == kind]
        units = [calendar for calendar in of_kind if calendar.unit.serves(self.wish.treatment_id)]
        return sorted(units, key=lambda calendar: (calendar.unit.treatments is None, calendar.unit.id))

    @cached_property
    def earliest(self) -> int:
        """The first cell, in the span, that leaves the minimum notice."""
        notice = 0 if "too_soon" in self.waived else self.rules.min_notice_minutes
        return cell_after(self.now + timedelta(minutes=notice)) - self.span.base

    @cached_property
    def last_day(self) -> date:
        """The last local day that may be booked."""
        today = self.now.astimezone(self.store.zone).date()
        return date.max if "too_far_ahead" in self.waived else today + timedelta(days=self.rules.book_ahead_days)

    @property
    def length(self) -> int:
        """How many cells the guest is there for."""
        last = self.parts[-1]
        return last.lead - self.lead + cells_for(last.shop.treatment.minutes)

    @cached_property
    def guest_free(self) -> int:
        """The starts at which the customer who comes is nowhere else."""
        return self.guest.free_starts(self.length, self.span) if self.guest else -1

    @cached_property
    def guest_limits(self) -> list[tuple[Limit, int]]:
        """The limits per customer, each with the starts on days that have as many visits of theirs as it allows."""
        if self.guest is None or "customer_limit_reached" in self.waived:
            return []
        limits = limits_of(self.rules)
        return [(limit, self.guest.days_reached(limit, self.span, self.store.zone)) for limit in limits]

    @cached_property
    def midnights(self) -> int:
        """The store's midnights in the span, as bits."""
        first = self.span.start.astimezone(self.store.zone).date()
        bits = 0
        for number in range(self.span.days + 2):
            cell = self.cell_at(first + timedelta(days=number))
            bits |= 1 << cell if 0 <= cell < self.span.size else 0
        return bits

    def cell_at(self, day: date, minutes: int = 0) -> int:
        """The cell, in the span, of a time on the store's clock."""
        return local_cell(self.store.zone, day, minutes) - self.span.base

    @cached_property
    def aligned(self) -> int:
        """The cells that are aligned on the store's clock, for the anchor `clock`."""
        minutes = alignment_of(self.rules.slot_step_minutes)
        return aligned_bits(self.store.zone, self.span.base * CELL_MINUTES, self.span.days, CELL_MINUTES, minutes)

    @cached_property
    def everything(self) -> int:
        """All cells of the span."""
        return stretch(0, self.span.size)

    @cached_property
    def bookable(self) -> int:
        """The starts from the earliest one with enough notice to the end of the last day that may be booked."""
        end = self.span.size
        if self.last_day < date.max:
            end = min(self.cell_at(self.last_day, 24 * 60), end)
        return stretch(max(self.earliest, 0), end)
