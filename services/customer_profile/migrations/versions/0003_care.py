"""What a customer tells of themselves and keeps for the next visit; and who may know of it for which visit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime

revision = "customer_profile_0003"
down_revision = "customer_profile_0002"
branch_labels = None
depends_on = None

JSON = sa.Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb")
COLUMNS = ("conditions", "contacts", "addresses")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("customers", sa.Column(name, sa.Text))
    op.create_table(
        "visits",
        sa.Column("id", ID, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("store_id", ID, nullable=False),
        sa.Column("status", Ascii(24), nullable=False),
        sa.Column("technician_ids", JSON, nullable=False),
        sa.Column("treatment_ids", JSON, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("guest", sa.Text),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_visits_customer_id", "visits", ["customer_id"])
    op.create_table(
        "contraindications",
        sa.Column("treatment_id", ID, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("words", JSON, nullable=False),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    op.drop_table("contraindications")
    op.drop_table("visits")
    for name in reversed(COLUMNS):
        op.drop_column("customers", name)
