"""The archive's tables. What is about a person is sealed; keyed hashes beside it let it be found."""

import json
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, Dialect, Index, Integer, MetaData, Table, Text, text, type_coerce
from sqlalchemy.dialects.mysql import MEDIUMTEXT
from sqlalchemy.types import TypeDecorator

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted
from shared.idempotency import idempotency_keys_table
from shared.inbox import inbox_table


class Json(TypeDecorator[Any]):
    """A JSON value as text, the same in every database."""

    impl = Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb")
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else json.loads(value)


metadata = MetaData()

customers = Table(
    "customers",
    metadata,
    Column("id", ID, primary_key=True),
    Column("account_revision", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", Encrypted("customers.name"), nullable=False),
    Column("phone", Encrypted("customers.phone")),
    Column("phone_index", Ascii(64)),
    Column("email", Encrypted("customers.email")),
    Column("gender", Ascii(10)),
    Column("birthday", Encrypted("customers.birthday")),
    Column("language", Ascii(10), nullable=False),
    Column("allergies", Encrypted("customers.allergies"), nullable=False),
    Column("skin", Encrypted("customers.skin"), nullable=False),
    Column("health_notes", Encrypted("customers.health_notes"), nullable=False),
    Column("tags", Json, nullable=False),
    Column("conditions", Encrypted("customers.conditions")),
    Column("contacts", Encrypted("customers.contacts")),
    Column("addresses", Encrypted("customers.addresses")),
    Column("is_erased", Boolean, nullable=False, server_default=text("0"), default=False),
    Index("ix_customers_phone_index", "phone_index"),
    Index("ix_customers_is_erased", "is_erased"),
    **TABLE_OPTIONS,
)

customer_names = Table(
    "customer_names",
    metadata,
    Column("piece_index", Ascii(64), primary_key=True),
    Column("customer_id", ID, primary_key=True),
    Index("ix_customer_names_customer_id", "customer_id"),
    **TABLE_OPTIONS,
)

customer_stores = Table(
    "customer_stores",
    metadata,
    Column("store_id", ID, primary_key=True),
    Column("customer_id", ID, primary_key=True),
    Index("ix_customer_stores_customer_id", "customer_id"),
    **TABLE_OPTIONS,
)

timeline = Table(
    "timeline",
    metadata,
    Column("id", ID, primary_key=True),
    Column("customer_id", ID, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", Ascii(80), nullable=False),
    Column("details", Json, nullable=False),
    Index("ix_timeline_customer", "customer_id", "at", "id"),
    **TABLE_OPTIONS,
)


# Appointments, as far as they decide who may know what of a customer.
visits = Table(
    "visits",
    metadata,
    Column("id", ID, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("customer_id", ID, nullable=False),
    Column("store_id", ID, nullable=False),
    Column("status", Ascii(24), nullable=False),
    Column("technician_ids", Json, nullable=False),
    Column("treatment_ids", Json, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("guest", Encrypted("visits.guest")),
    Index("ix_visits_customer_id", "customer_id"),
    **TABLE_OPTIONS,
)

contraindications = Table(
    "contraindications",
    metadata,
    Column("treatment_id", ID, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("words", Json, nullable=False),
    **TABLE_OPTIONS,
)


def tag_written(tag: str) -> ColumnElement[bool]:
    """Whether the tag stands among the JSON list of a customer's tags, quotes and all."""
    return type_coerce(customers.c.tags, Text).contains(json.dumps(tag, ensure_ascii=False), autoescape=True)


inbox = inbox_table(metadata)
idempotency_keys = idempotency_keys_table(metadata)
