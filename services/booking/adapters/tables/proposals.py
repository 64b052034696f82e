"""Proposals of another time."""

from sqlalchemy import Column, Index, Table

from services.booking.adapters.tables.database import metadata
from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted

proposals = Table(
    "time_proposals",
    metadata,
    Column("id", ID, primary_key=True),
    Column("appointment_id", ID, nullable=False),
    Column("proposed_by", Ascii(60), nullable=False),
    Column("starts_at", UtcDateTime),
    Column("reason", Encrypted("time_proposals.reason"), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("state", Ascii(12), nullable=False),
    Column("answered_by", Ascii(60)),
    Column("answer_reason", Encrypted("time_proposals.answer_reason")),
    Index("ix_time_proposals_appointment", "appointment_id", "id"),
    Index("ix_time_proposals_state", "state", "expires_at"),
    **TABLE_OPTIONS,
)
