"""Appointments in SQL, with their technicians, their history and their events."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, func, or_, select, update

from services.booking.adapters import extras
from services.booking.adapters.tables import appointment_history, appointment_technicians, appointments
from services.booking.domain.errors import AppointmentUnknown, NumberTaken
from services.booking.domain.events import AppointmentFact
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.contact import Address, Contact
from services.booking.domain.life.history import Entry
from services.booking.domain.life.transitions import NO_SHOW, PENDING
from services.booking.domain.life.treatments import PlannedTreatment
from services.booking.domain.terms.deposit import Deposit
from services.booking.domain.terms.rules import Policy
from services.booking.ports import Scope, Search
from shared.call import Call
from shared.db import Database, later
from shared.events import Fact, plain
from shared.outbox import Outbox

# What few appointments have: as JSON in one column, which is null for all others.
EXTRAS = ("addons", "extension_minutes", "series_id", "course_id")
PLAIN = tuple(
    field.name
    for field in fields(Appointment)
    if field.name
    not in {"technician_ids", "policy", "contact", "address", "chosen_because", "planned", "deposit", *EXTRAS}
)


class SqlAppointments:
    """The appointments of booking's database; the events they record belong to `call`."""

    def __init__(self, database: Database, outbox: Outbox, call: Call) -> None:
        self.database = database
        self.outbox = outbox
        self.call = call

    def get(self, appointment_id: str) -> Appointment:
        return self._one(select(appointments).where(appointments.c.id == appointment_id))

    def lock(self, appointment_id: str) -> Appointment:
        return self._one(select(appointments).where(appointments.c.id == appointment_id).with_for_update())

    def get_all(self, appointment_ids: Sequence[str]) -> list[Appointment]:
        wanted = select(appointments).where(appointments.c.id.in_(appointment_ids))
        with self.database.reading() as connection:
            return self._all(connection.execute(wanted.order_by(appointments.c.starts_at)).all())

    def add(self, appointment: Appointment) -> None:
        with self.database.transaction() as connection:
            later(connection, appointments.insert(), _row(appointment), refused=NumberTaken())
            self._put_technicians(appointment)

    def save(self, appointment: Appointment) -> None:
        with self.database.transaction() as connection:
            later(connection, update(appointments).where(appointments.c.id == appointment.id), _row(appointment))
            theirs = appointment_technicians.c.appointment_id == appointment.id
            later(connection, delete(appointment_technicians).where(theirs))
            self._put_technicians(appointment)

    def record(self, entries: Sequence[Entry], facts: Sequence[AppointmentFact]) -> None:
        rows = [{**vars(one), "changes": json.dumps(one.changes, ensure_ascii=False)} for one in entries]
        with self.database.transaction() as connection:
            later(connection, appointment_history.insert(), rows)
            self.outbox.add(facts, call=self.call, now=entries[-1].at)

    def announce(self, facts: Sequence[Fact], at: datetime) -> None:
        self.outbox.add(facts, call=self.call, now=at)

    def find(self, search: Search) -> list[Appointment]:
        newest = (appointments.c.starts_at.desc(), appointments.c.id.desc())
        wanted = select(appointments).where(*_conditions(search)).order_by(*newest).limit(search.limit)
        with self.database.reading() as connection:
            return self._all(connection.execute(wanted).all())

    def each(self, search: Search) -> Iterator[Appointment]:
        while page := self.find(search):
            yield from page
            search = replace(search, after=(page[-1].starts_at, page[-1].id))

    def history(self, appointment_id: str) -> list[Entry]:
        told = select(appointment_history).where(appointment_history.c.appointment_id == appointment_id)
        with self.database.reading() as connection:
            rows = connection.execute(told.order_by(appointment_history.c.version)).mappings()
            return [Entry(**{**row, "changes": json.loads(row["changes"])}) for row in rows]

    def overdue(self, now: datetime, limit: int) -> list[str]:
        late = select(appointments.c.id).where(appointments.c.status.in_(PENDING), appointments.c.answer_by <= now)
        with self.database.reading() as connection:
            return list(connection.execute(late.order_by(appointments.c.answer_by).limit(limit)).scalars())

    def count_no_shows(self, customer_id: str, since: datetime) -> int:
        theirs = (appointments.c.customer_id == customer_id, appointments.c.starts_at >= since)
        missed = select(func.count()).where(*theirs, appointments.c.status == NO_SHOW)
        with self.database.reading() as connection:
            return connection.execute(missed).scalar_one()

    def _one(self, wanted: Select[Any]) -> Appointment:
        with self.database.reading() as connection:
            found = self._all(connection.execute(wanted).all())
        if not found:
            raise AppointmentUnknown
        return found[0]

    def _all(self, rows: Sequence[Row[Any]]) -> list[Appointment]:
        technicians = self._technicians([row.id for row in rows])
        return [_appointment(row, technicians[row.id]) for row in rows]

    def _technicians(self, appointment_ids: list[str]) -> dict[str, tuple[str, ...]]:
        who = select(appointment_technicians).where(appointment_technicians.c.appointment_id.in_(appointment_ids))
        found: dict[str, tuple[str, ...]] = dict.fromkeys(appointment_ids, ())
        with self.database.reading() as connection:
            for row in connection.execute(who.order_by(appointment_technicians.c.position)):
                found[row.appointment_id] += (row.technician_id,)
        return found

    def _put_technicians(self, appointment: Appointment) -> None:
        rows = [
            {"appointment_id": appointment.id, "position": position, "technician_id": technician_id}
            for position, technician_id in enumerate(appointment.technician_ids)
        ]
        with self.database.transaction() as connection:
            later(connection, appointment_technicians.insert(), rows)


def _conditions(search: Search) -> Iterable[ColumnElement[bool]]:
    column = appointments.c
    yield _in_scope(search.scope)
    if search.statuses:
        yield column.status.in_(search.statuses)
    if search.store_id is not None:
        yield column.store_id == search.store_id
    if search.technician_id is not None:
        yield _done_by(search.technician_id)
    if search.customer_id is not None:
        yield column.customer_id == search.customer_id
    if search.starts_from is not None:
        yield column.starts_at >= search.starts_from
    if search.starts_before is not None:
        yield column.starts_at < search.starts_before
    if search.after is not None:
        starts_at, appointment_id = search.after
        yield or_(column.starts_at < starts_at, and_(column.starts_at == starts_at, column.id < appointment_id))


def _in_scope(scope: Scope) -> ColumnElement[bool]:
    if scope.store_ids is None:
        return appointments.c.id.is_not(None)
    ways: list[ColumnElement[bool]] = [appointments.c.store_id.in_(sorted(scope.store_ids))]
    if scope.customer_id is not None:
        ways.append(appointments.c.customer_id == scope.customer_id)
    if scope.technician_id is not None:
        ways.append(_done_by(scope.technician_id))
    return or_(*ways)


def _done_by(technician_id: str) -> ColumnElement[bool]:
    theirs = select(appointment_technicians.c.appointment_id).where(
        appointment_technicians.c.technician_id == technician_id
    )
    return appointments.c.id.in_(theirs)


def _row(appointment: Appointment) -> dict[str, Any]:
    contact, address = appointment.contact, appointment.address
    because = appointment.chosen_because
    return {
        **{name: getattr(appointment, name) for name in PLAIN},
        "policy_version": appointment.policy.version,
        "free_cancel_hours": appointment.policy.free_cancel_hours,
        "late_cancel_fee_percent": appointment.policy.late_cancel_fee_percent,
        "chosen_because": None if because is None else json.dumps(because, ensure_ascii=False),
        "planned": json.dumps(plain(appointment.planned)) if appointment.planned else None,
        "deposit": appointment.deposit and json.dumps(asdict(appointment.deposit)),
        "extras": extras.written({name: getattr(appointment, name) for name in EXTRAS}),
        "contact": contact and json.dumps(asdict(contact), ensure_ascii=False),
        "address": address and json.dumps(asdict(address), ensure_ascii=False),
    }


def _appointment(row: Row[Any], technician_ids: tuple[str, ...]) -> Appointment:
    return Appointment(
        **{name: getattr(row, name) for name in PLAIN},
        technician_ids=technician_ids,
        policy=Policy(row.policy_version, row.free_cancel_hours, row.late_cancel_fee_percent),
        planned=tuple(map(_planned, json.loads(row.planned or "[]"))),
        deposit=row.deposit and Deposit(**json.loads(row.deposit)),
        chosen_because=row.chosen_because and json.loads(row.chosen_because),
        **extras.read(row.extras),
        contact=row.contact and Contact(**json.loads(row.contact)),
        address=row.address and Address(**json.loads(row.address)),
    )


def _planned(row: dict[str, Any]) -> PlannedTreatment:
    starts_at, ends_at = map(datetime.fromisoformat, (row["starts_at"], row["ends_at"]))
    return PlannedTreatment(
        row["treatment_id"], starts_at, ends_at, tuple(row["technician_ids"]), row["technician_requested"]
    )
