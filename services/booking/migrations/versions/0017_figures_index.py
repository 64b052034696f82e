"""The index of a store's visits by time holds all that figures count: a month is read without looking at a row."""

from alembic import op

revision = "booking_0017"
down_revision = "booking_0016"
branch_labels = None
depends_on = None

BY_TIME = ["store_id", "starts_at", "id"]
COUNTED = ["status", "treatment_id", "customer_id", "booked_by", "price_fen", "fee_fen"]


def upgrade() -> None:
    op.create_index("ix_appointments_figures", "appointments", [*BY_TIME, *COUNTED])
    op.drop_index("ix_appointments_store", "appointments")


def downgrade() -> None:
    op.create_index("ix_appointments_store", "appointments", BY_TIME)
    op.drop_index("ix_appointments_figures", "appointments")
