"""Turns an appointment and its surroundings into the facts of `events.py`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC
from typing import Any

from services.booking.domain import events
from services.booking.domain.catalogue import Directory
from services.booking.domain.life import transitions as life
from services.booking.domain.life.addons import AddedOn
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.history import EXTEND, MOVE, RESCHEDULE, Entry
from services.booking.domain.life.treatments import PlannedTreatment

FACT_OF_ACTION: dict[str, type[events.AppointmentFact]] = {
    "request": events.AppointmentRequested,
    "ask-payment": events.AppointmentAwaitingPayment,
    "ask-acceptance": events.AppointmentAwaitingAcceptance,
    "confirm": events.AppointmentConfirmed,
    "accept": events.AppointmentConfirmed,
    "decline": events.AppointmentDeclined,
    "expire": events.AppointmentExpired,
    RESCHEDULE: events.AppointmentRescheduled,
    MOVE: events.AppointmentRescheduled,
    EXTEND: events.AppointmentExtended,
    "cancel": events.AppointmentCancelled,
    "cancel-late": events.AppointmentLateCancelled,
    "check-in": events.AppointmentCheckedIn,
    life.ADMIT: events.AppointmentCheckedIn,
    "start": events.AppointmentStarted,
    "finish": events.AppointmentCompleted,
    "no-show": events.AppointmentNoShow,
    life.OFFER: events.HomeVisitOffered,
    life.UNASSIGN: events.HomeVisitUnassigned,
    "depart": events.AppointmentDeparted,
    "arrive": events.AppointmentArrived,
    life.RUNNING_LATE: events.AppointmentRunningLate,
    life.FOLLOW_LATE: events.AppointmentRunningLate,
}

Kind = type[events.AppointmentFact]
# A fact beside the step's own, with what it tells beyond the appointment.
Aside = tuple[Kind, Mapping[str, Any]]


def facts_of(
    entry: Entry,
    appointment: Appointment,
    directory: Directory,
    before: Appointment | None = None,
    *,
    more: Mapping[str, Any] | None = None,
    aside: Sequence[Aside] = (),
) -> list[events.AppointmentFact]:
    """What the step announces; `more` is what its fact tells beyond the appointment, `aside` are facts that come first.

    Nothing for a step that nobody else relies on.
    """
    kind = FACT_OF_ACTION.get(entry.action)
    own: list[Aside] = [] if kind is None else [(kind, more or {})]
    return [fact_of(one, entry, appointment, directory, before, **its) for one, its in (*aside, *own)]


def fact_of(
    kind: Kind,
    entry: Entry,
    told: Appointment,
    directory: Directory,
    before: Appointment | None = None,
    **more: Any,
) -> events.AppointmentFact:
    """The appointment told as a fact of that kind."""
    return kind(
        appointment_id=told.id,
        number=told.number,
        revision=told.version,
        status=told.status,
        customer_id=told.customer_id,
        booked_by=told.booked_by,
        series_id=told.series_id,
        course_id=told.course_id,
        contact=told.contact,
        store=directory.store(told.store_id),
        treatment=_treatment(told, directory),
        treatments=tuple(_given(one, told.added_to(number), directory) for number, one in enumerate(told.treatments)),
        technicians=directory.technicians_of(told.technician_ids),
        starts_at=told.starts_at.astimezone(UTC),
        ends_at=told.ends_at.astimezone(UTC),
        place=told.place,
        address=told.address.text if told.address else None,
        party_size=told.party_size,
        price_fen=told.price_fen,
        fee_fen=told.fee_fen,
        claim_revision=told.claim_revision,
        policy=_policy(told),
        previous=_before(before, directory, entry) if before else None,
        reason=entry.reason,
        actor=entry.actor,
        **{**_more(kind, told, before), **more},
    )


def _more(kind: type[events.AppointmentFact], told: Appointment, before: Appointment | None) -> dict[str, Any]:
    """What only some of the events tell: the fields they have beyond the common ones."""
    known = {
        "minutes": told.extension_minutes - before.extension_minutes if before else 0,
        "deposit_fen": told.deposit.amount_fen if told.deposit else 0,
        "answer_by": told.answer_by and told.answer_by.astimezone(UTC),
    }
    return {field.name: known[field.name] for field in fields(kind) if field.name in known}


def _treatment(appointment: Appointment, directory: Directory) -> events.TreatmentTold:
    first = appointment.treatments[0]
    treatment = directory.treatment(first.treatment_id)
    return events.TreatmentTold(treatment.id, treatment.slug, treatment.name, treatment.name_en, first.duration_minutes)


def _given(planned: PlannedTreatment, added: Iterable[AddedOn], directory: Directory) -> events.TreatmentGiven:
    treatment = directory.treatment(planned.treatment_id)
    return events.TreatmentGiven(
        treatment.id,
        treatment.slug,
        treatment.name,
        treatment.name_en,
        planned.duration_minutes,
        starts_at=planned.starts_at.astimezone(UTC),
        ends_at=planned.ends_at.astimezone(UTC),
        technicians=directory.technicians_of(planned.technician_ids),
        addons=tuple(_addon(one) for one in added),
    )


def _addon(one: AddedOn) -> events.AddonTold:
    return events.AddonTold(one.slug, one.name, one.name_en, one.minutes, one.price_fen)


def _policy(appointment: Appointment) -> events.PolicyTold:
    policy = appointment.policy
    return events.PolicyTold(
        policy.version, appointment.free_cancel_until.astimezone(UTC), policy.late_cancel_fee_percent
    )


def _before(before: Appointment, directory: Directory, entry: Entry) -> events.Before:
    return events.Before(
        before.starts_at.astimezone(UTC),
        before.ends_at.astimezone(UTC),
        directory.technicians_of(before.technician_ids),
        _treatment(before, directory),
        entry.reason if entry.action == MOVE else None,
    )
