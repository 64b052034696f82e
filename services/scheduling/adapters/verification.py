"""The bits are derived from the claims: here is the proof, and the way back to it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select, update

from services.scheduling.adapters.calendars import EMPTY, SEVERAL, SqlCalendars, bits_by_day
from services.scheduling.adapters.claims import taking_of
from services.scheduling.adapters.tables import claim_resources, resource_days, resources
from services.scheduling.domain.choice.assignment import Taking
from services.scheduling.domain.hours.cells import DAY_BYTES
from shared.db import Database
from shared.inserting import insert_missing


@dataclass(frozen=True)
class WrongDay:
    """A day whose bits are not those of its claims: how many cells are taken without a claim, and free despite one.

    `doubled_cells` are taken by two claims at once: no bits can tell that, and nothing here can put it right.
    """

    resource_id: str
    day: date
    ghost_cells: int
    missing_cells: int
    doubled_cells: int = 0

    def __str__(self) -> str:
        taken = f"{self.ghost_cells} cells taken without a claim, {self.missing_cells} free despite one"
        return f"{self.resource_id} {self.day}: {taken}, {self.doubled_cells} taken by two claims"


@dataclass(frozen=True)
class Due:
    """What the claims of a resource take of a day, and of it what more than one of them takes."""

    bits: int = 0
    doubled: int = 0

    def and_(self, bits: int) -> "Due":
        return Due(self.bits | bits, self.doubled | self.bits & bits)


def verify_calendars(database: Database) -> list[WrongDay]:
    """Every day whose bits differ from its claims; each resource is looked at under its lock."""
    return [wrong for resource_id in _every(database) for wrong in _check(database, resource_id, repair=False)]


def rebuild_calendars(database: Database) -> list[WrongDay]:
    """Make the bits those of the claims again; returns what was wrong."""
    return [wrong for resource_id in _every(database) for wrong in _check(database, resource_id, repair=True)]


def _every(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(select(resources.c.resource_id).order_by(resources.c.resource_id)).scalars())


def _check(database: Database, resource_id: str, *, repair: bool) -> list[WrongDay]:
    def work(connection: Connection) -> list[WrongDay]:
        SqlCalendars(database).lock_resources([resource_id])
        due, kept = _due(connection, resource_id), _kept(connection, resource_id)
        told = [_told(resource_id, day, due.get(day, Due()), kept.get(day, 0)) for day in sorted({*due, *kept})]
        wrong = [day for day in told if day.ghost_cells or day.missing_cells or day.doubled_cells]
        if repair:
            for day in wrong:
                _write(connection, resource_id, day.day, due.get(day.day, Due()).bits)
        return wrong

    return database.transact(work)


def _due(connection: Connection, resource_id: str) -> dict[date, Due]:
    taken = connection.execute(select(claim_resources).where(claim_resources.c.resource_id == resource_id))
    by_claim: dict[str, list[Taking]] = defaultdict(list)
    for part in taken:
        by_claim[part.claim_id].append(taking_of(part))
    due: dict[date, Due] = {}
    for takings in by_claim.values():
        for (_, day), bits in bits_by_day(takings).items():
            due[day] = due.get(day, Due()).and_(bits)
    return due


def _kept(connection: Connection, resource_id: str) -> dict[date, int]:
    rows = connection.execute(select(resource_days).where(resource_days.c.resource_id == resource_id))
    return {row.day: int.from_bytes(row.busy, "little") for row in rows}


def _write(connection: Connection, resource_id: str, day: date, bits: int) -> None:
    insert_missing(connection, resource_days, [{"resource_id": resource_id, "day": day, "busy": EMPTY}])
    same = resource_days.c.resource_id == resource_id, resource_days.c.day == day
    repaired = {"busy": bits.to_bytes(DAY_BYTES, "little"), "place": SEVERAL if bits else None}
    connection.execute(update(resource_days).where(*same).values(repaired))


def _told(resource_id: str, day: date, due: Due, kept: int) -> WrongDay:
    ghosts, missing = (kept & ~due.bits).bit_count(), (due.bits & ~kept).bit_count()
    return WrongDay(resource_id, day, ghosts, missing, due.doubled.bit_count())
