"""The replica of the catalogue in SQL: the newest revision of each row, whole, as its event told it."""

import json
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Table, delete, func, select, update

from services.scheduling.adapters.memory import Memory, raise_edition
from services.scheduling.adapters.tables import (
    booking_rules,
    resources,
    store_resources,
    stores,
    technician_stores,
    technicians,
    treatments,
)
from services.scheduling.domain.business.rules import BookingRules
from services.scheduling.domain.business.shop import TECHNICIAN, Shop, Store, Technician, Treatment, Unit
from services.scheduling.domain.business.weights import Weights
from services.scheduling.domain.errors import Unknown
from shared.db import Database
from shared.effective import Dated, in_force, origin_of
from shared.inserting import insert_missing

Row_ = Row[Any]
T = TypeVar("T")
BRAND, WEIGHTS = "brand", "assignment_weights"


class SqlCatalogue:
    def __init__(self, database: Database, memory: Memory) -> None:
        self.database = database
        self._memory = memory

    def store(self, store_id: str) -> Store:
        return self._once(("store", store_id), lambda: Store.read(self._document(stores, store_id)))

    def stores(self) -> list[Store]:
        return list(self._once("stores", self._stores))

    def technician(self, technician_id: str) -> Technician:
        read = Technician.read
        return self._once(("technician", technician_id), lambda: read(self._document(technicians, technician_id)))

    def members(self, store_id: str) -> list[Technician]:
        return list(self._once(("members", store_id), lambda: self._members(store_id)))

    def units(self, store_id: str) -> list[Unit]:
        return list(self._once(("units", store_id), lambda: self._units(store_id)))

    def treatments(self, treatment_ids: Collection[str]) -> dict[str, Treatment]:
        documents = select(treatments.c.document).where(treatments.c.treatment_id.in_(treatment_ids))
        with self.database.reading() as connection:
            read = [Treatment.read(json.loads(row.document)) for row in connection.execute(documents)]
        return {treatment.id: treatment for treatment in read}

    def sold(self) -> list[Treatment]:
        return list(self._once("sold", self._sold))

    def shop(self, store_id: str, treatment_id: str, technician_id: str | None = None) -> Shop:
        members = self.members(store_id)
        if technician_id is not None and all(member.id != technician_id for member in members):
            members.append(self.technician(technician_id))
        treatment = self._treatment(treatment_id)
        shortest = self._once("shortest", self._shortest)
        return Shop(self.store(store_id), treatment, tuple(members), tuple(self.units(store_id)), shortest)

    def rules(self, store_id: str, treatment_id: str, at: datetime) -> BookingRules:
        scopes = (BRAND, store_id, treatment_id)
        rows = self._once(("rules", scopes), lambda: self._rules(scopes))
        values, _ = in_force(rows, scopes, at)
        return replace(BookingRules.of(values), weights=_weights(origin_of(WEIGHTS, rows, scopes, at)))

    def _once(self, key: Hashable, read: Callable[[], T]) -> T:
        """What `read` reads, unless it is known."""
        with self.database.reading() as connection:
            kept = self._memory.during(connection)
            if key not in kept:
                kept[key] = read()
            known: T = kept[key]
            return known

    def _treatment(self, treatment_id: str) -> Treatment:
        return self._once(("treatment", treatment_id), lambda: Treatment.read(self._document(treatments, treatment_id)))

    def _members(self, store_id: str) -> list[Technician]:
        of_store = (
            select(technicians.c.document)
            .join(technician_stores, technician_stores.c.technician_id == technicians.c.technician_id)
            .where(technician_stores.c.store_id == store_id, technicians.c.retired.is_(False))
            .order_by(technicians.c.technician_id)
        )
        with self.database.reading() as connection:
            return [Technician.read(json.loads(row.document)) for row in connection.execute(of_store)]

    def _stores(self) -> list[Store]:
        in_business = select(stores.c.document).where(stores.c.retired.is_(False)).order_by(stores.c.store_id)
        with self.database.reading() as connection:
            return [Store.read(json.loads(row.document)) for row in connection.execute(in_business)]

    def _units(self, store_id: str) -> list[Unit]:
        of_store = select(resources).where(resources.c.store_id == store_id, resources.c.retired.is_(False))
        with self.database.reading() as connection:
            return [_unit(row) for row in connection.execute(of_store.order_by(resources.c.resource_id))]

    def _rules(self, scopes: Sequence[str]) -> list[Dated]:
        of_scopes = select(booking_rules).where(booking_rules.c.scope.in_(scopes), booking_rules.c.retired.is_(False))
        with self.database.reading() as connection:
            return [_dated(json.loads(row.document)) for row in connection.execute(of_scopes)]

    def remember(self, kind: str, row: Mapping[str, Any]) -> None:
        table = _TABLES[kind]
        key = next(iter(table.primary_key))
        kept = {
            key.name: row[key.name],
            "revision": row["revision"],
            "retired": bool(row.get("retired")),
            "document": json.dumps(row, ensure_ascii=False),
            **_also(kind, row),
        }
        with self.database.transaction() as connection:
            inserted = insert_missing(connection, table, [kept])
            newer = update(table).where(key == row[key.name], table.c.revision < row["revision"]).values(kept)
            if inserted or connection.execute(newer).rowcount:
                _derive(connection, kind, row)
                raise_edition(connection)

    def _document(self, table: Table, key: str) -> dict[str, Any]:
        wanted = select(table.c.document).where(next(iter(table.primary_key)) == key, table.c.retired.is_(False))
        with self.database.reading() as connection:
            document = connection.execute(wanted).scalar_one_or_none()
        if document is None:
            raise Unknown(params={"id": key})
        return dict(json.loads(document))

    def _sold(self) -> list[Treatment]:
        on_sale = (
            select(treatments.c.document).where(treatments.c.retired.is_(False)).order_by(treatments.c.treatment_id)
        )
        with self.database.reading() as connection:
            return [Treatment.read(json.loads(row.document)) for row in connection.execute(on_sale)]

    def _shortest(self) -> int:
        """Minutes the shortest treatment of the house needs."""
        with self.database.reading() as connection:
            shortest = select(func.min(treatments.c.needed_minutes)).where(treatments.c.retired.is_(False))
            return connection.execute(shortest).scalar_one() or 0


_TABLES = {
    "store": stores,
    "treatment": treatments,
    "technician": technicians,
    "resource": store_resources,
    "booking_rules": booking_rules,
}


def _also(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that a replica keeps beside the document, to be found by."""
    if kind == "treatment":
        return {"needed_minutes": Treatment.read(row).needed_minutes}
    return {"scope": row["scope"]} if kind == "booking_rules" else {}


def _derive(connection: Connection, kind: str, row: Mapping[str, Any]) -> None:
    """Bring what follows from the row up to date: who works where, and what can be taken."""
    if kind == "technician":
        _derive_technician(connection, row)
    elif kind == "resource":
        _derive_units(connection, row)


def _derive_technician(connection: Connection, row: Mapping[str, Any]) -> None:
    who = row["technician_id"]
    connection.execute(delete(technician_stores).where(technician_stores.c.technician_id == who))
    members = [{"store_id": store_id, "technician_id": who} for store_id in row.get("stores") or ()]
    insert_missing(connection, technician_stores, members)
    _put_resources(connection, row, who, [who], {"kind": TECHNICIAN, "store_id": None, "treatments": None})


def _derive_units(connection: Connection, row: Mapping[str, Any]) -> None:
    """A bed with n units is n resources; a unit that is gone is retired, since claims may still name it."""
    serves = row.get("treatments")
    shared = {"kind": row["kind"], "store_id": row["store_id"], "treatments": serves and json.dumps(serves)}
    units = [f"{row['resource_id']}:{number:03d}" for number in range(1, (row.get("units") or 0) + 1)]
    _put_resources(connection, row, row["resource_id"], units, shared)


def _put_resources(
    connection: Connection, row: Mapping[str, Any], owner: str, ids: Sequence[str], shared: dict[str, Any]
) -> None:
    common = {**shared, "owner_id": owner, "name": row.get("name") or ""}
    rows = [{**common, "resource_id": resource_id, "retired": bool(row.get("retired"))} for resource_id in ids]
    connection.execute(update(resources).where(resources.c.owner_id == owner).values(retired=True))
    insert_missing(connection, resources, rows)
    for changed in rows:
        connection.execute(update(resources).where(resources.c.resource_id == changed["resource_id"]).values(changed))


def _unit(row: Row_) -> Unit:
    serves = None if row.treatments is None else frozenset(json.loads(row.treatments))
    return Unit(row.resource_id, row.kind, serves, row.name)


def _dated(row: Mapping[str, Any]) -> Dated:
    return Dated(row["rules_id"], row["scope"], datetime.fromisoformat(row["effective_from"]), row["values"])


def _weights(row: Dated | None) -> Weights:
    """The weights that judge, with the row they come from."""
    if row is None:
        return Weights()
    return Weights.read({**row.values[WEIGHTS], "rules_id": row.id, "effective_from": row.effective_from.isoformat()})
