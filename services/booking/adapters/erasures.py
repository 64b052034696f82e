"""Forgetting customers in SQL."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from services.booking.adapters.tables import appointment_history, appointments, changes, erased_customers
from shared.db import Database, utc_now


class SqlErasures:
    def __init__(self, database: Database) -> None:
        self.database = database

    def begin(self, customer_id: str) -> None:
        known = select(erased_customers).where(erased_customers.c.customer_id == customer_id)
        with self.database.transaction() as connection:
            if connection.execute(known).one_or_none() is not None:
                return
            try:
                connection.execute(erased_customers.insert().values(customer_id=customer_id, erased_at=utc_now()))
            except IntegrityError:  # told twice at the same moment
                return

    def begun_within(self, seconds: float, limit: int) -> list[str]:
        begun = erased_customers.c.erased_at
        lately = select(erased_customers.c.customer_id).where(begun > self.database.now() - timedelta(seconds=seconds))
        with self.database.reading() as connection:
            return list(connection.execute(lately.order_by(begun).limit(limit)).scalars())

    def visits_of(self, customer_id: str) -> dict[str, str]:
        theirs = select(appointments.c.id, appointments.c.status).where(appointments.c.customer_id == customer_id)
        with self.database.reading() as connection:
            return {row.id: row.status for row in connection.execute(theirs.order_by(appointments.c.id))}

    def forget(self, appointment_ids: Sequence[str]) -> None:
        with self.database.transaction() as connection:
            visits = update(appointments).where(appointments.c.id.in_(appointment_ids))
            connection.execute(visits.values(contact=None, address=None, note=None))
            steps = update(appointment_history).where(appointment_history.c.appointment_id.in_(appointment_ids))
            connection.execute(steps.values(reason=None))
            moves = update(changes).where(changes.c.appointment_id.in_(appointment_ids))
            connection.execute(moves.values(reason=None, override_reason=None, answer=None))
