"""How fast a page is for somebody with a slow phone: Chromium's own throttling, its own clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession, Page

# "Slow 4G" of Lighthouse: four times slower, 1.6 Mbit/s down, 0.75 up, 150 ms there and back.
SLOWER = 4
DOWN_BYTES, UP_BYTES, LATENCY_MS = 1.6e6 / 8, 0.75e6 / 8, 150

# When the page has what it shows, and when its main thread was last busy for longer than a person notices.
WATCH_READY = """(sees) => {
  window.__busyUntil = 0
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) window.__busyUntil = task.startTime + task.duration
  }).observe({ type: 'longtask', buffered: true })
  window.__shown = new Promise((shown) => {
    const look = () => (document.querySelector(sees) ? shown(performance.now()) : requestAnimationFrame(look))
    requestAnimationFrame(look)
  })
}"""


@dataclass
class Loaded:
    """What a page loaded, by kind, in bytes as they travelled."""

    bytes_of: dict[str, int] = field(default_factory=dict)
    _kinds: dict[str, str] = field(default_factory=dict)

    def over(self, session: CDPSession) -> None:
        session.send("Network.enable")
        session.on("Network.responseReceived", self._began)
        session.on("Network.loadingFinished", self._ended)

    def wait_until_still(self, page: Page, quiet_ms: int = 500) -> None:
        """Until nothing has come for a while: what a page fetches ahead counts as well."""
        before = -1
        while before != sum(self.bytes_of.values()):
            before = sum(self.bytes_of.values())
            page.wait_for_timeout(quiet_ms)

    def _began(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = event["type"]

    def _ended(self, event: dict[str, Any]) -> None:
        kind = self._kinds.get(event["requestId"], "Other")
        self.bytes_of[kind] = self.bytes_of.get(kind, 0) + int(event["encodedDataLength"])


def loads(page: Page) -> Loaded:
    """What the page loads from now on."""
    loaded = Loaded()
    loaded.over(page.context.new_cdp_session(page))
    return loaded


@contextmanager
def slow_phone(page: Page) -> Iterator[None]:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    network = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": DOWN_BYTES, "uploadThroughput": UP_BYTES}
    session.send("Network.emulateNetworkConditions", network)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    try:
        yield
    finally:
        session.detach()


def interactive_ms(page: Page, path: str, sees: str) -> float:
    """Milliseconds from the first byte asked for until `sees` (CSS) is there and the page answers to a finger."""
    page.add_init_script(f"({WATCH_READY})({sees!r})")
    page.goto(path, wait_until="commit")
    found: float = page.evaluate("window.__shown.then((at) => Math.max(at, window.__busyUntil))")
    return found
