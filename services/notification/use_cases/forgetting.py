"""Forgetting a customer."""

from services.notification.domain.people import Contact
from services.notification.ports import Desk, Traces


def forget_person(desk: Desk, traces: Traces, *, account_id: str, revision: int) -> None:
    """Write to them no more, keep nothing that was written. The empty contact stays: no older one takes its place."""
    desk.contacts.remember(Contact(account_id, revision))
    traces.forget(account_id)
