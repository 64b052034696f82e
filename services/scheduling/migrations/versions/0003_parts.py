"""What a visit of several treatments is made of; nothing for a visit of one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import MEDIUMTEXT

revision = "scheduling_0003"
down_revision = "scheduling_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("claims", sa.Column("parts", sa.Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb")))


def downgrade() -> None:
    op.drop_column("claims", "parts")
