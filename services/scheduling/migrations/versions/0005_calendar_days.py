"""Days that do not work like their weekday, as somebody entered them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from shared.db import ID, TABLE_OPTIONS, Ascii

revision = "scheduling_0005"
down_revision = "scheduling_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_days",
        sa.Column("scope", ID, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("kind", Ascii(10), nullable=False),
        sa.Column("follows", sa.Integer),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("hours", sa.Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb"), nullable=False),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    op.drop_table("calendar_days")
