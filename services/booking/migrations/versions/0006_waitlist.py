"""The waitlist: who waits for what, and which stores' lists have to be gone through."""

import sqlalchemy as sa
from alembic import op

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime

revision = "booking_0006"
down_revision = "booking_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waitlist_wishes",
        sa.Column("id", ID, primary_key=True),
        sa.Column("status", Ascii(12), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("joined_by", Ascii(60), nullable=False),
        sa.Column("store_id", ID, nullable=False),
        sa.Column("treatment_id", ID, nullable=False),
        sa.Column("technician_id", ID),
        sa.Column("first_on", sa.Date, nullable=False),
        sa.Column("last_on", sa.Date, nullable=False),
        sa.Column("joined_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("unanswered", sa.Integer, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("offer_id", ID),
        sa.Column("answer_by", UtcDateTime),
        sa.Column("offer", sa.Text),
        **TABLE_OPTIONS,
    )
    line = ["store_id", "status", "unanswered", "joined_at", "id"]
    op.create_index("ix_waitlist_wishes_line", "waitlist_wishes", line)
    op.create_index("ix_waitlist_wishes_customer", "waitlist_wishes", ["customer_id", "joined_at", "id"])
    op.create_index("ix_waitlist_wishes_store", "waitlist_wishes", ["store_id", "joined_at", "id"])
    op.create_index("ux_waitlist_wishes_offer", "waitlist_wishes", ["offer_id"], unique=True)
    op.create_index("ix_waitlist_wishes_answer_by", "waitlist_wishes", ["status", "answer_by"])
    op.create_index("ix_waitlist_wishes_ends_at", "waitlist_wishes", ["status", "ends_at"])
    op.create_table(
        "waitlist_looks",
        sa.Column("store_id", ID, primary_key=True),
        sa.Column("is_due", sa.Boolean, nullable=False),
        sa.Column("freed_from", UtcDateTime),
        sa.Column("freed_to", UtcDateTime),
        sa.Column("lease_until", UtcDateTime),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    op.drop_table("waitlist_looks")
    op.drop_table("waitlist_wishes")
