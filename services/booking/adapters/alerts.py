"""Calls for help, in SQL."""

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select, update

from services.booking.adapters.tables import sos_alerts
from services.booking.domain.alert.alert import Alert, Position
from services.booking.domain.errors import AlertUnknown
from services.booking.ports.alerts import AlertSearch
from shared.db import Database

SAME = tuple(field.name for field in fields(Alert) if field.name != "position")
column = sos_alerts.c


class SqlAlerts:
    """The alerts of booking's database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def open_of(self, appointment_id: str, raised_by: str) -> Alert | None:
        theirs = column.appointment_id == appointment_id, column.raised_by == raised_by
        found = self._all(*theirs, column.acknowledged_at.is_(None), limit=1)
        return found[0] if found else None

    def get(self, alert_id: str) -> Alert:
        found = self._all(column.id == alert_id, limit=1)
        if not found:
            raise AlertUnknown
        return found[0]

    def add(self, alert: Alert) -> None:
        with self.database.transaction() as connection:
            connection.execute(sos_alerts.insert(), _row(alert))

    def save(self, alert: Alert) -> None:
        with self.database.transaction() as connection:
            connection.execute(update(sos_alerts).where(column.id == alert.id).values(_row(alert)))

    def find(self, search: AlertSearch) -> list[Alert]:
        return self._all(*_conditions(search), limit=search.limit)

    def _all(self, *which: ColumnElement[bool], limit: int) -> list[Alert]:
        newest = select(sos_alerts).where(*which).order_by(column.raised_at.desc(), column.id.desc())
        with self.database.reading() as connection:
            return [_alert(row) for row in connection.execute(newest.limit(limit))]


def _conditions(search: AlertSearch) -> Iterable[ColumnElement[bool]]:
    if search.store_ids is not None:
        yield or_(column.store_id.in_(sorted(search.store_ids)), column.raised_by == search.raised_by)
    if search.store_id is not None:
        yield column.store_id == search.store_id
    if search.is_open is not None:
        yield column.acknowledged_at.is_(None) if search.is_open else column.acknowledged_at.is_not(None)
    if search.after is not None:
        raised_at, alert_id = search.after
        yield or_(column.raised_at < raised_at, and_(column.raised_at == raised_at, column.id < alert_id))


def _row(alert: Alert) -> dict[str, Any]:
    position = alert.position and json.dumps(asdict(alert.position))
    return {**{name: getattr(alert, name) for name in SAME}, "position": position}


def _alert(row: Row[Any]) -> Alert:
    position = row.position and Position(**json.loads(row.position))
    return Alert(**{name: getattr(row, name) for name in SAME}, position=position)
