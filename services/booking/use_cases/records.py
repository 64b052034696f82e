"""Service records: read by everybody the visit concerns, written by who gave it and by the store's staff."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.booking.domain.catalogue import Directory
from services.booking.domain.errors import TechnicianUnknown
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.record.errors import RecordNotYours
from services.booking.domain.record.events import recorded
from services.booking.domain.record.pictures import RecordFile
from services.booking.domain.record.record import Done, ServiceRecord, check_writable, sees_internals
from services.booking.ports import Storage
from services.booking.use_cases.read import check_visible
from services.booking.use_cases.steps import lock_visible
from shared.call import Call


@dataclass(frozen=True)
class SeenRecord:
    """A record as one person sees it, with the names of what it mentions."""

    record: ServiceRecord
    files: Sequence[RecordFile]
    directory: Directory
    zone: ZoneInfo
    language: str
    shows_internals: bool


def get_service_record(storage: Storage, *, call: Call, appointment_id: str) -> SeenRecord:
    """The record as it is now: empty and of version 0 until somebody writes it."""
    appointment = check_visible(storage.appointments.get(appointment_id), call.actor)
    return _seen(storage, call, appointment, [storage.records.get(appointment_id)])[0]


def get_record_history(storage: Storage, *, call: Call, appointment_id: str) -> list[SeenRecord]:
    """Every version, oldest first, for who may write it. Raises RecordNotYours."""
    appointment = check_visible(storage.appointments.get(appointment_id), call.actor)
    if not sees_internals(appointment, call.actor):
        raise RecordNotYours
    return _seen(storage, call, appointment, storage.records.history(appointment_id))


def put_service_record(
    storage: Storage, *, call: Call, now: datetime, appointment_id: str, version: int, **content: Any
) -> SeenRecord:
    """Write, or correct, what was done; at any time after the visit has begun, since every version is kept with its
    writer. Raises RecordNotYours, IllegalTransition, VersionConflict, TreatmentUnknown, TechnicianUnknown.
    """

    def put() -> SeenRecord:
        appointment = lock_visible(storage, call, appointment_id)
        check_writable(appointment, call.actor)
        record = storage.records.get(appointment_id).edited(version, call.actor, now, **content)
        directory = _directory(storage, appointment, [record])
        _check_known(record.done, directory)
        storage.records.add(record, recorded(record, appointment, directory))
        return _seen(storage, call, appointment, [record])[0]

    return storage.transact(put)


def _check_known(done: Iterable[Done], directory: Directory) -> None:
    for one in done:
        directory.treatment(one.treatment_id)
        if one.technician_id not in directory.technicians:
            raise TechnicianUnknown


def _seen(storage: Storage, call: Call, appointment: Appointment, records: Sequence[ServiceRecord]) -> list[SeenRecord]:
    directory = _directory(storage, appointment, records)
    zone = ZoneInfo(directory.store(appointment.store_id).timezone)
    files = storage.record_files.of(appointment.id)
    is_inside = sees_internals(appointment, call.actor)
    shown = (record if is_inside else record.for_customer() for record in records)
    return [SeenRecord(record, files, directory, zone, call.language, is_inside) for record in shown]


def _directory(storage: Storage, appointment: Appointment, records: Iterable[ServiceRecord]) -> Directory:
    done = [one for record in records for one in record.done]
    return storage.catalogue.directory(
        stores=[appointment.store_id],
        treatments=[one.treatment_id for one in done],
        technicians=[one.technician_id for one in done],
    )
