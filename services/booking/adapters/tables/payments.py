"""Payments, and the books of the sandbox that plays a provider."""

from sqlalchemy import Column, Index, Integer, Table, Text

from services.booking.adapters.tables.database import metadata
from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted

payments = Table(
    "payments",
    metadata,
    Column("id", ID, primary_key=True),
    Column("appointment_id", ID, nullable=False),
    Column("customer_id", ID, nullable=False),
    Column("store_id", ID, nullable=False),
    Column("kind", Ascii(16), nullable=False),
    Column("provider", Ascii(24), nullable=False),
    Column("asked", Text, nullable=False),
    Column("state", Ascii(12), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("amount_fen", Integer, nullable=False),
    Column("refund_fen", Integer, nullable=False),
    Column("account_id", Ascii(60), nullable=False),
    Column("path", Ascii(160)),
    Column("key", Ascii(120)),
    Column("body_hash", Ascii(64)),
    Column("answer", Encrypted("payments.answer", long=True)),
    Column("lease_until", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index("ix_payments_appointment", "appointment_id", "id"),
    Index("ix_payments_state", "state", "lease_until"),
    Index("ix_payments_expires_at", "expires_at"),
    **TABLE_OPTIONS,
)

# What a real provider would keep on its own side: written in transactions of its own, before booking hears of it.
sandbox_payments = Table(
    "sandbox_payments",
    metadata,
    Column("payment_id", ID, primary_key=True),
    Column("outcome", Ascii(12), nullable=False),
    Column("amount_fen", Integer, nullable=False),
    Column("refunded_fen", Integer, nullable=False),
    **TABLE_OPTIONS,
)
