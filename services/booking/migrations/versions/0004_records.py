"""Service records, every version of them, and their pictures."""

import sqlalchemy as sa
from alembic import op

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime

revision = "booking_0004"
down_revision = "booking_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_records",
        sa.Column("appointment_id", ID, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("done", sa.Text, nullable=False),
        sa.Column("products", sa.Text, nullable=False),
        sa.Column("flags", sa.Text, nullable=False),
        sa.Column("notes", sa.Text),
        sa.Column("internal_notes", sa.Text),
        sa.Column("recorded_by", Ascii(60), nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "record_files",
        sa.Column("id", ID, primary_key=True),
        sa.Column("appointment_id", ID, nullable=False),
        sa.Column("state", Ascii(12), nullable=False),
        sa.Column("kind", Ascii(12), nullable=False),
        sa.Column("name", Ascii(64), nullable=False),
        sa.Column("key", sa.Text),
        sa.Column("upload", Ascii(64), nullable=False),
        sa.Column("media_type", Ascii(40), nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("added_by", Ascii(60), nullable=False),
        sa.Column("added_at", UtcDateTime, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_record_files_appointment", "record_files", ["appointment_id", "id"])
    op.create_index("ix_record_files_state", "record_files", ["state", "changed_at"])


def downgrade() -> None:
    op.drop_table("record_files")
    op.drop_table("service_records")
