"""Working plans and absences in SQL."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from services.scheduling.adapters.memory import Memory, raise_edition
from services.scheduling.adapters.tables import absences, working_plans
from services.scheduling.domain.business.roster import Leave, Roster, WorkingPlan
from services.scheduling.domain.errors import Unknown
from services.scheduling.domain.hours.cells import Span
from shared.db import Database
from shared.ids import new_id
from shared.inserting import insert_missing
from shared.interval import Interval

LEAVE, OFF_DUTY = "leave", "off_duty"
PLANS = "plans"

_AWAY = select(absences.c.technician_id, absences.c.starts_at, absences.c.ends_at).where(
    absences.c.technician_id.in_(bindparam("technician_ids", expanding=True)),
    absences.c.starts_at < bindparam("end"),
    absences.c.ends_at > bindparam("start"),
)


class SqlRosters:
    def __init__(self, database: Database, memory: Memory) -> None:
        self.database = database
        self._memory = memory

    def of(self, technician_ids: Sequence[str], span: Span) -> dict[str, Roster]:
        away: dict[str, list[Interval]] = defaultdict(list)
        asked = {"technician_ids": list(technician_ids), "start": span.start, "end": span.end}
        with self.database.reading() as connection:
            plans = self._plans(connection, technician_ids)
            for who, starts_at, ends_at in connection.execute(_AWAY, asked):
                away[who].append(Interval(starts_at, ends_at))
        return {who: Roster(plans[who], tuple(away[who])) for who in technician_ids}

    def plans(self, technician_id: str) -> list[WorkingPlan]:
        mine = select(working_plans).where(working_plans.c.technician_id == technician_id)
        with self.database.reading() as connection:
            return [_plan(row.effective_from, row.document) for row in connection.execute(mine)]

    def put_plan(self, technician_id: str, plan: WorkingPlan) -> None:
        key = {"technician_id": technician_id, "effective_from": plan.effective_from}
        document = json.dumps(plan.written())
        with self.database.transaction() as connection:
            if not insert_missing(connection, working_plans, [{**key, "document": document}]):
                same = working_plans.c.technician_id == technician_id
                at = working_plans.c.effective_from == plan.effective_from
                connection.execute(update(working_plans).where(same, at).values(document=document))
            raise_edition(connection)

    def _plans(self, connection: Connection, technician_ids: Sequence[str]) -> dict[str, tuple[WorkingPlan, ...]]:
        """Of each technician all plans, those that are not known read at once."""
        kept = self._memory.during(connection)
        known = {who: kept[PLANS, who] for who in technician_ids if (PLANS, who) in kept}
        missing = [who for who in technician_ids if who not in known]
        if missing:
            read: dict[str, list[WorkingPlan]] = defaultdict(list)
            planned = select(working_plans).where(working_plans.c.technician_id.in_(missing))
            for row in connection.execute(planned.order_by(working_plans.c.effective_from)):
                read[row.technician_id].append(_plan(row.effective_from, row.document))
            known |= {who: tuple(read[who]) for who in missing}
            kept.update({(PLANS, who): known[who] for who in missing})
        return known

    def leaves(self, technician_id: str) -> list[Leave]:
        mine = select(absences).where(absences.c.technician_id == technician_id, absences.c.kind == LEAVE)
        with self.database.reading() as connection:
            return [_leave(row) for row in connection.execute(mine.order_by(absences.c.starts_at))]

    def add_leave(self, leave: Leave) -> None:
        with self.database.transaction() as connection:
            connection.execute(
                absences.insert(), _absence(leave.id, leave.technician_id, LEAVE, leave.during, leave.reason)
            )

    def delete_leave(self, technician_id: str, leave_id: str) -> None:
        mine = absences.c.absence_id == leave_id, absences.c.technician_id == technician_id, absences.c.kind == LEAVE
        with self.database.transaction() as connection:
            if not connection.execute(delete(absences).where(*mine)).rowcount:
                raise Unknown(params={"id": leave_id})

    def set_off_duty(self, technician_id: str, during: Interval | None) -> None:
        with self.database.transaction() as connection:
            off = absences.c.technician_id == technician_id, absences.c.kind == OFF_DUTY
            connection.execute(delete(absences).where(*off))
            if during is not None:
                connection.execute(absences.insert(), _absence(new_id(), technician_id, OFF_DUTY, during, ""))


def _absence(absence_id: str, technician_id: str, kind: str, during: Interval, reason: str) -> dict[str, Any]:
    return {
        "absence_id": absence_id,
        "technician_id": technician_id,
        "kind": kind,
        "starts_at": during.start,
        "ends_at": during.end,
        "reason": reason,
    }


def _leave(row: Row[Any]) -> Leave:
    return Leave(row.absence_id, row.technician_id, Interval(row.starts_at, row.ends_at), row.reason)


@lru_cache(maxsize=4096)
def _plan(effective_from: date, document: str) -> WorkingPlan:
    """Reading a plan is pure, and most are read again and again."""
    written = json.loads(document)
    return WorkingPlan.read(effective_from, written["weekly"], written["exceptions"])
