"""What is offered, and why something is not."""

from datetime import date, datetime

from services.scheduling.domain.choice.avoidance import discreet
from services.scheduling.domain.claim.claims import RELEASED, Claim
from services.scheduling.domain.errors import NotAllowed, Unknown
from services.scheduling.domain.hours.cells import Span
from services.scheduling.domain.hours.windows import MINUTE
from services.scheduling.domain.offer.availability import Availability, discreetly, slots
from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.offer.reasons import Reason, reasons
from services.scheduling.domain.offer.scene import Scene, Wish
from services.scheduling.domain.packing.suggestions import Between, suggest
from services.scheduling.ports import Diary
from services.scheduling.use_cases.forecasting import forecast_of
from services.scheduling.use_cases.permissions import require_theirs
from services.scheduling.use_cases.scenes import Visitor, board_of, scene_of, seen, span_of_days, span_of_visit
from shared.actor import CUSTOMER, Actor

SUGGESTIONS = 6


def find_availability(
    diary: Diary,
    *,
    actor: Actor,
    now: datetime,
    wish: Wish,
    days: int,
    first: date | None = None,
    appointment_id: str | None = None,
    between: Between | None = None,
    suggestions: int | None = None,
    customer_id: str | None = None,
    for_guest: bool = False,
) -> Availability:
    """The free starts of `days` local days from `first` (default: today), and the best of them inside a window.

    A customer sees what they could book for themselves; staff do so for the `customer_id` they name. `for_guest` shows
    what anybody could.
    """
    visitor = visitor_of(actor, wish.store_id, customer_id, for_guest=for_guest)

    def gather() -> tuple[Board, date]:
        claim = own_claim(diary, actor, appointment_id)
        scene = _scene(diary, now, wish, claim, visitor)
        since = first or now.astimezone(scene.shop.store.zone).date()
        return _board(diary, scene, span_of_days(scene, since, days), claim), since

    board, since = diary.look(gather)
    found = slots(board, since, days)
    if not actor.works_for(wish.store_id):
        found = {day: discreetly(of_day) for day, of_day in found.items()}
    best = None
    if between or suggestions:
        forecast = diary.look(lambda: forecast_of(diary, board.store, now))
        every = [slot for of_day in found.values() for slot in of_day]
        best = suggest(board, every, between or Between(), suggestions or SUGGESTIONS, forecast)
    return Availability(wish.treatment_id, board.scene.duration // MINUTE, board.store, found, best)


def explain_availability(
    diary: Diary,
    *,
    actor: Actor,
    now: datetime,
    wish: Wish,
    starts_at: datetime,
    appointment_id: str | None = None,
    customer_id: str | None = None,
    for_guest: bool = False,
) -> list[Reason]:
    """Every rule that is against the start, for whom; empty when it is offered, to whom `find_availability` says."""
    visitor = visitor_of(actor, wish.store_id, customer_id, for_guest=for_guest)

    def gather() -> Board:
        claim = own_claim(diary, actor, appointment_id)
        scene = _scene(diary, now, wish, claim, visitor)
        return _board(diary, scene, span_of_visit(scene, starts_at), claim)

    return discreet(reasons(diary.look(gather), starts_at), to_staff=actor.works_for(wish.store_id))


def own_claim(diary: Diary, actor: Actor, appointment_id: str | None) -> Claim | None:
    """The claim whose time counts as free; Unknown unless it is the caller's to see."""
    if appointment_id is None:
        return None
    claim = diary.claims.find(appointment_id)
    if claim is None or claim.status == RELEASED:
        raise Unknown(params={"id": appointment_id})
    require_theirs(actor, claim)
    return claim


def visitor_of(actor: Actor, store_id: str, customer_id: str | None, *, for_guest: bool) -> Visitor:
    """For whom a visit would be; NotAllowed for another customer, except to the store's staff."""
    if customer_id not in (None, actor.account_id) and not actor.works_for(store_id):
        raise NotAllowed
    themselves = actor.account_id if actor.has(CUSTOMER) and not actor.is_staff else None
    customer_id = customer_id or themselves
    return Visitor(customer_id, None if for_guest else customer_id)


def _scene(diary: Diary, now: datetime, wish: Wish, claim: Claim | None, visitor: Visitor) -> Scene:
    """The scene as a booking, or the move of the claim, would find it."""
    if claim is None:
        return scene_of(diary, wish, now, visitor)
    return scene_of(diary, claim.goes_on_as(wish), now, Visitor.of(claim))


def _board(diary: Diary, scene: Scene, span: Span, claim: Claim | None) -> Board:
    return board_of(scene, seen(diary, scene, span, claim.id if claim else None), own=claim.takings if claim else ())
