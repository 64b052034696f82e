"""What staff did against a rule elsewhere stands in the same trail as what they did to accounts."""

from datetime import datetime

from services.identity.ports import AuditEntry, Storage
from shared.events import Event, unsealed


def note_override(storage: Storage, event: Event) -> None:
    """One row; the reason, in words of theirs, is sealed there as it is on the way."""
    told = event.data
    storage.note(
        AuditEntry(
            datetime.fromisoformat(told["at"]),
            told["actor"],
            event.type,
            event.correlation_id,
            detail={name: told[name] for name in ("appointment_id", "store_id", "action")},
            reason=unsealed(told, "reason"),
        )
    )
