"""Who may see or change what. What is not the caller's does not exist for them."""

from services.scheduling.domain.business.shop import Technician
from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.errors import NotAllowed, Unknown
from shared.actor import Actor


def require_theirs(actor: Actor, claim: Claim) -> None:
    """The customer, the technicians and the staff of the store may see and change a claim."""
    is_customer = actor.is_signed_in and actor.account_id == claim.customer_id
    is_technician = actor.technician_id is not None and actor.technician_id in claim.technician_ids
    if not (is_customer or is_technician or actor.works_for(claim.wish.store_id)):
        raise Unknown(params={"id": claim.id})


def require_roster_reader(actor: Actor, technician: Technician) -> None:
    """Technicians see their own roster, staff those of their stores; other customers are told no."""
    if actor.technician_id == technician.id or any(actor.works_for(store) for store in technician.stores):
        return
    if actor.is_system or actor.is_admin:
        return
    raise Unknown(params={"id": technician.id}) if actor.is_staff or actor.technician_id else NotAllowed


def require_roster_writer(actor: Actor, technician: Technician) -> None:
    """Plans are changed by who manages a store of the technician's."""
    require_roster_reader(actor, technician)
    if not (actor.is_system or actor.is_admin or any(actor.manages(store) for store in technician.stores)):
        raise NotAllowed
