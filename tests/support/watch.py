"""What no page of ours may do, whatever the test is about, seen in every browser context that a test opens.

A test that provokes a refusal says so before: `watch.expects(409, "/appointments")`. One that cuts the network off does
it through `watch.offline(page)`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError

FIRST_ERROR = 400
OWN_SCHEMES = ("data", "blob", "about", "chrome-error")
# The browser's own line about an answer or a broken connection: judged below, with its address and status.
OF_THE_NETWORK = "Failed to load resource"
# A page that is left, or whose stream is closed, gives up what it had asked for.
GIVEN_UP = "net::ERR_ABORTED"
# Chromium tells of a violation only in words; the event has its parts.
TELL_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', (event) => {
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`)
})
"""


@dataclass
class Declared:
    """An answer that a test provokes: its status and how its path ends."""

    status: int
    path: str
    needed: bool
    seen: int = 0

    def covers(self, status: int, path: str) -> bool:
        return self.status == status and path.endswith(self.path)


@dataclass
class Watch:
    """Everything wrong that the pages of one test did; `origin` is where all they load must come from."""

    origin: str
    faults: list[str] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    _cut_off: bool = False

    def over(self, context: BrowserContext) -> None:
        """See everything in this context from now on."""
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._said)
        context.on("weberror", self._threw)
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("requestfailed", self._failed)

    def expects(self, status: int, path: str) -> None:
        """The test provokes this answer; without it the test fails. `path` is how the address's path ends."""
        self.declared.append(Declared(status, path, needed=True))

    def allows(self, status: int, path: str) -> None:
        """This answer may come or not, as in a race."""
        self.declared.append(Declared(status, path, needed=False))

    @contextmanager
    def offline(self, page: Page) -> Iterator[None]:
        """The page's context without network: what fails to load then is no fault."""
        self._cut_off = True
        page.context.set_offline(offline=True)
        try:
            yield
        finally:
            page.context.set_offline(offline=False)
            page.wait_for_timeout(0)  # what failed meanwhile is told before failing counts again
            self._cut_off = False

    def judge(self) -> None:
        """AssertionError with all that was wrong."""
        missing = [f"no {one.status} from …{one.path}" for one in self.declared if one.needed and not one.seen]
        assert not self.faults + missing, "\n".join(["the pages did what they must not:", *self.faults, *missing])

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(OF_THE_NETWORK):
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _threw(self, error: WebError) -> None:
        self.faults.append(f"uncaught: {error.error.stack or error.error.message}")

    def _asked(self, request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme not in OWN_SCHEMES and f"{where.scheme}://{where.netloc}" != self.origin:
            self.faults.append(f"another origin: {request.method} {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status < FIRST_ERROR:
            return
        path = urlsplit(response.url).path
        known = next((one for one in self.declared if one.covers(response.status, path)), None)
        if known:
            known.seen += 1
        else:
            self.faults.append(f"answered {response.status}: {response.request.method} {response.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != GIVEN_UP and not self._cut_off:
            self.faults.append(f"failed: {request.method} {request.url}: {request.failure}")
