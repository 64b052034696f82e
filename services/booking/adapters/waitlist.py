"""The waitlist in SQL."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, update

from services.booking.adapters.tables.waitlist import waitlist_wishes as wishes
from services.booking.domain.life.claim import Claim
from services.booking.domain.life.contact import Address, Contact
from services.booking.domain.waitlist.errors import WishUnknown
from services.booking.domain.waitlist.events import WaitlistFact
from services.booking.domain.waitlist.transitions import OFFERED, OPEN, WAITING
from services.booking.domain.waitlist.wish import Offer, Place, Terms, WaitlistWish, Window
from services.booking.ports.waitlist import WishSearch
from shared.call import Call
from shared.db import Database
from shared.events import plain
from shared.interval import Interval
from shared.outbox import Outbox

SAME = (
    *("id", "status", "version", "customer_id", "joined_by", "store_id", "treatment_id", "technician_id"),
    *("joined_at", "ends_at", "unanswered"),
)
DAY = timedelta(days=1)
column = wishes.c


class SqlWaitlist:
    """The wishes of booking's database; the events they announce belong to `call`."""

    def __init__(self, database: Database, outbox: Outbox, call: Call) -> None:
        self.database = database
        self.outbox = outbox
        self.call = call

    def get(self, wish_id: str) -> WaitlistWish:
        return self._one(select(wishes).where(column.id == wish_id))

    def lock(self, wish_id: str) -> WaitlistWish:
        return self._one(select(wishes).where(column.id == wish_id).with_for_update())

    def add(self, wish: WaitlistWish) -> None:
        with self.database.transaction() as connection:
            connection.execute(wishes.insert(), _row(wish))

    def save(self, wish: WaitlistWish) -> None:
        with self.database.transaction() as connection:
            connection.execute(update(wishes).where(column.id == wish.id).values(**_row(wish)))

    def announce(self, fact: WaitlistFact, now: datetime) -> None:
        self.outbox.add([fact], call=self.call, now=now)

    def find(self, search: WishSearch) -> list[WaitlistWish]:
        newest = (column.joined_at.desc(), column.id.desc())
        return self._all(select(wishes).where(*_conditions(search)).order_by(*newest).limit(search.limit))

    def offered_as(self, appointment_id: str) -> WaitlistWish | None:
        found = self._all(select(wishes).where(column.offer_id == appointment_id, column.status == OFFERED))
        return found[0] if found else None

    def open_of(self, customer_id: str, store_id: str) -> list[WaitlistWish]:
        theirs = column.customer_id == customer_id, column.store_id == store_id, column.status.in_(OPEN)
        return self._all(select(wishes).where(*theirs).order_by(column.id))

    def count(self, store_id: str, status: str) -> int:
        there = column.store_id == store_id, column.status == status
        with self.database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(wishes).where(*there)).scalar_one())

    def in_line(self, store_id: str, during: Interval | None, after: Place | None, limit: int) -> list[WaitlistWish]:
        waiting = select(wishes).where(column.store_id == store_id, column.status == WAITING)
        if during is not None:
            # Dates are those of the store's clock, which no zone moves by more than a day.
            first, last = (during.start - DAY).date(), (during.end + DAY).date()
            waiting = waiting.where(column.first_on <= last, column.last_on >= first)
        if after is not None:
            waiting = waiting.where(_behind(after))
        return self._all(waiting.order_by(column.unanswered, column.joined_at, column.id).limit(limit))

    def unanswered(self, now: datetime, limit: int) -> list[str]:
        return self._ids(column.answer_by, (column.status == OFFERED, column.answer_by <= now), limit)

    def over(self, now: datetime, limit: int) -> list[str]:
        return self._ids(column.ends_at, (column.status == WAITING, column.ends_at <= now), limit)

    def _ids(self, order: Any, which: Iterable[ColumnElement[bool]], limit: int) -> list[str]:
        with self.database.reading() as connection:
            return list(connection.execute(select(column.id).where(*which).order_by(order).limit(limit)).scalars())

    def _one(self, wanted: Select[Any]) -> WaitlistWish:
        found = self._all(wanted)
        if not found:
            raise WishUnknown
        return found[0]

    def _all(self, wanted: Select[Any]) -> list[WaitlistWish]:
        with self.database.reading() as connection:
            return [_wish(row) for row in connection.execute(wanted)]


def _behind(place: Place) -> ColumnElement[bool]:
    unanswered, joined_at, wish_id = place
    same = column.unanswered == unanswered
    later = or_(column.joined_at > joined_at, and_(column.joined_at == joined_at, column.id > wish_id))
    return or_(column.unanswered > unanswered, and_(same, later))


def _conditions(search: WishSearch) -> Iterable[ColumnElement[bool]]:
    scope = search.scope
    if scope.store_ids is not None:
        yield or_(column.store_id.in_(sorted(scope.store_ids)), column.customer_id == (scope.customer_id or ""))
    if search.statuses:
        yield column.status.in_(search.statuses)
    if search.store_id is not None:
        yield column.store_id == search.store_id
    if search.after is not None:
        joined_at, wish_id = search.after
        yield or_(column.joined_at < joined_at, and_(column.joined_at == joined_at, column.id < wish_id))


def _row(wish: WaitlistWish) -> dict[str, Any]:
    offer = wish.offer
    terms = {**asdict(wish.terms), "passed": plain(wish.passed)}
    return {
        **{name: getattr(wish, name) for name in SAME},
        "first_on": wish.first,
        "last_on": wish.last,
        "terms": json.dumps(terms, ensure_ascii=False),
        "offer_id": offer and offer.appointment_id,
        "answer_by": offer and offer.answer_by,
        "offer": offer and json.dumps(plain(offer.claim), ensure_ascii=False),
    }


def _wish(row: Row[Any]) -> WaitlistWish:
    terms = json.loads(row.terms)
    passed = tuple(Interval(*_instants(one, "start", "end")) for one in terms.pop("passed"))
    return WaitlistWish(
        **{name: getattr(row, name) for name in SAME},
        first=row.first_on,
        last=row.last_on,
        terms=_terms(terms),
        passed=passed,
        offer=row.offer and Offer(_claim(json.loads(row.offer)), row.answer_by),
    )


def _terms(written: dict[str, Any]) -> Terms:
    windows = tuple(Window(**one) for one in written.pop("windows"))
    address, contact = written.pop("address"), written.pop("contact")
    return Terms(windows, address=address and Address(**address), contact=contact and Contact(**contact), **written)


def _claim(written: dict[str, Any]) -> Claim:
    starts_at, ends_at = _instants(written, "starts_at", "ends_at")
    who = tuple(written["technician_ids"])
    return Claim(written["id"], written["revision"], starts_at, ends_at, who, written["chosen_because"])


def _instants(written: dict[str, Any], *names: str) -> list[datetime]:
    return [datetime.fromisoformat(written[name]) for name in names]
