"""Customers who wished to be forgotten: that they did is all that stays."""

import sqlalchemy as sa
from alembic import op

revision = "customer_profile_0002"
down_revision = "customer_profile_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    erased = sa.Column("is_erased", sa.Boolean, nullable=False, server_default=sa.text("0"))
    op.add_column("customers", erased)
    op.create_index("ix_customers_is_erased", "customers", ["is_erased"])


def downgrade() -> None:
    op.drop_index("ix_customers_is_erased", "customers")
    op.drop_column("customers", "is_erased")
