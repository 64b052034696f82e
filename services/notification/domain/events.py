"""What notification announces."""

from dataclasses import dataclass

from shared.events import Fact


@dataclass(frozen=True, kw_only=True)
class NotificationCreated(Fact):
    """There is something new in the list inside an account's pages; `kind` is the template's name."""

    notification_id: str
    account_id: str
    kind: str
    appointment_id: str | None
