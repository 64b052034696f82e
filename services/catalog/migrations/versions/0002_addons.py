"""What may be added to a treatment, as JSON; nothing for rows from before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import MEDIUMTEXT

revision = "catalog_0002"
down_revision = "catalog_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("treatments", sa.Column("addons", sa.Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb")))


def downgrade() -> None:
    op.drop_column("treatments", "addons")
