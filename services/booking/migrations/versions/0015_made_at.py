"""When a booking was made, kept with it: how many came in on a day is counted by an index."""

import sqlalchemy as sa
from alembic import op

from shared.db import UtcDateTime

revision = "booking_0015"
down_revision = "booking_0014"
branch_labels = None
depends_on = None

FIRST_ENTRY = "SELECT MIN(h.at) FROM appointment_history h WHERE h.appointment_id = appointments.id"


def upgrade() -> None:
    op.add_column("appointments", sa.Column("made_at", UtcDateTime()))
    op.execute(f"UPDATE appointments SET made_at = ({FIRST_ENTRY})")  # noqa: S608 - a constant
    op.create_index("ix_appointments_made", "appointments", ["store_id", "made_at"])


def downgrade() -> None:
    op.drop_index("ix_appointments_made", "appointments")
    op.drop_column("appointments", "made_at")
