"""Visits at homes: searches for who goes with their offers, tries at arrival codes, lateness told, calls for help."""

import sqlalchemy as sa
from alembic import op

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime

revision = "booking_0005"
down_revision = "booking_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_searches()
    op.create_table(
        "arrival_tries",
        sa.Column("appointment_id", ID, primary_key=True),
        sa.Column("tries", sa.Integer, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "latenesses",
        sa.Column("appointment_id", ID, primary_key=True),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("expected_at", UtcDateTime, nullable=False),
        **TABLE_OPTIONS,
    )
    _create_alerts()


def downgrade() -> None:
    for name in ("sos_alerts", "latenesses", "arrival_tries", "home_offers", "home_searches"):
        op.drop_table(name)


def _create_searches() -> None:
    op.create_table(
        "home_searches",
        sa.Column("appointment_id", ID, primary_key=True),
        sa.Column("state", Ascii(12), nullable=False),
        sa.Column("patience_seconds", sa.Integer, nullable=False),
        sa.Column("deadline", UtcDateTime, nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("since", sa.Integer, nullable=False),
        sa.Column("lease_until", UtcDateTime, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_home_searches_state", "home_searches", ["state", "lease_until"])
    op.create_index("ix_home_searches_deadline", "home_searches", ["state", "deadline"])
    op.create_table(
        "home_offers",
        sa.Column("appointment_id", ID, primary_key=True),
        sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("technician_id", ID, nullable=False),
        sa.Column("state", Ascii(12), nullable=False),
        sa.Column("because", sa.Text),
        sa.Column("asked_at", UtcDateTime),
        sa.Column("answer_by", UtcDateTime),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("reason", sa.Text),
        **TABLE_OPTIONS,
    )


def _create_alerts() -> None:
    op.create_table(
        "sos_alerts",
        sa.Column("id", ID, primary_key=True),
        sa.Column("appointment_id", ID, nullable=False),
        sa.Column("store_id", ID, nullable=False),
        sa.Column("raised_by", Ascii(60), nullable=False),
        sa.Column("raised_as", Ascii(12), nullable=False),
        sa.Column("raised_at", UtcDateTime, nullable=False),
        sa.Column("called_at", UtcDateTime, nullable=False),
        sa.Column("position", sa.Text),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("acknowledged_by", Ascii(60)),
        sa.Column("acknowledged_at", UtcDateTime),
        sa.Column("note", sa.Text),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_sos_alerts_appointment", "sos_alerts", ["appointment_id", "raised_by"])
    op.create_index("ix_sos_alerts_store", "sos_alerts", ["store_id", "raised_at", "id"])
    op.create_index("ix_sos_alerts_raised_by", "sos_alerts", ["raised_by", "raised_at", "id"])
