"""Lateness that was told, and proposals to make a day better."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime

revision = "scheduling_0008"
down_revision = "scheduling_0007"
branch_labels = None
depends_on = None

DOCUMENT = sa.Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb")


def upgrade() -> None:
    op.create_table(
        "delays",
        sa.Column("technician_id", ID, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("told_at", UtcDateTime, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "dispatch_proposals",
        sa.Column("proposal_id", ID, primary_key=True),
        sa.Column("store_id", ID, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.Column("created_by", Ascii(40), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("status", Ascii(10), nullable=False),
        sa.Column("progress", sa.Integer, nullable=False),
        sa.Column("failure", Ascii(40)),
        sa.Column("outcome", DOCUMENT),
        sa.Column("lease_until", UtcDateTime),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_dispatch_proposals_status", "dispatch_proposals", ["status", "lease_until"])


def downgrade() -> None:
    op.drop_table("dispatch_proposals")
    op.drop_table("delays")
