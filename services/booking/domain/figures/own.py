"""A technician's own weeks: what they did, what it brought, and how often they were asked for by name (点钟)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.booking.domain.life.transitions import COMPLETED, ENDED, NO_SHOW
from shared.period import Period


@dataclass(frozen=True)
class Given:
    """A technician's part in a visit; of a visit that several give the price is shared alike, to the fen below."""

    starts_at: datetime
    status: str
    share_fen: int
    is_requested: bool


@dataclass(frozen=True)
class Own:
    """Visits of theirs that were not called off or missed, those of them that are done, and what those brought."""

    period: Period
    visits: int
    completed: int
    no_shows: int
    requested: int
    revenue_fen: int

    @property
    def requested_share(self) -> float | None:
        return round(self.requested / self.visits, 4) if self.visits else None

    @classmethod
    def of(cls, period: Period, given: Iterable[Given]) -> "Own":
        rows = list(given)
        standing = [row for row in rows if row.status not in ENDED]
        done = [row for row in standing if row.status == COMPLETED]
        return cls(
            period,
            len(standing),
            len(done),
            sum(row.status == NO_SHOW for row in rows),
            sum(row.is_requested for row in standing),
            sum(row.share_fen for row in done),
        )


@dataclass(frozen=True)
class TechnicianReport:
    """The period week by week (Monday first, cut at its ends), all of it, and the period before."""

    technician_id: str
    weeks: Sequence[Own]
    total: Own
    before: Own

    @classmethod
    def of(cls, technician_id: str, period: Period, given: Sequence[Given], zone: ZoneInfo) -> "TechnicianReport":
        def own(of: Period) -> Own:
            on = [(row, row.starts_at.astimezone(zone).date()) for row in given]
            return Own.of(of, (row for row, day in on if of.first <= day <= of.last))

        return cls(technician_id, [own(week) for week in period.weeks()], own(period), own(period.before))
