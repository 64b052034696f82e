"""Visits in the way, as refusals and answers tell them. Instants carry the store's offset."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.claim.conflicts import Conflict, Decided, Options
from shared.events import plain

Told = dict[str, Any]


def conflict_told(conflict: Conflict, options: Options | None = None) -> Told:
    """The visit, what is against it, and what could become of it."""
    claim = conflict.claim
    told = _visit(claim) | {"because": [plain(one) for one in conflict.because]}
    if options is None:
        return told
    starts = [{"starts_at": _local(at, claim), "technician_ids": list(who)} for at, who in options.move]
    return told | {"options": {"keep": True, "reassign": list(options.reassign), "move": starts}}


def decided_told(decided: Decided) -> Told:
    """The visit, what was decided for it, and where it is now."""
    now = decided.after or decided.conflict.claim
    return conflict_told(decided.conflict) | {"decision": decided.decision.kind, "now": _visit(now)}


def _visit(claim: Claim) -> Told:
    return {
        "appointment_id": claim.id,
        "claim_revision": claim.revision,
        "status": claim.status,
        "treatment_id": claim.wish.treatment_id,
        "technician_ids": claim.technician_ids,
        "technician_requested": claim.wish.technician_id is not None,
        "starts_at": _local(claim.starts_at, claim),
        "ends_at": _local(claim.ends_at, claim),
    }


def _local(at: datetime, claim: Claim) -> str:
    return at.astimezone(ZoneInfo(claim.timezone)).isoformat()
