"""Room for policies made of many rule rows: a version names each of them. SQLite makes the tables anew for it."""

from alembic import op

from shared.db import Ascii

revision = "booking_0012"
down_revision = "booking_0011"
branch_labels = None
depends_on = None

TABLES = ("appointments", "changes")
BEFORE, SINCE = 400, 2000


def upgrade() -> None:
    _set_length(BEFORE, SINCE)


def downgrade() -> None:
    _set_length(SINCE, BEFORE)


def _set_length(before: int, after: int) -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.alter_column(
                "policy_version", type_=Ascii(after), existing_type=Ascii(before), existing_nullable=False
            )
