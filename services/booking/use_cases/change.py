"""Changing time, technician or treatment: a committed change, the claim's move, then the appointment follows.

Scheduling alone knows whether a claim moved. Its answer, its event and the sweep's question all end in `apply_claim`,
which follows a claim only forwards, to a greater revision. The terms of a change (price, policy, treatment) hold from
the moment it is known to be made, even if the shop has moved the claim once more and told of that first
(docs/decisions/0012). What is told late, under an older change, of a claim that has moved on is left to the newer one.

An appointment has one open change at a time, opened under the lock of its row, so that the claim's revision a change
starts from is the one the appointment has.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from services.booking.domain.errors import ChangeRefused, IllegalTransition, VersionConflict
from services.booking.domain.life.addons import slugs_of
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.change import (
    APPLIED,
    FAILED,
    OPEN,
    Answer,
    Change,
    is_where,
    target_of,
)
from services.booking.domain.life.claim import Claim
from services.booking.domain.life.history import EXTEND, MOVE, RESCHEDULE
from services.booking.domain.life.treatments import requested
from services.booking.domain.ordering.offer import price_after
from services.booking.domain.proposal.proposal import AGREED
from services.booking.domain.proposal.proposal import OPEN as PROPOSED
from services.booking.ports import Storage, Wish
from services.booking.use_cases.courses import check_change
from services.booking.use_cases.desk import Desk
from services.booking.use_cases.home_offers import ask_again, ask_who_has_it, is_round, miss_round
from services.booking.use_cases.opening import begin_change
from services.booking.use_cases.overriding import tell_override
from services.booking.use_cases.read import check_visible
from services.booking.use_cases.steps import record_step, require_allowed, require_override_right
from shared.errors import Refusal, Unavailable
from shared.ids import new_id


def change_appointment(desk: Desk, appointment_id: str, asked: dict[str, Any], *, dry_run: bool) -> Answer:
    change = preview_change if dry_run else reschedule_appointment
    return change(desk, appointment_id, asked)


def reschedule_appointment(desk: Desk, appointment_id: str, asked: dict[str, Any]) -> Answer:
    """The appointment at its new time; `asked` holds what should become different, and perhaps a `version` to check.

    Where it already is, nothing moves: whoever is offered their own time may choose it.
    """
    judge = partial(judged, desk, asked=asked)
    change, appointment = begin_change(desk, appointment_id, judge, version=asked.get("version"))
    if change is None:
        return desk.answer(appointment)
    if change.state == APPLIED:
        return change.answer or desk.answer(desk.storage.appointments.get(appointment_id))
    return carry_out(desk, change, lambda: desk.scheduling.move_claim(change, wish_for(appointment, change)))


def carry_out(desk: Desk, change: Change, move: Callable[[], Claim]) -> Answer:
    """Have scheduling move the claim, and follow it: the answer that is kept with the change."""
    desk.checkpoint("after_change")
    try:
        claim = move()
    except Unavailable:
        # Nobody knows whether the claim moved: the change stays open, for a retry or for the sweep.
        desk.storage.transact(lambda: desk.storage.changes.release(change.id))
        raise
    except Refusal:
        desk.storage.transact(lambda: fail_change(desk.storage, change, desk.now))
        raise
    desk.checkpoint("after_move")
    moved, answer = desk.storage.transact(lambda: _apply_and_answer(desk, claim))
    if moved.has_ended:
        # It was cancelled while the claim moved; the cancellation's event gives back wherever the claim is now.
        action = EXTEND if change.extension_minutes else RESCHEDULE
        raise IllegalTransition(params={"status": moved.status, "action": action})
    return answer


def preview_change(desk: Desk, appointment_id: str, asked: dict[str, Any]) -> Answer:
    """What the appointment would become; nothing is changed, taken or written down."""
    appointment = check_visible(desk.storage.appointments.get(appointment_id), desk.actor)
    change = judged(desk, appointment, asked)
    if is_where(appointment, change.target):
        return desk.answer(appointment)
    claim = desk.scheduling.preview_move(change, wish_for(appointment, change))
    return desk.answer(_moved(appointment, claim, change))


def apply_claim(storage: Storage, claim: Claim, *, now: datetime) -> Appointment:
    """Follow the claim, if this revision of it is news and the appointment has not ended.

    Called in a transaction or not; by whoever learns of the move first, and by the others without effect.
    """
    return storage.transact(lambda: _apply(storage, claim, now))


def judged(desk: Desk, appointment: Appointment, asked: dict[str, Any], *, by: str = RESCHEDULE) -> Change:
    """The change, if the appointment's state, the actor's right to that action, and the catalogue allow it."""
    if asked.get("version") not in (None, appointment.version):
        raise VersionConflict(params={"version": appointment.version})
    require_allowed(appointment, by, desk.call, desk.now)
    if asked.get("override_reason"):
        require_override_right(appointment, desk.call)
    target = target_of(appointment, asked)
    named = asked.get("technician_id")
    offer = desk.storage.catalogue.offer(appointment.store_id, target.treatment_id, named, desk.now)
    check_change(desk.storage, appointment, target.treatment_id, target.starts_at)
    if asked.get("addons") is not None:
        others = tuple(one for one in target.addons if one.treatment)
        target = replace(target, addons=offer.treatment.adding(asked["addons"], 0) + others)
    return Change(
        id=new_id(),
        appointment_id=appointment.id,
        target=target,
        actor=str(desk.actor),
        policy=offer.rules.policy,
        price_fen=price_after(appointment, target, offer),
        expected_revision=appointment.claim_revision,
        reason=asked.get("reason"),
        override_reason=asked.get("override_reason"),
    )


def wish_for(appointment: Appointment, change: Change) -> Wish:
    """The time to ask scheduling for."""
    target = change.target
    return Wish(
        appointment.store_id,
        target.treatment_id,
        target.starts_at,
        target.technician_id,
        appointment.place,
        appointment.address,
        appointment.party_size,
        then=appointment.following(target.technician_id),
        addons=slugs_of(target.addons, 0),
    )


def _apply_and_answer(desk: Desk, claim: Claim) -> tuple[Appointment, Answer]:
    appointment = _apply(desk.storage, claim, desk.now)
    answer = desk.answer(appointment)
    if claim.change_id is not None and not appointment.has_ended:
        desk.storage.changes.settle(claim.change_id, APPLIED, answer)
    return appointment, answer


def _apply(storage: Storage, claim: Claim, now: datetime) -> Appointment:
    appointment = storage.appointments.lock(claim.id)
    change = (claim.change_id and storage.changes.find(claim.change_id)) or None
    if appointment.has_ended:
        _fail(storage, change)
        return appointment
    is_new = change is None or change.state != APPLIED
    if change is not None and is_new:
        storage.changes.settle(change.id, APPLIED)
        why = change.override_reason
        tell_override(storage, appointment, action=RESCHEDULE, actor=change.actor, reason=why, now=now)
    after = _followed(appointment, claim, change) if is_new else appointment
    if after == appointment:
        return appointment
    if change is not None and is_round(storage, appointment, change):
        return ask_who_has_it(storage, appointment, after, now=now, actor=change.actor)
    after = replace(after, version=appointment.version + 1)
    action, actor, reason = _told(claim, change)
    noted = _agreement(storage, change)
    record_step(storage, appointment, after, action=action, actor=actor, now=now, reason=reason, noted=noted)
    return ask_again(storage, after, now=now)


def _agreement(storage: Storage, change: Change | None) -> dict[str, Any]:
    """End the proposal that was agreed to with this change; the history keeps who had made it."""
    if change is None or change.proposal_id is None:
        return {}
    proposal = storage.proposals.get(change.appointment_id, change.proposal_id)
    if proposal.state == PROPOSED:
        storage.proposals.save(replace(proposal, state=AGREED, answered_by=change.actor))
    return {"proposed_by": [None, change.proposed_by]}


def _followed(appointment: Appointment, claim: Claim, change: Change | None) -> Appointment:
    """The claim's time where it is news, the change's terms in any case: an appointment has no newer change than one
    that was still open.
    """
    if claim.revision > appointment.claim_revision:
        return _moved(appointment, claim, change)
    return appointment if change is None else _on_terms(appointment, appointment, change)


def _moved(appointment: Appointment, claim: Claim, change: Change | None) -> Appointment:
    """The appointment where the claim is. A move nobody here asked for leaves price and policy as they were agreed, and
    whom the shop chose was not asked for.
    """
    there = appointment.at(claim)
    if change is not None:
        return _on_terms(appointment, there, change)
    is_same = there.technician_ids[:1] == appointment.technician_ids[:1]
    is_requested = appointment.technician_requested and is_same
    return replace(there, treatment_id=claim.treatment_id or there.treatment_id, technician_requested=is_requested)


def _on_terms(before: Appointment, there: Appointment, change: Change) -> Appointment:
    target = change.target
    who = target.technician_id if target.technician_requested else None
    named = (who, *(one.technician_id for one in before.following(who)))
    return replace(
        there,
        treatment_id=target.treatment_id,
        technician_requested=target.technician_requested and target.technician_id in there.technician_ids,
        planned=requested(there.planned, named) if there.planned else (),
        addons=target.addons,
        extension_minutes=before.extension_minutes + change.extension_minutes,
        price_fen=change.price_fen,
        policy=change.policy,
    )


def _told(claim: Claim, change: Change | None) -> tuple[str, str, str | None]:
    """What was done, by whom and why: the customer's or the staff's change, or the shop's own move."""
    if change is not None:
        action = EXTEND if change.extension_minutes else RESCHEDULE
        return action, change.actor, change.override_reason or change.reason
    return MOVE, claim.actor or "system:scheduling", claim.cause


def fail_change(storage: Storage, change: Change, now: datetime, because: str = ChangeRefused.code) -> None:
    """Scheduling refused. Unless the claim moved after all (it told so meanwhile), nothing has changed."""
    appointment = storage.appointments.lock(change.appointment_id)
    current = storage.changes.find(change.id)
    if current is not None and current.state == OPEN and is_round(storage, appointment, current):
        miss_round(storage, current, because, now)
    _fail(storage, current)


def _fail(storage: Storage, change: Change | None) -> None:
    if change is not None and change.state == OPEN:
        storage.changes.settle(change.id, FAILED)
