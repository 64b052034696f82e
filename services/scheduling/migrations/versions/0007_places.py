"""Where time is taken: a store's id or `home`, for a claim's technician, and for a day `*` where it is several places.

What was taken before holds its ways to and from the base in its own cells: its claims have no place, and its days are
looked at as if they had several.
"""

import sqlalchemy as sa
from alembic import op

from shared.db import ID

revision = "scheduling_0007"
down_revision = "scheduling_0006"
branch_labels = None
depends_on = None

TABLES = ("resource_days", "claim_resources")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("place", ID))
    op.execute("UPDATE resource_days SET place = '*'")


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "place")
