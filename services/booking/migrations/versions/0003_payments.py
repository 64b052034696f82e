"""Payments, the sandbox's books, and the deposit an appointment waits for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime

revision = "booking_0003"
down_revision = "booking_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("appointments", sa.Column("deposit", sa.Text))
    op.create_table(
        "payments",
        sa.Column("id", ID, primary_key=True),
        sa.Column("appointment_id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("store_id", ID, nullable=False),
        sa.Column("kind", Ascii(16), nullable=False),
        sa.Column("provider", Ascii(24), nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("state", Ascii(12), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("amount_fen", sa.Integer, nullable=False),
        sa.Column("refund_fen", sa.Integer, nullable=False),
        sa.Column("account_id", Ascii(60), nullable=False),
        sa.Column("path", Ascii(160)),
        sa.Column("key", Ascii(120)),
        sa.Column("body_hash", Ascii(64)),
        sa.Column("answer", sa.Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb")),
        sa.Column("lease_until", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Index("ix_payments_appointment", "appointment_id", "id"),
        sa.Index("ix_payments_state", "state", "lease_until"),
        sa.Index("ix_payments_expires_at", "expires_at"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "sandbox_payments",
        sa.Column("payment_id", ID, primary_key=True),
        sa.Column("outcome", Ascii(12), nullable=False),
        sa.Column("amount_fen", sa.Integer, nullable=False),
        sa.Column("refunded_fen", sa.Integer, nullable=False),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    op.drop_table("sandbox_payments")
    op.drop_table("payments")
    op.drop_column("appointments", "deposit")
