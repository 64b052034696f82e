import sqlalchemy as sa
from alembic import op

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.migrations import create_bus_tables, drop_bus_tables

revision = "notification_0001"
down_revision = None
branch_labels = ("notification",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "messages",
        sa.Column("id", ID, primary_key=True),
        sa.Column("template", Ascii(60), nullable=False),
        sa.Column("status", Ascii(12), nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime),
        sa.Column("account_id", ID),
        sa.Column("appointment_id", ID),
        sa.Column("store_id", ID),
        sa.Column("zone", Ascii(60), nullable=False),
        sa.Column("content", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lease", ID),
        sa.Column("lease_until", UtcDateTime),
        sa.Column("finished_at", UtcDateTime),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_messages_due", "messages", ["status", "due_at"])
    op.create_index("ix_messages_appointment", "messages", ["appointment_id", "status"])
    op.create_index("ix_messages_lease", "messages", ["lease"])
    op.create_index("ix_messages_finished_at", "messages", ["finished_at"])
    op.create_table(
        "reminder_plans",
        sa.Column("appointment_id", ID, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        **TABLE_OPTIONS,
    )
    _create_what_was_sent()
    _create_people()
    create_bus_tables(op, "inbox", "idempotency_keys")


def _create_what_was_sent() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", ID, primary_key=True),
        sa.Column("delivery_id", ID, nullable=False, unique=True),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("template", Ascii(60), nullable=False),
        sa.Column("channel", Ascii(12), nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("language", Ascii(16), nullable=False),
        sa.Column("status", Ascii(12), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("failure", sa.String(200)),
        sa.Column("appointment_id", ID),
        sa.Column("store_id", ID),
        sa.Column("zone", Ascii(60), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_deliveries_at", "deliveries", ["at"])
    op.create_index("ix_deliveries_store", "deliveries", ["store_id", "id"])
    op.create_table(
        "notifications",
        sa.Column("id", ID, primary_key=True),
        sa.Column("delivery_id", ID, nullable=False, unique=True),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("template", Ascii(60), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("appointment_id", ID),
        sa.Column("zone", Ascii(60), nullable=False),
        sa.Column("sent_at", UtcDateTime, nullable=False),
        sa.Column("read_at", UtcDateTime),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_notifications_account", "notifications", ["account_id", "id"])
    op.create_table(
        "sent_items",
        sa.Column("delivery_id", ID, primary_key=True),
        sa.Column("channel", Ascii(12), nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("recipient_index", Ascii(64), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("zone", Ascii(60), nullable=False),
        sa.Column("sent_at", UtcDateTime, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_sent_items_recipient", "sent_items", ["recipient_index", "sent_at"])
    op.create_index("ix_sent_items_sent_at", "sent_items", ["sent_at"])


def _create_people() -> None:
    op.create_table(
        "contacts",
        sa.Column("account_id", ID, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("phone", sa.Text),
        sa.Column("email", sa.Text),
        sa.Column("language", Ascii(16)),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "preferences",
        sa.Column("account_id", ID, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("language", Ascii(16)),
        sa.Column("channels", Ascii(60), nullable=False),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    drop_bus_tables(op, "idempotency_keys", "inbox")
    for table in ("preferences", "contacts", "sent_items", "notifications", "deliveries", "reminder_plans", "messages"):
        op.drop_table(table)
