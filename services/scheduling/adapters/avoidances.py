"""The never-again list in SQL; its pairs are kept in the process, since every question about time looks at them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, delete, select

from services.scheduling.adapters.memory import Memory, raise_edition
from services.scheduling.adapters.tables import avoidances
from services.scheduling.domain.choice.avoidance import Avoidance
from shared.db import Database

pairs = avoidances.c
EVERY_PAIR = "avoidances"


class SqlAvoidances:
    def __init__(self, database: Database, memory: Memory) -> None:
        self.database = database
        self._memory = memory

    def avoided(self, customer_id: str) -> frozenset[str]:
        with self.database.reading() as connection:
            kept = self._memory.during(connection)
            if EVERY_PAIR not in kept:
                kept[EVERY_PAIR] = self._by_customer()
            by_customer: Mapping[str, frozenset[str]] = kept[EVERY_PAIR]
        return by_customer.get(customer_id, frozenset())

    def of(self, customer_id: str) -> list[Avoidance]:
        mine = select(avoidances).where(pairs.customer_id == customer_id)
        with self.database.reading() as connection:
            rows = connection.execute(mine.order_by(pairs.technician_id, pairs.side))
            return [_avoidance(row) for row in rows]

    def put(self, avoidance: Avoidance) -> None:
        row = {
            "customer_id": avoidance.customer_id,
            "technician_id": avoidance.technician_id,
            "side": avoidance.side,
            "reason": avoidance.reason or None,
            "set_by": avoidance.set_by,
            "set_at": avoidance.set_at,
        }
        with self.database.transaction() as connection:
            connection.execute(
                delete(avoidances)
                .where(*_same(avoidance.customer_id, avoidance.technician_id))
                .where(pairs.side == avoidance.side)
            )
            connection.execute(avoidances.insert(), row)
            raise_edition(connection)

    def remove(self, customer_id: str, technician_id: str, side: str | None = None) -> None:
        of_side = () if side is None else (pairs.side == side,)
        with self.database.transaction() as connection:
            connection.execute(delete(avoidances).where(*_same(customer_id, technician_id), *of_side))
            raise_edition(connection)

    def forget(self, customer_id: str) -> None:
        with self.database.transaction() as connection:
            connection.execute(delete(avoidances).where(pairs.customer_id == customer_id))
            raise_edition(connection)

    def _by_customer(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        with self.database.reading() as connection:
            for customer_id, technician_id in connection.execute(select(pairs.customer_id, pairs.technician_id)):
                found[customer_id].add(technician_id)
        return {customer_id: frozenset(technicians) for customer_id, technicians in found.items()}


def _same(customer_id: str, technician_id: str) -> tuple[Any, ...]:
    return pairs.customer_id == customer_id, pairs.technician_id == technician_id


def _avoidance(row: Row[Any]) -> Avoidance:
    return Avoidance(row.customer_id, row.technician_id, row.side, row.reason or "", row.set_by, row.set_at)
