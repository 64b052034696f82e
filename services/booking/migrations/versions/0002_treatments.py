"""The treatments of a visit of several, as JSON; nothing for a visit of one."""

import sqlalchemy as sa
from alembic import op

revision = "booking_0002"
down_revision = "booking_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("appointments", sa.Column("planned", sa.Text))


def downgrade() -> None:
    op.drop_column("appointments", "planned")
