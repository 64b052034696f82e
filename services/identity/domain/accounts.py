"""Accounts: customers, technicians and staff alike; what somebody may do is in the roles."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from services.identity.domain.errors import EmailIsTheLogin, StaffAccountStays, VersionConflict
from services.identity.domain.events import AccountChanged
from shared.actor import CUSTOMER, RECEPTIONIST, STORE_MANAGER, TECHNICIAN
from shared.call import DEFAULT_LANGUAGE
from shared.errors import Invalid

EARLIEST_BIRTHDAY = date(1900, 1, 1)


def check_birthday(birthday: date, now: datetime) -> None:
    """Refuse a day nobody who signs in can be born on; tomorrow may be today already, east of here."""
    if birthday > (now + timedelta(days=1)).date():
        raise Invalid("born in the future", fields={"birthday": ["May not lie in the future."]})
    if birthday < EARLIEST_BIRTHDAY:
        raise Invalid("born too long ago", fields={"birthday": ["May not lie that far back."]})


@dataclass(frozen=True, kw_only=True)
class Account:
    """A person who can sign in. `phone` is E.164, `login` a staff name; each belongs to one account only.

    `email` is a way to reach them; it is a way to sign in, and then unique, once `email_confirmed`. So nobody can take
    an address away from its owner by writing it into a profile, nor learn from a refusal that it is known here.
    """

    id: str
    roles: frozenset[str]
    name: str = field(default="", repr=False)
    login: str | None = None
    phone: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    email_confirmed: bool = False
    password_hash: str | None = field(default=None, repr=False)
    gender: str | None = field(default=None, repr=False)
    birthday: date | None = field(default=None, repr=False)
    language: str = DEFAULT_LANGUAGE
    stores: frozenset[str] = frozenset()
    technician_id: str | None = None
    version: int = 1

    def changed(self, **changes: Any) -> "Account":
        """The next version of the account; the same one if nothing is different."""
        if changes.get("email", self.email) != self.email:
            if self.email_confirmed and not (self.phone or self.login):
                raise EmailIsTheLogin
            changes["email_confirmed"] = False
        if all(getattr(self, name) == value for name, value in changes.items()):
            return self
        return replace(self, **changes, version=self.version + 1)

    def with_password(self, password_hash: str) -> "Account":
        return replace(self, password_hash=password_hash)

    def expect_version(self, version: int) -> None:
        if version != self.version:
            raise VersionConflict(params={"version": self.version})

    def as_customer(self, name: str = "") -> "Account":
        """The account of somebody who is also a customer; a name is taken only where there is none yet."""
        return self.changed(roles=self.roles | {CUSTOMER}, name=self.name or name)

    @property
    def is_erased(self) -> bool:
        """An account that exists may do something; what is left of an erased one is its id."""
        return not self.roles

    def erased(self) -> "Account":
        """Nothing of the person, nor any way to sign in. Who works here is let go by the platform, not by themselves:
        StaffAccountStays.
        """
        if self.roles - {CUSTOMER}:
            raise StaffAccountStays
        return Account(id=self.id, roles=frozenset(), version=self.version + 1)

    def check_scope(self) -> None:
        """Refuse an account nobody could sign in to, and roles without the scope that gives them a meaning."""
        wrong = {}
        if self.roles & {RECEPTIONIST, STORE_MANAGER} and not self.stores:
            wrong["stores"] = ["Staff of a store need at least one store."]
        if TECHNICIAN in self.roles and not self.technician_id:
            wrong["technician_id"] = ["A technician's account names the technician."]
        if not (self.login or self.phone or self.email):
            wrong["login"] = ["An account needs a login, a phone or an e-mail address."]
        if wrong:
            raise Invalid("the account is incomplete", fields=wrong)

    def as_fact(self) -> AccountChanged:
        """The whole account as the others may know it."""
        return AccountChanged(
            account_id=self.id,
            revision=self.version,
            roles=self.roles,
            name=self.name,
            phone=self.phone,
            email=self.email,
            gender=self.gender,
            birthday=self.birthday,
            language=self.language,
            technician_id=self.technician_id,
            stores=self.stores,
        )
