"""What to expect of a treatment, in English as well; nothing for rows from before."""

import sqlalchemy as sa
from alembic import op

revision = "catalog_0003"
down_revision = "catalog_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("treatments", sa.Column("description_en", sa.Text))


def downgrade() -> None:
    op.drop_column("treatments", "description_en")
