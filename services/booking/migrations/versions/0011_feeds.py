"""Calendar feeds, and customers who are to be forgotten."""

import sqlalchemy as sa
from alembic import op

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime

revision = "booking_0011"
down_revision = "booking_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("account_id", ID, primary_key=True),
        sa.Column("digest", Ascii(64), nullable=False),
        sa.Column("technician_id", ID),
        sa.Column("language", Ascii(16), nullable=False),
        sa.Column("opened_at", UtcDateTime, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_index("ux_calendar_feeds_digest", "calendar_feeds", ["digest"], unique=True)
    op.create_table(
        "erased_customers",
        sa.Column("customer_id", ID, primary_key=True),
        sa.Column("erased_at", UtcDateTime, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_erased_customers_erased_at", "erased_customers", ["erased_at"])


def downgrade() -> None:
    op.drop_table("erased_customers")
    op.drop_table("calendar_feeds")
