"""Booking's database: its metadata, with the tables every service has."""

from sqlalchemy import MetaData

from shared.idempotency import idempotency_keys_table
from shared.inbox import inbox_table
from shared.outbox import outbox_table

metadata = MetaData()
outbox_table(metadata)
inbox_table(metadata)
idempotency_keys_table(metadata)
