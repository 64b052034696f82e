"""Identity's tables. What is about a person is sealed; what it is found by is a blind index beside it."""

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, Text

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.encrypted import Encrypted
from shared.idempotency import idempotency_keys_table
from shared.inbox import inbox_table
from shared.outbox import outbox_table

metadata = MetaData()
DIGEST = Ascii(64)

accounts = Table(
    "accounts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("roles", Ascii(200), nullable=False),
    Column("stores", Text, nullable=False),
    Column("technician_id", ID),
    Column("login", String(80), unique=True),
    Column("name", Encrypted("accounts.name"), nullable=False),
    Column("phone", Encrypted("accounts.phone")),
    Column("phone_index", DIGEST, unique=True),
    Column("email", Encrypted("accounts.email")),
    Column("email_index", DIGEST, unique=True),
    Column("password_hash", Ascii(200)),
    Column("gender", Encrypted("accounts.gender")),
    Column("birthday", Encrypted("accounts.birthday")),
    Column("language", Ascii(20), nullable=False),
    **TABLE_OPTIONS,
)

one_time_codes = Table(
    "one_time_codes",
    metadata,
    Column("phone_index", DIGEST, primary_key=True),
    Column("digest", DIGEST, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("tries_left", Integer, nullable=False),
    Column("used_at", UtcDateTime),
    Index("ix_one_time_codes_expires_at", "expires_at"),
    **TABLE_OPTIONS,
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", ID, primary_key=True),
    Column("account_id", ID, nullable=False),
    Column("grant_kind", Ascii(20), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("ended_because", Ascii(40)),
    Index("ix_sessions_account_id", "account_id"),
    Index("ix_sessions_ended_at", "ended_at"),
    **TABLE_OPTIONS,
)

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("digest", DIGEST, primary_key=True),
    Column("session_id", ID, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Column("came_from", DIGEST),
    Index("ix_refresh_tokens_session_id", "session_id"),
    Index("ix_refresh_tokens_expires_at", "expires_at"),
    Index("ix_refresh_tokens_came_from", "came_from"),
    **TABLE_OPTIONS,
)

registrations = Table(
    "registrations",
    metadata,
    Column("id", ID, primary_key=True),
    Column("token_digest", DIGEST, nullable=False, unique=True),
    Column("email", Encrypted("registrations.email"), nullable=False),
    Column("name", Encrypted("registrations.name"), nullable=False),
    Column("password_hash", Ascii(200), nullable=False),
    Column("language", Ascii(20), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("is_dead", Boolean, nullable=False),
    Column("account_id", ID),
    Index("ix_registrations_expires_at", "expires_at"),
    **TABLE_OPTIONS,
)

throttle = Table(
    "throttle",
    metadata,
    Column("subject", Ascii(120), primary_key=True),
    Column("used_until", UtcDateTime, nullable=False),
    Index("ix_throttle_used_until", "used_until"),
    **TABLE_OPTIONS,
)

audit_trail = Table(
    "audit_trail",
    metadata,
    Column("id", ID, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Ascii(80), nullable=False),
    Column("action", Ascii(40), nullable=False),
    Column("account_id", ID),
    Column("address", Encrypted("audit_trail.address")),
    Column("request_id", String(80), nullable=False),
    Column("detail", Text, nullable=False),
    Column("reason", Encrypted("audit_trail.reason")),
    Index("ix_audit_trail_account_id_at", "account_id", "at"),
    Index("ix_audit_trail_at", "at"),
    **TABLE_OPTIONS,
)

outbox = outbox_table(metadata)
inbox = inbox_table(metadata)
idempotency_keys = idempotency_keys_table(metadata)
