"""Replicas of the catalogue, rosters, calendars, claims and changes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted
from shared.migrations import create_bus_tables, drop_bus_tables

revision = "scheduling_0001"
down_revision = None
branch_labels = ("scheduling",)
depends_on = None

BUS_TABLES = ("outbox", "inbox")
REPLICAS = {
    "stores": ("store_id",),
    "treatments": ("treatment_id", sa.Column("needed_minutes", sa.Integer, nullable=False)),
    "technicians": ("technician_id",),
    "store_resources": ("resource_id",),
    "booking_rules": ("rules_id", sa.Column("scope", Ascii(40), nullable=False, index=True)),
}
TABLES = (
    *REPLICAS,
    "technician_stores",
    "resources",
    "resource_days",
    "claims",
    "claim_resources",
    "changes",
    "working_plans",
    "absences",
)
DayBits = sa.LargeBinary().with_variant(sa.BINARY(36), "mysql", "mariadb")
Document = sa.Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb")


def upgrade() -> None:
    create_bus_tables(op, *BUS_TABLES)
    for name, (key, *columns) in REPLICAS.items():
        _create_replica(name, key, *columns)
    _create_resources()
    _create_claims()
    _create_rosters()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
    drop_bus_tables(op, *BUS_TABLES)


def _create_replica(name: str, key: str, *columns: sa.Column) -> None:
    op.create_table(
        name,
        sa.Column(key, ID, primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.Column("document", Document, nullable=False),
        *(column.copy() for column in columns),
        **TABLE_OPTIONS,
    )


def _create_resources() -> None:
    op.create_table(
        "technician_stores",
        sa.Column("store_id", ID, primary_key=True),
        sa.Column("technician_id", ID, primary_key=True),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "resources",
        sa.Column("resource_id", ID, primary_key=True),
        sa.Column("kind", Ascii(20), nullable=False),
        sa.Column("store_id", ID),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("treatments", Document),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.Index("ix_resources_store", "store_id", "kind"),
        sa.Index("ix_resources_owner", "owner_id"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "resource_days",
        sa.Column("resource_id", ID, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("busy", DayBits, nullable=False),
        **TABLE_OPTIONS,
    )


def _create_claims() -> None:
    op.create_table(
        "claims",
        sa.Column("claim_id", ID, primary_key=True),
        sa.Column("status", Ascii(10), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("store_id", ID, nullable=False),
        sa.Column("treatment_id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("timezone", Ascii(60), nullable=False),
        sa.Column("request", Encrypted("claims.request"), nullable=False),
        sa.Column("wish", Encrypted("claims.wish"), nullable=False),
        sa.Column("because", Document, nullable=False),
        sa.Column("hold_until", UtcDateTime),
        sa.Column("released_because", Ascii(40)),
        sa.Index("ix_claims_hold", "status", "hold_until"),
        sa.Index("ix_claims_store", "store_id", "starts_at"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "claim_resources",
        sa.Column("claim_id", ID, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("kind", Ascii(20), nullable=False),
        sa.Column("first_cell", sa.BigInteger, nullable=False),
        sa.Column("end_cell", sa.BigInteger, nullable=False),
        sa.Column("cells", Ascii(400), nullable=False),
        sa.Index("ix_claim_resources_time", "resource_id", "first_cell"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "changes",
        sa.Column("change_id", ID, primary_key=True),
        sa.Column("claim_id", ID, nullable=False),
        sa.Column("is_made", sa.Boolean, nullable=False),
        sa.Column("claim_revision", sa.Integer, nullable=False),
        **TABLE_OPTIONS,
    )


def _create_rosters() -> None:
    op.create_table(
        "working_plans",
        sa.Column("technician_id", ID, primary_key=True),
        sa.Column("effective_from", sa.Date, primary_key=True),
        sa.Column("document", Document, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "absences",
        sa.Column("absence_id", ID, primary_key=True),
        sa.Column("technician_id", ID, nullable=False),
        sa.Column("kind", Ascii(10), nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Index("ix_absences_technician", "technician_id", "ends_at"),
        **TABLE_OPTIONS,
    )
