"""The catalogue's tables. Lists and small objects are JSON in text: nothing asks the database about their inside."""

import json
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.mysql import MEDIUMBLOB, MEDIUMTEXT
from sqlalchemy.types import TypeDecorator

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.idempotency import idempotency_keys_table
from shared.outbox import outbox_table


class Json(TypeDecorator[Any]):
    """A JSON value as text, the same in every database."""

    impl = Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb")
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else json.loads(value)


metadata = MetaData()


def _entries(name: str, *columns: Column[Any] | Index | UniqueConstraint) -> Table:
    return Table(
        name,
        metadata,
        Column("id", ID, primary_key=True),
        Column("revision", Integer, nullable=False),
        Column("retired", Boolean, nullable=False),
        *columns,
        **TABLE_OPTIONS,
    )


def _slug() -> Column[str]:
    return Column("slug", Ascii(60), nullable=False)


stores = _entries(
    "stores",
    _slug(),
    Column("name", String(80), nullable=False),
    Column("name_en", String(80), nullable=False),
    Column("aliases", Json, nullable=False),
    Column("address", String(200), nullable=False),
    Column("lng", Double, nullable=False),
    Column("lat", Double, nullable=False),
    Column("phone", String(40), nullable=False),
    Column("timezone", Ascii(40), nullable=False),
    Column("opening_hours", Json, nullable=False),
    Column("closures", Json, nullable=False),
    Column("parking", String(200), nullable=False),
    Column("metro", String(200), nullable=False),
    UniqueConstraint("slug", name="uq_stores_slug"),
)

treatments = _entries(
    "treatments",
    _slug(),
    Column("name", String(80), nullable=False),
    Column("name_en", String(80), nullable=False),
    Column("category", String(40), nullable=False),
    Column("aliases", Json, nullable=False),
    Column("duration_minutes", Integer, nullable=False),
    Column("price_fen", Integer, nullable=False),
    Column("prep_minutes", Integer, nullable=False),
    Column("turnover_minutes", Integer, nullable=False),
    Column("level", Integer, nullable=False),
    Column("party_size", Integer, nullable=False),
    Column("places", Json, nullable=False),
    Column("body_parts", Json, nullable=False),
    Column("contraindications", Json, nullable=False),
    Column("suits", Json, nullable=False),
    Column("segments", Json, nullable=False),
    Column("course", Json),
    Column("addons", Json),
    Column("description", Text, nullable=False),
    Column("description_en", Text),
    UniqueConstraint("slug", name="uq_treatments_slug"),
)

technicians = _entries(
    "technicians",
    _slug(),
    Column("name", String(80), nullable=False),
    Column("call", String(40), nullable=False),
    Column("gender", Ascii(10), nullable=False),
    Column("level", Integer, nullable=False),
    Column("years", Integer, nullable=False),
    Column("skills", Json, nullable=False),
    Column("specialities", Json, nullable=False),
    Column("bio", Text, nullable=False),
    Column("certified", Boolean, nullable=False),
    Column("rating", Double, nullable=False),
    Column("review_count", Integer, nullable=False),
    Column("stores", Json, nullable=False),
    Column("home_base", Json),
    Column("home_visits", Boolean, nullable=False),
    Column("strength", Ascii(10), nullable=False),
    Column("photo_url", String(400)),
    UniqueConstraint("slug", name="uq_technicians_slug"),
)

# The index of technicians by store, derived from their `stores`, which keep the order.
technician_stores = Table(
    "technician_stores",
    metadata,
    Column("store_id", ID, primary_key=True),
    Column("technician_id", ID, primary_key=True),
    Index("ix_technician_stores_technician_id", "technician_id"),
    **TABLE_OPTIONS,
)

# Their photos, a few kilobytes each: beside the row that names them, so that both change together.
technician_photos = Table(
    "technician_photos",
    metadata,
    Column("technician_id", ID, primary_key=True),
    Column("photo_url", String(400), nullable=False),
    Column("content", LargeBinary().with_variant(MEDIUMBLOB(), "mysql", "mariadb"), nullable=False),
    **TABLE_OPTIONS,
)

resources = _entries(
    "resources",
    Column("store_id", ID, nullable=False),
    Column("kind", Ascii(20), nullable=False),
    Column("name", String(80), nullable=False),
    Column("units", Integer, nullable=False),
    Column("treatments", Json),
    Index("ix_resources_store_id", "store_id"),
)

booking_rules = _entries(
    "booking_rules",
    Column("scope", ID, nullable=False),
    Column("effective_from", UtcDateTime, nullable=False),
    Column("values", Json, nullable=False),
    Index("ix_booking_rules_scope", "scope", "effective_from"),
)

outbox = outbox_table(metadata)
idempotency_keys = idempotency_keys_table(metadata)
