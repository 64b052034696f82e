"""Technicians' photos: everybody sees them; the technicians themselves and their managers choose them."""

from datetime import datetime
from typing import Any

from services.catalog.domain.authority import require_one_of_their_managers
from services.catalog.domain.technician import Technician
from services.catalog.ports import Catalogue, Portraits
from shared.actor import Actor
from shared.call import Call
from shared.idempotency import Keys


def get_technician_photo(catalogue: Catalogue, technician_id: str) -> bytes:
    """The photo, a JPEG. Raises PhotoUnknown."""
    return catalogue.technicians.photo(technician_id)


def put_technician_photo(
    catalogue: Catalogue,
    portraits: Portraits,
    idempotency: Keys,
    *,
    call: Call,
    now: datetime,
    technician_id: str,
    content: bytes,
) -> Technician:
    """The technician with this photo in place of any before. It is made before the transaction begins, since decoding
    may hold no lock. Raises what `Portraits` raises.
    """
    _require_right_to(call.actor, catalogue.technicians.get(technician_id))
    photo = portraits.portrait(content)

    def put() -> dict[str, Any]:
        technician = catalogue.technicians.get(technician_id)
        pictured = technician.pictured(photo)
        if pictured != technician:
            catalogue.technicians.picture(pictured, photo, now)
        return {}

    idempotency.run(call, put)
    return catalogue.technicians.get(technician_id)


def delete_technician_photo(catalogue: Catalogue, actor: Actor, now: datetime, technician_id: str) -> Technician:
    """The technician without a photo."""
    technician = catalogue.technicians.get(technician_id)
    _require_right_to(actor, technician)
    bare = technician.pictured(None)
    if bare != technician:
        catalogue.technicians.save(bare, now)
    return bare


def _require_right_to(actor: Actor, technician: Technician) -> None:
    if actor.technician_id != technician.id:
        require_one_of_their_managers(actor, technician.stores)
