"""Courses 疗程, and the sessions reserved, used and returned of each."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table

from services.booking.adapters.tables.database import metadata
from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime

courses = Table(
    "courses",
    metadata,
    Column("id", ID, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("customer_id", ID, nullable=False),
    Column("store_id", ID, nullable=False),
    Column("treatment_id", ID, nullable=False),
    Column("sessions", Integer, nullable=False),
    Column("price_fen", Integer, nullable=False),
    Column("bought_at", UtcDateTime, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("sold_by", Ascii(60), nullable=False),
    Column("reserved", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Index("ix_courses_customer", "customer_id", "id"),
    Index("ix_courses_store", "store_id", "id"),
    **TABLE_OPTIONS,
)

course_sessions = Table(
    "course_sessions",
    metadata,
    Column("course_id", ID, primary_key=True),
    Column("appointment_id", ID, primary_key=True),
    Column("state", Ascii(12), nullable=False),
    Column("used_if_late", Boolean, nullable=False),
    Column("used_if_missed", Boolean, nullable=False),
    **TABLE_OPTIONS,
)
