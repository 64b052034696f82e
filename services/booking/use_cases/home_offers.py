"""Asking a technician to go to a home, once the visit's time is theirs."""

from datetime import datetime

from services.booking.domain.catalogue import Technician
from services.booking.domain.errors import ChangeInProgress
from services.booking.domain.home.search import CLOSED
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.change import Change
from services.booking.domain.life.transitions import ASKED, OFFER, PASS_ON, PENDING_ACCEPTANCE
from services.booking.domain.places import HOME
from services.booking.ports import Storage
from services.booking.use_cases.steps import record_step
from shared.actor import Actor

SYSTEM = str(Actor.system("booking"))


def change_id_of(appointment_id: str, round_: int) -> str:
    """The change that moves the visit to the technician of that round: after a crash the same one again."""
    return f"{appointment_id}-r{round_}"


def is_round(storage: Storage, appointment: Appointment, change: Change) -> bool:
    """Whether the change moves the visit to somebody who is then to be asked."""
    if appointment.place != HOME or appointment.status != PENDING_ACCEPTANCE:
        return False
    search = storage.home_searches.find(appointment.id)
    moving = search.moving if search else None
    return moving is not None and change.id == change_id_of(appointment.id, moving.round)


def ask_who_has_it(
    storage: Storage, before: Appointment, there: Appointment, *, now: datetime, actor: str = SYSTEM
) -> Appointment:
    """The visit, whose time is as in `there`, is offered to whoever has that time; gives the appointment after it."""
    search = storage.home_searches.find(before.id)
    if search is None or search.state == CLOSED:
        return there
    asked = there.offered(search.at(there.starts_at, now).answer_by(now), now)
    more = {"instead_of": _named_before(storage, before, asked)}
    record_step(storage, before, asked, action=OFFER, actor=actor, now=now, more=more)
    return asked


def _named_before(storage: Storage, before: Appointment, after: Appointment) -> Technician | None:
    """Whom the customer named, and who does not come after all."""
    if not before.technician_requested or after.technician_requested:
        return None
    named = before.technician_ids[:1]
    return storage.catalogue.directory(technicians=named).technicians_of(named)[0]


def ask_again(storage: Storage, after: Appointment, *, now: datetime) -> Appointment:
    """What was asked before the visit changed is asked anew; gives the appointment as it then is."""
    if after.place != HOME or after.status != PENDING_ACCEPTANCE:
        return after
    return ask_who_has_it(storage, after, after, now=now)


def miss_round(storage: Storage, change: Change, because: str, now: datetime) -> None:
    """The visit could not be moved to the round's technician; what was against it is kept."""
    search = storage.home_searches.find(change.appointment_id)
    if search is not None:
        storage.home_searches.save(search.missed(because, now))


def step_word(appointment: Appointment, action: str, by: frozenset[str]) -> str:
    """Who is asked to go to a home and declines passes the visit on; for everybody else the word is the step."""
    return PASS_ON if action == "decline" and appointment.place == HOME and ASKED in by else action


def require_settled(storage: Storage, appointment: Appointment, action: str) -> None:
    """ChangeInProgress while the visit is on its way to somebody else: who accepts would not be who has its time."""
    if action == "accept" and appointment.place == HOME and storage.changes.open_of(appointment.id):
        raise ChangeInProgress
