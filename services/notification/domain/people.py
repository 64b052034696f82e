"""Whom we write to: the replica of an account's addresses, and what its owner prefers."""

from dataclasses import dataclass, field

from services.notification.domain.addresses import Address, normalised
from services.notification.domain.channels import OPTIONAL, Channel
from services.notification.domain.manners import Topic


@dataclass(frozen=True)
class Contact:
    """An account as `identity.account_changed` told it; `revision` orders what was told.

    `technician_id` names the technician it is the account of; `stores` are those it works for at the counter.
    """

    account_id: str
    revision: int
    name: str = ""
    phone: str | None = None
    email: str | None = None
    language: str | None = None
    technician_id: str | None = None
    stores: frozenset[str] = frozenset()

    @property
    def addresses(self) -> list[Address]:
        """Everywhere outside our pages where this person can be reached."""
        known = {Channel.SMS: self.phone, Channel.EMAIL: self.email}
        return [Address(channel, normalised(to)) for channel, to in known.items() if to]


@dataclass(frozen=True)
class Preferences:
    """What an account's owner chose; `version` 0 means they never did, and the defaults hold.

    `channels` and `topics` are those left on.
    """

    account_id: str
    version: int = 0
    language: str | None = None
    channels: frozenset[Channel] = field(default=frozenset(OPTIONAL))
    topics: frozenset[Topic] = field(default=frozenset(Topic))
