"""Claims and changes in SQL."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, case, delete, func, select, type_coerce, update

from services.scheduling.adapters.judgements import keep_judgement, newest_judgement
from services.scheduling.adapters.tables import changes, claim_resources, claims
from services.scheduling.domain.business.shop import TECHNICIAN
from services.scheduling.domain.choice.assignment import GivenPart, Taking
from services.scheduling.domain.choice.clocks import Clocks
from services.scheduling.domain.choice.judgement import Because, Judgement
from services.scheduling.domain.claim.claims import FIRM, HELD, RELEASED, Change, Claim
from services.scheduling.domain.claim.requests import read_location, read_wish, written
from services.scheduling.domain.errors import ClaimMismatch
from services.scheduling.domain.hours.cells import DAY_CELLS, Run, Span, cell_after, cell_of
from services.scheduling.domain.travel.places import HOME
from services.scheduling.domain.travel.whereabouts import Placed
from shared.db import Database, later, utc_now
from shared.events import plain
from shared.inserting import insert_missing
from shared.interval import Interval

REMEMBERED_VISITS = 10
parts = claim_resources.c


class SqlClaims:
    def __init__(self, database: Database, hold_seconds: float = 60) -> None:
        self.database = database
        self._hold = timedelta(seconds=hold_seconds)

    def find(self, claim_id: str) -> Claim | None:
        with self.database.reading() as connection:
            return _one(connection, select(claims).where(claims.c.claim_id == claim_id))

    def lock(self, claim_id: str) -> None:
        with self.database.transaction() as connection:
            later(connection, select(claims.c.claim_id).where(claims.c.claim_id == claim_id).with_for_update())

    def add(self, claim: Claim) -> None:
        with self.database.transaction() as connection:
            later(connection, claims.insert(), _row(claim), refused=ClaimMismatch())
            _write_takings(connection, claim)
            keep_judgement(connection, claim)

    def save(self, claim: Claim, released_because: str | None = None) -> None:
        with self.database.transaction() as connection:
            values = {**_row(claim), "released_because": released_because}
            later(connection, update(claims).where(claims.c.claim_id == claim.id).values(values))
            later(connection, delete(claim_resources).where(parts.claim_id == claim.id))
            _write_takings(connection, claim)
            keep_judgement(connection, claim)

    def firm(self, claim_id: str) -> bool:
        mine = claims.c.claim_id == claim_id
        with self.database.transaction() as connection:
            held = update(claims).where(mine, claims.c.status == HELD).values(status=FIRM, hold_until=None)
            if connection.execute(held).rowcount:
                return True
            return connection.execute(select(claims.c.claim_id).where(mine)).one_or_none() is not None

    def prolong(self, claim_id: str, seconds: float) -> None:
        until = self.database.now() + timedelta(seconds=seconds)
        held = update(claims).where(claims.c.claim_id == claim_id, claims.c.status == HELD)
        with self.database.transaction() as connection:
            connection.execute(held.values(hold_until=until))

    def during(self, resource_ids: Sequence[str], during: Interval) -> list[Claim]:
        touching = parts.first_cell < cell_after(during.end), parts.end_cell > cell_of(during.start)
        ids = select(parts.claim_id).where(parts.resource_id.in_(resource_ids), *touching)
        with self.database.reading() as connection:
            return _many(connection, select(claims).where(claims.c.claim_id.in_(ids)).order_by(claims.c.starts_at))

    def of_store(self, store_id: str, during: Interval) -> list[Claim]:
        touching = claims.c.starts_at < during.end, claims.c.ends_at > during.start
        mine = select(claims).where(claims.c.store_id == store_id, claims.c.status != RELEASED, *touching)
        with self.database.reading() as connection:
            return _many(connection, mine.order_by(claims.c.starts_at, claims.c.claim_id))

    def placed(self, technician_ids: Sequence[str], span: Span) -> list[Placed]:
        first, end = span.base, span.base + span.size
        # A claim lasts two days at most, which spares the index everything that is long past.
        within = parts.first_cell.between(first - 2 * DAY_CELLS, end - 1), parts.end_cell > first
        wish = type_coerce(case((parts.place == HOME, claims.c.wish)), claims.c.wish.type)
        taken = select(parts.resource_id, parts.cells, parts.place, wish)
        taken = taken.join_from(claim_resources, claims, claims.c.claim_id == parts.claim_id)
        with self.database.reading() as connection:
            rows = connection.execute(taken.where(parts.resource_id.in_(technician_ids), *within)).all()
        found = [one for row in rows for one in _placed(row)]
        return sorted(found, key=lambda one: one.cells)

    def clocks(
        self, technician_ids: Sequence[str], day: Run, *, before: int, without: str | None = None
    ) -> dict[str, Clocks]:
        begun = parts.first_cell >= day[0], parts.first_cell < day[1], parts.claim_id != (without or "")
        requested = func.sum(case((parts.is_requested, 1), else_=0))
        last_end = func.max(case((parts.is_requested.is_(False) & (parts.first_cell < before), parts.end_cell)))
        counted = select(parts.resource_id, requested, func.count(), last_end)
        mine = counted.where(parts.resource_id.in_(technician_ids), *begun).group_by(parts.resource_id)
        with self.database.reading() as connection:
            rows = connection.execute(mine).all()
        return {who: Clocks(int(asked), every - int(asked), end) for who, asked, every, end in rows}

    def served_by(self, customer_id: str, before: datetime) -> list[str]:
        earlier = claims.c.customer_id == customer_id, claims.c.status == FIRM, claims.c.starts_at < before
        newest = select(claims.c.claim_id, claims.c.starts_at).where(*earlier)
        newest_few = newest.order_by(claims.c.starts_at.desc()).limit(REMEMBERED_VISITS).subquery()
        served = select(parts.resource_id).join(newest_few, newest_few.c.claim_id == parts.claim_id)
        in_order = served.where(parts.kind == TECHNICIAN).order_by(newest_few.c.starts_at.desc(), parts.position)
        with self.database.reading() as connection:
            return list(connection.execute(in_order).scalars())

    def judgement(self, claim_id: str) -> Judgement | None:
        with self.database.reading() as connection:
            return newest_judgement(connection, claim_id)

    def begun(self, customer_id: str, cells: Run, besides: str | None = None) -> tuple[int, ...]:
        mine = select(parts.first_cell).where(parts.resource_id == customer_id, parts.claim_id != (besides or ""))
        within = parts.first_cell >= cells[0], parts.first_cell < cells[1]
        with self.database.reading() as connection:
            return tuple(connection.execute(mine.where(*within).order_by(parts.first_cell)).scalars())

    def overdue(self, limit: int) -> list[str]:
        held = select(claims.c.claim_id).where(claims.c.status == HELD, claims.c.hold_until < utc_now())
        with self.database.reading() as connection:
            return list(connection.execute(held.order_by(claims.c.hold_until).limit(limit)).scalars())

    def hold_until(self) -> datetime:
        return self.database.about_now() + self._hold

    def find_change(self, change_id: str) -> Change | None:
        with self.database.reading() as connection:
            row = connection.execute(select(changes).where(changes.c.change_id == change_id)).one_or_none()
        return None if row is None else Change(row.change_id, row.claim_id, row.is_made, row.claim_revision)

    def add_change(self, change: Change) -> bool:
        row = {
            "change_id": change.id,
            "claim_id": change.claim_id,
            "is_made": change.is_made,
            "claim_revision": change.claim_revision,
        }
        with self.database.transaction() as connection:
            return insert_missing(connection, changes, [row]) == 1


def _one(connection: Connection, statement: Select[Any]) -> Claim | None:
    return next(iter(_many(connection, statement)), None)


def _many(connection: Connection, statement: Select[Any]) -> list[Claim]:
    rows = connection.execute(statement).all()
    takings: dict[str, list[Taking]] = defaultdict(list)
    ids = [row.claim_id for row in rows]
    if ids:
        taken = select(claim_resources).where(parts.claim_id.in_(ids)).order_by(parts.claim_id, parts.position)
        for part in connection.execute(taken):
            takings[part.claim_id].append(taking_of(part))
    return [_claim(row, takings[row.claim_id]) for row in rows]


def taking_of(part: Row[Any]) -> Taking:
    runs = tuple((start, end) for start, end in json.loads(part.cells))
    return Taking(part.resource_id, part.kind, runs)


def _placed(row: Any) -> Iterator[Placed]:
    """A visit at home is where its wish says; the location is sealed there and kept nowhere else."""
    technician_id, cells, place, wish = row
    location = read_location(json.loads(wish)) if wish else None
    for start, end in json.loads(cells):
        yield Placed(technician_id, (start, end), place, location)


def _write_takings(connection: Connection, claim: Claim) -> None:
    rows = [
        {
            "claim_id": claim.id,
            "position": position,
            "resource_id": taking.resource_id,
            "kind": taking.kind,
            "first_cell": taking.cells[0][0],
            "end_cell": taking.cells[-1][1],
            "cells": json.dumps(taking.cells),
            "is_requested": taking.resource_id in claim.requested_ids,
            "place": claim.place if taking.kind == TECHNICIAN else None,
        }
        for position, taking in enumerate(claim.takings)
    ]
    if rows:
        later(connection, claim_resources.insert(), rows)


def _row(claim: Claim) -> dict[str, Any]:
    return {
        "claim_id": claim.id,
        "status": claim.status,
        "revision": claim.revision,
        "store_id": claim.wish.store_id,
        "treatment_id": claim.wish.treatment_id,
        "customer_id": claim.customer_id,
        "starts_at": claim.starts_at,
        "ends_at": claim.ends_at,
        "timezone": claim.timezone,
        "request": claim.request,
        "wish": json.dumps(written(claim.wish)),
        "because": json.dumps(plain(claim.because)),
        "hold_until": claim.hold_until,
        "parts": json.dumps(plain(claim.parts)) if claim.parts else None,
    }


def _claim(row: Row[Any], takings: Iterable[Taking]) -> Claim:
    return Claim(
        id=row.claim_id,
        status=row.status,
        revision=row.revision,
        customer_id=row.customer_id,
        request=row.request,
        wish=read_wish(json.loads(row.wish)),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        timezone=row.timezone,
        takings=tuple(takings),
        because=Because(**json.loads(row.because)),
        hold_until=row.hold_until,
        parts=tuple(map(_given_part, json.loads(row.parts or "[]"))),
    )


def _given_part(row: dict[str, Any]) -> GivenPart:
    starts_at, ends_at = map(datetime.fromisoformat, (row["starts_at"], row["ends_at"]))
    return GivenPart(row["treatment_id"], starts_at, ends_at, tuple(row["technicians"]))
