"""Technicians' photos."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import MEDIUMBLOB

from shared.db import ID, TABLE_OPTIONS

revision = "catalog_0004"
down_revision = "catalog_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "technician_photos",
        sa.Column("technician_id", ID, primary_key=True),
        sa.Column("photo_url", sa.String(400), nullable=False),
        sa.Column("content", sa.LargeBinary().with_variant(MEDIUMBLOB(), "mysql", "mariadb"), nullable=False),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    op.drop_table("technician_photos")
