"""What was, as far as it tells what will be."""

import json
from collections.abc import Sequence

from sqlalchemy import select

from services.scheduling.adapters.memory import Memory
from services.scheduling.adapters.tables import claim_resources, claims
from services.scheduling.domain.business.shop import TECHNICIAN
from services.scheduling.domain.hours.cells import DAY_CELLS, Run, Span
from shared.db import Database
from shared.interval import Interval


class SqlHistory:
    """The last answer for each store is kept while the catalogue is as it was: what was does not change."""

    def __init__(self, database: Database, memory: Memory) -> None:
        self.database = database
        self._memory = memory

    def worked(self, store_id: str, during: Interval) -> list[tuple[str, Run]]:
        with self.database.reading() as connection:
            kept = self._memory.during(connection)
            key = "worked", store_id
            if key not in kept or kept[key][0] != during:
                kept[key] = during, self._worked(store_id, during)
            return list(kept[key][1])

    def taken_by(self, store_id: str, technician_ids: Sequence[str], span: Span) -> dict[str, int]:
        part, end = claim_resources.c, span.base + span.size
        # A claim lasts two days at most, which spares the index everything that is long past.
        within = part.first_cell.between(span.base - 2 * DAY_CELLS, end - 1), part.end_cell > span.base
        here = select(part.resource_id, part.cells).join(claims, claims.c.claim_id == part.claim_id)
        theirs = here.where(claims.c.store_id == store_id, part.resource_id.in_(technician_ids), *within)
        taken = dict.fromkeys(technician_ids, 0)
        with self.database.reading() as connection:
            for row in connection.execute(theirs):
                for start, stop in json.loads(row.cells):
                    taken[row.resource_id] |= span.bits(start, stop)
        return taken

    def _worked(self, store_id: str, during: Interval) -> list[tuple[str, Run]]:
        begun = claims.c.starts_at >= during.start, claims.c.starts_at < during.end
        of_store = (
            select(claims.c.treatment_id, claim_resources.c.cells)
            .join(claim_resources, claim_resources.c.claim_id == claims.c.claim_id)
            .where(claims.c.store_id == store_id, claim_resources.c.kind == TECHNICIAN, *begun)
        )
        with self.database.reading() as connection:
            rows = connection.execute(of_store).all()
        return [(row.treatment_id, (start, end)) for row in rows for start, end in json.loads(row.cells)]
