"""Appointments beside their attempts, their claims and their history."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from deploy.ledger.findings import Finding, Grace
from deploy.stores import metadata_of
from services.booking.domain.life.transitions import ENDED
from shared.db import Database, utc_now

DONE, OPEN = "done", "open"
HELD, FIRM, RELEASED = "held", "firm", "released"
GIVEN_UP_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Kept:
    """An appointment as booking keeps it."""

    id: str
    status: str
    version: int
    starts_at: datetime
    ends_at: datetime
    claim_revision: int
    technicians: frozenset[str]


@dataclass(frozen=True)
class Claimed:
    """A claim as scheduling keeps it; whether it is a hold that has not run out yet."""

    id: str
    status: str
    revision: int
    starts_at: datetime
    ends_at: datetime
    is_on_hold: bool


@dataclass(frozen=True)
class Tried:
    """An attempt to book: its state, and for how long nobody has been at work on it."""

    state: str
    idle: timedelta

    def is_given_up(self, grace: Grace) -> bool:
        """An attempt waits for its customer to come back: booking's sweep closes it long after they should have."""
        return self.idle > (GIVEN_UP_AFTER if grace.settled is not None else timedelta(0))


def check_visits(booking: Database, scheduling: Database, grace: Grace) -> Iterator[Finding]:
    """Every accepted request has its visit, every visit its claim as its status demands, every claim its visit."""
    claims, visits, attempts = claims_of(scheduling), visits_of(booking), attempts_of(booking)
    yield from _of_visits(visits, claims, attempts, grace)
    yield from _of_attempts(visits, attempts, grace)
    yield from _of_claims(visits, claims, attempts, grace)
    yield from _of_history(visits, _steps(booking))
    yield from _of_changes(booking)


def visits_of(booking: Database) -> dict[str, Kept]:
    tables = metadata_of("booking").tables
    table, who = tables["appointments"].c, tables["appointment_technicians"].c
    technicians: dict[str, set[str]] = defaultdict(set)
    with booking.reading() as connection:
        for row in connection.execute(select(who.appointment_id, who.technician_id)):
            technicians[row.appointment_id].add(row.technician_id)
        columns = (table.id, table.status, table.version, table.starts_at, table.ends_at, table.claim_revision)
        return {
            row.id: Kept(*row, technicians=frozenset(technicians[row.id]))
            for row in connection.execute(select(*columns))
        }


def claims_of(scheduling: Database) -> dict[str, Claimed]:
    table = metadata_of("scheduling").tables["claims"].c
    is_on_hold = (table.hold_until > utc_now()).label("is_on_hold")
    wanted = select(table.claim_id, table.status, table.revision, table.starts_at, table.ends_at, is_on_hold)
    with scheduling.reading() as connection:
        return {row.claim_id: _claimed(row) for row in connection.execute(wanted)}


def _claimed(row: Any) -> Claimed:
    when = (row.starts_at, row.ends_at)
    return Claimed(row.claim_id, row.status, row.revision, *when, is_on_hold=bool(row.is_on_hold))


def attempts_of(booking: Database) -> dict[str, Tried]:
    table = metadata_of("booking").tables["attempts"].c
    now = booking.now()
    with booking.reading() as connection:
        rows = connection.execute(select(table.appointment_id, table.state, table.lease_until))
        return {row.appointment_id: Tried(row.state, now - row.lease_until) for row in rows}


def _steps(booking: Database) -> dict[str, dict[int, str]]:
    """Appointment → version → the status it had then."""
    table = metadata_of("booking").tables["appointment_history"].c
    steps: dict[str, dict[int, str]] = defaultdict(dict)
    with booking.reading() as connection:
        for row in connection.execute(select(table.appointment_id, table.version, table.status)):
            steps[row.appointment_id][row.version] = row.status
    return steps


def _of_visits(
    visits: Mapping[str, Kept], claims: Mapping[str, Claimed], attempts: Mapping[str, Tried], grace: Grace
) -> Iterator[Finding]:
    for visit in visits.values():
        if visit.id not in attempts or attempts[visit.id].state != DONE:
            yield Finding("visit_without_attempt", visit.id, "no finished attempt says that it was accepted")
        if grace.is_settled(visit.id):
            yield from _of_visit(visit, claims.get(visit.id))


def _of_visit(visit: Kept, claim: Claimed | None) -> Iterator[Finding]:
    has_ended = visit.status in ENDED
    if claim is None or claim.status != (RELEASED if has_ended else FIRM):
        kind = "ended_visit_keeps_time" if has_ended else "visit_without_claim"
        yield Finding(kind, visit.id, f"{visit.status}, its claim is {claim.status if claim else 'not there'}")
    elif not has_ended:
        here = (visit.starts_at, visit.ends_at, visit.claim_revision)
        there = (claim.starts_at, claim.ends_at, claim.revision)
        if here != there:
            yield Finding("visit_and_claim_differ", visit.id, f"booking has {_told(here)}, scheduling {_told(there)}")


def _told(when: tuple[datetime, datetime, int]) -> str:
    return f"{when[0]:%m-%d %H:%M} to {when[1]:%H:%M} (claim revision {when[2]})"


def _of_attempts(visits: Mapping[str, Kept], attempts: Mapping[str, Tried], grace: Grace) -> Iterator[Finding]:
    for an_id, attempt in attempts.items():
        if attempt.state == DONE and an_id not in visits:
            yield Finding("accepted_without_visit", an_id, "the request was accepted, and there is no appointment")
        if attempt.state == OPEN and attempt.is_given_up(grace):
            yield Finding("attempt_left_open", an_id, "nobody works on it, and nobody has closed it")


def _of_claims(
    visits: Mapping[str, Kept], claims: Mapping[str, Claimed], attempts: Mapping[str, Tried], grace: Grace
) -> Iterator[Finding]:
    for claim in claims.values():
        if claim.id in visits or not grace.is_settled(claim.id):
            continue
        attempt = attempts.get(claim.id)
        if claim.status == FIRM:
            yield Finding("claim_without_visit", claim.id, "firm, and there is no appointment")
        elif claim.status == HELD and not claim.is_on_hold and not (attempt and attempt.state == OPEN):
            yield Finding("claim_without_visit", claim.id, "held, and nobody is about to book it")


def _of_history(visits: Mapping[str, Kept], steps: Mapping[str, Mapping[int, str]]) -> Iterator[Finding]:
    for visit in visits.values():
        told = steps.get(visit.id, {})
        if sorted(told) != list(range(1, visit.version + 1)):
            yield Finding("history_broken", visit.id, f"version {visit.version}, steps told: {sorted(told)}")
        elif told[visit.version] != visit.status:
            yield Finding("history_broken", visit.id, f"{visit.status}, and the last step told {told[visit.version]}")


def _of_changes(booking: Database) -> Iterator[Finding]:
    table = metadata_of("booking").tables["changes"].c
    left = select(table.id, table.appointment_id).where(table.state == OPEN, table.lease_until < utc_now())
    with booking.reading() as connection:
        for row in connection.execute(left):
            yield Finding("change_left_open", row.appointment_id, f"change {row.id}: moved or not, nobody has said")
