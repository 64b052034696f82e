"""What visits at homes keep, held in memory."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from services.booking.domain.alert.alert import Alert
from services.booking.domain.errors import AlertUnknown
from services.booking.domain.home.lateness import Lateness
from services.booking.domain.home.search import CLOSED, LOOKING, HomeSearch
from services.booking.ports import AlertSearch

CODE = "0424"


@dataclass
class InMemoryHomeSearches:
    rows: dict[str, HomeSearch] = field(default_factory=dict)
    leased: set[str] = field(default_factory=set)

    def find(self, appointment_id: str) -> HomeSearch | None:
        return self.rows.get(appointment_id)

    def save(self, search: HomeSearch) -> None:
        known = self.rows.get(search.appointment_id)
        if known and search.state == LOOKING != known.state:
            self.release(search.appointment_id)
        self.rows[search.appointment_id] = search

    def take_looking(self) -> str | None:
        looking = (row for row in self.rows.values() if row.state == LOOKING)
        found = next((row.appointment_id for row in looking if row.appointment_id not in self.leased), None)
        self.leased |= {found} if found else set()
        return found

    def release(self, appointment_id: str) -> None:
        """A test says that a lease has ended by this as well."""
        self.leased = self.leased - {appointment_id}

    def overdue(self, now: datetime, limit: int) -> list[str]:
        late = [row for row in self.rows.values() if row.state != CLOSED and row.deadline <= now]
        return [row.appointment_id for row in late][:limit]


@dataclass
class InMemoryArrivals:
    tries: dict[str, int] = field(default_factory=dict)

    def code_of(self, appointment_id: str) -> str:
        assert appointment_id
        return CODE

    def spend_try(self, appointment_id: str) -> int:
        self.tries[appointment_id] = self.tries.get(appointment_id, 0) + 1
        return self.tries[appointment_id]


@dataclass
class InMemoryLatenesses:
    rows: dict[str, Lateness] = field(default_factory=dict)

    def of(self, appointment_ids: Collection[str]) -> dict[str, Lateness]:
        return {key: row for key, row in self.rows.items() if key in appointment_ids}

    def put(self, lateness: Lateness) -> None:
        self.rows[lateness.appointment_id] = lateness


@dataclass
class InMemoryAlerts:
    rows: dict[str, Alert] = field(default_factory=dict)

    def open_of(self, appointment_id: str, raised_by: str) -> Alert | None:
        theirs = (
            row for row in self.rows.values() if (row.appointment_id, row.raised_by) == (appointment_id, raised_by)
        )
        return next((row for row in theirs if row.is_open), None)

    def get(self, alert_id: str) -> Alert:
        if alert_id not in self.rows:
            raise AlertUnknown
        return self.rows[alert_id]

    def add(self, alert: Alert) -> None:
        assert alert.id not in self.rows
        self.rows[alert.id] = alert

    def save(self, alert: Alert) -> None:
        self.rows[alert.id] = alert

    def find(self, search: AlertSearch) -> list[Alert]:
        """Those of the stores; the rest of a search is the database's work and tested there."""
        mine = [
            row
            for row in self.rows.values()
            if search.store_ids is None or row.store_id in search.store_ids or row.raised_by == search.raised_by
        ]
        return [row for row in mine if search.is_open in (None, row.is_open)][: search.limit]
