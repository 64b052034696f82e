"""Extending a visit while it is given (加钟): a change that moves nothing, carried out by the same machinery.

The treatment that is being made longer is the last one of the visit; it is paid by the minute at its own price.
"""

from functools import partial

from services.booking.domain.errors import VersionConflict
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.change import APPLIED, Answer, Change, stays
from services.booking.domain.life.history import EXTEND
from services.booking.use_cases.change import carry_out
from services.booking.use_cases.desk import Desk
from services.booking.use_cases.opening import begin_change
from services.booking.use_cases.steps import require_allowed
from shared.ids import new_id


def extend_appointment(desk: Desk, appointment_id: str, minutes: int, version: int | None = None) -> Answer:
    """The appointment, so many minutes longer.

    IllegalTransition unless it is being given and the actor works there; `no_room_to_extend` of scheduling where what
    comes next leaves less, with the most minutes that are possible.
    """
    judge = partial(_judged, desk, minutes=minutes, version=version)
    change, _ = begin_change(desk, appointment_id, judge, version=version)
    assert change is not None  # noqa: S101 - to make something longer is always something to do
    if change.state == APPLIED:
        return change.answer or desk.answer(desk.storage.appointments.get(appointment_id))
    return carry_out(desk, change, lambda: desk.scheduling.extend_claim(change))


def _judged(desk: Desk, appointment: Appointment, *, minutes: int, version: int | None) -> Change:
    if version not in (None, appointment.version):
        raise VersionConflict(params={"version": appointment.version})
    require_allowed(appointment, EXTEND, desk.call, desk.now)
    last = appointment.treatments[-1].treatment_id
    offer = desk.storage.catalogue.offer(appointment.store_id, last, None, desk.now)
    return Change(
        id=new_id(),
        appointment_id=appointment.id,
        target=stays(appointment),
        actor=str(desk.actor),
        policy=appointment.policy,
        price_fen=appointment.price_fen + offer.extension(appointment.party_size, minutes),
        expected_revision=appointment.claim_revision,
        extension_minutes=minutes,
    )
