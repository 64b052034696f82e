"""What booking announces when staff step over a rule: who keeps the audit trail keeps it with the reason."""

from dataclasses import dataclass
from datetime import datetime

from shared.events import Fact, personal


@dataclass(frozen=True, kw_only=True)
class RuleOverridden(Fact):
    """Staff did with an appointment what its rules would not let them. `action` is the step's word in the history.

    It happened once and has no revision: no later event takes its place.
    """

    appointment_id: str
    store_id: str
    actor: str
    action: str
    reason: str = personal()
    at: datetime
