"""The queue in the store: tickets, and the numbers of each store's day."""

import sqlalchemy as sa
from alembic import op

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime

revision = "booking_0013"
down_revision = "booking_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "queue_tickets",
        sa.Column("id", ID, primary_key=True),
        sa.Column("store_id", ID, nullable=False),
        sa.Column("on_day", sa.Date, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("status", Ascii(12), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("joined_at", UtcDateTime, nullable=False),
        sa.Column("taken_by", Ascii(60), nullable=False),
        sa.Column("customer_id", ID),
        sa.Column("treatment_id", ID),
        sa.Column("technician_id", ID),
        sa.Column("party_size", sa.Integer, nullable=False),
        sa.Column("contact", sa.Text),
        sa.Column("called_at", UtcDateTime),
        sa.Column("answer_by", UtcDateTime),
        sa.Column("estimated_at", UtcDateTime),
        sa.Column("serving_id", ID),
        sa.Column("serving_treatment_id", ID),
        sa.Column("serving_technician_id", ID),
        sa.Column("serving_starts_at", UtcDateTime),
        **TABLE_OPTIONS,
    )
    op.create_index("ux_queue_tickets_number", "queue_tickets", ["store_id", "on_day", "position"], unique=True)
    op.create_index("ix_queue_tickets_customer", "queue_tickets", ["customer_id", "on_day"])
    op.create_index("ix_queue_tickets_status", "queue_tickets", ["status", "on_day", "answer_by"])
    op.create_table(
        "queue_days",
        sa.Column("store_id", ID, primary_key=True),
        sa.Column("on_day", sa.Date, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    op.drop_table("queue_days")
    op.drop_table("queue_tickets")
