"""How late visits are expected to begin, in SQL."""

from collections.abc import Collection

from sqlalchemy import select, update

from services.booking.adapters.tables import latenesses
from services.booking.domain.home.lateness import Lateness
from shared.db import Database


class SqlLatenesses:
    """The latenesses of booking's database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def of(self, appointment_ids: Collection[str]) -> dict[str, Lateness]:
        if not appointment_ids:
            return {}
        told = select(latenesses).where(latenesses.c.appointment_id.in_(sorted(appointment_ids)))
        with self.database.reading() as connection:
            rows = connection.execute(told).all()
        return {row.appointment_id: Lateness(row.appointment_id, row.minutes, row.expected_at) for row in rows}

    def put(self, lateness: Lateness) -> None:
        row = {"minutes": lateness.minutes, "expected_at": lateness.expected_at}
        it = latenesses.c.appointment_id == lateness.appointment_id
        with self.database.transaction() as connection:
            if not connection.execute(update(latenesses).where(it).values(row)).rowcount:
                connection.execute(latenesses.insert(), {"appointment_id": lateness.appointment_id, **row})
