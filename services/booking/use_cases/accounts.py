"""Following identity's accounts: how customers are called, and whose visits a technician's feed shows."""

from services.booking.ports import Storage
from shared.actor import CUSTOMER
from shared.events import Event, unsealed


def follow_account(storage: Storage, event: Event) -> None:
    storage.transact(lambda: _follow(storage, event))


def _follow(storage: Storage, event: Event) -> None:
    """Who is a technician no longer, or another one, sees the first one's visits no longer."""
    account = event.data
    storage.feeds.leave_technician(account["account_id"], account["technician_id"])
    if CUSTOMER in account["roles"]:
        storage.customers.remember(account["account_id"], account["revision"], unsealed(account, "name"))
