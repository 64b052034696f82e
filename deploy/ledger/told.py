"""An appointment's steps beside what booking told of them: each step one event, none twice."""

import json
from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from deploy.ledger.findings import Finding, Grace
from deploy.stores import metadata_of
from services.booking.domain.telling import FACT_OF_ACTION
from shared.db import Database

Key = tuple[str, int, str]
"""Appointment, version, type of the event."""
# Told once for each version. What is told beside a step (a call for help, a proposal of another time, a course's
# session) leaves the version as it is, and may be told again while it stands.
OF_A_STEP = frozenset(fact.type() for fact in FACT_OF_ACTION.values())


def check_told(booking: Database, grace: Grace) -> Iterator[Finding]:
    """Of what is remembered: pruning takes events away that were told long ago."""
    told, due = _told(booking), _due(booking)
    for (appointment_id, version, event_type), times in told.items():
        if times > 1 and event_type in OF_A_STEP:
            yield Finding("event_doubled", appointment_id, f"{times} × {event_type} of version {version}")
    for key in due:
        appointment_id, version, event_type = key
        if key not in told and grace.is_remembered(appointment_id):
            yield Finding("event_missing", appointment_id, f"nobody was told of {event_type}, version {version}")


def _told(booking: Database) -> Counter[Key]:
    outbox = metadata_of("booking").tables["outbox"].c
    with booking.reading() as connection:
        rows = [(row.type, json.loads(row.data)) for row in connection.execute(select(outbox.type, outbox.data))]
    return Counter((data["appointment_id"], data["revision"], kind) for kind, data in rows if "appointment_id" in data)


def _due(booking: Database) -> Iterator[Key]:
    history = metadata_of("booking").tables["appointment_history"].c
    with booking.reading() as connection:
        for row in connection.execute(select(history.appointment_id, history.version, history.action)):
            fact = FACT_OF_ACTION.get(row.action)
            if fact is not None:
                yield row.appointment_id, row.version, fact.type()
