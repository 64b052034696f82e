"""Who may see and search archives."""

from collections.abc import Iterable

from services.customer_profile.domain.errors import ArchiveUnknown, SignInRequired, StaffOnly
from shared.actor import Actor


def require_sight(actor: Actor, customer_id: str, stores: Iterable[str]) -> None:
    """Customers see their own; staff those who have ever booked with a store of theirs, the platform everybody.

    Anybody else learns nothing, not even that there is such a customer.
    """
    if actor.account_id == customer_id or sees_everybody(actor):
        return
    if not any(actor.works_for(store) for store in stores):
        raise ArchiveUnknown


def require_signed_in(actor: Actor) -> str:
    """The caller's account, which is also their archive's id."""
    if actor.account_id is None:
        raise SignInRequired
    return actor.account_id


def sees_everybody(actor: Actor) -> bool:
    return actor.is_admin or actor.is_system


def is_staff(actor: Actor) -> bool:
    return actor.is_staff or actor.is_system


def require_staff(actor: Actor) -> None:
    if not is_staff(actor):
        raise StaffOnly
