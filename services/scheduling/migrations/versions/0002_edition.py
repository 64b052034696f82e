"""The edition of what processes keep of the replica and of working plans."""

import sqlalchemy as sa
from alembic import op

from shared.db import TABLE_OPTIONS, Ascii

revision = "scheduling_0002"
down_revision = "scheduling_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    editions = op.create_table(
        "editions",
        sa.Column("subject", Ascii(20), primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
        **TABLE_OPTIONS,
    )
    op.bulk_insert(editions, [{"subject": "reference", "number": 1}])


def downgrade() -> None:
    op.drop_table("editions")
