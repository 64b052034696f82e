"""Calls for help from visits at homes: raised by who is there, seen and acknowledged by the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.booking.domain import events
from services.booking.domain.alert.alert import Alert, Position
from services.booking.domain.errors import AlertUnknown
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.history import Entry
from services.booking.domain.life.transitions import CUSTOMER, TECHNICIAN
from services.booking.domain.telling import fact_of
from services.booking.ports import AlertSearch, Storage
from services.booking.use_cases.read import Seen, require_sign_in, see_one
from services.booking.use_cases.steps import lock_visible, require_allowed
from shared.call import Call
from shared.ids import new_id

SOS = "sos"


@dataclass(frozen=True)
class SeenAlert:
    """An alert, told in the store's time."""

    alert: Alert
    zone: ZoneInfo


@dataclass(frozen=True)
class AlertPage:
    """A part of a list; `next_cursor` is None at its end."""

    items: Sequence[SeenAlert]
    next_cursor: tuple[datetime, str] | None


def raise_sos(
    storage: Storage, *, call: Call, now: datetime, appointment_id: str, lng: float | None, lat: float | None
) -> Seen:
    """Alert the store at once. The appointment stays as it is, so that the other party learns nothing of it."""
    position = None if lng is None or lat is None else Position(lng, lat)

    def alert() -> Seen:
        appointment = lock_visible(storage, call, appointment_id)
        require_allowed(appointment, SOS, call, now)
        raised = _raised(storage, appointment, position, call, now)
        storage.appointments.announce([_fact(storage, appointment, raised)], now)
        return see_one(storage, appointment, call=call, now=now)

    return storage.transact(alert)


def acknowledge_sos(
    storage: Storage, *, call: Call, now: datetime, alert_id: str, note: str | None = None
) -> SeenAlert:
    """Somebody at the store sees to it."""

    def acknowledge() -> SeenAlert:
        storage.appointments.lock(appointment_id)
        alert = storage.alerts.get(alert_id)
        if not call.actor.works_for(alert.store_id):
            raise AlertUnknown
        acknowledged = alert.acknowledged(str(call.actor), now, note)
        storage.alerts.save(acknowledged)
        return _seen(storage, acknowledged)

    require_sign_in(call.actor)
    appointment_id = storage.alerts.get(alert_id).appointment_id
    return storage.transact(acknowledge)


def find_sos_alerts(
    storage: Storage,
    *,
    call: Call,
    store_id: str | None = None,
    is_open: bool | None = None,
    cursor: tuple[datetime, str] | None = None,
    limit: int = 20,
) -> AlertPage:
    """Those of the actor's stores, and those they raised themselves; newest first."""
    actor = call.actor
    require_sign_in(actor)
    stores = None if actor.is_admin or actor.is_system else actor.stores if actor.is_staff else frozenset[str]()
    search = AlertSearch(stores, str(actor), store_id, is_open, after=cursor, limit=limit + 1)
    found = storage.alerts.find(search)
    page = found[:limit]
    more = (page[-1].raised_at, page[-1].id) if len(found) > limit else None
    return AlertPage([_seen(storage, one) for one in page], more)


def alerts_of(storage: Storage, account_id: str, *, limit: int) -> list[SeenAlert]:
    """Every call for help that one person raised."""
    return [_seen(storage, one) for one in storage.alerts.find(AlertSearch(frozenset(), account_id, limit=limit))]


def _raised(storage: Storage, appointment: Appointment, position: Position | None, call: Call, now: datetime) -> Alert:
    """A new alert, or the same person's earlier one that nobody has answered."""
    who = str(call.actor)
    known = storage.alerts.open_of(appointment.id, who)
    if known is not None:
        again = known.again(position, now)
        storage.alerts.save(again)
        return again
    as_what = TECHNICIAN if TECHNICIAN in appointment.parts_of(call.actor) else CUSTOMER
    alert = Alert(new_id(), appointment.id, appointment.store_id, who, as_what, now, now, position)
    storage.alerts.add(alert)
    return alert


def _fact(storage: Storage, appointment: Appointment, alert: Alert) -> events.AppointmentFact:
    step = Entry.of(None, appointment, action=SOS, actor=alert.raised_by, at=alert.called_at)
    position = alert.position
    return fact_of(
        events.SosRaised,
        step,
        appointment,
        storage.catalogue.directory_of([appointment]),
        alert_id=alert.id,
        raised_by=alert.raised_by,
        raised_as=alert.raised_as,
        raised_at=alert.raised_at,
        number_of_calls=alert.calls,
        lng=position.lng if position else None,
        lat=position.lat if position else None,
    )


def _seen(storage: Storage, alert: Alert) -> SeenAlert:
    store = storage.catalogue.directory(stores=[alert.store_id]).store(alert.store_id)
    return SeenAlert(alert, ZoneInfo(store.timezone))
