"""Who waits for what, and which stores' lists have to be gone through."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table

from services.booking.adapters.tables.database import metadata
from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted

# `begins_at` and `ends_at` are the midnights around the dates; `offer_id` is the id of the appointment to be.
waitlist_wishes = Table(
    "waitlist_wishes",
    metadata,
    Column("id", ID, primary_key=True),
    Column("status", Ascii(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("customer_id", ID, nullable=False),
    Column("joined_by", Ascii(60), nullable=False),
    Column("store_id", ID, nullable=False),
    Column("treatment_id", ID, nullable=False),
    Column("technician_id", ID),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("unanswered", Integer, nullable=False),
    Column("terms", Encrypted("waitlist_wishes.terms"), nullable=False),
    Column("offer_id", ID),
    Column("answer_by", UtcDateTime),
    Column("offer", Encrypted("waitlist_wishes.offer")),
    Index("ix_waitlist_wishes_line", "store_id", "status", "unanswered", "joined_at", "id"),
    Index("ix_waitlist_wishes_customer", "customer_id", "joined_at", "id"),
    Index("ix_waitlist_wishes_store", "store_id", "joined_at", "id"),
    Index("ux_waitlist_wishes_offer", "offer_id", unique=True),
    Index("ix_waitlist_wishes_answer_by", "status", "answer_by"),
    Index("ix_waitlist_wishes_ends_at", "status", "ends_at"),
    **TABLE_OPTIONS,
)

# A lease that is there and over is that of a process that died: what it looked for, and where, is not known any more.
waitlist_looks = Table(
    "waitlist_looks",
    metadata,
    Column("store_id", ID, primary_key=True),
    Column("is_due", Boolean, nullable=False),
    Column("freed_from", UtcDateTime),
    Column("freed_to", UtcDateTime),
    Column("lease_until", UtcDateTime),
    **TABLE_OPTIONS,
)
