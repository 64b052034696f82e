"""The replicas of the catalogue."""

from sqlalchemy import Boolean, Column, Integer, Table, Text
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from services.booking.adapters.tables.database import metadata
from shared.db import ID, TABLE_OPTIONS, Ascii

# The catalogue's rows as it last told them; `kind` is store, treatment, technician or rules.
catalogue_rows = Table(
    "catalogue_rows",
    metadata,
    Column("kind", Ascii(16), primary_key=True),
    Column("id", ID, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("retired", Boolean, nullable=False),
    Column("data", Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb"), nullable=False),
    **TABLE_OPTIONS,
)
