"""Who may change what. Reading is for everybody."""

from collections.abc import Iterable

from services.catalog.domain.errors import NotYoursToChange
from shared.actor import Actor


def require_platform(actor: Actor) -> None:
    """Opening and closing stores, treatments, the brand's rules, certificates and ratings are the platform's."""
    if not (actor.is_system or actor.is_admin):
        raise NotYoursToChange


def require_manager(actor: Actor, stores: Iterable[str]) -> None:
    """What belongs to stores is for those who manage all of them."""
    if not all(actor.manages(store) for store in stores):
        raise NotYoursToChange


def require_one_of_their_managers(actor: Actor, stores: Iterable[str]) -> None:
    """Who works in several stores is looked after by the manager of any."""
    if not any(actor.manages(store) for store in stores):
        raise NotYoursToChange
