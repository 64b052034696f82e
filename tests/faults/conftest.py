"""Three services as processes on real servers, and their databases to look into."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from shared.db import Database
from tests.conftest import TEST_KEYS
from tests.support.stack import SmallShop, Stack, open_small_shop

HOLD_SECONDS = 3


@pytest.fixture
def databases(real_database_of: Callable[..., Database]) -> dict[str, Database]:
    return {service: real_database_of(service) for service in ("catalog", "scheduling", "booking")}


@pytest.fixture
def stack(amqp_uri: str, databases: dict[str, Database], tmp_path) -> Iterator[Stack]:
    urls = {
        f"{service.upper()}_DATABASE_URL": database.engine.url.render_as_string(hide_password=False)
        for service, database in databases.items()
    }
    environment = {
        **TEST_KEYS,
        **urls,
        "PROFILE": "test",
        "AMQP_URL": amqp_uri,
        "CLAIM_HOLD_SECONDS": str(HOLD_SECONDS),
        "LOG_FORMAT": "console",
    }
    stack = Stack(environment, tmp_path)
    yield stack
    stack.close()


@pytest.fixture
def tomorrow() -> str:
    return (datetime.now(UTC) + timedelta(days=1, hours=8)).date().isoformat()


@pytest.fixture
def shop(stack: Stack, tomorrow: str) -> SmallShop:
    """Everything runs and the shop is open."""
    for service in ("scheduling", "booking", "catalog"):
        stack.start(service)
    return open_small_shop(stack, tomorrow)
