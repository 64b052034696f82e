"""Proposals of another time."""

import sqlalchemy as sa
from alembic import op

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime

revision = "booking_0010"
down_revision = "booking_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "time_proposals",
        sa.Column("id", ID, primary_key=True),
        sa.Column("appointment_id", ID, nullable=False),
        sa.Column("proposed_by", Ascii(60), nullable=False),
        sa.Column("starts_at", UtcDateTime),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("state", Ascii(12), nullable=False),
        sa.Column("answered_by", Ascii(60)),
        sa.Column("answer_reason", sa.Text),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_time_proposals_appointment", "time_proposals", ["appointment_id", "id"])
    op.create_index("ix_time_proposals_state", "time_proposals", ["state", "expires_at"])


def downgrade() -> None:
    op.drop_table("time_proposals")
