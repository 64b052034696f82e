"""How customers are called: the replica of identity's accounts that the board reads."""

import sqlalchemy as sa
from alembic import op

from shared.db import ID, TABLE_OPTIONS

revision = "booking_0016"
down_revision = "booking_0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "customer_names",
        sa.Column("customer_id", ID, primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text()),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    op.drop_table("customer_names")
