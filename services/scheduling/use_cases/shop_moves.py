"""Claims moved by the shop itself: by a change of rosters, a route, a rearrangement (docs/decisions/0012)."""

from collections.abc import Sequence
from datetime import datetime

from services.scheduling.domain.claim.claims import Change, Claim
from services.scheduling.ports import Diary
from services.scheduling.use_cases.freed import tell_given_up
from services.scheduling.use_cases.moves import announced
from shared.actor import Actor
from shared.ids import new_id


def write_moves(diary: Diary, moves: Sequence[tuple[Claim, Claim]], *, cause: str, actor: Actor, now: datetime) -> None:
    """Write claims as they are to be (before, after): bits, rows, changes and events.

    Inside a transaction that has locked the claims, then all that they take before and after, and only then read the
    claims. Only firm ones: then booking has their appointment when it hears of the move.
    """
    if not moves:
        return
    freed = [taking for before, _ in moves for taking in before.takings]
    diary.calendars.exchange(freed, [taking for _, after in moves for taking in after.takings])
    for _, after in moves:
        change = Change(new_id(), after.id, is_made=True, claim_revision=after.revision)
        diary.claims.add_change(change)
        diary.claims.save(after)
        diary.announce(announced(after, change.id, cause=cause, actor=actor), now)
    tell_given_up(diary, moves, cause=cause, now=now)
