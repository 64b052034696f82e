"""A bus in memory, of its own for each test."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shared.bus.container import BusContainer
from shared.bus.embedded import InProcessCaller

Run = Callable[..., BusContainer]


@pytest.fixture
def broker_url() -> str:
    return f"memory://test-{secrets.token_hex(4)}"


@pytest.fixture
def run(broker_url: str, tmp_path: Any) -> Iterator[Run]:
    """`run(TheService, max_workers=2)`: started on this test's bus."""
    started: list[BusContainer] = []

    def start(service: type, **settings: Any) -> BusContainer:
        defaults = {"amqp_url": broker_url, "dead_letters_url": f"sqlite:///{tmp_path}/dead.db", "max_workers": 4}
        container = BusContainer(service, {**defaults, **settings})
        container.start()
        started.append(container)
        return container

    yield start
    for container in started:
        container.stop()


@pytest.fixture
def caller(broker_url: str) -> Iterator[InProcessCaller]:
    made = InProcessCaller(broker_url)
    yield made
    made.close()
