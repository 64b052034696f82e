"""The never-again list: a customer and a technician who are not to meet again.

Either side may have asked for it, and neither learns that the other did: a customer sees what customers' side set, and
a refusal tells nobody but staff more than that the technician is not suitable.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from services.scheduling.domain.offer.reasons import Reason
from services.scheduling.domain.offer.scene import NEVER_AGAIN

CUSTOMER_SIDE, STORE_SIDE = "customer", "store"
UNAVAILABLE = "unavailable"


@dataclass(frozen=True)
class Avoidance:
    """`side` says for whom it was set; `reason` is personal and kept sealed."""

    customer_id: str
    technician_id: str
    side: str
    reason: str
    set_by: str
    set_at: datetime


def discreet(reasons: Iterable[Reason], *, to_staff: bool = False) -> list[Reason]:
    """The reasons as they may be told; only staff are told of the list."""
    return [reason if to_staff else _without_the_list(reason) for reason in reasons]


def _without_the_list(reason: Reason) -> Reason:
    is_of_the_list = reason.params.get("because") == NEVER_AGAIN
    return replace(reason, params={"because": UNAVAILABLE}) if is_of_the_list else reason
