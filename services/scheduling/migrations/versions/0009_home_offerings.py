"""What booking last told of who takes a home visit."""

import sqlalchemy as sa
from alembic import op

from shared.db import ID, TABLE_OPTIONS

revision = "scheduling_0009"
down_revision = "scheduling_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "home_offerings",
        sa.Column("claim_id", ID, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("claim_revision", sa.Integer, nullable=False),
        sa.Column("asked", sa.Text),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    op.drop_table("home_offerings")
