"""Booking's tables."""

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted
from shared.idempotency import idempotency_keys_table
from shared.inbox import inbox_table
from shared.outbox import outbox_table

metadata = MetaData()
outbox_table(metadata)
inbox_table(metadata)
idempotency_keys_table(metadata)

appointments = Table(
    "appointments",
    metadata,
    Column("id", ID, primary_key=True),
    Column("number", Ascii(8), nullable=False),
    Column("status", Ascii(24), nullable=False),
    Column("version", Integer, nullable=False),
    Column("customer_id", ID, nullable=False),
    Column("booked_by", Ascii(60), nullable=False),
    Column("store_id", ID, nullable=False),
    Column("treatment_id", ID, nullable=False),
    Column("technician_requested", Boolean, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("place", Ascii(8), nullable=False),
    Column("party_size", Integer, nullable=False),
    Column("price_fen", Integer, nullable=False),
    Column("fee_fen", Integer, nullable=False),
    Column("claim_revision", Integer, nullable=False),
    Column("chosen_because", Text),
    Column("policy_version", Ascii(400), nullable=False),
    Column("free_cancel_hours", Integer, nullable=False),
    Column("late_cancel_fee_percent", Integer, nullable=False),
    Column("answer_by", UtcDateTime),
    Column("planned", Text),
    Column("contact", Encrypted("appointments.contact")),
    Column("address", Encrypted("appointments.address")),
    Column("note", Encrypted("appointments.note")),
    Index("ux_appointments_number", "number", unique=True),
    Index("ix_appointments_customer", "customer_id", "starts_at", "id"),
    Index("ix_appointments_store", "store_id", "starts_at", "id"),
    Index("ix_appointments_start", "starts_at", "id"),
    Index("ix_appointments_answer_by", "answer_by"),
    **TABLE_OPTIONS,
)

# Who does it, in order; the first is the one shown where only one is.
appointment_technicians = Table(
    "appointment_technicians",
    metadata,
    Column("appointment_id", ID, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("technician_id", ID, nullable=False),
    Index("ix_appointment_technicians_technician", "technician_id", "appointment_id"),
    **TABLE_OPTIONS,
)

appointment_history = Table(
    "appointment_history",
    metadata,
    Column("appointment_id", ID, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Ascii(60), nullable=False),
    Column("action", Ascii(24), nullable=False),
    Column("status", Ascii(24), nullable=False),
    Column("changes", Text, nullable=False),
    Column("reason", Encrypted("appointment_history.reason")),
    **TABLE_OPTIONS,
)

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
    Column("policy_version", Ascii(400), nullable=False),
    Column("free_cancel_hours", Integer, nullable=False),
    Column("late_cancel_fee_percent", Integer, nullable=False),
    Column("price_fen", Integer, nullable=False),
    Column("expected_revision", Integer, nullable=False),
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

# The catalogue's rows as it last told them; `kind` is store, treatment, technician or rules.
catalogue_rows = Table(
    "catalogue_rows",
    metadata,
    Column("kind", Ascii(16), primary_key=True),
    Column("id", ID, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("retired", Boolean, nullable=False),
    Column("data", Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb"), nullable=False),
    **TABLE_OPTIONS,
)
