"""How the tables grow: what a booking leaves in each, over 100,000 bookings, and what pruning takes away again.

A sample of bookings, a third of them moved and a fifth cancelled, goes through the whole stack. The rows it has left
are then copied into tables of the same making under ids of their own, again and again, until there are enough or time
is up.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, create_engine, make_url, text

from deploy import installation
from deploy.backends import Backends
from shared.db import Database
from shared.migrations import keeps_documents
from shared.retention import prune
from tests.bench.shop_of_twenty import BenchStore, a_guest
from tests.support.shop import Client, eventually, new_key

SAMPLE, BOOKINGS, SECONDS = 60, 100_000, 150.0
DAY, HOURS = "2026-12-28", (16, 13, 10)
"""A day on which no other part books; the last hour first, since the grid of starts counts on from a visit's end."""
# As many rows as there are resources and days, however many bookings.
BOUNDED = frozenset({"resource_days", "editions"})
BUS = frozenset({"outbox", "inbox", "idempotency_keys"})
# Ids, keys and numbers are told apart by their first three characters then; handlers and paths stay as they are.
WIDTHS_OF_IDS = frozenset({8, 40, 120})
LONG_AGO = {"outbox": "published_at", "inbox": "received_at", "idempotency_keys": "expires_at"}


@dataclass(frozen=True)
class Grown:
    """One table: rows of the sample, and its columns as the copy is to have them (`:n` tells the copies apart)."""

    service: str
    table: str
    rows: int
    columns: str
    copied: str


def run(bench: BenchStore, backends: Backends, system: str, customer: Client) -> dict:
    engine = create_engine(backends.mysql.url, isolation_level="AUTOCOMMIT")
    services = [name for name in installation.services() if not keeps_documents(name)]
    try:
        with engine.connect() as connection:
            _remember(connection, system, services)
            _live(bench, customer)
            _rest(connection, system)
            grown = [*_sampled(connection, system, services)]
            copies, seconds = _multiply(connection, grown)
            return _figures(engine, connection, grown, copies * SAMPLE, seconds)
    finally:
        with engine.connect() as connection:
            for service in services:
                connection.execute(text(f"DROP DATABASE IF EXISTS growth_{service}"))
        engine.dispose()


def _live(bench: BenchStore, customer: Client) -> None:
    for number in range(SAMPLE):
        technician = bench.technicians[number % len(bench.technicians)]
        start = f"{DAY}T{HOURS[number // len(bench.technicians)]}:00:00+08:00"
        body = {
            "store_id": bench.store_id,
            "treatment_id": bench.treatment_id,
            "place": "store",
            "starts_at": start,
            "technician_id": technician,
            "contact": a_guest(start, technician),
        }
        booked = customer.book(body)
        assert booked.status_code == 201, booked.text
        path = f"/appointments/{booked.json()['id']}"
        if number % 3 == 0:
            later = {"starts_at": start.replace(DAY, DAY[:-1] + "5")}
            assert customer.ask("POST", f"{path}/reschedule", later, key=new_key()).ok
        if number % 5 == 0:
            assert customer.ask("POST", f"{path}/cancel", {}, key=new_key()).ok


def _remember(connection: Connection, system: str, services: list[str]) -> None:
    """The keys of all rows there are now, and empty tables like theirs."""
    for service in services:
        connection.execute(text(f"DROP DATABASE IF EXISTS growth_{service}"))
        connection.execute(text(f"CREATE DATABASE growth_{service}"))
        for table in _tables(connection, f"{system}_{service}"):
            keys = ", ".join(_keys(connection, f"{system}_{service}", table))
            connection.execute(text(f"CREATE TABLE growth_{service}.{table} LIKE {system}_{service}.{table}"))
            known = f"CREATE TABLE growth_{service}.known_{table} (PRIMARY KEY ({keys}))"
            connection.execute(text(f"{known} SELECT {keys} FROM {system}_{service}.{table}"))


def _rest(connection: Connection, system: str) -> None:
    waiting = text(f"SELECT COUNT(*) FROM {system}_booking.outbox WHERE published_at IS NULL")
    eventually(lambda: connection.execute(waiting).scalar_one() == 0, "all events published", 60)
    time.sleep(3)


def _sampled(connection: Connection, system: str, services: list[str]) -> Iterator[Grown]:
    """The sample's rows in tables of their own, those of the bus already old enough to be pruned."""
    for service in services:
        for table in _tables(connection, f"{system}_{service}"):
            keys = ", ".join(_keys(connection, f"{system}_{service}", table))
            new = f"SELECT t.* FROM {system}_{service}.{table} t LEFT JOIN growth_{service}.known_{table} k"
            first = keys.split(", ")[0]
            sample = f"CREATE TABLE growth_{service}.sample_{table} {new} USING ({keys}) WHERE k.{first} IS NULL"
            rows = connection.execute(text(sample)).rowcount
            if rows:
                if table in BUS:
                    at = LONG_AGO[table]
                    connection.execute(text(f"UPDATE growth_{service}.sample_{table} SET {at} = {at} - INTERVAL 9 DAY"))
                yield Grown(service, table, rows, *_columns(connection, f"{system}_{service}", table))


def _multiply(connection: Connection, grown: list[Grown]) -> tuple[int, float]:
    """How many copies of the sample there are in the end, and how long that took."""
    began, copies = time.monotonic(), 0
    while copies * SAMPLE < BOOKINGS and time.monotonic() < began + SECONDS:
        for one in grown:
            into = f"INSERT IGNORE INTO growth_{one.service}.{one.table} ({one.columns})"
            copy = text(f"{into} SELECT {one.copied} FROM growth_{one.service}.sample_{one.table}")
            connection.execute(copy, {"n": copies})
        copies += 1
    return copies, time.monotonic() - began


def _figures(engine: Engine, connection: Connection, grown: list[Grown], bookings: int, seconds: float) -> dict:
    sizes = {f"{one.service}.{one.table}": _bytes(connection, one) for one in grown}
    largest = dict(sorted(sizes.items(), key=lambda item: -item[1]))
    pruned, took = _pruned(engine, {one.service for one in grown})
    kept = sum(size for name, size in sizes.items() if name.partition(".")[2] not in BUS)
    return {
        "bookings": bookings,
        "seconds_to_copy": round(seconds, 1),
        "bytes_per_booking": round(sum(sizes.values()) / bookings),
        "bytes_per_booking_after_pruning": round(kept / bookings),
        "megabytes_of_100_000": round(sum(sizes.values()) / bookings / 10, 1),
        "rows_pruned": pruned,
        "seconds_to_prune": took,
        "bytes_per_booking_by_table": {name: round(size / bookings) for name, size in largest.items()},
    }


def _pruned(engine: Engine, services: set[str]) -> tuple[dict[str, int], float]:
    began, rows = time.monotonic(), dict.fromkeys(sorted(BUS), 0)
    for service in services:
        database = Database(make_url(engine.url).set(database=f"growth_{service}").render_as_string(False))
        for table, count in prune(database).items():
            rows[table] += count
        database.close()
    return rows, round(time.monotonic() - began, 1)


def _bytes(connection: Connection, one: Grown) -> int:
    where = f"growth_{one.service}.{one.table}"
    connection.execute(text(f"ANALYZE TABLE {where}")).all()
    about = text(
        "SELECT data_length + index_length FROM information_schema.tables WHERE table_schema = :db AND table_name = :t"
    )
    return int(connection.execute(about, {"db": f"growth_{one.service}", "t": one.table}).scalar_one())


def _tables(connection: Connection, schema: str) -> list[str]:
    found = text("SELECT table_name FROM information_schema.tables WHERE table_schema = :db ORDER BY table_name")
    names = connection.execute(found, {"db": schema}).scalars()
    return [name for name in names if name not in BOUNDED and not name.startswith("alembic")]


def _keys(connection: Connection, schema: str, table: str) -> list[str]:
    """The columns of the primary key, in order."""
    found = text(
        "SELECT column_name FROM information_schema.key_column_usage WHERE table_schema = :db AND table_name = :t"
        " AND constraint_name = 'PRIMARY' ORDER BY ordinal_position"
    )
    return [f"`{name}`" for name in connection.execute(found, {"db": schema, "t": table}).scalars()]


def _columns(connection: Connection, schema: str, table: str) -> tuple[str, str]:
    """All columns, and what a copy has in each: other ids wherever something must be unique."""
    found = text(
        "SELECT c.column_name, c.character_maximum_length, EXISTS(SELECT 1 FROM information_schema.statistics s"
        " WHERE s.table_schema = c.table_schema AND s.table_name = c.table_name AND s.column_name = c.column_name"
        " AND s.non_unique = 0) FROM information_schema.columns c"
        " WHERE c.table_schema = :db AND c.table_name = :t ORDER BY c.ordinal_position"
    )
    names, copied = [], []
    for name, width, is_unique in connection.execute(found, {"db": schema, "t": table}):
        names.append(f"`{name}`")
        another = f"CONCAT(LPAD(CONV(:n, 10, 36), 3, '0'), SUBSTRING(`{name}`, 4))"
        copied.append(another if is_unique and width in WIDTHS_OF_IDS else f"`{name}`")
    return ", ".join(names), ", ".join(copied)
