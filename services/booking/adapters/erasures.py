"""Forgetting customers in SQL."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError

from services.booking.adapters.tables import (
    appointment_history,
    appointments,
    attempts,
    changes,
    erased_customers,
    home_offers,
    payments,
    proposals,
    series,
    sos_alerts,
)
from shared.db import Database, utc_now

NO_ANSWER = {"key": None, "answer": None}
"""A key that points at no answer is free, as when it has been kept long enough."""
OF_A_VISIT: Sequence[tuple[ColumnElement[str], Mapping[str, str | None]]] = (
    (appointments.c.id, {"contact": None, "address": None, "note": None}),
    (appointment_history.c.appointment_id, {"reason": None}),
    (attempts.c.appointment_id, NO_ANSWER),
    (changes.c.appointment_id, {"reason": None, "override_reason": None, "answer": None}),
    (payments.c.appointment_id, {"answer": None}),
    (proposals.c.appointment_id, {"reason": "", "answer_reason": None}),
    (home_offers.c.appointment_id, {"reason": None}),
    (sos_alerts.c.appointment_id, {"position": None, "note": None}),
)
"""What may tell of the person in each row of a visit, and what is left in its place."""


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
            for of_visit, left in OF_A_VISIT:
                connection.execute(update(of_visit.table).where(of_visit.in_(appointment_ids)).values(**left))

    def forget_answers(self, customer_id: str) -> None:
        theirs = update(series).where(series.c.customer_id == customer_id, series.c.answer.is_not(None))
        with self.database.transaction() as connection:
            connection.execute(theirs.values(**NO_ANSWER))
