"""Judgements in SQL: one for each revision of a claim for which technicians were chosen."""

import json

from sqlalchemy import Connection, select

from services.scheduling.adapters.tables import assignments
from services.scheduling.domain.choice.judgement import Judgement
from services.scheduling.domain.claim.claims import Claim
from shared.db import later
from shared.events import plain

kept = assignments.c


def keep_judgement(connection: Connection, claim: Claim) -> None:
    """Write down how the claim's revision came by its technicians; nothing where nobody was chosen anew."""
    if claim.judgement is not None:
        document = json.dumps(plain(claim.judgement))
        row = {"claim_id": claim.id, "claim_revision": claim.revision, "document": document}
        later(connection, assignments.insert(), row)


def newest_judgement(connection: Connection, claim_id: str) -> Judgement | None:
    """How the claim came by the technicians it has; None for one older than what is kept."""
    mine = select(kept.document).where(kept.claim_id == claim_id).order_by(kept.claim_revision.desc()).limit(1)
    document = connection.execute(mine).scalar_one_or_none()
    return None if document is None else Judgement.read(json.loads(document))
