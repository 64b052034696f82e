"""Finding who goes to a home: the next in scheduling's rank, or whoever the store assigns.

A round is a change like a reschedule: written down, then moved by scheduling, then followed. Its id comes from the
appointment and the round, so that whoever takes it up after a crash means the same move. The technician is asked once
the visit's time is theirs: whoever is offered a visit can take it.
"""

from dataclasses import replace

from services.booking.domain.errors import ChangeInProgress
from services.booking.domain.home.offer import OF_THE_MOMENT, Candidate
from services.booking.domain.home.search import LOOKING, HomeSearch
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.change import Change, Target
from services.booking.domain.life.transitions import PENDING_ACCEPTANCE, UNASSIGN
from services.booking.domain.life.transitions import SYSTEM as BY_ITSELF
from services.booking.domain.ordering.attempt import Answer
from services.booking.ports import Wish
from services.booking.use_cases.change import apply_claim, fail_change
from services.booking.use_cases.desk import Desk
from services.booking.use_cases.home_offers import SYSTEM, ask_who_has_it, change_id_of
from services.booking.use_cases.steps import lock_visible, record_step, require_allowed
from shared.errors import NotFound, Refusal, Unavailable

BATCH = 50
ASSIGN = "assign"


def look_for_technicians(desk: Desk) -> int:
    """Ask the next technician of every home visit that looks for one; says how many searches went on.

    Each is leased when its turn comes: while scheduling is away they stay as they are, and are tried again.
    """
    for looked in range(BATCH):
        appointment_id = desk.storage.transact(desk.storage.home_searches.take_looking)
        if appointment_id is None:
            return looked
        _look(desk, appointment_id)
    return BATCH


def assign_technician(desk: Desk, appointment_id: str, technician_id: str) -> Answer:
    """Staff have the visit offered to that technician; refused as scheduling refuses to move it there.

    Whoever is being asked is asked until it has moved. To ask the same technician twice at once is to ask once.
    """
    change, appointment = desk.storage.transact(lambda: _open_assignment(desk, appointment_id, technician_id))
    if change is not None:
        appointment = _moved(desk, appointment, change)
    return desk.answer(appointment)


def _look(desk: Desk, appointment_id: str) -> None:
    storage = desk.storage
    search = storage.home_searches.find(appointment_id)
    if search is None:
        return
    ranked = _ranked(desk, search)
    begun = storage.transact(lambda: _next_round(desk, appointment_id, ranked))
    if begun is None:
        return
    appointment, change = begun
    desk.checkpoint("after_round")
    try:
        _moved(desk, appointment, change)
    except Unavailable:
        # Nobody knows whether the visit moved: the sweep of changes asks scheduling what became of it.
        return
    except Refusal as refusal:
        if refusal.code not in OF_THE_MOMENT:
            storage.transact(lambda: storage.home_searches.release(appointment_id))


def _ranked(desk: Desk, search: HomeSearch) -> list[Candidate]:
    if search.is_exhausted:
        return []
    try:
        return desk.scheduling.rank_for_home(search.appointment_id, search.tried)
    except NotFound:
        # Scheduling has no such claim, so nobody can have its time.
        return []


def _next_round(desk: Desk, appointment_id: str, ranked: list[Candidate]) -> tuple[Appointment, Change] | None:
    """The change that moves the visit to the next technician; None when dispatch has to decide, or nobody looks."""
    storage = desk.storage
    appointment = storage.appointments.lock(appointment_id)
    search = storage.home_searches.find(appointment_id)
    if search is None or search.state != LOOKING or appointment.status != PENDING_ACCEPTANCE:
        return None
    if storage.changes.open_of(appointment_id):
        return None
    candidate = search.next_of(ranked)
    if candidate is not None:
        return appointment, _begin_round(desk, appointment, search, candidate, SYSTEM)
    after = appointment.step(UNASSIGN, {BY_ITSELF}, desk.now)
    record_step(storage, appointment, after, action=UNASSIGN, actor=SYSTEM, now=desk.now)
    return None


def _open_assignment(desk: Desk, appointment_id: str, technician_id: str) -> tuple[Change | None, Appointment]:
    storage = desk.storage
    appointment = lock_visible(storage, desk.call, appointment_id)
    require_allowed(appointment, ASSIGN, desk.call, desk.now)
    storage.catalogue.offer(appointment.store_id, appointment.treatment_id, technician_id, desk.now)
    if storage.changes.open_of(appointment_id):
        raise ChangeInProgress
    if appointment.offered_to == technician_id:
        return None, appointment
    if appointment.technician_ids[0] == technician_id:
        return None, ask_who_has_it(storage, appointment, appointment, now=desk.now, actor=str(desk.actor))
    search = storage.home_searches.find(appointment_id)
    assert search is not None  # noqa: S101 - a home visit that waits for an acceptance is looking for a technician
    candidate = Candidate(technician_id, {"assigned_by": str(desk.actor)})
    return _begin_round(desk, appointment, search, candidate, str(desk.actor)), appointment


def _begin_round(desk: Desk, appointment: Appointment, search: HomeSearch, candidate: Candidate, actor: str) -> Change:
    begun = search.move_to(candidate)
    desk.storage.home_searches.save(begun)
    change = _change(appointment, candidate.technician_id, change_id_of(appointment.id, len(begun.offers)), actor)
    desk.storage.changes.open(change, actor, None)
    return change


def _change(appointment: Appointment, technician_id: str, change_id: str, actor: str) -> Change:
    """To that technician, and nothing else; free of charge from now on for a customer who named another."""
    policy = appointment.policy
    return Change(
        id=change_id,
        appointment_id=appointment.id,
        target=Target(
            appointment.starts_at, technician_id, technician_requested=False, treatment_id=appointment.treatment_id
        ),
        actor=actor,
        policy=replace(policy, free_cancel_hours=0) if appointment.technician_requested else policy,
        price_fen=appointment.price_fen,
        expected_revision=appointment.claim_revision,
    )


def _moved(desk: Desk, appointment: Appointment, change: Change) -> Appointment:
    """The appointment offered to its new technician; scheduling's refusal after the round is marked as missed."""
    storage = desk.storage
    try:
        claim = desk.scheduling.move_claim(change, _wish(appointment, change))
    except Unavailable:
        storage.transact(lambda: storage.changes.release(change.id))
        raise
    except Refusal as refusal:
        because = refusal.code
        storage.transact(lambda: fail_change(storage, change, desk.now, because))
        raise
    desk.checkpoint("after_round_moved")
    return apply_claim(storage, claim, now=desk.now)


def _wish(appointment: Appointment, change: Change) -> Wish:
    return Wish(
        appointment.store_id,
        appointment.treatment_id,
        appointment.starts_at,
        change.target.technician_id,
        appointment.place,
        appointment.address,
        appointment.party_size,
        is_arranged=True,
    )
