"""Calls for help."""

from sqlalchemy import Column, Index, Integer, Table

from services.booking.adapters.tables.database import metadata
from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted

sos_alerts = Table(
    "sos_alerts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("appointment_id", ID, nullable=False),
    Column("store_id", ID, nullable=False),
    Column("raised_by", Ascii(60), nullable=False),
    Column("raised_as", Ascii(12), nullable=False),
    Column("raised_at", UtcDateTime, nullable=False),
    Column("called_at", UtcDateTime, nullable=False),
    Column("position", Encrypted("sos_alerts.position")),
    Column("calls", Integer, nullable=False),
    Column("acknowledged_by", Ascii(60)),
    Column("acknowledged_at", UtcDateTime),
    Column("note", Encrypted("sos_alerts.note")),
    Index("ix_sos_alerts_appointment", "appointment_id", "raised_by"),
    Index("ix_sos_alerts_store", "store_id", "raised_at", "id"),
    Index("ix_sos_alerts_raised_by", "raised_by", "raised_at", "id"),
    **TABLE_OPTIONS,
)
