"""The whole product on servers of its own, a crowd of customers in it, and its books to look into.

Brought up once for many faults. A fault is told as an `Incident`: the crowd is at work before, during and after it;
then it stops, the system comes to rest, and the books of all services must agree with one another and with what each
customer was told.
"""

import json
import os
import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from sqlalchemy import make_url

from deploy import broker, installation
from deploy.backends import STATE
from deploy.ledger import Books, Finding, verify
from shared.bus import dead_letters
from shared.bus.topology import delays_of
from shared.config import ROOT
from shared.db import Database
from shared.migrations import keeps_documents
from tests.support.crowd import Crowd, Customer, Market
from tests.support.fleet import GATEWAY, Fleet
from tests.support.gate import BrokerGate
from tests.support.own_books import check_customers
from tests.support.servers import Servers
from tests.support.shop import Shop
from tests.support.system import MINGYITANG

NAME = "faults"
CLIENTS = 16
ENOUGH = 10
"""So many successes say that a system works."""
REPORT = STATE / "faults.json"
SECONDS_TO_REST = 150
TWICE = ("booking", "scheduling", "notification", GATEWAY)
HOLD_SECONDS = 8
# Short enough for a poison event to be given up within a test; the growth of the real ones is tested on the bus itself.
RETRY_DELAYS = "0.5,1.5,4"


def every_process() -> list[str]:
    """The names of the processes of a system at rest."""
    services = [*installation.services(), GATEWAY]
    return [f"{service}-{n}" for service in services for n in range(1, 3 if service in TWICE else 2)]


@dataclass
class Incident:
    """One fault, as it is reported: what the crowd got, and how long nobody got anything."""

    name: str
    seconds_to_first_success: float | None = None
    figures: dict[str, Any] = field(default_factory=dict)


@dataclass
class Rig:
    """`gates` stand between some services and the broker; `incidents` are what happened so far."""

    servers: Servers
    fleet: Fleet
    shop: Shop
    customers: Sequence[Customer]
    databases: dict[str, Database]
    gates: dict[str, BrokerGate]
    amqp_url: str
    incidents: list[Incident] = field(default_factory=list)

    @contextmanager
    def incident(self, name: str, *, poisoned: Sequence[str] = ()) -> Iterator["Run"]:
        """The crowd at work while the block runs; afterwards all books agree, or the test fails.

        `poisoned`: the handlers' queues of which an event is to end among the dead letters, and no other.
        """
        crowd, incident = Crowd(self.customers), Incident(name)
        before, began = {letter.id for letter in self.letters()}, time.monotonic()
        crowd.start()
        try:
            crowd.wait_for_successes(ENOUGH, 60)
            yield Run(crowd, incident)
        finally:
            crowd.stop()
        told = crowd.since(began)
        incident.figures = _figures(told, crowd)
        self.prove()
        self.incidents.append(incident)
        self.write_report()
        letters = [letter for letter in self.letters() if letter.id not in before]
        assert Counter(letter.handler_queue for letter in letters) == Counter(poisoned), letters
        assert crowd.errors() == []

    def prove(self) -> None:
        """Come to rest, then lay all books side by side."""
        self.rest()
        assert self.findings() == []

    def rest(self) -> None:
        """Wait until nothing is on its way any more; what cannot come to rest is told."""
        deadline, left = time.monotonic() + SECONDS_TO_REST, self.findings()
        while left and time.monotonic() < deadline:
            time.sleep(0.5)
            left = self.findings()
        assert not left, "the system does not come to rest:\n" + "\n".join(map(str, left[:40]))

    def findings(self) -> list[Finding]:
        return [*verify(self.books()), *check_customers(self.databases, self.customers)]

    def books(self) -> Books:
        delays = delays_of({"retry_delays": RETRY_DELAYS})
        return Books(self.databases, self.amqp_url, self.letters(), retry_delays=delays)

    def letters(self) -> list[dead_letters.DeadLetter]:
        return dead_letters.list_dead_letters(self.amqp_url)

    def write_report(self) -> None:
        told = {
            one.name: {"seconds_to_first_success": one.seconds_to_first_success, **one.figures}
            for one in self.incidents
        }
        REPORT.write_text(json.dumps(told, ensure_ascii=False, indent=1))


@dataclass(frozen=True)
class Run:
    """The crowd during an incident."""

    crowd: Crowd
    incident: Incident

    def recovered(self, moment: float, within_seconds: float = 60) -> None:
        """Measure from that moment, when what was away is back, to the first success; more must follow."""
        deadline = time.monotonic() + within_seconds
        while (seconds := self.crowd.seconds_to_success(moment)) is None:
            assert time.monotonic() < deadline, f"nobody succeeds: {self.crowd.silences()}"
            time.sleep(0.02)
        self.incident.seconds_to_first_success = seconds
        self.crowd.wait_for_successes(ENOUGH, within_seconds)


def _figures(told: Sequence[Any], crowd: Crowd) -> dict[str, Any]:
    accepted = Counter(one.action for one in told if one.is_success)
    refused = Counter(one.code for one in told if not one.is_success)
    waits = sorted(one.answered_at - one.sent_at for one in told)
    return {
        "accepted": dict(accepted),
        "refused": dict(refused),
        "repeated": dict(crowd.silences()),
        "longest_wait_s": round(waits[-1], 2) if waits else None,
    }


@contextmanager
def rig_on(servers: Servers, home: Path, keys: dict[str, str]) -> Iterator[Rig]:
    """Migrate, start every process, fill the demonstration shop, sign the crowd in."""
    with ExitStack() as stack:
        variables = _variables(servers, home, keys)
        _mingyitang("db", "upgrade", variables=variables)
        gates = {"scheduling": BrokerGate(servers.broker.url)}
        fleet = stack.enter_context(_fleet(variables, gates, home))
        fleet.start(every_process())
        _mingyitang("seed-demo", variables=variables)
        shop = Shop(fleet.gateways()[0])
        databases = {name: stack.enter_context(_opened(url)) for name, url in _urls(variables).items()}
        customers = _crowd(shop, fleet)
        yield Rig(servers, fleet, shop, customers, databases, gates, variables["AMQP_URL"])


def _variables(servers: Servers, home: Path, keys: dict[str, str]) -> dict[str, str]:
    with mock.patch.dict(os.environ, {**keys, "SYSTEM_NAME": NAME, "JWT_SECRET_KEY": "a secret of the tests " * 2}):
        system = installation.separate(home, installation.DEMO, servers.backends())
    return {
        **system,
        "CLAIM_HOLD_SECONDS": str(HOLD_SECONDS),
        "RETRY_DELAYS": RETRY_DELAYS,
        "ACCESS_TOKEN_MINUTES": "600",
    }


@contextmanager
def _fleet(variables: dict[str, str], gates: dict[str, BrokerGate], home: Path) -> Iterator[Fleet]:
    logs = home / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    urls = broker.prepare(variables)
    for service, gate in gates.items():
        urls[service] = through(gate, urls[service])
    fleet = Fleet(variables, urls, logs)
    try:
        yield fleet
    finally:
        fleet.close()


def through(gate: BrokerGate, url: str) -> str:
    """The same user and virtual host, by way of the gate."""
    port = make_url(gate.url).port
    return make_url(url).set(port=port).render_as_string(hide_password=False)


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


def _urls(variables: dict[str, str]) -> dict[str, str]:
    services = [name for name in installation.services() if not keeps_documents(name)]
    return {name: variables[installation.database_variable(name)] for name in services}


def _crowd(shop: Shop, fleet: Fleet) -> list[Customer]:
    today = (datetime.now(UTC) + timedelta(hours=8)).date()
    market = Market.of(shop, today)
    clients = [shop.sign_in(f"1360000{n:04}") for n in range(CLIENTS)]
    gateways: Callable[[], Sequence[str]] = fleet.gateways
    return [Customer(client, market, gateways, random.Random(n)) for n, client in enumerate(clients)]  # noqa: S311


def _mingyitang(*words: str, variables: dict[str, str]) -> None:
    done = subprocess.run(
        [MINGYITANG, *words],
        env={**os.environ, **variables},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
