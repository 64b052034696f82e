"""The audit trail hears of rules that staff override, and why."""

import sqlalchemy as sa
from alembic import op

from shared.migrations import create_bus_tables, drop_bus_tables

revision = "identity_0003"
down_revision = "identity_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_trail", sa.Column("reason", sa.Text))
    create_bus_tables(op, "inbox")


def downgrade() -> None:
    drop_bus_tables(op, "inbox")
    op.drop_column("audit_trail", "reason")
