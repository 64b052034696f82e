"""Archives, what they are found by, and the timeline."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.migrations import create_bus_tables, drop_bus_tables

revision = "customer_profile_0001"
down_revision = None
branch_labels = ("customer_profile",)

JSON = sa.Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb")
TABLES = ("customers", "customer_names", "customer_stores", "timeline")
BUS_TABLES = ("inbox", "idempotency_keys")


def upgrade() -> None:
    op.create_table(
        "customers",
        sa.Column("id", ID, primary_key=True),
        sa.Column("account_revision", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("phone", sa.Text),
        sa.Column("phone_index", Ascii(64)),
        sa.Column("email", sa.Text),
        sa.Column("gender", Ascii(10)),
        sa.Column("birthday", sa.Text),
        sa.Column("language", Ascii(10), nullable=False),
        sa.Column("allergies", sa.Text, nullable=False),
        sa.Column("skin", sa.Text, nullable=False),
        sa.Column("health_notes", sa.Text, nullable=False),
        sa.Column("tags", JSON, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_customers_phone_index", "customers", ["phone_index"])
    op.create_table(
        "customer_names",
        sa.Column("piece_index", Ascii(64), primary_key=True),
        sa.Column("customer_id", ID, primary_key=True),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_customer_names_customer_id", "customer_names", ["customer_id"])
    op.create_table(
        "customer_stores",
        sa.Column("store_id", ID, primary_key=True),
        sa.Column("customer_id", ID, primary_key=True),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_customer_stores_customer_id", "customer_stores", ["customer_id"])
    op.create_table(
        "timeline",
        sa.Column("id", ID, primary_key=True),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("kind", Ascii(80), nullable=False),
        sa.Column("details", JSON, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_timeline_customer", "timeline", ["customer_id", "at", "id"])
    create_bus_tables(op, *BUS_TABLES)


def downgrade() -> None:
    drop_bus_tables(op, *BUS_TABLES)
    for table in reversed(TABLES):
        op.drop_table(table)
