"""Migrations: one alembic branch per service, each with its own version table in its own database.

A service's `migrations/env.py` is `run("<service>")`. The chatbot's store has no schema: its migrations are index
scripts with the same `upgrade` and `downgrade`, taking the database.
"""

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table

from shared.db import Database
from shared.idempotency import idempotency_keys_table
from shared.inbox import inbox_table
from shared.outbox import outbox_table

SERVICES = Path(__file__).parent.parent / "services"
BUS_TABLES: dict[str, Callable[[MetaData], Table]] = {
    "outbox": outbox_table,
    "inbox": inbox_table,
    "idempotency_keys": idempotency_keys_table,
}


def run(service: str) -> None:
    """Called by alembic through `migrations/env.py`: migrate over the connection that `upgrade` handed on."""
    connection: Connection = context.config.attributes["connection"]
    context.configure(connection=connection, version_table=f"alembic_version_{service}", transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


def upgrade(service: str, database: Database, revision: str = "head") -> None:
    """Bring the service's schema to `revision`; running it again changes nothing."""
    _with_connection(service, database, lambda config: command.upgrade(config, revision))


def downgrade(service: str, database: Database, revision: str = "base") -> None:
    _with_connection(service, database, lambda config: command.downgrade(config, revision))


def is_current(service: str, database: Database) -> bool:
    """Whether the database stands at the newest revision."""
    return _stands_at(service, database) == set(ScriptDirectory.from_config(_config(service)).get_heads())


def pending(service: str, database: Database) -> list[str]:
    """The revisions that the database has still to be brought through, in order; none for one from the future."""
    scripts = ScriptDirectory.from_config(_config(service))
    at = _stands_at(service, database)
    if not at <= {script.revision for script in scripts.walk_revisions()}:
        return []
    return [script.revision for script in scripts.iterate_revisions("heads", tuple(sorted(at)) or "base")][::-1]


def _stands_at(service: str, database: Database) -> set[str]:
    with database.engine.connect() as connection:
        migration = MigrationContext.configure(connection, opts={"version_table": f"alembic_version_{service}"})
        return set(migration.get_current_heads())


def create_bus_tables(op: Any, *names: str) -> None:
    """Create those of the outbox, the inbox and the idempotency keys that a service needs."""
    for name in names:
        BUS_TABLES[name](MetaData()).create(op.get_bind())


def drop_bus_tables(op: Any, *names: str) -> None:
    for name in names:
        op.drop_table(name)


def document_scripts(service: str) -> list[Any]:
    """The index scripts of a service that keeps documents, in order."""
    folder = SERVICES / service / "migrations"
    names = sorted(path.stem for path in folder.glob("[0-9]*.py"))
    return [importlib.import_module(f"services.{service}.migrations.{name}") for name in names]


def keeps_documents(service: str) -> bool:
    return not (SERVICES / service / "migrations" / "env.py").exists()


def _with_connection(service: str, database: Database, action: Callable[[Config], None]) -> None:
    config = _config(service)
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        action(config)
        connection.commit()


def _config(service: str) -> Config:
    config = Config(stdout=sys.stderr)
    config.set_main_option("script_location", str(SERVICES / service / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
