"""The replicas of the catalogue: its rows as they were last told, the newest revision of each."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, or_, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from services.booking.adapters.tables import catalogue_rows
from services.booking.domain.catalogue import Directory, Store, Technician, Treatment
from services.booking.domain.errors import StoreUnknown, TechnicianElsewhere, TechnicianUnknown, TreatmentUnknown
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.ordering.offer import Offer
from services.booking.domain.terms.rules import Rules
from shared.db import Database
from shared.effective import Dated, in_force

STORE, TREATMENT, TECHNICIAN, RULES = "store", "treatment", "technician", "rules"
BRAND = "brand"

Seen = TypeVar("Seen", Store, Technician)


class SqlCatalogue:
    """The replicas in booking's database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._read: dict[tuple[str, str], Row[Any]] = {}
        self._knows_rules = False

    def store(self, store_id: str) -> Store:
        return _as(Store, self._current(STORE, store_id, StoreUnknown))

    def all_stores(self) -> list[Store]:
        every = select(catalogue_rows).where(catalogue_rows.c.kind == STORE).order_by(catalogue_rows.c.id)
        with self.database.reading() as connection:
            return [_as(Store, row) for row in connection.execute(every)]

    def offer(self, store_id: str, treatment_id: str, technician_id: str | None, at: datetime) -> Offer:
        named = {(TECHNICIAN, technician_id)} if technician_id is not None else set()
        self._read_in({(STORE, store_id), (TREATMENT, treatment_id)} | named, catalogue_rows.c.kind == RULES)
        self._knows_rules = True
        store, treatment = self.store(store_id), self._current(TREATMENT, treatment_id, TreatmentUnknown)
        if technician_id is not None:
            self._current(TECHNICIAN, technician_id, TechnicianUnknown)
        return Offer(store, _treatment(treatment), self.rules_at(store_id, treatment_id, at))

    def rules_at(self, store_id: str, treatment_id: str, at: datetime) -> Rules:
        if not self._knows_rules:
            self._read_in(set(), catalogue_rows.c.kind == RULES)
            self._knows_rules = True
        rows = [_dated(row) for (kind, _), row in self._read.items() if kind == RULES and not row.retired]
        return Rules.of(*in_force(rows, [BRAND, store_id, treatment_id], at))

    def rules_of(self, version: str) -> Rules:
        named = version.split("+")
        rows = self.rule_rows(named)
        values = [rows[one].values for one in named if one in rows]
        return Rules.of({name: value for row in values for name, value in row.items()}, version)

    def rule_rows(self, ids: Iterable[str]) -> dict[str, Dated]:
        """Rows of rules by id. They are never deleted: a booking of long ago is still judged by what held then."""
        return {row.id: _dated(row) for row in self._rows({(RULES, one) for one in ids})}

    def directory_of(self, appointments: Iterable[Appointment]) -> Directory:
        mentioned = list(appointments)
        return self.directory(
            stores=(appointment.store_id for appointment in mentioned),
            treatments=(one.treatment_id for appointment in mentioned for one in appointment.treatments),
            technicians=(one for appointment in mentioned for one in appointment.technician_ids),
        )

    def directory(
        self, *, stores: Iterable[str] = (), treatments: Iterable[str] = (), technicians: Iterable[str] = ()
    ) -> Directory:
        rows = self._rows(
            {(STORE, one) for one in stores}
            | {(TREATMENT, one) for one in treatments}
            | {(TECHNICIAN, one) for one in technicians}
        )
        return Directory(
            {row.id: _as(Store, row) for row in rows if row.kind == STORE},
            {row.id: _treatment(row) for row in rows if row.kind == TREATMENT},
            {row.id: _as(Technician, row) for row in rows if row.kind == TECHNICIAN},
        )

    def check_works_in(self, store_id: str, technician_id: str) -> None:
        row = self._current(TECHNICIAN, technician_id, TechnicianUnknown)
        if store_id not in _read(row.data)["stores"]:
            raise TechnicianElsewhere

    def stores_of(self, technician_ids: Collection[str]) -> set[str]:
        rows = self._rows({(TECHNICIAN, technician_id) for technician_id in technician_ids})
        return {store_id for row in rows for store_id in json.loads(row.data)["stores"]}

    def remember(self, kind: str, data: Mapping[str, Any]) -> None:
        known = {
            "revision": data["revision"],
            "retired": bool(data.get("retired")),
            "data": json.dumps(data, ensure_ascii=False),
        }
        if not self._replace(kind, data[f"{kind}_id"], known):
            self._insert(kind, data[f"{kind}_id"], known)

    def _replace(self, kind: str, row_id: str, known: dict[str, Any]) -> bool:
        it = (catalogue_rows.c.kind == kind, catalogue_rows.c.id == row_id)
        with self.database.transaction() as connection:
            newer = update(catalogue_rows).where(*it, catalogue_rows.c.revision < known["revision"]).values(**known)
            return bool(connection.execute(newer).rowcount)

    def _insert(self, kind: str, row_id: str, known: dict[str, Any]) -> None:
        with self.database.transaction() as connection:
            try:
                connection.execute(catalogue_rows.insert(), {"kind": kind, "id": row_id, **known})
            except IntegrityError:
                # The row is there with this revision or a newer one, or was inserted this moment with an older one.
                self._replace(kind, row_id, known)

    def _current(self, kind: str, row_id: str, unknown: type[Exception]) -> Row[Any]:
        rows = self._rows({(kind, row_id)})
        if not rows or rows[0].retired:
            raise unknown
        return rows[0]

    def _rows(self, wanted: set[tuple[str, str]]) -> list[Row[Any]]:
        """Each row is read once by a worker, which lives for one call."""
        if wanted - self._read.keys():
            self._read_in(wanted - self._read.keys())
        return [self._read[key] for key in wanted if key in self._read]

    def _read_in(self, wanted: set[tuple[str, str]], *more: ColumnElement[bool]) -> None:
        which = tuple_(catalogue_rows.c.kind, catalogue_rows.c.id).in_(sorted(wanted))
        with self.database.reading() as connection:
            for row in connection.execute(select(catalogue_rows).where(or_(which, *more))):
                self._read[row.kind, row.id] = row


def _as(kind: type[Seen], row: Row[Any]) -> Seen:
    """The row as the domain knows it; what the domain does not know is left out."""
    data = {**_read(row.data), "id": row.id}
    return kind(**{field.name: _frozen(data[field.name]) for field in fields(kind)})


@lru_cache(maxsize=4096)
def _read(written: str) -> Mapping[str, Any]:
    """What was written of a row; the same few rows are read for every booking."""
    return MappingProxyType(json.loads(written))


def _treatment(row: Row[Any]) -> Treatment:
    return Treatment.read(_read(row.data))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _dated(row: Row[Any]) -> Dated:
    data = _read(row.data)
    return Dated(row.id, data["scope"], datetime.fromisoformat(data["effective_from"]), data["values"])
