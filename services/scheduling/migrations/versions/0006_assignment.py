"""Why each technician was chosen, who was asked for by name, and who is to be kept apart."""

import sqlalchemy as sa
from alembic import op

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted

revision = "scheduling_0006"
down_revision = "scheduling_0005"
branch_labels = None
depends_on = None

REQUESTED_BEFORE = """
    UPDATE claim_resources SET is_requested = 1 WHERE kind = 'technician' AND position = 0
    AND claim_id IN (SELECT claim_id FROM claims WHERE because LIKE :requested)
"""


def upgrade() -> None:
    _create_assignments()
    _create_avoidances()
    op.create_index("ix_claims_customer", "claims", ["customer_id", "starts_at"])
    op.add_column("claim_resources", sa.Column("is_requested", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute(sa.text(REQUESTED_BEFORE).bindparams(requested='{"code": "requested"%'))


def downgrade() -> None:
    op.drop_column("claim_resources", "is_requested")
    op.drop_index("ix_claims_customer", "claims")
    op.drop_table("avoidances")
    op.drop_table("assignments")


def _create_assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("claim_id", ID, primary_key=True),
        sa.Column("claim_revision", sa.Integer, primary_key=True),
        sa.Column("document", Encrypted("assignments.document", long=True), nullable=False),
        **TABLE_OPTIONS,
    )


def _create_avoidances() -> None:
    op.create_table(
        "avoidances",
        sa.Column("customer_id", ID, primary_key=True),
        sa.Column("technician_id", ID, primary_key=True),
        sa.Column("side", Ascii(10), primary_key=True),
        sa.Column("reason", Encrypted("avoidances.reason")),
        sa.Column("set_by", ID, nullable=False),
        sa.Column("set_at", UtcDateTime, nullable=False),
        sa.Index("ix_avoidances_technician", "technician_id"),
        **TABLE_OPTIONS,
    )
