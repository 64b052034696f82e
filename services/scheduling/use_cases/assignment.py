"""Why these technicians: the judgement that was kept with a claim, weighed once more."""

from services.scheduling.domain.claim.explanation import Explanation
from services.scheduling.domain.errors import Unknown
from services.scheduling.ports import Diary
from shared.actor import Actor


def explain_assignment(diary: Diary, *, actor: Actor, appointment_id: str) -> Explanation:
    """For the store's staff; Unknown to others, and for a visit whose choice was never kept."""

    def gather() -> Explanation:
        claim, judgement = diary.claims.find(appointment_id), diary.claims.judgement(appointment_id)
        if claim is None or judgement is None or not actor.works_for(claim.wish.store_id):
            raise Unknown(params={"id": appointment_id})
        names = {one.id: one.name for one in diary.catalogue.members(claim.wish.store_id)}
        return Explanation(claim, judgement, names)

    return diary.look(gather)
