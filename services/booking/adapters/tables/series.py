"""Series of appointments, and their dates."""

from sqlalchemy import Column, Date, Index, Integer, Table

from services.booking.adapters.tables.database import metadata
from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted

# `key` is null where no key points here any more; a unique index lets any number of nulls stand side by side.
series = Table(
    "series",
    metadata,
    Column("id", ID, primary_key=True),
    Column("state", Ascii(12), nullable=False),
    Column("customer_id", ID, nullable=False),
    Column("booked_by", Ascii(60), nullable=False),
    Column("store_id", ID, nullable=False),
    Column("every_weeks", Integer, nullable=False),
    Column("account_id", Ascii(60)),
    Column("path", Ascii(160)),
    Column("key", Ascii(120)),
    Column("body_hash", Ascii(64)),
    Column("answer", Encrypted("series.answer", long=True)),
    Column("lease_until", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index("ix_series_customer", "customer_id", "id"),
    Index("ux_series_key", "account_id", "path", "key", unique=True),
    Index("ix_series_state", "state", "lease_until"),
    Index("ix_series_expires_at", "expires_at"),
    **TABLE_OPTIONS,
)

# A date without a start was skipped.
series_visits = Table(
    "series_visits",
    metadata,
    Column("series_id", ID, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("held_on", Date, nullable=False),
    Column("starts_at", UtcDateTime),
    Column("appointment_id", ID),
    **TABLE_OPTIONS,
)
