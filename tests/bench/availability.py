"""A week of a twenty-technician store through the gateway, beside django-appointment's function for the same days."""

import json
import subprocess

import requests
from sqlalchemy import create_engine, make_url, text

from deploy.backends import Backends
from shared.config import ROOT
from tests.bench import load
from tests.bench.peers import environment
from tests.bench.shop_of_twenty import MONDAY, BenchStore

PEER_DATABASE = "bench_django_appointment"


def run(bench: BenchStore, backends: Backends) -> dict:
    """Ours by one and by sixteen clients; the peer by direct call, which spares it its HTTP."""
    one, sixteen = _ours(bench, 200, 1), _ours(bench, 800, 16)
    peer = _peer(backends)
    return {
        "ours, 1 client": one.figures(),
        "ours, 16 clients": sixteen.figures(),
        "django-appointment, ms for the same 140 technician-days": round(peer["seconds"] * 1000, 1),
        "ratio (goal ≥ 100)": round(peer["seconds"] * 1000 / one.percentile(50), 1),
    }


def _ours(bench: BenchStore, times: int, clients: int) -> load.Load:
    url, query = f"{bench.shop.url}/api/v1/availability", bench.query()
    sessions = [requests.Session() for _ in range(clients)]

    def ask(number: int) -> None:
        answer = sessions[number % clients].get(url, params=query, timeout=30)
        assert answer.ok, answer.text

    load.run(ask, 2 * clients, clients)  # warm
    return load.run(ask, times, clients)


def _peer(backends: Backends) -> dict:
    url = make_url(backends.mysql.url)
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {PEER_DATABASE}"))
        connection.execute(text(f"CREATE DATABASE {PEER_DATABASE} CHARACTER SET utf8mb4"))
    script = ROOT / "tests" / "bench" / "peers" / "django_slots.py"
    where = [str(url.host), str(url.port or 3306), PEER_DATABASE, MONDAY]
    done = subprocess.run(
        [environment.python(), script, *where], capture_output=True, text=True, check=True, timeout=300
    )
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {PEER_DATABASE}"))
    server.dispose()
    return dict(json.loads(done.stdout.splitlines()[-1]))
