"""Calendar feeds, and customers who are to be forgotten."""

from sqlalchemy import Column, Index, Table

from services.booking.adapters.tables.database import metadata
from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime

calendar_feeds = Table(
    "calendar_feeds",
    metadata,
    Column("account_id", ID, primary_key=True),
    Column("digest", Ascii(64), nullable=False),
    Column("technician_id", ID),
    Column("language", Ascii(16), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Index("ux_calendar_feeds_digest", "digest", unique=True),
    **TABLE_OPTIONS,
)

# `erased_at` is the database's time: what is still under way then is forgotten when it has ended.
erased_customers = Table(
    "erased_customers",
    metadata,
    Column("customer_id", ID, primary_key=True),
    Column("erased_at", UtcDateTime, nullable=False),
    Index("ix_erased_customers_erased_at", "erased_at"),
    **TABLE_OPTIONS,
)
