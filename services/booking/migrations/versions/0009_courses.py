"""Courses 疗程, and the sessions reserved, used and returned of each."""

import sqlalchemy as sa
from alembic import op

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime

revision = "booking_0009"
down_revision = "booking_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "courses",
        sa.Column("id", ID, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("store_id", ID, nullable=False),
        sa.Column("treatment_id", ID, nullable=False),
        sa.Column("sessions", sa.Integer, nullable=False),
        sa.Column("price_fen", sa.Integer, nullable=False),
        sa.Column("bought_at", UtcDateTime, nullable=False),
        sa.Column("expires_on", sa.Date, nullable=False),
        sa.Column("sold_by", Ascii(60), nullable=False),
        sa.Column("reserved", sa.Integer, nullable=False),
        sa.Column("used", sa.Integer, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_courses_customer", "courses", ["customer_id", "id"])
    op.create_index("ix_courses_store", "courses", ["store_id", "id"])
    op.create_table(
        "course_sessions",
        sa.Column("course_id", ID, primary_key=True),
        sa.Column("appointment_id", ID, primary_key=True),
        sa.Column("state", Ascii(12), nullable=False),
        sa.Column("used_if_late", sa.Boolean, nullable=False),
        sa.Column("used_if_missed", sa.Boolean, nullable=False),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    op.drop_table("course_sessions")
    op.drop_table("courses")
