"""Bookings a second through the whole stack, beside what the database itself can do with the same inserts."""

import json
import secrets
from itertools import product

import pymysql
from sqlalchemy import make_url

from deploy.backends import Backends
from tests.bench import load
from tests.bench.shop_of_twenty import BenchStore, a_guest
from tests.support.shop import Client, new_key

CLIENTS, BOOKINGS = 16, 480
FLOOR_DATABASE = "bench_floor"
FLOOR_TABLES = (
    "CREATE TABLE attempts (id CHAR(26) PRIMARY KEY, body TEXT, status VARCHAR(10)) ENGINE=InnoDB",
    "CREATE TABLE appointments (id CHAR(26) PRIMARY KEY, body TEXT) ENGINE=InnoDB",
    "CREATE TABLE outbox (id CHAR(26) PRIMARY KEY, body TEXT) ENGINE=InnoDB",
    "CREATE TABLE days (id INT PRIMARY KEY, busy BINARY(36)) ENGINE=InnoDB",
    "CREATE TABLE claims (id CHAR(26) PRIMARY KEY, body TEXT) ENGINE=InnoDB",
)
BODY = json.dumps({"about": "as large as a real one"} | {f"field_{n}": "x" * 20 for n in range(20)})


def run(bench: BenchStore, backends: Backends, customer: Client) -> dict:
    ours = _ours(bench, customer)
    floor = _floor(backends)
    per_second = ours.figures()["per_second"]
    return {
        f"ours, {CLIENTS} clients": ours.figures(),
        "the database's own floor, two transactions": floor.figures(),
        "ratio to the floor": round(per_second / floor.figures()["per_second"], 3),
    }


def _ours(bench: BenchStore, customer: Client) -> load.Load:
    """Every booking names its technician and a time that is free: no refusals, all work."""
    days = [f"2026-12-{day:02}" for day in range(7, 11)]
    starts = [f"{day}T{hour:02}:{minute:02}:00+08:00" for (hour, minute), day in product(_every_75_minutes(), days)]
    wishes = list(product(starts, bench.technicians))
    assert len(wishes) >= BOOKINGS

    def book(number: int) -> None:
        start, technician = wishes[number]
        body = {
            "store_id": bench.store_id,
            "treatment_id": bench.treatment_id,
            "place": "store",
            "starts_at": start,
            "technician_id": technician,
            "contact": a_guest(start, technician),
        }
        answer = customer.book(body, new_key())
        assert answer.status_code == 201, answer.text

    return load.run(book, BOOKINGS, CLIENTS)


def _every_75_minutes() -> list[tuple[int, int]]:
    """The last first, so that every start is on the grid that counts from opening."""
    return [divmod(minute, 60) for minute in reversed(range(10 * 60, 20 * 60, 75))]


def _floor(backends: Backends) -> load.Load:
    """What one booking writes, by bare PyMySQL: the claim's transaction on one connection, booking's two on another."""
    url = make_url(backends.mysql.url)
    where = {"host": url.host, "port": url.port or 3306, "user": url.username, "password": url.password or ""}
    _prepare(where)
    connections = [pymysql.connect(**where, database=FLOOR_DATABASE) for _ in range(CLIENTS)]

    def write(number: int) -> None:
        connection = connections[number % CLIENTS]
        identity = secrets.token_hex(13)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO attempts VALUES (%s, %s, 'open')", (identity, BODY))
            connection.commit()
            cursor.execute("SELECT busy FROM days WHERE id = %s FOR UPDATE", (number % 20,))
            cursor.execute("UPDATE days SET busy = %s WHERE id = %s", (secrets.token_bytes(36), number % 20))
            cursor.execute("INSERT INTO claims VALUES (%s, %s)", (identity, BODY))
            connection.commit()
            cursor.execute("INSERT INTO appointments VALUES (%s, %s)", (identity, BODY))
            cursor.execute("INSERT INTO outbox VALUES (%s, %s)", (identity, BODY))
            cursor.execute("UPDATE attempts SET status = 'done' WHERE id = %s", (identity,))
            connection.commit()

    result = load.run(write, BOOKINGS, CLIENTS)
    for connection in connections:
        connection.close()
    return result


def _prepare(where: dict) -> None:
    connection = pymysql.connect(**where, autocommit=True)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {FLOOR_DATABASE}")
        cursor.execute(f"CREATE DATABASE {FLOOR_DATABASE}")
        cursor.execute(f"USE {FLOOR_DATABASE}")
        for table in FLOOR_TABLES:
            cursor.execute(table)
        cursor.executemany("INSERT INTO days VALUES (%s, %s)", [(number, b"\0" * 36) for number in range(20)])
    connection.close()
