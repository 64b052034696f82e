"""Forgetting a customer who wishes so."""

from datetime import datetime

from services.identity.domain.events import AccountErased
from services.identity.domain.sessions import ACCOUNT_ERASED
from services.identity.ports import Storage
from services.identity.use_cases.accounts import get_account
from services.identity.use_cases.applying import note, settled
from services.identity.use_cases.sessions import end
from shared.call import Call


def erase_account(storage: Storage, *, call: Call, now: datetime) -> None:
    """Empty the caller's account, end every sign-in, and tell the others to forget them as well; once more changes
    nothing. The empty row stays, so that its id is never another person's. Raises StaffAccountStays.
    """

    def erase() -> None:
        before = get_account(storage, call=call)
        if before.is_erased:
            return
        after = before.erased()
        storage.accounts.save(after)
        if before.phone:
            storage.codes.forget(before.phone)
        for session in storage.sessions.open_of(before.id):
            end(storage, call, now, session, ACCOUNT_ERASED)
        storage.announce(AccountErased(account_id=after.id, revision=after.version), now)
        note(storage, call, now, "account_erased", account_id=after.id)

    settled(storage, erase)
