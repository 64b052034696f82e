"""Searches for who goes to a home, with their offers, in SQL. Leases use the database's clock."""

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update

from services.booking.adapters.tables import home_offers, home_searches
from services.booking.domain.home.offer import HomeOffer
from services.booking.domain.home.search import CLOSED, LOOKING, HomeSearch
from shared.db import Database, utc_now

LEASE = timedelta(seconds=10)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
OF_AN_OFFER = tuple(field.name for field in fields(HomeOffer) if field.name != "because")


class SqlHomeSearches:
    """The searches of booking's database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def find(self, appointment_id: str) -> HomeSearch | None:
        wanted = select(home_searches).where(home_searches.c.appointment_id == appointment_id)
        mine = select(home_offers).where(home_offers.c.appointment_id == appointment_id)
        with self.database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
            offers = connection.execute(mine.order_by(home_offers.c.round)).all() if row else ()
        return None if row is None else _search(row, offers)

    def save(self, search: HomeSearch) -> None:
        """Few technicians are ever asked: the rows that changed are told from the others by looking."""
        known = self.find(search.appointment_id)
        before = {one.round: one for one in known.offers} if known else {}
        with self.database.transaction() as connection:
            if known is None:
                row = {"appointment_id": search.appointment_id, **_row(search), "lease_until": self.database.now()}
                connection.execute(home_searches.insert(), row)
            else:
                it = home_searches.c.appointment_id == search.appointment_id
                # Whoever leased it before found somebody: what looks anew may be looked at by anybody at once.
                anew = {"lease_until": LONG_AGO} if search.state == LOOKING != known.state else {}
                connection.execute(update(home_searches).where(it).values(**_row(search), **anew))
            for offer in search.offers:
                if offer.round not in before:
                    connection.execute(home_offers.insert(), _offer_row(search.appointment_id, offer))
                elif before[offer.round] != offer:
                    connection.execute(_of(search.appointment_id, offer.round).values(_offer_row("", offer)))

    def take_looking(self) -> str | None:
        free = home_searches.c.state == LOOKING, home_searches.c.lease_until < utc_now()
        first = select(home_searches.c.appointment_id).where(*free).order_by(home_searches.c.lease_until).limit(1)
        with self.database.reading() as connection:
            appointment_id = connection.execute(first).scalar_one_or_none()
        if appointment_id is None:
            return None
        return appointment_id if self._lease(appointment_id, LEASE, *free) else None

    def release(self, appointment_id: str) -> None:
        self._lease(appointment_id, -timedelta(seconds=1))

    def overdue(self, now: datetime, limit: int) -> list[str]:
        column = home_searches.c
        late = select(column.appointment_id).where(column.state != CLOSED, column.deadline <= now)
        with self.database.reading() as connection:
            return list(connection.execute(late.order_by(column.deadline).limit(limit)).scalars())

    def _lease(self, appointment_id: str, until: timedelta, *free: Any) -> bool:
        taken = update(home_searches).where(home_searches.c.appointment_id == appointment_id, *free)
        with self.database.transaction() as connection:
            return bool(connection.execute(taken.values(lease_until=self.database.now() + until)).rowcount)


def _of(appointment_id: str, round_: int) -> Any:
    return update(home_offers).where(home_offers.c.appointment_id == appointment_id, home_offers.c.round == round_)


def _row(search: HomeSearch) -> dict[str, Any]:
    same = {name: getattr(search, name) for name in ("state", "deadline", "starts_at", "since")}
    return {**same, "patience_seconds": round(search.patience.total_seconds())}


def _offer_row(appointment_id: str, offer: HomeOffer) -> dict[str, Any]:
    because = None if offer.because is None else json.dumps(dict(offer.because), ensure_ascii=False)
    row = {**{name: getattr(offer, name) for name in OF_AN_OFFER}, "because": because}
    return {"appointment_id": appointment_id, **row} if appointment_id else row


def _search(row: Row[Any], offers: Sequence[Row[Any]]) -> HomeSearch:
    return HomeSearch(
        row.appointment_id,
        row.state,
        timedelta(seconds=row.patience_seconds),
        row.deadline,
        row.starts_at,
        row.since,
        tuple(map(_offer, offers)),
    )


def _offer(row: Row[Any]) -> HomeOffer:
    because = row.because and json.loads(row.because)
    return HomeOffer(**{name: getattr(row, name) for name in OF_AN_OFFER}, because=because)
