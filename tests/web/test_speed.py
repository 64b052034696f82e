"""Pages are quick on a slow phone.

The time is the best of a few attempts: the machine may have other work, the page has the same each time.
"""

from collections.abc import Iterator

import pytest

from tests.support import budgets, speed
from tests.support.visitors import Visitor, Visits
from tests.web.conftest import MakeVisitor, Tell

KB = 1000
ATTEMPTS = 4
INTERACTIVE_MS = 2000
CUSTOMERS_SCRIPTS_KB, STAFFS_SCRIPTS_KB = 130, 350
# What a customer's home is there for: somewhere to go.
HOME = "main h1"


def scripts_of(visit: Visits, device: str, who: Visitor | None, path: str) -> float:
    """How many kB of JavaScript travel until the page and all it fetches ahead is there."""
    page = visit(device, who)
    loaded = speed.loads(page)
    page.goto(path)
    page.locator(HOME).first.wait_for()
    loaded.wait_until_still(page)
    return loaded.bytes_of["Script"] / KB


def test_the_customers_first_page_is_light(visit: Visits, tell: Tell):
    weight = scripts_of(visit, "phone", None, "/")
    tell(f"JavaScript of the customer's first page: {weight:.0f} kB")
    assert weight <= CUSTOMERS_SCRIPTS_KB


def test_staffs_first_page_is_light(visit: Visits, reception: Visitor, tell: Tell):
    weight = scripts_of(visit, "desk", reception, "/staff")
    tell(f"JavaScript of staff's first page: {weight:.0f} kB")
    assert weight <= STAFFS_SCRIPTS_KB


def best(attempts: Iterator[float], limit: float) -> list[int]:
    """The attempts in milliseconds, up to the first that is good enough."""
    took: list[int] = []
    for attempt in attempts:
        took.append(round(attempt))
        if attempt <= limit:
            break
    return took


@pytest.mark.timed
def test_the_customers_home_is_soon_interactive_on_a_slow_phone(visit: Visits, a_customer: MakeVisitor, tell: Tell):
    who = a_customer()

    def attempt() -> float:
        page = visit("phone", who)  # which never was there before
        with speed.slow_phone(page):
            return speed.interactive_ms(page, "/", HOME)

    most = budgets.granted(INTERACTIVE_MS)
    took = best((attempt() for _ in range(ATTEMPTS)), INTERACTIVE_MS)
    tell(f"customer's home on a slow phone interactive after {took} ms, granted {most:.0f}")
    assert min(took) <= most
