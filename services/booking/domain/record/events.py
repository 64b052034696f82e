"""What is announced of service records: that and what was done, no note and no picture."""

from dataclasses import dataclass

from services.booking.domain.catalogue import Directory, Store, Technician, Treatment
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.record.record import ServiceRecord
from shared.events import Fact


@dataclass(frozen=True)
class TreatmentDone:
    """A treatment as it was given; `minutes` are those it really took."""

    id: str
    slug: str
    name: str
    name_en: str
    minutes: int
    technician: Technician


@dataclass(frozen=True, kw_only=True)
class ServiceRecorded(Fact):
    """Somebody wrote, or corrected, what was done. `revision` is the record's version."""

    appointment_id: str
    number: str
    revision: int
    customer_id: str
    store_id: str
    store: Store
    technicians: tuple[Technician, ...]
    treatments: tuple[TreatmentDone, ...]
    flags: tuple[str, ...]
    actor: str


def recorded(record: ServiceRecord, appointment: Appointment, directory: Directory) -> ServiceRecorded:
    return ServiceRecorded(
        appointment_id=appointment.id,
        number=appointment.number,
        revision=record.version,
        customer_id=appointment.customer_id,
        store_id=appointment.store_id,
        store=directory.store(appointment.store_id),
        technicians=directory.technicians_of(dict.fromkeys(one.technician_id for one in record.done)),
        treatments=tuple(
            _done(directory.treatment(one.treatment_id), one.minutes, directory.technicians_of([one.technician_id])[0])
            for one in record.done
        ),
        flags=record.flags,
        actor=record.recorded_by or "",
    )


def _done(treatment: Treatment, minutes: int, by: Technician) -> TreatmentDone:
    return TreatmentDone(treatment.id, treatment.slug, treatment.name, treatment.name_en, minutes, by)
