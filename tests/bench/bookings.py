"""Whole bookings a second: over HTTP through gateway, booking and scheduling, with every event handled.

Beside the same load on django-appointment and beside what the database can do with the same inserts. Each tenth time is
asked for twice at the same moment: what is booked twice is counted on both sides.
"""

import http.client
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product
from threading import local

from sqlalchemy import create_engine, text

from deploy.backends import Backends
from tests.bench import cpu, load, peer_bookings
from tests.bench.bookings_floor import floor
from tests.bench.shop_of_twenty import BenchStore, a_guest
from tests.support.shop import Client, eventually, new_key

CLIENTS, MANY_CLIENTS, BOOKINGS, OTHERS = 16, 64, 320, 96
GOAL_TIMES, GOAL_SPREAD = 3, 10
TWICE_EACH = 10
Wish = tuple[str, int]


def run(bench: BenchStore, backends: Backends, customer: Client, system: str) -> dict:
    """Ours and the peer's turn about, so that whatever else the machine does meets both."""
    wishes = _wishes()
    ours, peers, used = _Ours(bench, customer, backends, system), [], {}
    for _ in range(2):
        used = cpu.per_piece(system, backends, lambda: ours.book(next(wishes), CLIENTS), BOOKINGS)
        peers.append(peer_bookings.run(backends, next(_wishes()), CLIENTS))
    ours.book(next(wishes), MANY_CLIENTS)
    of_peer = sum(one["per_second"] for one in peers) / len(peers)
    sixteen = [one for clients, one in ours.made if clients == CLIENTS]
    per_second = sum(one["per_second"] for one in sixteen) / len(sixteen)
    return {
        **{f"ours, {clients} clients": figures for clients, figures in ours.made},
        "ms of the processor for one booking": used,
        **ours.others(),
        "ours, booked twice": ours.doubled(),
        f"django-appointment, {CLIENTS} clients": peers,
        f"times django-appointment's (goal ≥ {GOAL_TIMES})": round(per_second / of_peer, 2),
        f"p99 of a booking in p50s, {CLIENTS} clients (goal ≤ {GOAL_SPREAD})": round(
            max(one["p99_ms"] / one["p50_ms"] for one in sixteen), 1
        ),
        "the database's own floor, two transactions": floor(backends, BOOKINGS, CLIENTS).figures(),
    }


def run_replicas(bench: BenchStore, backends: Backends, customer: Client, system: str) -> dict:
    """The same in a system with two replicas of booking and of scheduling."""
    ours = _Ours(bench, customer, backends, system)
    ours.book(next(_wishes()), CLIENTS)
    return {f"ours, {CLIENTS} clients, two replicas": ours.made[0][1], "booked twice": ours.doubled()}


class _Ours:
    """One running system under load; `made` is what came of each run, by its clients."""

    def __init__(self, bench: BenchStore, customer: Client, backends: Backends, system: str) -> None:
        self._bench, self._customer, self._system = bench, customer, system
        self._server = create_engine(backends.mysql.url, isolation_level="AUTOCOMMIT")
        self._here = local()
        self._ids: list[str] = []
        self._outcomes: Counter[int] = Counter()
        self.made: list[tuple[int, dict]] = []

    def book(self, wishes: list[Wish], clients: int) -> None:
        """The time ends when the last event is handled."""
        before = len(self._ids)
        started = time.perf_counter()
        waits = load.run(lambda number: self._book(*wishes[number]), len(wishes), clients)
        eventually(self._is_quiet, "a quiet system", 60)
        took = time.perf_counter() - started
        made = len(self._ids) - before
        self.made.append((clients, {**waits.figures(), "per_second": round(made / took, 1), "booked": made}))

    def others(self) -> dict:
        """What else is done with a visit."""
        ids, days = self._ids, [f"2026-12-{day}" for day in range(20, 25)]
        at = list(product([f"{day}T10:00:00+08:00" for day in days], self._bench.technicians))
        asks: dict[str, Callable[[int], object]] = {
            "list": lambda _: self._done("GET", "/appointments?limit=20"),
            "reschedule": lambda n: self._done(
                "POST", f"/appointments/{ids[n]}/reschedule", {"starts_at": at[n][0], "technician_id": at[n][1]}
            ),
            "cancel": lambda n: self._done("POST", f"/appointments/{ids[-1 - n]}/cancel", {}),
        }
        return {f"{name}, {CLIENTS} clients": load.run(ask, OTHERS, CLIENTS).figures() for name, ask in asks.items()}

    def doubled(self) -> int:
        """How many visits share a technician's time with another, as booking's own tables tell it."""
        twice = f"""
            SELECT COALESCE(SUM(same - 1), 0) FROM (
                SELECT COUNT(*) AS same FROM {self._system}_booking.appointments a
                JOIN {self._system}_booking.appointment_technicians t ON t.appointment_id = a.id
                WHERE a.status = 'confirmed' GROUP BY t.technician_id, a.starts_at HAVING COUNT(*) > 1
            ) doubled"""
        with self._server.connect() as connection:
            return int(connection.execute(text(twice)).scalar_one())

    def _book(self, start: str, person: int) -> None:
        technician, starts_at = self._bench.technicians[person], f"{start}:00+08:00"
        wish = {"store_id": self._bench.store_id, "treatment_id": self._bench.treatment_id, "place": "store"}
        wish |= {"starts_at": starts_at, "technician_id": technician, "contact": a_guest(starts_at, technician)}
        status, answer = self._ask("POST", "/appointments", wish)
        assert status in {201, 409}, answer
        if status == http.HTTPStatus.CREATED:
            self._ids.append(answer["id"])

    def _done(self, method: str, path: str, body: dict | None = None) -> None:
        """A refusal would be answered sooner than the thing itself is done."""
        status, answer = self._ask(method, path, body)
        assert status == http.HTTPStatus.OK, answer

    def _ask(self, method: str, path: str, body: dict | None = None) -> tuple[int, dict]:
        if not hasattr(self._here, "connection"):
            host = self._bench.shop.url.removeprefix("http://")
            self._here.connection = http.client.HTTPConnection(host, timeout=60)
        headers = {"Authorization": f"Bearer {self._customer.token}", "Idempotency-Key": new_key()}
        headers["Content-Type"] = "application/json"
        self._here.connection.request(method, f"/api/v1{path}", body and json.dumps(body), headers)
        answer = self._here.connection.getresponse()
        return answer.status, json.loads(answer.read())

    def _is_quiet(self) -> bool:
        """Nothing waits in booking's outbox, and the timeline has an entry for each of its events."""
        waiting = f"SELECT COUNT(*) FROM {self._system}_booking.outbox WHERE published_at IS NULL"
        firm = f"SELECT COUNT(*) FROM {self._system}_scheduling.claims WHERE status = 'held'"
        told = f"""SELECT (SELECT COUNT(*) FROM {self._system}_booking.outbox
                                WHERE type LIKE 'appointment%')
                        - (SELECT COUNT(*) FROM {self._system}_customer_profile.timeline)"""
        with self._server.connect() as connection:
            return not any(int(connection.execute(text(count)).scalar_one()) for count in (waiting, firm, told))


def _wishes() -> Iterator[list[Wish]]:
    """Runs of wishes that are free: a start and which of the twenty; each tenth asked for by two clients at once.

    The last start of a day first, so that every start stays on the grid that counts from opening.
    """
    for first in range(7, 19, 3):
        days = [f"2026-12-{day:02}" for day in range(first, first + 3)]
        hours = [divmod(minute, 60) for minute in reversed(range(10 * 60, 20 * 60, 75))]
        starts = [f"{day}T{hour:02}:{minute:02}" for (hour, minute), day in product(hours, days)]
        wishes = list(product(starts, range(20)))[:BOOKINGS]
        yield [wish for number, wish in enumerate(wishes) for _ in range(2 if number % TWICE_EACH == 0 else 1)]
