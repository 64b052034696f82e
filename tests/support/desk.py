"""What staff do on any page of the desk."""

from playwright.sync_api import Locator


def choose(select: Locator, option: str) -> None:
    """Open a select by keyboard, since its own words lie over it, and click the first option that begins so."""
    select.press("Enter")
    select.page.get_by_role("option", name=option).locator("visible=true").first.click()
