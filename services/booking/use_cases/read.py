"""Reading appointments: everybody sees their own, and everything else does not exist for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.booking.domain.catalogue import Directory, Store, Technician, Treatment
from services.booking.domain.errors import AppointmentUnknown, SignInRequired
from services.booking.domain.home.arrival import is_shown_code
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.history import Entry
from services.booking.domain.life.transitions import CONFIRMED
from services.booking.domain.life.treatments import PlannedTreatment
from services.booking.domain.payment.payment import Payment
from services.booking.domain.proposal.proposal import Proposal, actions_beside
from services.booking.ports import Scope, Search, Storage
from shared.actor import Actor
from shared.call import Call

DEFAULT_ZONE = "Asia/Shanghai"
Cursor = tuple[datetime, str]


@dataclass(frozen=True)
class SeenTreatment:
    """One treatment of a visit, with the names of what it mentions; `number` counts them from 0."""

    treatment: Treatment
    planned: PlannedTreatment
    technicians: tuple[Technician, ...]
    number: int = 0


@dataclass(frozen=True)
class Seen:
    """An appointment as one person sees it: with the names of what it mentions, and what they may do with it now.

    `payment` is the one that counts for its deposit. `arrival_code` is for the customer to tell at their door;
    `expected_at` is when a visit that is late will begin. `course_session_used` is said of a visit that is not, but
    might be, cancelled.
    """

    appointment: Appointment
    store: Store
    treatments: tuple[SeenTreatment, ...]
    technicians: tuple[Technician, ...]
    allowed_actions: tuple[str, ...]
    language: str
    payment: Payment | None = None
    arrival_code: str | None = None
    expected_at: datetime | None = None
    course_session_used: bool | None = None

    @property
    def treatment(self) -> Treatment:
        """The first, or only, one."""
        return self.treatments[0].treatment

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.store.timezone)


@dataclass(frozen=True)
class Page:
    """A part of a list; `next_cursor` is None at its end."""

    items: Sequence[Seen]
    next_cursor: Cursor | None


@dataclass(frozen=True)
class History:
    """What became of an appointment, oldest first, in the store's time."""

    items: Sequence[Entry]


def require_sign_in(actor: Actor) -> None:
    if not actor.is_signed_in:
        raise SignInRequired


def check_visible(appointment: Appointment, actor: Actor) -> Appointment:
    """The appointment, if it is the actor's to see."""
    require_sign_in(actor)
    if not appointment.parts_of(actor):
        raise AppointmentUnknown
    return appointment


def see(
    storage: Storage, appointments: Iterable[Appointment], *, call: Call, now: datetime, are_new: bool = False
) -> list[Seen]:
    """`are_new`: they are being made this moment, so that nothing can have been paid, proposed or delayed yet."""
    mentioned = list(appointments)
    directory = storage.catalogue.directory_of(mentioned)
    known = [] if are_new else mentioned
    payments = storage.payments.standing([one.id for one in known if one.deposit])
    late = _expected(storage, known)
    proposed = _proposed(storage, known, now)
    return [
        Seen(
            one,
            directory.store(one.store_id),
            tuple(_seen_treatment(*planned, directory) for planned in enumerate(one.treatments)),
            directory.technicians_of(one.technician_ids),
            _actions(one, proposed.get(one.id), call.actor, now),
            call.language,
            payments.get(one.id),
            _code(storage, one, call),
            late.get(one.id),
        )
        for one in mentioned
    ]


def _actions(one: Appointment, proposal: Proposal | None, actor: Actor, now: datetime) -> tuple[str, ...]:
    parts = one.parts_of(actor)
    return actions_beside(proposal, one.allowed_actions(parts, now), actor, parts)


def _proposed(storage: Storage, appointments: Iterable[Appointment], now: datetime) -> dict[str, Proposal]:
    """The other times that were proposed for visits and wait for an answer."""
    awaited = [one.id for one in appointments if one.status == CONFIRMED and now < one.starts_at]
    return {key: one for key, one in storage.proposals.open_among(awaited).items() if one.is_open(now)}


def _code(storage: Storage, appointment: Appointment, call: Call) -> str | None:
    is_shown = is_shown_code(appointment, appointment.parts_of(call.actor))
    return storage.arrivals.code_of(appointment.id) if is_shown else None


def _expected(storage: Storage, appointments: Iterable[Appointment]) -> dict[str, datetime]:
    """When visits are expected to begin that will not begin in time."""
    awaited = {one.id: one.starts_at for one in appointments if one.is_awaited}
    told = storage.latenesses.of(awaited) if awaited else {}
    return {key: one.expected_at for key, one in told.items() if one.minutes and one.is_of(awaited[key])}


def _seen_treatment(number: int, planned: PlannedTreatment, directory: Directory) -> SeenTreatment:
    treatment = directory.treatment(planned.treatment_id)
    return SeenTreatment(treatment, planned, directory.technicians_of(planned.technician_ids), number)


def see_one(storage: Storage, appointment: Appointment, *, call: Call, now: datetime, is_new: bool = False) -> Seen:
    return see(storage, [appointment], call=call, now=now, are_new=is_new)[0]


def get_appointment(storage: Storage, *, call: Call, now: datetime, appointment_id: str) -> Seen:
    appointment = check_visible(storage.appointments.get(appointment_id), call.actor)
    return see_one(storage, appointment, call=call, now=now)


def get_history(storage: Storage, *, call: Call, appointment_id: str) -> History:
    appointment = check_visible(storage.appointments.get(appointment_id), call.actor)
    zone = ZoneInfo(storage.catalogue.directory_of([appointment]).store(appointment.store_id).timezone)
    return History([entry.told_in(zone) for entry in storage.appointments.history(appointment_id)])


def find_appointments(
    storage: Storage,
    *,
    call: Call,
    now: datetime,
    statuses: Sequence[str] = (),
    store_id: str | None = None,
    technician_id: str | None = None,
    customer_id: str | None = None,
    starts_from: datetime | date | None = None,
    starts_to: datetime | date | None = None,
    cursor: Cursor | None = None,
    limit: int = 20,
) -> Page:
    """Those in the actor's scope, newest start first. A bare date means its whole day, on the store's calendar."""
    require_sign_in(call.actor)
    zone = ZoneInfo(storage.catalogue.store(store_id).timezone if store_id else DEFAULT_ZONE)
    search = Search(
        scope_of(call.actor),
        statuses,
        store_id,
        technician_id,
        starts_from=_instant(starts_from, zone),
        starts_before=_instant(starts_to, zone, days_on=1),
        after=cursor,
        limit=limit + 1,
        customer_id=customer_id,
    )
    found = storage.appointments.find(search)
    page = found[:limit]
    more = (page[-1].starts_at, page[-1].id) if len(found) > limit else None
    return Page(see(storage, page, call=call, now=now), more)


def scope_of(actor: Actor) -> Scope:
    if actor.is_admin or actor.is_system:
        return Scope(store_ids=None)
    return Scope(actor.account_id, actor.technician_id, actor.stores if actor.is_staff else frozenset())


def _instant(moment: datetime | date | None, zone: ZoneInfo, *, days_on: int = 0) -> datetime | None:
    """A date as the instant at which its day begins, or `days_on` days later."""
    if moment is None or isinstance(moment, datetime):
        return moment
    return start_of(moment + timedelta(days=days_on), zone)


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The midnight that begins a day."""
    return datetime.combine(day, time(), zone)
