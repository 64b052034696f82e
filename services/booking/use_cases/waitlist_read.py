"""Reading the waitlist: everybody sees their own wishes, staff those of their stores."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.booking.domain.catalogue import Directory, Store, Technician, Treatment
from services.booking.domain.waitlist.errors import WishUnknown
from services.booking.domain.waitlist.wish import WaitlistWish
from services.booking.ports import Storage, WishSearch
from services.booking.use_cases.read import require_sign_in, scope_of
from shared.actor import Actor
from shared.call import Call

Cursor = tuple[datetime, str]


@dataclass(frozen=True)
class SeenWish:
    """A wish as one person sees it; `technician` is whom it names, `technicians` are those offered."""

    wish: WaitlistWish
    store: Store
    treatment: Treatment
    technician: Technician | None
    technicians: tuple[Technician, ...]
    allowed_actions: tuple[str, ...]
    language: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.store.timezone)


@dataclass(frozen=True)
class WishPage:
    """A part of the list; `next_cursor` is None at its end."""

    items: Sequence[SeenWish]
    next_cursor: Cursor | None


def theirs(wish: WaitlistWish, actor: Actor) -> WaitlistWish:
    """The wish, if it is the actor's to see."""
    require_sign_in(actor)
    if not wish.parts_of(actor):
        raise WishUnknown
    return wish


def get_wish(storage: Storage, call: Call, now: datetime, wish_id: str) -> SeenWish:
    return see_wish(storage, theirs(storage.waitlist.get(wish_id), call.actor), call=call, now=now)


def find_wishes(
    storage: Storage,
    call: Call,
    now: datetime,
    statuses: Sequence[str] = (),
    store_id: str | None = None,
    cursor: Cursor | None = None,
    limit: int = 20,
) -> WishPage:
    """One's own, and for staff those of their stores, newest first."""
    require_sign_in(call.actor)
    found = storage.waitlist.find(WishSearch(scope_of(call.actor), statuses, store_id, cursor, limit + 1))
    page = found[:limit]
    more = (page[-1].joined_at, page[-1].id) if len(found) > limit else None
    return WishPage(see_wishes(storage, page, call=call, now=now), more)


def see_wishes(storage: Storage, wishes: Iterable[WaitlistWish], *, call: Call, now: datetime) -> list[SeenWish]:
    mentioned = list(wishes)
    directory = mentioned_in(storage, mentioned)
    return [_seen(wish, directory, call, now) for wish in mentioned]


def see_wish(storage: Storage, wish: WaitlistWish, *, call: Call, now: datetime) -> SeenWish:
    return see_wishes(storage, [wish], call=call, now=now)[0]


def _seen(wish: WaitlistWish, directory: Directory, call: Call, now: datetime) -> SeenWish:
    named = directory.technicians_of([wish.technician_id] if wish.technician_id else [])
    return SeenWish(
        wish,
        directory.store(wish.store_id),
        directory.treatment(wish.treatment_id),
        named[0] if named else None,
        directory.technicians_of(wish.offer.claim.technician_ids if wish.offer else ()),
        wish.allowed_actions(wish.parts_of(call.actor), now),
        call.language,
    )


def mentioned_in(storage: Storage, wishes: Sequence[WaitlistWish]) -> Directory:
    """Everything the wishes mention, retired or not."""
    return storage.catalogue.directory(
        stores=[wish.store_id for wish in wishes],
        treatments=[wish.treatment_id for wish in wishes],
        technicians=[who for wish in wishes for who in wish.technician_ids],
    )
