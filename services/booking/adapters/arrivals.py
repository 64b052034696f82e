"""Arrival codes: reckoned from the appointment's id by a secret key, so that none lies in the database."""

from sqlalchemy import select, update

from services.booking.adapters.tables import arrival_tries
from shared.crypto import keyring
from shared.db import Database

DIGITS = 4


class SqlArrivals:
    """Codes, and the tries at them in booking's database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def code_of(self, appointment_id: str) -> str:
        number = int(keyring().index(f"arrival_code:{appointment_id}"), 16) % 10**DIGITS
        return str(number).zfill(DIGITS)

    def spend_try(self, appointment_id: str) -> int:
        it = arrival_tries.c.appointment_id == appointment_id
        with self.database.transaction() as connection:
            if not connection.execute(update(arrival_tries).where(it).values(tries=arrival_tries.c.tries + 1)).rowcount:
                connection.execute(arrival_tries.insert(), {"appointment_id": appointment_id, "tries": 1})
            return int(connection.execute(select(arrival_tries.c.tries).where(it)).scalar_one())
