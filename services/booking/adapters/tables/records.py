"""Service records and their pictures."""

from sqlalchemy import Column, Index, Integer, Table, Text

from services.booking.adapters.tables.database import metadata
from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted

# Every version there ever was; the newest is the record.
service_records = Table(
    "service_records",
    metadata,
    Column("appointment_id", ID, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("done", Text, nullable=False),
    Column("products", Text, nullable=False),
    Column("flags", Text, nullable=False),
    Column("notes", Encrypted("service_records.notes")),
    Column("internal_notes", Encrypted("service_records.internal_notes")),
    Column("recorded_by", Ascii(60), nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    **TABLE_OPTIONS,
)

# `state`: storing, kept, dropped. `changed_at` is the database's time, `added_at` the shop's.
record_files = Table(
    "record_files",
    metadata,
    Column("id", ID, primary_key=True),
    Column("appointment_id", ID, nullable=False),
    Column("state", Ascii(12), nullable=False),
    Column("kind", Ascii(12), nullable=False),
    Column("name", Ascii(64), nullable=False),
    Column("key", Encrypted("record_files.key")),
    Column("upload", Ascii(64), nullable=False),
    Column("media_type", Ascii(40), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("added_by", Ascii(60), nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Index("ix_record_files_appointment", "appointment_id", "id"),
    Index("ix_record_files_state", "state", "changed_at"),
    **TABLE_OPTIONS,
)
