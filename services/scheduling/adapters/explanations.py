"""What was kept of a choice of technicians, for whoever reads the database itself: `mingyitang explain-assignment`."""

from services.scheduling.adapters.claims import SqlClaims
from services.scheduling.adapters.memory import Memory
from services.scheduling.adapters.replicas import SqlCatalogue
from services.scheduling.domain.claim.explanation import Explanation
from services.scheduling.domain.errors import Unknown
from shared.db import Database


def explanation_of(database: Database, claim_id: str) -> Explanation:
    """The last choice for a claim; Unknown where none was kept."""
    claims = SqlClaims(database)
    claim, judgement = claims.find(claim_id), claims.judgement(claim_id)
    if claim is None or judgement is None:
        raise Unknown(f"no choice of technicians is kept under {claim_id!r}", params={"id": claim_id})
    members = SqlCatalogue(database, Memory()).members(claim.wish.store_id)
    return Explanation(claim, judgement, {one.id: one.name for one in members})
