"""How a decision is applied: in one transaction, with what the others and the audit trail must know of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from services.identity.domain.accounts import Account
from services.identity.domain.errors import VersionConflict
from services.identity.ports import AuditEntry, IdentifierTaken, Storage
from shared.call import Call
from shared.errors import Forbidden, Refusal

T = TypeVar("T")


def committed(storage: Storage, work: Callable[[], T | Refusal]) -> T:
    """What `work` returns. A refusal it *returns* is raised after the commit, so that the counted try and the audit row
    stay; one it raises undoes everything.
    """
    result = storage.transact(work)
    if isinstance(result, Refusal):
        raise result
    return result


def settled(storage: Storage, work: Callable[[], T | Refusal]) -> T:
    """The same for work that makes or completes an account: when somebody else did at the same moment, `work` starts
    afresh and finds what they did. Twice at most: once they made the account, once they changed it.
    """
    for _ in range(2):
        try:
            return committed(storage, work)
        except (IdentifierTaken, VersionConflict):
            continue
    return committed(storage, work)


def note(
    storage: Storage,
    call: Call,
    now: datetime,
    action: str,
    *,
    account_id: str | None = None,
    address: str | None = None,
    **detail: Any,
) -> None:
    """Write down that the caller did this; `detail` holds neither secrets nor personal data."""
    storage.note(AuditEntry(now, str(call.actor), action, call.request_id, account_id, address, detail))


def add_account(storage: Storage, call: Call, now: datetime, account: Account, *, address: str | None = None) -> None:
    storage.accounts.add(account)
    storage.announce(account.as_fact(), now)
    note(storage, call, now, "account_created", account_id=account.id, address=address, roles=sorted(account.roles))


def save_account(storage: Storage, call: Call, now: datetime, before: Account, after: Account) -> None:
    """Save what `changed` made of the account; nothing happens if nothing changed."""
    if after is before:
        return
    storage.accounts.save(after)
    storage.announce(after.as_fact(), now)
    changed = sorted(
        name for name, value in vars(after).items() if value != getattr(before, name) and name != "version"
    )
    note(storage, call, now, "account_changed", account_id=after.id, fields=changed)


def require(allowed: bool, what: str) -> None:  # noqa: FBT001 - reads as a sentence: require(actor.is_admin, "…")
    if not allowed:
        raise Forbidden(f"{what} is not for this actor")
