"""The archive 档案 of a customer."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from services.customer_profile.domain.errors import VersionConflict
from services.customer_profile.domain.people import ContactPerson, SavedAddress


@dataclass(frozen=True, kw_only=True)
class Archive:
    """`id` is the customer's account. What the account says (name to language) is identity's and comes by event, with
    the account's revision; the rest is written here, and `version` counts the writing.
    """

    id: str
    account_revision: int
    name: str
    phone: str | None = None
    email: str | None = None
    gender: str | None = None
    birthday: date | None = None
    language: str = "zh-CN"
    version: int = 1
    allergies: tuple[str, ...] = ()
    skin: str = ""
    health_notes: str = ""
    tags: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    contacts: tuple[ContactPerson, ...] = ()
    addresses: tuple[SavedAddress, ...] = ()

    def edited(self, version: int, **changes: Any) -> Self:
        """The next version; `version` is the one its editor saw."""
        if version != self.version:
            raise VersionConflict(params={"version": self.version})
        return dataclasses.replace(self, version=self.version + 1, **changes)

    def without_tags(self) -> Self:
        """As the customer sees it: tags are the staff's notes to each other."""
        return dataclasses.replace(self, tags=())
