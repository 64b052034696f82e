"""Noticing that somebody did not come. The rules in force at the start of the visit say how long is waited."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.transitions import CONFIRMED
from services.booking.domain.life.transitions import SYSTEM as BY_ITSELF
from services.booking.domain.terms.rules import Rules
from services.booking.ports import Scope, Search, Storage
from services.booking.use_cases.steps import SYSTEM, record_step

BATCH = 50
# What nobody noticed for so long, as the system was down, is left for people to judge.
LOOKS_BACK = timedelta(days=2)


def miss_appointments(storage: Storage, *, now: datetime) -> int:
    """Store visits to which nobody came become no-shows; says how many. Who is checked in is not missed."""
    return sum(
        storage.transact(partial(_miss, storage, one.id, now))
        for one in _awaited(storage, now)
        if one.is_missed(_rules(storage, one), now)
    )


def _awaited(storage: Storage, now: datetime) -> Iterator[Appointment]:
    """What should have begun and is only confirmed, a page at a time."""
    search = Search(Scope(store_ids=None), (CONFIRMED,), starts_from=now - LOOKS_BACK, starts_before=now, limit=BATCH)
    return storage.appointments.each(search)


def _miss(storage: Storage, appointment_id: str, now: datetime) -> bool:
    """Judged again under the lock: meanwhile they may have come, or another replica was here."""
    appointment = storage.appointments.lock(appointment_id)
    if not appointment.is_missed(_rules(storage, appointment), now):
        return False
    after = appointment.acted("no-show", {BY_ITSELF}, now)
    record_step(storage, appointment, after, action="no-show", actor=SYSTEM, now=now)
    return True


def _rules(storage: Storage, appointment: Appointment) -> Rules:
    return storage.catalogue.rules_at(appointment.store_id, appointment.treatment_id, appointment.starts_at)
