"""What is written down before scheduling is asked: attempts to book, and changes."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text

from services.booking.adapters.tables.database import metadata
from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted

# `key` is null where no key points here any more; a unique index lets any number of nulls stand side by side.
attempts = Table(
    "attempts",
    metadata,
    Column("appointment_id", ID, primary_key=True),
    Column("state", Ascii(12), nullable=False),
    Column("account_id", Ascii(60)),
    Column("path", Ascii(160)),
    Column("key", Ascii(120)),
    Column("body_hash", Ascii(64)),
    Column("answer", Encrypted("attempts.answer")),
    Column("lease_until", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index("ux_attempts_key", "account_id", "path", "key", unique=True),
    Index("ix_attempts_state", "state", "lease_until"),
    Index("ix_attempts_expires_at", "expires_at"),
    **TABLE_OPTIONS,
)

changes = Table(
    "changes",
    metadata,
    Column("id", ID, primary_key=True),
    Column("appointment_id", ID, nullable=False),
    Column("state", Ascii(12), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("technician_id", ID),
    Column("technician_requested", Boolean, nullable=False),
    Column("treatment_id", ID, nullable=False),
    Column("actor", Ascii(60), nullable=False),
    Column("reason", Encrypted("changes.reason")),
    Column("override_reason", Encrypted("changes.override_reason")),
    Column("policy_version", Ascii(2000), nullable=False),
    Column("free_cancel_hours", Integer, nullable=False),
    Column("late_cancel_fee_percent", Integer, nullable=False),
    Column("price_fen", Integer, nullable=False),
    Column("expected_revision", Integer, nullable=False),
    Column("extras", Text),
    Column("account_id", Ascii(60)),
    Column("path", Ascii(160)),
    Column("key", Ascii(120)),
    Column("body_hash", Ascii(64)),
    Column("answer", Encrypted("changes.answer")),
    Column("lease_until", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index("ix_changes_appointment", "appointment_id", "id"),
    Index("ix_changes_state", "state", "lease_until"),
    Index("ix_changes_expires_at", "expires_at"),
    **TABLE_OPTIONS,
)
