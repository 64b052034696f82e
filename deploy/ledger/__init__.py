"""The ledger check: do the books of all services tell one story?

Each service keeps its own, and they meet only on the bus. Here they are laid side by side: appointments beside
attempts, claims and history, calendars beside claims, every event beside the inboxes of those who must hear it,
messages beside what was carried. `mingyitang verify-ledger` tells an operator what the fault suite proves after each
fault.

What is on its way is no damage: `Grace` says how long it may be.
"""

from deploy.ledger.check import Books, verify
from deploy.ledger.findings import Finding, Grace

__all__ = ["Books", "Finding", "Grace", "verify"]
