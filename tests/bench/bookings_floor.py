"""What the database itself can do with the inserts of a booking, by bare PyMySQL."""

import json
import secrets

import pymysql
from sqlalchemy import make_url

from deploy.backends import Backends
from tests.bench import load

FLOOR_DATABASE = "bench_floor"
FLOOR_TABLES = (
    "CREATE TABLE attempts (id CHAR(26) PRIMARY KEY, body TEXT, status VARCHAR(10)) ENGINE=InnoDB",
    "CREATE TABLE appointments (id CHAR(26) PRIMARY KEY, body TEXT) ENGINE=InnoDB",
    "CREATE TABLE outbox (id CHAR(26) PRIMARY KEY, body TEXT) ENGINE=InnoDB",
    "CREATE TABLE days (id INT PRIMARY KEY, busy BINARY(36)) ENGINE=InnoDB",
    "CREATE TABLE claims (id CHAR(26) PRIMARY KEY, body TEXT) ENGINE=InnoDB",
)
BODY = json.dumps({"about": "as large as a real one"} | {f"field_{n}": "x" * 20 for n in range(20)})


def floor(backends: Backends, bookings: int, clients: int) -> load.Load:
    """What one booking writes, by bare PyMySQL: the claim's transaction on one connection, booking's two on another."""
    url = make_url(backends.mysql.url)
    where = {"host": url.host, "port": url.port or 3306, "user": url.username, "password": url.password or ""}
    _prepare(where)
    connections = [pymysql.connect(**where, database=FLOOR_DATABASE) for _ in range(clients)]

    def write(number: int) -> None:
        connection = connections[number % clients]
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

    result = load.run(write, bookings, clients)
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
