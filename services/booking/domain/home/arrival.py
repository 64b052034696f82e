"""The arrival code: the customer tells it at the door, so that both know they have found the right one."""

import hmac
from collections.abc import Collection

from services.booking.domain.errors import ArrivalCodeLocked, ArrivalCodeWrong
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.transitions import CUSTOMER
from services.booking.domain.places import HOME

MOST_TRIES = 5


def is_shown_code(appointment: Appointment, parts: Collection[str]) -> bool:
    """Whether whoever is that to the visit is to see its code: the customer alone, until their technician is there."""
    return appointment.place == HOME and appointment.is_awaited and set(parts) == {CUSTOMER}


def check_tries(tries: int) -> None:
    """A try is counted before the code is looked at, so that many at once are not more than many in a row."""
    if tries > MOST_TRIES:
        raise ArrivalCodeLocked(params={"most": MOST_TRIES})


def check_code(given: str, code: str) -> None:
    """Takes the same time however much of the code is right."""
    if not hmac.compare_digest(given.strip().encode(), code.encode()):
        raise ArrivalCodeWrong(fields={"code": ["is not the code that the customer was shown"]})
