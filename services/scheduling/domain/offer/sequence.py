"""Several treatments in one visit, one after another without a pause (issue 3, "Availability").

For the guest each treatment starts where the one before it ends. Each has its own preparation before it and its own
turnover after it, for whoever gives it and whatever they use. Those protect against neighbours, and a visit is not its
own neighbour: where the same technician stays, or the same bed, what lies between two parts falls into the time of the
visit itself and takes nothing more. So a preparation that parts share counts once, before the first of them.

It follows that a visit fits exactly when each part does, shifted to its place: nobody who gives one part is in the way
of another. That makes the starts of a whole visit a few shifts and ands of the starts of its parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.scheduling.domain.business.shop import BED
from services.scheduling.domain.offer.board import Board, UnitCalendar


@dataclass(frozen=True)
class Stay:
    """Each guest needs one of `units`, the same one during all of `parts`."""

    kind: str
    units: tuple[UnitCalendar, ...]
    parts: tuple[Board, ...]


def stays(board: Board) -> list[Stay]:
    """What a guest needs of the store: one bed throughout, devices for the parts that use them.

    Where too few beds serve every part, the guest has to change beds, and each part has its own.
    """
    if not board.then:
        return [Stay(kind, tuple(board.serving(kind)), (board,)) for kind in board.kinds]
    beds = tuple(unit for unit in board.serving(BED) if all(_serves(unit, part) for part in board.then))
    throughout = BED in board.kinds and len(beds) >= board.wish.party_size
    found = [Stay(BED, beds, board.parts)] if throughout else []
    for part in board.parts:
        kinds = [kind for kind in part.kinds if not (throughout and kind == BED)]
        found += [Stay(kind, tuple(part.serving(kind)), (part,)) for kind in kinds]
    return found


def relay(able: Sequence[Sequence[str]], named: Sequence[str | None], guests: int) -> list[tuple[str, ...]]:
    """Who gives each part, with as few hand-overs as can be; the same for the same input.

    `able` are those who can give each part, the best first, `named` the one asked for. Whoever has the guest keeps them
    as long as they can, and whoever takes over is the one who can stay longest, of equals the best: as with any cover
    of a line by intervals, to reach furthest each time takes the fewest.
    """
    given: list[tuple[str, ...]] = []
    here: tuple[str, ...] = ()
    for number, (who_can, name) in enumerate(zip(able, named, strict=True)):
        order = {
            who: (who != name, who not in here, -reach(able[number:], who), place) for place, who in enumerate(who_can)
        }
        here = tuple(sorted(who_can, key=order.__getitem__)[:guests])
        given.append(here)
    return given


def reach(able: Sequence[Sequence[str]], who: str) -> int:
    """How many parts somebody can give one after another, from the first of them."""
    return next((number for number, who_can in enumerate(able) if who not in who_can), len(able))


def _serves(calendar: UnitCalendar, part: Board) -> bool:
    return calendar.unit.serves(part.wish.treatment_id)
