"""Tickets of guests who wait in a store, and how many numbers each store's day has given out."""

from sqlalchemy import Column, Date, Index, Integer, Table

from services.booking.adapters.tables.database import metadata
from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted

queue_tickets = Table(
    "queue_tickets",
    metadata,
    Column("id", ID, primary_key=True),
    Column("store_id", ID, nullable=False),
    Column("on_day", Date, nullable=False),
    Column("position", Integer, nullable=False),
    Column("status", Ascii(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("taken_by", Ascii(60), nullable=False),
    Column("customer_id", ID),
    Column("treatment_id", ID),
    Column("technician_id", ID),
    Column("party_size", Integer, nullable=False),
    Column("contact", Encrypted("queue_tickets.contact")),
    Column("called_at", UtcDateTime),
    Column("answer_by", UtcDateTime),
    Column("estimated_at", UtcDateTime),
    Column("serving_id", ID),
    Column("serving_treatment_id", ID),
    Column("serving_technician_id", ID),
    Column("serving_starts_at", UtcDateTime),
    Index("ux_queue_tickets_number", "store_id", "on_day", "position", unique=True),
    Index("ix_queue_tickets_customer", "customer_id", "on_day"),
    Index("ix_queue_tickets_status", "status", "on_day", "answer_by"),
    **TABLE_OPTIONS,
)

queue_days = Table(
    "queue_days",
    metadata,
    Column("store_id", ID, primary_key=True),
    Column("on_day", Date, primary_key=True),
    Column("position", Integer, nullable=False),
    **TABLE_OPTIONS,
)
