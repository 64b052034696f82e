"""A resource of a store: a bed or a device, of which there may be several units."""

from dataclasses import dataclass

from services.catalog.domain.entry import Entry

KINDS = ("bed", "device")


@dataclass(frozen=True, kw_only=True)
class Resource(Entry):
    """`treatments` are the ids it serves; None means all of them."""

    store_id: str
    kind: str
    name: str
    units: int = 1
    treatments: tuple[str, ...] | None = None
