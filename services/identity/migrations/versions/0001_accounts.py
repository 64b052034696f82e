"""Accounts, codes, sessions, registrations, counted tries, the audit trail."""

import sqlalchemy as sa
from alembic import op

from shared.db import ID, TABLE_OPTIONS, Ascii, UtcDateTime
from shared.migrations import create_bus_tables, drop_bus_tables

revision = "identity_0001"
down_revision = None
branch_labels = ("identity",)
depends_on = None

DIGEST = Ascii(64)
TABLES = ("accounts", "one_time_codes", "sessions", "refresh_tokens", "registrations", "throttle", "audit_trail")


def upgrade() -> None:
    _create_accounts()
    _create_sign_ins()
    _create_registrations()
    _create_trails()
    create_bus_tables(op, "outbox", "idempotency_keys")


def downgrade() -> None:
    drop_bus_tables(op, "outbox", "idempotency_keys")
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", ID, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("roles", Ascii(200), nullable=False),
        sa.Column("stores", sa.Text, nullable=False),
        sa.Column("technician_id", ID),
        sa.Column("login", sa.String(80), unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("phone", sa.Text),
        sa.Column("phone_index", DIGEST, unique=True),
        sa.Column("email", sa.Text),
        sa.Column("email_index", DIGEST, unique=True),
        sa.Column("password_hash", Ascii(200)),
        sa.Column("gender", sa.Text),
        sa.Column("birthday", sa.Text),
        sa.Column("language", Ascii(20), nullable=False),
        **TABLE_OPTIONS,
    )


def _create_sign_ins() -> None:
    op.create_table(
        "one_time_codes",
        sa.Column("phone_index", DIGEST, primary_key=True),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("tries_left", sa.Integer, nullable=False),
        sa.Column("used_at", UtcDateTime),
        sa.Index("ix_one_time_codes_expires_at", "expires_at"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "sessions",
        sa.Column("id", ID, primary_key=True),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("grant_kind", Ascii(20), nullable=False),
        sa.Column("opened_at", UtcDateTime, nullable=False),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("ended_because", Ascii(40)),
        sa.Index("ix_sessions_account_id", "account_id"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "refresh_tokens",
        sa.Column("digest", DIGEST, primary_key=True),
        sa.Column("session_id", ID, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("used_at", UtcDateTime),
        sa.Index("ix_refresh_tokens_session_id", "session_id"),
        sa.Index("ix_refresh_tokens_expires_at", "expires_at"),
        **TABLE_OPTIONS,
    )


def _create_registrations() -> None:
    op.create_table(
        "registrations",
        sa.Column("id", ID, primary_key=True),
        sa.Column("token_digest", DIGEST, nullable=False, unique=True),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("password_hash", Ascii(200), nullable=False),
        sa.Column("language", Ascii(20), nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("is_dead", sa.Boolean, nullable=False),
        sa.Column("account_id", ID),
        sa.Index("ix_registrations_expires_at", "expires_at"),
        **TABLE_OPTIONS,
    )


def _create_trails() -> None:
    op.create_table(
        "throttle",
        sa.Column("subject", Ascii(120), primary_key=True),
        sa.Column("used_until", UtcDateTime, nullable=False),
        sa.Index("ix_throttle_used_until", "used_until"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "audit_trail",
        sa.Column("id", ID, primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("actor", Ascii(80), nullable=False),
        sa.Column("action", Ascii(40), nullable=False),
        sa.Column("account_id", ID),
        sa.Column("address", sa.Text),
        sa.Column("request_id", sa.String(80), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Index("ix_audit_trail_account_id_at", "account_id", "at"),
        sa.Index("ix_audit_trail_at", "at"),
        **TABLE_OPTIONS,
    )
