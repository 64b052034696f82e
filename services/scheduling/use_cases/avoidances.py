"""The never-again list: who sees it, who changes it."""

from datetime import datetime

from services.scheduling.domain.business.shop import Technician
from services.scheduling.domain.choice.avoidance import CUSTOMER_SIDE, STORE_SIDE, Avoidance
from services.scheduling.domain.errors import Unknown
from services.scheduling.ports import Diary
from shared.actor import Actor
from shared.events import Event


def list_never_again(diary: Diary, *, actor: Actor, customer_id: str) -> list[Avoidance]:
    """Customers see what they set themselves, staff everything about the technicians of their stores."""
    pairs = diary.look(lambda: diary.avoidances.of(customer_id))
    if _is_their_own(actor, customer_id):
        return [pair for pair in pairs if pair.side == CUSTOMER_SIDE]
    if not actor.is_staff and not actor.is_system:
        raise Unknown(params={"id": customer_id})
    return [pair for pair in pairs if _is_staff_of(actor, diary, pair.technician_id)]


def put_never_again(
    diary: Diary, *, actor: Actor, now: datetime, customer_id: str, technician_id: str, reason: str
) -> Avoidance:
    """Keep the two apart from now on; visits that are booked already stay. Again with another reason: the new one."""
    technician = diary.catalogue.technician(technician_id)
    side = _side(actor, customer_id, technician)
    pair = Avoidance(customer_id, technician_id, side, reason, str(actor), now)
    diary.transact(lambda: diary.avoidances.put(pair))
    return pair


def delete_never_again(diary: Diary, *, actor: Actor, customer_id: str, technician_id: str) -> None:
    """Customers take back what they set, staff whatever was; nothing happens to what is not on the list."""
    side = _side(actor, customer_id, diary.catalogue.technician(technician_id))
    only = CUSTOMER_SIDE if side == CUSTOMER_SIDE else None
    diary.transact(lambda: diary.avoidances.remove(customer_id, technician_id, only))


def forget_customer(diary: Diary, event: Event) -> None:
    """Whom an erased customer was to be kept apart from is nobody's business any more."""
    diary.once(event, lambda: diary.avoidances.forget(event.data["account_id"]))


def _side(actor: Actor, customer_id: str, technician: Technician) -> str:
    """For whom the actor speaks; Unknown for anybody who speaks for neither side."""
    if _is_their_own(actor, customer_id):
        return CUSTOMER_SIDE
    if any(actor.works_for(store) for store in technician.stores):
        return STORE_SIDE
    raise Unknown(params={"id": customer_id})


def _is_their_own(actor: Actor, customer_id: str) -> bool:
    return actor.is_signed_in and actor.account_id == customer_id


def _is_staff_of(actor: Actor, diary: Diary, technician_id: str) -> bool:
    """Of a technician who left, nobody but the platform is told."""
    try:
        technician = diary.catalogue.technician(technician_id)
    except Unknown:
        return actor.is_admin or actor.is_system
    return any(actor.works_for(store) for store in technician.stores)
