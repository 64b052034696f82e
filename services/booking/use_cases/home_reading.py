"""Who was asked to go to a home, for whoever dispatches."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from services.booking.domain.catalogue import Technician
from services.booking.domain.errors import AppointmentUnknown
from services.booking.domain.home.search import HomeSearch
from services.booking.domain.life.transitions import STAFF, SYSTEM
from services.booking.ports import Storage
from services.booking.use_cases.read import require_sign_in
from shared.call import Call


@dataclass(frozen=True)
class SeenSearch:
    """A search, told in the store's time, with the technician of each offer."""

    search: HomeSearch
    technicians: tuple[Technician, ...]
    zone: ZoneInfo


def get_home_offers(storage: Storage, *, call: Call, appointment_id: str) -> SeenSearch:
    """For the staff of the store; to everybody else, and of a visit nobody was asked for, there is nothing."""
    require_sign_in(call.actor)
    appointment = storage.appointments.get(appointment_id)
    search = storage.home_searches.find(appointment_id)
    if search is None or appointment.parts_of(call.actor).isdisjoint({STAFF, SYSTEM}):
        raise AppointmentUnknown
    tried = [one.technician_id for one in search.offers]
    names = storage.catalogue.directory(stores=[appointment.store_id], technicians=tried)
    return SeenSearch(search, names.technicians_of(tried), ZoneInfo(names.store(appointment.store_id).timezone))
