"""Technicians' and staff's accounts, topics people have silenced, and an outbox for what this service announces."""

import sqlalchemy as sa
from alembic import op

from shared.db import ID, TABLE_OPTIONS, Ascii
from shared.migrations import create_bus_tables, drop_bus_tables

revision = "notification_0002"
down_revision = "notification_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contacts", sa.Column("technician_id", ID))
    op.create_index("ix_contacts_technician_id", "contacts", ["technician_id"])
    # What is known of accounts lacks their work: the next telling of each fills it in.
    op.execute("UPDATE contacts SET revision = 0")
    op.create_table(
        "store_staff",
        sa.Column("store_id", ID, primary_key=True),
        sa.Column("account_id", ID, primary_key=True),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_store_staff_account_id", "store_staff", ["account_id"])
    op.add_column("preferences", sa.Column("silenced_topics", Ascii(60), nullable=False, server_default=""))
    create_bus_tables(op, "outbox")


def downgrade() -> None:
    drop_bus_tables(op, "outbox")
    op.drop_column("preferences", "silenced_topics")
    op.drop_table("store_staff")
    op.drop_index("ix_contacts_technician_id", "contacts")
    op.drop_column("contacts", "technician_id")
