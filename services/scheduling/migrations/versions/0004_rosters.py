"""Proposals of rosters, contracts, wishes for shifts, and the idempotency keys that asking for a roster needs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.migrations import create_bus_tables, drop_bus_tables

revision = "scheduling_0004"
down_revision = "scheduling_0003"
branch_labels = None
depends_on = None

Document = sa.Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb")


def upgrade() -> None:
    create_bus_tables(op, "idempotency_keys")
    op.create_table(
        "roster_proposals",
        sa.Column("proposal_id", ID, primary_key=True),
        sa.Column("store_id", ID, nullable=False),
        sa.Column("status", Ascii(10), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("asked_by", Ascii(60), nullable=False),
        sa.Column("problem", Document, nullable=False),
        sa.Column("outcome", Document, nullable=False),
        sa.Column("progress", Document, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("lease_until", UtcDateTime),
        sa.Index("ix_roster_proposals_status", "status", "lease_until"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "contracts",
        sa.Column("technician_id", ID, primary_key=True),
        sa.Column("document", Document, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "shift_wishes",
        sa.Column("wish_id", ID, primary_key=True),
        sa.Column("technician_id", ID, nullable=False),
        sa.Column("wished_on", sa.Date, nullable=False),
        sa.Column("document", Document, nullable=False),
        sa.Index("ix_shift_wishes_technician", "technician_id", "wished_on"),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    for table in ("shift_wishes", "contracts", "roster_proposals"):
        op.drop_table(table)
    drop_bus_tables(op, "idempotency_keys")
