"""Visits at homes: searches for who goes with their offers, tries at arrival codes, lateness that was told."""

from sqlalchemy import Column, Index, Integer, Table, Text

from services.booking.adapters.tables.database import metadata
from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted

home_searches = Table(
    "home_searches",
    metadata,
    Column("appointment_id", ID, primary_key=True),
    Column("state", Ascii(12), nullable=False),
    Column("patience_seconds", Integer, nullable=False),
    Column("deadline", UtcDateTime, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("since", Integer, nullable=False),
    Column("lease_until", UtcDateTime, nullable=False),
    Index("ix_home_searches_state", "state", "lease_until"),
    Index("ix_home_searches_deadline", "state", "deadline"),
    **TABLE_OPTIONS,
)

home_offers = Table(
    "home_offers",
    metadata,
    Column("appointment_id", ID, primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("technician_id", ID, nullable=False),
    Column("state", Ascii(12), nullable=False),
    Column("because", Text),
    Column("asked_at", UtcDateTime),
    Column("answer_by", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("reason", Encrypted("home_offers.reason")),
    **TABLE_OPTIONS,
)

arrival_tries = Table(
    "arrival_tries",
    metadata,
    Column("appointment_id", ID, primary_key=True),
    Column("tries", Integer, nullable=False),
    **TABLE_OPTIONS,
)

latenesses = Table(
    "latenesses",
    metadata,
    Column("appointment_id", ID, primary_key=True),
    Column("minutes", Integer, nullable=False),
    Column("expected_at", UtcDateTime, nullable=False),
    **TABLE_OPTIONS,
)
