"""Appointments with their technicians and history, attempts, changes, and the replicas of the catalogue."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.migrations import create_bus_tables, drop_bus_tables

revision = "booking_0001"
down_revision = None
branch_labels = ("booking",)
depends_on = None

BUS_TABLES = ("outbox", "inbox", "idempotency_keys")
TABLES = ("appointments", "appointment_technicians", "appointment_history", "attempts", "changes", "catalogue_rows")


def upgrade() -> None:
    create_bus_tables(op, *BUS_TABLES)
    _create_appointments()
    _create_appointment_technicians()
    _create_appointment_history()
    _create_attempts()
    _create_changes()
    _create_catalogue_rows()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
    drop_bus_tables(op, *BUS_TABLES)


def _create_appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("id", ID, primary_key=True),
        sa.Column("number", Ascii(8), nullable=False),
        sa.Column("status", Ascii(24), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("booked_by", Ascii(60), nullable=False),
        sa.Column("store_id", ID, nullable=False),
        sa.Column("treatment_id", ID, nullable=False),
        sa.Column("technician_requested", sa.Boolean, nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("place", Ascii(8), nullable=False),
        sa.Column("party_size", sa.Integer, nullable=False),
        sa.Column("price_fen", sa.Integer, nullable=False),
        sa.Column("fee_fen", sa.Integer, nullable=False),
        sa.Column("claim_revision", sa.Integer, nullable=False),
        sa.Column("chosen_because", sa.Text),
        sa.Column("policy_version", Ascii(400), nullable=False),
        sa.Column("free_cancel_hours", sa.Integer, nullable=False),
        sa.Column("late_cancel_fee_percent", sa.Integer, nullable=False),
        sa.Column("answer_by", UtcDateTime),
        sa.Column("contact", sa.Text),
        sa.Column("address", sa.Text),
        sa.Column("note", sa.Text),
        **TABLE_OPTIONS,
    )
    op.create_index("ux_appointments_number", "appointments", ["number"], unique=True)
    op.create_index("ix_appointments_customer", "appointments", ["customer_id", "starts_at", "id"])
    op.create_index("ix_appointments_store", "appointments", ["store_id", "starts_at", "id"])
    op.create_index("ix_appointments_start", "appointments", ["starts_at", "id"])
    op.create_index("ix_appointments_answer_by", "appointments", ["answer_by"])


def _create_appointment_technicians() -> None:
    op.create_table(
        "appointment_technicians",
        sa.Column("appointment_id", ID, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("technician_id", ID, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_index(
        "ix_appointment_technicians_technician", "appointment_technicians", ["technician_id", "appointment_id"]
    )


def _create_appointment_history() -> None:
    op.create_table(
        "appointment_history",
        sa.Column("appointment_id", ID, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("actor", Ascii(60), nullable=False),
        sa.Column("action", Ascii(24), nullable=False),
        sa.Column("status", Ascii(24), nullable=False),
        sa.Column("changes", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        **TABLE_OPTIONS,
    )


def _create_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("appointment_id", ID, primary_key=True),
        sa.Column("state", Ascii(12), nullable=False),
        sa.Column("account_id", Ascii(60)),
        sa.Column("path", Ascii(160)),
        sa.Column("key", Ascii(120)),
        sa.Column("body_hash", Ascii(64)),
        sa.Column("answer", sa.Text),
        sa.Column("lease_until", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_index("ux_attempts_key", "attempts", ["account_id", "path", "key"], unique=True)
    op.create_index("ix_attempts_state", "attempts", ["state", "lease_until"])
    op.create_index("ix_attempts_expires_at", "attempts", ["expires_at"])


def _create_changes() -> None:
    op.create_table(
        "changes",
        sa.Column("id", ID, primary_key=True),
        sa.Column("appointment_id", ID, nullable=False),
        sa.Column("state", Ascii(12), nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("technician_id", ID),
        sa.Column("technician_requested", sa.Boolean, nullable=False),
        sa.Column("treatment_id", ID, nullable=False),
        sa.Column("actor", Ascii(60), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("override_reason", sa.Text),
        sa.Column("policy_version", Ascii(400), nullable=False),
        sa.Column("free_cancel_hours", sa.Integer, nullable=False),
        sa.Column("late_cancel_fee_percent", sa.Integer, nullable=False),
        sa.Column("price_fen", sa.Integer, nullable=False),
        sa.Column("expected_revision", sa.Integer, nullable=False),
        sa.Column("account_id", Ascii(60)),
        sa.Column("path", Ascii(160)),
        sa.Column("key", Ascii(120)),
        sa.Column("body_hash", Ascii(64)),
        sa.Column("answer", sa.Text),
        sa.Column("lease_until", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_changes_appointment", "changes", ["appointment_id", "id"])
    op.create_index("ix_changes_state", "changes", ["state", "lease_until"])
    op.create_index("ix_changes_expires_at", "changes", ["expires_at"])


def _create_catalogue_rows() -> None:
    op.create_table(
        "catalogue_rows",
        sa.Column("kind", Ascii(16), primary_key=True),
        sa.Column("id", ID, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.Column("data", sa.Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb"), nullable=False),
        **TABLE_OPTIONS,
    )
