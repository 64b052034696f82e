"""Series of appointments, and their dates."""

import sqlalchemy as sa
from alembic import op

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted

revision = "booking_0008"
down_revision = "booking_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", ID, primary_key=True),
        sa.Column("state", Ascii(12), nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("booked_by", Ascii(60), nullable=False),
        sa.Column("store_id", ID, nullable=False),
        sa.Column("every_weeks", sa.Integer, nullable=False),
        sa.Column("account_id", Ascii(60)),
        sa.Column("path", Ascii(160)),
        sa.Column("key", Ascii(120)),
        sa.Column("body_hash", Ascii(64)),
        sa.Column("answer", Encrypted("series.answer", long=True)),
        sa.Column("lease_until", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_index("ux_series_key", "series", ["account_id", "path", "key"], unique=True)
    op.create_index("ix_series_state", "series", ["state", "lease_until"])
    op.create_index("ix_series_expires_at", "series", ["expires_at"])
    op.create_table(
        "series_visits",
        sa.Column("series_id", ID, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("held_on", sa.Date, nullable=False),
        sa.Column("starts_at", UtcDateTime),
        sa.Column("appointment_id", ID),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    op.drop_table("series_visits")
    op.drop_table("series")
