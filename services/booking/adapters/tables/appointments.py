"""Appointments, who does them, and what became of them."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text

from services.booking.adapters.tables.database import metadata
from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted

FIGURES = ("status", "treatment_id", "customer_id", "booked_by", "price_fen", "fee_fen")

appointments = Table(
    "appointments",
    metadata,
    Column("id", ID, primary_key=True),
    Column("number", Ascii(8), nullable=False),
    Column("status", Ascii(24), nullable=False),
    Column("version", Integer, nullable=False),
    Column("customer_id", ID, nullable=False),
    Column("booked_by", Ascii(60), nullable=False),
    Column("store_id", ID, nullable=False),
    Column("treatment_id", ID, nullable=False),
    Column("technician_requested", Boolean, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("place", Ascii(8), nullable=False),
    Column("party_size", Integer, nullable=False),
    Column("price_fen", Integer, nullable=False),
    Column("fee_fen", Integer, nullable=False),
    Column("claim_revision", Integer, nullable=False),
    Column("chosen_because", Text),
    Column("policy_version", Ascii(2000), nullable=False),
    Column("free_cancel_hours", Integer, nullable=False),
    Column("late_cancel_fee_percent", Integer, nullable=False),
    Column("answer_by", UtcDateTime),
    Column("planned", Text),
    Column("deposit", Text),
    Column("extras", Text),
    Column("made_at", UtcDateTime),
    Column("contact", Encrypted("appointments.contact")),
    Column("address", Encrypted("appointments.address")),
    Column("note", Encrypted("appointments.note")),
    Index("ux_appointments_number", "number", unique=True),
    Index("ix_appointments_customer", "customer_id", "starts_at", "id"),
    # Lists read it by its first three columns; figures find all they count in it and never look at a row.
    Index("ix_appointments_figures", "store_id", "starts_at", "id", *FIGURES),
    Index("ix_appointments_made", "store_id", "made_at"),
    Index("ix_appointments_start", "starts_at", "id"),
    Index("ix_appointments_answer_by", "answer_by"),
    **TABLE_OPTIONS,
)

# Who does it, in order; the first is the one shown where only one is.
appointment_technicians = Table(
    "appointment_technicians",
    metadata,
    Column("appointment_id", ID, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("technician_id", ID, nullable=False),
    Index("ix_appointment_technicians_technician", "technician_id", "appointment_id"),
    **TABLE_OPTIONS,
)

appointment_history = Table(
    "appointment_history",
    metadata,
    Column("appointment_id", ID, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Ascii(60), nullable=False),
    Column("action", Ascii(24), nullable=False),
    Column("status", Ascii(24), nullable=False),
    Column("changes", Text, nullable=False),
    Column("reason", Encrypted("appointment_history.reason")),
    **TABLE_OPTIONS,
)
