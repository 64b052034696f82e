"""How customers are called, as identity last told it; no name for who has none, or is forgotten."""

from sqlalchemy import Column, Integer, Table

from services.booking.adapters.tables.database import metadata
from shared.db import ID, TABLE_OPTIONS
from shared.encrypted import Encrypted

customer_names = Table(
    "customer_names",
    metadata,
    Column("customer_id", ID, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("name", Encrypted("customer_names.name")),
    **TABLE_OPTIONS,
)
