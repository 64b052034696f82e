"""What a fee is replayed from, for whoever reads the database itself: `mingyitang explain-fee`."""

from sqlalchemy import or_, select

from services.booking.adapters.appointments import SqlAppointments
from services.booking.adapters.catalogue import SqlCatalogue
from services.booking.adapters.payments import SqlPayments
from services.booking.adapters.tables import appointments
from services.booking.domain.dispute.replay import Dispute, replayed
from services.booking.domain.errors import AppointmentUnknown
from services.booking.domain.life.history import POLICY
from shared.call import Call
from shared.db import Database
from shared.outbox import Outbox


def dispute_of(database: Database, name: str) -> Dispute:
    """Of the appointment with that id or number; AppointmentUnknown."""
    outbox, call = Outbox(database, "booking"), Call()
    known, catalogue = SqlAppointments(database, outbox, call), SqlCatalogue(database)
    appointment = known.get(_id_of(database, name))
    history = known.history(appointment.id)
    versions = [
        appointment.policy.version,
        *(one.changes[POLICY][0]["version"] for one in history if POLICY in one.changes),
    ]
    rows = catalogue.rule_rows({one for version in versions for one in version.split("+")})
    payment = SqlPayments(database, outbox, call).standing([appointment.id]).get(appointment.id)
    directory = catalogue.directory_of([appointment])
    return Dispute(
        replayed(appointment, history, rows, payment),
        directory.store(appointment.store_id),
        directory.treatment(appointment.treatment_id),
    )


def _id_of(database: Database, name: str) -> str:
    it = select(appointments.c.id).where(or_(appointments.c.id == name, appointments.c.number == name.upper()))
    with database.reading() as connection:
        found = connection.execute(it).scalar_one_or_none()
    if found is None:
        raise AppointmentUnknown(f"no appointment has the id or number {name!r}", params={"id": name})
    return str(found)
