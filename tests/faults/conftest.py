"""A whole system to be mistreated, brought up once for all faults; and three services by themselves, to be killed at
the worst moment of a request.
"""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from deploy.backends import STATE, Backends
from shared.db import Database
from tests.conftest import TEST_KEYS, real_databases, virtual_host
from tests.support.rig import Rig, every_process, rig_on
from tests.support.servers import servers_of_our_own
from tests.support.stack import SmallShop, Stack, open_small_shop

HOLD_SECONDS = 3
SERVICES = ("scheduling", "booking", "catalog")


@pytest.fixture(scope="session")
def running(keyring) -> Iterator[Rig]:
    """On servers of its own, which it may stop and kill; the shared ones are nobody's to touch."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that whoever is told to stop stops its servers too
    # Beside the report, not in a folder that pytest clears: whoever looks for a cause looks there.
    home = STATE / "faults"
    shutil.rmtree(home, ignore_errors=True)
    with ExitStack() as until_the_end:
        try:
            servers = until_the_end.enter_context(servers_of_our_own(home))
        except RuntimeError as missing:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(str(missing))
        # A system that does not come up on them is a failure, wherever this runs.
        yield until_the_end.enter_context(rig_on(servers, home, TEST_KEYS))


@pytest.fixture
def rig(running: Rig) -> Rig:
    """Everything runs as it should, whatever the test before left."""
    running.fleet.revive(every_process())
    return running


@pytest.fixture(scope="module")
def databases(real_backends: Backends) -> Iterator[dict[str, Database]]:
    with real_databases(real_backends) as make:
        yield {service: make(service) for service in SERVICES}


@pytest.fixture(scope="module")
def stack(real_backends: Backends, databases: dict[str, Database], tmp_path_factory) -> Iterator[Stack]:
    urls = {
        f"{service.upper()}_DATABASE_URL": database.engine.url.render_as_string(hide_password=False)
        for service, database in databases.items()
    }
    with virtual_host(real_backends) as amqp_uri:
        environment = {
            **TEST_KEYS,
            **urls,
            "PROFILE": "test",
            "AMQP_URL": amqp_uri,
            "CLAIM_HOLD_SECONDS": str(HOLD_SECONDS),
            "LOG_FORMAT": "console",
        }
        stack = Stack(environment, tmp_path_factory.mktemp("logs"))
        try:
            yield stack
        finally:
            stack.close()


@pytest.fixture(scope="module")
def tomorrow() -> str:
    """In the store's zone."""
    return (datetime.now(UTC) + timedelta(days=1, hours=8)).date().isoformat()


@pytest.fixture(scope="module")
def opened(stack: Stack, tomorrow: str) -> SmallShop:
    for service in SERVICES:
        stack.start(service)
    return open_small_shop(stack, tomorrow)


@pytest.fixture
def shop(opened: SmallShop) -> SmallShop:
    """Everything runs and the shop is open, whatever the test before left."""
    for service in SERVICES:
        opened.stack.revive(service)
    return opened
