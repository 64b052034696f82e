"""Figures of the stores somebody manages, and of a technician's own weeks. Counted as they are asked for."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from services.booking.domain.catalogue import Store
from services.booking.domain.errors import ManagersOnly, StoreUnknown, TechnicianUnknown
from services.booking.domain.figures.counting import BookingReport, OfPeriod, by_channel, by_treatment
from services.booking.domain.figures.own import TechnicianReport
from services.booking.ports import Storage
from services.booking.use_cases.read import DEFAULT_ZONE, require_sign_in
from shared.actor import STORE_MANAGER, Actor
from shared.call import Call
from shared.period import Period


def find_booking_figures(
    storage: Storage, *, call: Call, first: date, last: date, store_id: str | None = None
) -> BookingReport:
    """Of one store, or of all that the caller manages. A visit counts on the day it begins, on its store's clock.

    Raises StoreUnknown, ManagersOnly; Invalid for days in the wrong order or too many.
    """
    period = Period.of(first, last)
    zones = _by_zone(_managed(storage, call.actor, store_id))
    counts = [storage.figures.count(ids, zone, period) for zone, ids in zones.items()]
    visits = [row for one in counts for row in one.visits]
    made = sum((Counter(one.made) for one in counts), Counter[date]())
    booked = [row for one in counts for row in one.booked]
    treatments = by_treatment(booked)
    return BookingReport(
        store_id,
        OfPeriod.of(period, visits, made),
        OfPeriod.of(period.before, visits, made),
        by_channel(booked, (row for one in counts for row in one.walk_ins)),
        treatments,
        storage.catalogue.directory(treatments=[one.treatment_id for one in treatments]).treatments,
        call.language,
    )


def find_technician_figures(
    storage: Storage, *, call: Call, technician_id: str, first: date, last: date
) -> TechnicianReport:
    """A technician's own, for themselves and who manages a store of theirs; TechnicianUnknown for everybody else."""
    require_sign_in(call.actor)
    period, works_in = Period.of(first, last), sorted(storage.catalogue.stores_of([technician_id]))
    if call.actor.technician_id != technician_id and not any(map(call.actor.manages, works_in)):
        raise TechnicianUnknown
    zone = ZoneInfo(storage.catalogue.store(works_in[0]).timezone if works_in else DEFAULT_ZONE)
    given = storage.figures.given_by(technician_id, zone, period)
    return TechnicianReport.of(technician_id, period, given, zone)


def _managed(storage: Storage, actor: Actor, store_id: str | None) -> list[Store]:
    require_sign_in(actor)
    if store_id is None:
        if not (actor.is_admin or actor.has(STORE_MANAGER)):
            raise ManagersOnly
        return [store for store in storage.catalogue.all_stores() if actor.manages(store.id)]
    if actor.is_staff and not actor.works_for(store_id):
        raise StoreUnknown
    if not actor.manages(store_id):
        raise ManagersOnly
    return [storage.catalogue.store(store_id)]


def _by_zone(stores: Iterable[Store]) -> dict[ZoneInfo, list[str]]:
    found: dict[ZoneInfo, list[str]] = defaultdict(list)
    for store in stores:
        found[ZoneInfo(store.timezone)].append(store.id)
    return found
