"""Working plans and absences in SQL."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, delete, select, update

from services.scheduling.adapters.memory import Kept, Memory, raise_edition
from services.scheduling.adapters.tables import absences, working_plans
from services.scheduling.domain.business.roster import Leave, Roster, WorkingPlan
from services.scheduling.domain.errors import Unknown
from services.scheduling.domain.hours.cells import Span
from shared.db import Database
from shared.ids import new_id
from shared.inserting import insert_missing
from shared.interval import Interval

LEAVE, OFF_DUTY = "leave", "off_duty"
PLANS, AWAY = "plans", "away"

T = TypeVar("T")


class SqlRosters:
    def __init__(self, database: Database, memory: Memory) -> None:
        self.database = database
        self._memory = memory

    def of(self, technician_ids: Sequence[str], span: Span) -> dict[str, Roster]:
        with self.database.reading() as connection:
            kept = self._memory.during(connection)
            plans = _known(kept, PLANS, technician_ids, partial(_plans, connection))
            away = _known(kept, AWAY, technician_ids, partial(_away, connection))
        during = Interval(span.start, span.end)
        return {who: Roster(plans[who], tuple(filter(during.overlaps, away[who]))) for who in technician_ids}

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

    def leaves(self, technician_id: str) -> list[Leave]:
        mine = select(absences).where(absences.c.technician_id == technician_id, absences.c.kind == LEAVE)
        with self.database.reading() as connection:
            return [_leave(row) for row in connection.execute(mine.order_by(absences.c.starts_at))]

    def add_leave(self, leave: Leave) -> None:
        with self.database.transaction() as connection:
            connection.execute(
                absences.insert(), _absence(leave.id, leave.technician_id, LEAVE, leave.during, leave.reason)
            )
            raise_edition(connection)

    def delete_leave(self, technician_id: str, leave_id: str) -> None:
        mine = absences.c.absence_id == leave_id, absences.c.technician_id == technician_id, absences.c.kind == LEAVE
        with self.database.transaction() as connection:
            if not connection.execute(delete(absences).where(*mine)).rowcount:
                raise Unknown(params={"id": leave_id})
            raise_edition(connection)

    def leaves_during(self, technician_ids: Sequence[str], during: Interval) -> list[Leave]:
        theirs = absences.c.technician_id.in_(technician_ids), absences.c.kind == LEAVE
        touching = absences.c.starts_at < during.end, absences.c.ends_at > during.start
        in_order = select(absences).where(*theirs, *touching).order_by(absences.c.starts_at, absences.c.absence_id)
        with self.database.reading() as connection:
            return [_leave(row) for row in connection.execute(in_order)]

    def off_duty(self, technician_id: str) -> Interval | None:
        off = absences.c.technician_id == technician_id, absences.c.kind == OFF_DUTY
        with self.database.reading() as connection:
            row = connection.execute(select(absences).where(*off)).one_or_none()
        return Interval(row.starts_at, row.ends_at) if row else None

    def set_off_duty(self, technician_id: str, during: Interval | None) -> None:
        with self.database.transaction() as connection:
            off = absences.c.technician_id == technician_id, absences.c.kind == OFF_DUTY
            connection.execute(delete(absences).where(*off))
            if during is not None:
                connection.execute(absences.insert(), _absence(new_id(), technician_id, OFF_DUTY, during, ""))
            raise_edition(connection)


def _known(
    kept: Kept, what: str, technician_ids: Sequence[str], read: Callable[[Sequence[str]], Mapping[str, Sequence[T]]]
) -> dict[str, tuple[T, ...]]:
    """Of each technician all that is known, what is missing read at once."""
    missing = [who for who in technician_ids if (what, who) not in kept]
    if missing:
        found = read(missing)
        kept.update({(what, who): tuple(found.get(who, ())) for who in missing})
    return {who: kept[what, who] for who in technician_ids}


def _plans(connection: Connection, technician_ids: Sequence[str]) -> dict[str, list[WorkingPlan]]:
    found: dict[str, list[WorkingPlan]] = defaultdict(list)
    planned = select(working_plans).where(working_plans.c.technician_id.in_(technician_ids))
    for row in connection.execute(planned.order_by(working_plans.c.effective_from)):
        found[row.technician_id].append(_plan(row.effective_from, row.document))
    return found


def _away(connection: Connection, technician_ids: Sequence[str]) -> dict[str, list[Interval]]:
    found: dict[str, list[Interval]] = defaultdict(list)
    of_them = absences.c.technician_id.in_(technician_ids)
    away = select(absences.c.technician_id, absences.c.starts_at, absences.c.ends_at).where(of_them)
    for who, starts_at, ends_at in connection.execute(away.order_by(absences.c.starts_at)):
        found[who].append(Interval(starts_at, ends_at))
    return found


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
