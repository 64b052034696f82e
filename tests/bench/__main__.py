"""`make bench`: every figure in one run, so that ratios compare like with like; into .run/bench.json."""

import json
import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime

from deploy import backends
from tests.bench import (
    availability,
    bookings,
    chat_quality,
    chat_time,
    chat_turn,
    chat_understanding,
    fairness,
    growth,
    packing,
    recovery,
    roster,
    routing,
    scheduling,
    shop_of_twenty,
    start,
)
from tests.bench import figures as dashboard
from tests.bench.rpc import compare as rpc
from tests.support import system
from tests.support.shop import Client, Shop

RESULT = backends.STATE / "bench.json"


def main() -> None:
    servers = backends.up()
    figures: dict[str, object] = {"machine": _machine()}
    _part(figures, "scheduling", lambda: scheduling.run(servers))
    _part(figures, "fairness", fairness.run)
    _part(figures, "figures", lambda: dashboard.run(servers))
    _part(figures, "routing", routing.run)
    _part(figures, "capacity", packing.run)
    _part(figures, "chat_time", chat_time.run)
    _part(figures, "rpc", lambda: rpc.run(servers.rabbitmq.url))
    with system.separate(servers) as (url, name):
        bench, customer = _shop_of_twenty(url)
        shop_of_twenty.booked(bench, customer)
        _part(figures, "availability", lambda: availability.run(bench, servers))
        _part(figures, "chat_turn", lambda: chat_turn.run(url))
        _part(figures, "bookings", lambda: bookings.run(bench, servers, customer, name))
        _part(figures, "growth", lambda: growth.run(bench, servers, name, customer))
    with system.separate(servers, REPLICAS_BOOKING="2", REPLICAS_SCHEDULING="2") as (url, name):
        bench, customer = _shop_of_twenty(url)
        _part(figures, "replicas", lambda: bookings.run_replicas(bench, servers, customer, name))
    _part(figures, "chat_understanding", chat_understanding.run)
    _part(figures, "chat_quality", chat_quality.run)
    _part(figures, "roster", roster.run)
    _part(figures, "start", start.run)
    _part(figures, "recovery", recovery.run)
    RESULT.write_text(json.dumps(figures, ensure_ascii=False, indent=1))
    print(f"\nwritten to {RESULT}")


def _shop_of_twenty(url: str) -> tuple[shop_of_twenty.BenchStore, Client]:
    shop = Shop(url)
    return shop_of_twenty.made(shop), shop.sign_in("13800000001")


def _part(figures: dict[str, object], name: str, measure: Callable[[], dict]) -> None:
    figures[name] = measured = measure()
    print(f"\n{name}")
    for what, value in measured.items():
        print(f"  {what}: {value}")


def _machine() -> dict[str, object]:
    return {"at": datetime.now(UTC).isoformat(), "cores": os.cpu_count(), "python": platform.python_version()}


if __name__ == "__main__":
    main()
