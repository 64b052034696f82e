"""The tables of this service. Personal fields are sealed; an address is found by its blind index."""

from sqlalchemy import Column, Index, Integer, MetaData, String, Table

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted
from shared.idempotency import idempotency_keys_table
from shared.inbox import inbox_table
from shared.outbox import outbox_table

metadata = MetaData()

# What we owe. `content` is what the texts are made of, and is emptied once the message is finished.
messages = Table(
    "messages",
    metadata,
    Column("id", ID, primary_key=True),
    Column("template", Ascii(60), nullable=False),
    Column("status", Ascii(12), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("account_id", ID),
    Column("appointment_id", ID),
    Column("store_id", ID),
    Column("zone", Ascii(60), nullable=False),
    Column("content", Encrypted("messages.content")),
    Column("attempts", Integer, nullable=False),
    Column("lease", ID),
    Column("lease_until", UtcDateTime),
    Column("finished_at", UtcDateTime),
    Index("ix_messages_due", "status", "due_at"),
    Index("ix_messages_appointment", "appointment_id", "status"),
    Index("ix_messages_lease", "lease"),
    Index("ix_messages_finished_at", "finished_at"),
    **TABLE_OPTIONS,
)

# Which revision of an appointment its waiting reminders belong to.
reminder_plans = Table(
    "reminder_plans",
    metadata,
    Column("appointment_id", ID, primary_key=True),
    Column("revision", Integer, nullable=False),
    **TABLE_OPTIONS,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", ID, primary_key=True),
    Column("delivery_id", ID, nullable=False, unique=True),
    Column("message_id", ID, nullable=False),
    Column("template", Ascii(60), nullable=False),
    Column("channel", Ascii(12), nullable=False),
    Column("recipient", Encrypted("deliveries.recipient"), nullable=False),
    Column("language", Ascii(16), nullable=False),
    Column("status", Ascii(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failure", String(200)),
    Column("appointment_id", ID),
    Column("store_id", ID),
    Column("zone", Ascii(60), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_deliveries_at", "at"),
    Index("ix_deliveries_store", "store_id", "id"),
    **TABLE_OPTIONS,
)

# The list inside the pages.
notifications = Table(
    "notifications",
    metadata,
    Column("id", ID, primary_key=True),
    Column("delivery_id", ID, nullable=False, unique=True),
    Column("account_id", ID, nullable=False),
    Column("template", Ascii(60), nullable=False),
    Column("subject", Encrypted("notifications.subject"), nullable=False),
    Column("text", Encrypted("notifications.text"), nullable=False),
    Column("appointment_id", ID),
    Column("zone", Ascii(60), nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("read_at", UtcDateTime),
    Index("ix_notifications_account", "account_id", "id"),
    **TABLE_OPTIONS,
)

# What SMS, e-mail and WeChat carried.
sent_items = Table(
    "sent_items",
    metadata,
    Column("delivery_id", ID, primary_key=True),
    Column("channel", Ascii(12), nullable=False),
    Column("recipient", Encrypted("sent_items.recipient"), nullable=False),
    Column("recipient_index", Ascii(64), nullable=False),
    Column("subject", Encrypted("sent_items.subject"), nullable=False),
    Column("text", Encrypted("sent_items.text"), nullable=False),
    Column("zone", Ascii(60), nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Index("ix_sent_items_recipient", "recipient_index", "sent_at"),
    Index("ix_sent_items_sent_at", "sent_at"),
    **TABLE_OPTIONS,
)

contacts = Table(
    "contacts",
    metadata,
    Column("account_id", ID, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("name", Encrypted("contacts.name"), nullable=False),
    Column("phone", Encrypted("contacts.phone")),
    Column("email", Encrypted("contacts.email")),
    Column("language", Ascii(16)),
    Column("technician_id", ID),
    Index("ix_contacts_technician_id", "technician_id"),
    **TABLE_OPTIONS,
)

# Who works at which store's counter.
store_staff = Table(
    "store_staff",
    metadata,
    Column("store_id", ID, primary_key=True),
    Column("account_id", ID, primary_key=True),
    Index("ix_store_staff_account_id", "account_id"),
    **TABLE_OPTIONS,
)

preferences = Table(
    "preferences",
    metadata,
    Column("account_id", ID, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("language", Ascii(16)),
    Column("channels", Ascii(60), nullable=False),
    Column("silenced_topics", Ascii(60), nullable=False, server_default=""),
    **TABLE_OPTIONS,
)

inbox = inbox_table(metadata)
outbox = outbox_table(metadata)
idempotency_keys = idempotency_keys_table(metadata)
