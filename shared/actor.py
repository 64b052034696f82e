"""Who asks. Built by the gateway from a verified token only, passed on unchanged by every service."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

CUSTOMER, TECHNICIAN, RECEPTIONIST = "customer", "technician", "receptionist"
STORE_MANAGER, PLATFORM_ADMIN = "store_manager", "platform_admin"
STAFF_ROLES = frozenset({RECEPTIONIST, STORE_MANAGER, PLATFORM_ADMIN})
ROLES = STAFF_ROLES | {CUSTOMER, TECHNICIAN}


@dataclass(frozen=True)
class Actor:
    """An account with its roles and the stores its staff roles reach (ids); or the system; or nobody signed in.

    `account_id` is None for somebody not signed in. A customer's account id is also the id of their archive.
    `session_id` names the sign-in, so that ending it can be told from ending another.
    """

    account_id: str | None = None
    name: str = ""
    roles: frozenset[str] = frozenset()
    stores: frozenset[str] = frozenset()
    technician_id: str | None = None
    session_id: str | None = None
    service: str | None = None

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None

    @property
    def is_system(self) -> bool:
        """Background work of one of our own services."""
        return self.service is not None

    @property
    def is_staff(self) -> bool:
        return bool(self.roles & STAFF_ROLES)

    @property
    def is_admin(self) -> bool:
        return PLATFORM_ADMIN in self.roles

    def has(self, *roles: str) -> bool:
        return bool(self.roles & set(roles))

    def works_for(self, store_id: str) -> bool:
        """Whether a staff role of this actor reaches the store."""
        return self.is_system or self.is_admin or (self.is_staff and store_id in self.stores)

    def manages(self, store_id: str) -> bool:
        """Whether this actor may change what belongs to the store (its manager, or the platform)."""
        return self.is_system or self.is_admin or (STORE_MANAGER in self.roles and store_id in self.stores)

    def __str__(self) -> str:
        return f"system:{self.service}" if self.service else self.account_id or "anonymous"

    @classmethod
    def system(cls, service: str) -> Self:
        return cls(account_id=f"system:{service}", name=service, service=service)

    def to_wire(self) -> dict[str, Any]:
        return {
            "account_id": self.account_id,
            "name": self.name,
            "roles": sorted(self.roles),
            "stores": sorted(self.stores),
            "technician_id": self.technician_id,
            "session_id": self.session_id,
            "service": self.service,
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        return cls(
            account_id=wire.get("account_id"),
            name=wire.get("name") or "",
            roles=frozenset(wire.get("roles") or ()),
            stores=frozenset(wire.get("stores") or ()),
            technician_id=wire.get("technician_id"),
            session_id=wire.get("session_id"),
            service=wire.get("service"),
        )


ANONYMOUS = Actor()
