"""Fixtures of the pages' tests: one shop in one process, one browser, a page for whoever the test is about.

    def test_a_customer_sees_her_next_visit(visit, a_customer):
        page = visit("phone", a_customer())
        page.goto("/")

Each test makes its own people and visits, so that none disturbs another; nothing is slept for. What no page may do
(console errors, violations of the security policy, other origins, refusals nobody declared) fails the test: `watch`.

Playwright's sync API waits in asyncio, which does not run on eventlet's hub: these tests have a pytest process of their
own (`shared.testing.greenlets` leaves it as it is when it is asked for `tests/web` alone).
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from eventlet import patcher
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from deploy import web
from shared.config import ROOT
from tests.support import chromium, system
from tests.support.shop import Shop
from tests.support.visitors import PATIENCE_MS, Visitor, Visits, customer_of, staff_of, technician_of, visits
from tests.support.watch import Watch
from tests.web.technicians import Order, home_visits
from tests.web.world import World, a_world

FAILURES = ROOT / ".run" / "web"
TOLD = pytest.StashKey[list[str]]()
NOT_OF_NAMES = re.compile(r"[^\w-]")
Tell = Callable[[str], None]
MakeVisitor = Callable[..., Visitor]
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if patcher.is_monkey_patched("socket"):
        alone = pytest.mark.skip(reason="browser tests run in a pytest of their own: pytest tests/web")
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(alone)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash.get(TOLD, []):
        terminalreporter.write_line(line)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """A test that fails leaves pictures of its pages in .run/web."""
    report = yield
    visit = getattr(item, "funcargs", {}).get("visit")
    if report.when == "call" and report.failed and isinstance(visit, Visits):
        FAILURES.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(visit.pages):
            picture = FAILURES / f"{NOT_OF_NAMES.sub('_', item.name)[:80]}-{number}.png"
            page.screenshot(path=picture)
            report.sections.append(("page", f"{page.url}: {picture}"))
    return report


@pytest.fixture(scope="session")
def tell(pytestconfig: pytest.Config) -> Tell:
    """`tell("home: 1.2 s")`: a line at the end of the run, for what was measured or chosen."""
    return pytestconfig.stash.setdefault(TOLD, []).append


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest, tell: Tell) -> Iterator[Browser]:
    """The machine's Chromium; without one the tests are skipped with the reason, and fail under CI=true."""
    try:
        found = chromium.find()
    except chromium.ChromiumMissing as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    tell(f"browser: {found.chosen}")
    driver: Playwright = request.getfixturevalue("playwright")
    running = driver.chromium.launch(executable_path=found.path, args=list(chromium.FLAGS))
    yield running
    running.close()


@pytest.fixture(scope="session")
def shop(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The demonstration shop in one process, with the pages of this checkout. Its people have many pages open."""
    web.build()
    with system.embedded(tmp_path_factory.mktemp("web"), LIVE_STREAMS_PER_ACCOUNT="50") as url:
        yield Shop(url)


@pytest.fixture
def visit(browser: Browser, shop: Shop) -> Iterator[Visits]:
    """`visit("phone", who, language="en", scheme="dark")`: a page in a browser context of its own, watched."""
    with visits(browser, shop) as made:
        yield made


@pytest.fixture
def watch(visit: Visits) -> Watch:
    """Where a test declares what it provokes: `watch.expects(409, "/appointments")`, `with watch.offline(page)`."""
    return visit.watch


@pytest.fixture
def a_customer(shop: Shop) -> MakeVisitor:
    """`a_customer()`: somebody new, signed in by one-time code; `a_customer("13800000001")`: a known one."""
    return lambda phone="": customer_of(shop, phone)


@pytest.fixture(scope="session")
def a_technician(shop: Shop) -> MakeVisitor:
    """`a_technician("wang-jianguo")`."""
    return lambda slug: technician_of(shop, slug)


@pytest.fixture
def a_home_visit(shop: Shop) -> Iterator[Order]:
    """`a_home_visit("song-jia", "xinzhuang")`: asked of that technician by somebody new; called off at the end."""
    with home_visits(shop) as order:
        yield order


@pytest.fixture
def reception(shop: Shop) -> Visitor:
    return staff_of(shop, "reception.xujiahui")


@pytest.fixture
def manager(shop: Shop) -> Visitor:
    return staff_of(shop, "manager.xujiahui")


@pytest.fixture
def admin(shop: Shop) -> Visitor:
    return staff_of(shop, "admin")


@pytest.fixture(scope="session")
def world(shop: Shop) -> World:
    """People and things that the pages of the table are opened with; only looked at."""
    return a_world(shop)
