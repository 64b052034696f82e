"""Services as processes of their own on real servers, each to be killed and started again at will.

No gateway and no identity: the calls are those the gateway would make, by an actor of the test's choosing.
"""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gateway.rpc.pika_rpc import PikaRpc
from shared.actor import Actor
from shared.call import Call
from shared.config import ROOT
from shared.errors import NotFound, Unavailable
from shared.testing import a_call, a_customer
from tests.support.shop import eventually

Json = dict[str, Any]
SECONDS_TO_START = 40.0
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALL_DAY = {day: [{"from": "10:00", "to": "22:00"}] for day in DAYS}


@dataclass
class Stack:
    """`environment` is what every process gets; `logs` a folder for what they say."""

    environment: Mapping[str, str]
    logs: Path
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)
    special: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.rpc = PikaRpc(self.environment["AMQP_URL"], caller="test")

    def start(self, service: str, **variables: str) -> None:
        """Start one process and wait until it answers; `variables` make it a special one."""
        (self.special.add if variables else self.special.discard)(service)
        with (self.logs / f"{service}.log").open("ab") as output:
            self.processes[service] = subprocess.Popen(
                [sys.executable, "-m", "shared.bus.runner", service],
                env={**os.environ, **self.environment, **variables},
                stdout=output,
                stderr=output,
                cwd=ROOT,
            )
        eventually(lambda: self._answers(service), f"an answer of {service}", SECONDS_TO_START)

    def revive(self, service: str) -> None:
        """Start it plainly if it does not run plainly."""
        process = self.processes.get(service)
        if process is None or process.poll() is not None or service in self.special:
            if process is not None and process.poll() is None:
                self.kill(service)
            self.start(service)

    def kill(self, service: str) -> None:
        """As the machine would: no goodbye."""
        process = self.processes.pop(service)
        process.send_signal(signal.SIGKILL)
        process.wait(10)

    def wait_until_dead(self, service: str) -> None:
        """For a process that ends itself."""
        assert self.processes.pop(service).wait(20) == -signal.SIGKILL

    def close(self) -> None:
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()
        self.rpc.close()

    def call(self, service: str, method: str, request: Json, call: Call | None = None, timeout: float = 15) -> Json:
        return self.rpc.call(service, method, request, call or Call(actor=Actor.system("test")), timeout)

    def _answers(self, service: str) -> bool:
        assert self.processes[service].poll() is None, (self.logs / f"{service}.log").read_text()[-3000:]
        try:
            self.call(service, "ping", {}, timeout=1)
        except Unavailable as answer:
            # A service that listens says at once that it has no such method.
            return answer.code == "unknown_method"
        return True


@dataclass
class SmallShop:
    """One store, one bed, one technician, one treatment of an hour: what a race for one time needs."""

    stack: Stack
    store_id: str
    treatment_id: str
    technician_id: str

    def body(self, starts_at: str) -> Json:
        return {
            "store_id": self.store_id,
            "treatment_id": self.treatment_id,
            "technician_id": self.technician_id,
            "starts_at": starts_at,
            "place": "store",
        }

    def book(self, body: Json, key: str, customer: str = "cus-1", timeout: float = 15) -> Json:
        call = a_call(a_customer(customer), key=key, body=body, path="POST /api/v1/appointments")
        return self.stack.call("booking", "book_appointment", body, call, timeout)

    def reschedule(self, appointment: Json, starts_at: str, key: str, timeout: float = 15) -> Json:
        body = {"appointment_id": appointment["id"], "starts_at": starts_at}
        call = a_call(a_customer("cus-1"), key=key, body=body, path="POST /reschedule")
        return self.stack.call("booking", "reschedule_appointment", body, call, timeout)

    def is_offered(self, starts_at: str) -> bool:
        query = {"store_id": self.store_id, "treatment_id": self.treatment_id, "from": starts_at[:10], "days": 1}
        days = self.stack.call("scheduling", "find_availability", query)["days"]
        return starts_at in [slot["starts_at"] for slot in days[0]["slots"]]


def open_small_shop(stack: Stack, tomorrow: str) -> SmallShop:
    """Make the shop by RPC and wait until its time is offered."""
    store = stack.call("catalog", "create_store", _STORE)["id"]
    treatment = stack.call("catalog", "create_treatment", _TREATMENT)["id"]
    technician = stack.call("catalog", "create_technician", {**_TECHNICIAN, "stores": [store]})["id"]
    stack.call("catalog", "create_resource", {"store_id": store, "kind": "bed", "name": "1号床", "units": 1})
    stack.call("catalog", "create_rules", {"scope": "brand", "effective_from": "2026-01-01", **_RULES})
    plan = {"technician_id": technician, "effective_from": "2026-01-01", "weekly": ALL_DAY, "exceptions": []}
    shop = SmallShop(stack, store, treatment, technician)

    def offered() -> bool:
        with contextlib.suppress(NotFound):
            stack.call("scheduling", "put_working_plan", plan)
            stack.call("booking", "find_appointments", {"store_id": store})
            return shop.is_offered(f"{tomorrow}T10:00:00+08:00")
        return False

    eventually(offered, "free time", 60)
    return shop


_STORE = {
    "slug": "small",
    "name": "小店",
    "name_en": "Small",
    "aliases": [],
    "address": "某路1号",
    "lng": 121.4,
    "lat": 31.2,
    "phone": "021-50000000",
    "timezone": "Asia/Shanghai",
    "opening_hours": ALL_DAY,
}
_TREATMENT = {
    "slug": "hour",
    "name": "一小时",
    "name_en": "An hour",
    "category": "推拿",
    "duration_minutes": 60,
    "price_fen": 10000,
    "level": 1,
    "places": ["store"],
    "prep_minutes": 0,
    "turnover_minutes": 0,
}
_TECHNICIAN = {
    "slug": "only",
    "name": "独一",
    "call": "小独",
    "gender": "female",
    "level": 3,
    "years": 5,
    "skills": ["推拿"],
    "specialities": [],
    "strength": "medium",
    "certified": True,
    "home_visits": False,
    "rating": 4.5,
}
_RULES = {
    "slot_step_minutes": 15,
    "slot_anchor": "window",
    "min_notice_minutes": 30,
    "book_ahead_days": 60,
    "hold_minutes": 15,
    "free_cancel_hours": 2,
    "late_cancel_fee_percent": 20,
    "deposit_percent": 0,
    "store_acceptance": False,
}
