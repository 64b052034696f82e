"""Leave that technicians ask for."""

import sqlalchemy as sa
from alembic import op

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted

revision = "scheduling_0010"
down_revision = "scheduling_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leave_requests",
        sa.Column("request_id", ID, primary_key=True),
        sa.Column("technician_id", ID, nullable=False),
        sa.Column("status", Ascii(10), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("reason", Encrypted("leave_requests.reason"), nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("asked_by", Ascii(60), nullable=False),
        sa.Column("answered_at", UtcDateTime),
        sa.Column("answered_by", Ascii(60)),
        sa.Column("refusal", Encrypted("leave_requests.refusal"), nullable=False),
        sa.Column("leave_id", ID),
        sa.Index("ix_leave_requests_technician", "technician_id", "status"),
        sa.Index("ix_leave_requests_leave", "leave_id"),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    op.drop_table("leave_requests")
