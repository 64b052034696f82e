"""A customer's series are found: to be shown to them, and to be forgotten with them."""

from alembic import op

revision = "booking_0014"
down_revision = "booking_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_series_customer", "series", ["customer_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_series_customer", "series")
