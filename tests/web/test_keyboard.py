"""Booking without a mouse or a finger: Tab, arrows, Enter."""

from playwright.sync_api import Locator, Page, expect

from tests.support.visitors import Visits
from tests.web.conftest import MakeVisitor

MOST_STOPS = 60
# A ring around it, around what is stretched over its card, or around the card.
SHOWS_FOCUS = """(element) => {
  const styles = [null, '::before', '::after'].map((part) => getComputedStyle(element, part))
  for (let card = element.parentElement, up = 0; card && up < 4; card = card.parentElement, up++) {
    if (card.matches(':focus-within')) styles.push(getComputedStyle(card))
  }
  return styles.some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
}"""


def go_to(page: Page, wanted: Locator) -> None:
    """Tab until it has the focus, and shows that it has."""
    wanted.wait_for()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            assert wanted.evaluate(SHOWS_FOCUS), f"the focus is not to be seen: {wanted}"
            return
    raise AssertionError(f"not reached by {MOST_STOPS} presses of Tab: {wanted}")


def test_a_visit_is_booked_by_keyboard_alone(visit: Visits, a_customer: MakeVisitor):
    page = visit("desk", a_customer())
    page.goto("/treatments")

    go_to(page, page.get_by_role("link", name="肩颈推拿"))
    page.keyboard.press("Enter")
    go_to(page, page.get_by_role("main").get_by_role("link", name="预约", exact=True))
    page.keyboard.press("Enter")
    days = page.get_by_role("group", name="日期").get_by_role("button")
    go_to(page, days.and_(page.locator("[tabindex='0']")))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    times = page.get_by_role("group", name="下午").get_by_role("button")
    go_to(page, times.and_(page.locator("[tabindex='0']")))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    go_to(page, page.get_by_role("button", name="确认预约"))
    page.keyboard.press("Enter")

    done = page.get_by_role("heading", name="预约成功")
    expect(done).to_be_visible()
    expect(done).to_be_focused()
