"""What few appointments and few changes have (add-ons, extensions), as JSON; nothing for all others."""

import sqlalchemy as sa
from alembic import op

revision = "booking_0007"
down_revision = "booking_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("appointments", sa.Column("extras", sa.Text))
    op.add_column("changes", sa.Column("extras", sa.Text))


def downgrade() -> None:
    op.drop_column("changes", "extras")
    op.drop_column("appointments", "extras")
