"""The catalogue's tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.migrations import create_bus_tables, drop_bus_tables

revision = "catalog_0001"
down_revision = None
branch_labels = ("catalog",)

JSON = sa.Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb")
TABLES = ("stores", "treatments", "technicians", "technician_stores", "resources", "booking_rules")
BUS_TABLES = ("outbox", "idempotency_keys")


def upgrade() -> None:
    _create(
        "stores",
        sa.Column("slug", Ascii(60), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("aliases", JSON, nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("lng", sa.Double, nullable=False),
        sa.Column("lat", sa.Double, nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("timezone", Ascii(40), nullable=False),
        sa.Column("opening_hours", JSON, nullable=False),
        sa.Column("closures", JSON, nullable=False),
        sa.Column("parking", sa.String(200), nullable=False),
        sa.Column("metro", sa.String(200), nullable=False),
        sa.UniqueConstraint("slug", name="uq_stores_slug"),
    )

    _create(
        "treatments",
        sa.Column("slug", Ascii(60), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("aliases", JSON, nullable=False),
        sa.Column("duration_minutes", sa.Integer, nullable=False),
        sa.Column("price_fen", sa.Integer, nullable=False),
        sa.Column("prep_minutes", sa.Integer, nullable=False),
        sa.Column("turnover_minutes", sa.Integer, nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("party_size", sa.Integer, nullable=False),
        sa.Column("places", JSON, nullable=False),
        sa.Column("body_parts", JSON, nullable=False),
        sa.Column("contraindications", JSON, nullable=False),
        sa.Column("suits", JSON, nullable=False),
        sa.Column("segments", JSON, nullable=False),
        sa.Column("course", JSON),
        sa.Column("description", sa.Text, nullable=False),
        sa.UniqueConstraint("slug", name="uq_treatments_slug"),
    )

    _create(
        "technicians",
        sa.Column("slug", Ascii(60), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("call", sa.String(40), nullable=False),
        sa.Column("gender", Ascii(10), nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("years", sa.Integer, nullable=False),
        sa.Column("skills", JSON, nullable=False),
        sa.Column("specialities", JSON, nullable=False),
        sa.Column("bio", sa.Text, nullable=False),
        sa.Column("certified", sa.Boolean, nullable=False),
        sa.Column("rating", sa.Double, nullable=False),
        sa.Column("review_count", sa.Integer, nullable=False),
        sa.Column("stores", JSON, nullable=False),
        sa.Column("home_base", JSON),
        sa.Column("home_visits", sa.Boolean, nullable=False),
        sa.Column("strength", Ascii(10), nullable=False),
        sa.Column("photo_url", sa.String(400)),
        sa.UniqueConstraint("slug", name="uq_technicians_slug"),
    )

    op.create_table(
        "technician_stores",
        sa.Column("store_id", ID, primary_key=True),
        sa.Column("technician_id", ID, primary_key=True),
        **TABLE_OPTIONS,
    )

    _create(
        "resources",
        sa.Column("store_id", ID, nullable=False),
        sa.Column("kind", Ascii(20), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("units", sa.Integer, nullable=False),
        sa.Column("treatments", JSON),
    )

    _create(
        "booking_rules",
        sa.Column("scope", ID, nullable=False),
        sa.Column("effective_from", UtcDateTime, nullable=False),
        sa.Column("values", JSON, nullable=False),
    )
    op.create_index("ix_technician_stores_technician_id", "technician_stores", ["technician_id"])
    op.create_index("ix_resources_store_id", "resources", ["store_id"])
    op.create_index("ix_booking_rules_scope", "booking_rules", ["scope", "effective_from"])
    create_bus_tables(op, *BUS_TABLES)


def downgrade() -> None:
    drop_bus_tables(op, *BUS_TABLES)
    for table in reversed(TABLES):
        op.drop_table(table)


def _create(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", ID, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
        *columns,
        **TABLE_OPTIONS,
    )
