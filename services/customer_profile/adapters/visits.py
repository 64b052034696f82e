"""Visits and contraindications in SQL, the newest revision of each."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, delete, select, update

from services.customer_profile.adapters.tables import contraindications, visits
from services.customer_profile.domain.care import Visit
from services.customer_profile.domain.errors import VisitUnknown
from services.customer_profile.ports import Visits
from shared.bus import Dependency, Resources
from shared.call import Call
from shared.db import Database
from shared.inserting import insert_missing


class VisitStorage(Dependency):
    """Injects the visits."""

    def provide(self, resources: Resources, call: Call) -> Visits:  # noqa: ARG002
        return SqlVisits(resources.database)


class SqlVisits:
    """See `ports.Visits`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def keep(self, visit: Visit) -> None:
        self._keep_newest(visits, "id", vars(visit))

    def get(self, appointment_id: str) -> Visit:
        with self.database.reading() as connection:
            row = connection.execute(select(visits).where(visits.c.id == appointment_id)).mappings().one_or_none()
        if row is None:
            raise VisitUnknown
        lists = {name: tuple(row[name]) for name in ("technician_ids", "treatment_ids")}
        return Visit(**{**row, **lists})

    def forget(self, customer_id: str) -> None:
        with self.database.transaction() as connection:
            connection.execute(delete(visits).where(visits.c.customer_id == customer_id))

    def keep_contraindications(self, treatment_id: str, revision: int, words: Sequence[str]) -> None:
        row = {"treatment_id": treatment_id, "revision": revision, "words": list(words)}
        self._keep_newest(contraindications, "treatment_id", row)

    def contraindications(self, treatment_ids: Sequence[str]) -> list[str] | None:
        wanted = select(contraindications).where(contraindications.c.treatment_id.in_(treatment_ids))
        with self.database.reading() as connection:
            found = {row.treatment_id: row.words for row in connection.execute(wanted)}
        if set(treatment_ids) - found.keys():
            return None
        return list(dict.fromkeys(word for one in treatment_ids for word in found[one]))

    def _keep_newest(self, table: Table, key: str, row: dict[str, Any]) -> None:
        """Insert, else update what is older; nothing where what is kept is as new."""
        older = (table.c[key] == row[key]) & (table.c.revision < row["revision"])
        with self.database.transaction() as connection:
            if not insert_missing(connection, table, [row]):
                connection.execute(update(table).where(older), row)
