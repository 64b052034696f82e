"""What the use cases need from outside."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from services.booking.ports.alerts import Alerts, AlertSearch
from services.booking.ports.appointments import Appointments, Scope, Search
from services.booking.ports.attempts import Attempts
from services.booking.ports.catalogue import Catalogue
from services.booking.ports.changes import Changes
from services.booking.ports.courses import Courses
from services.booking.ports.customers import Customers
from services.booking.ports.erasures import Erasures
from services.booking.ports.feeds import Calendars, Feeds
from services.booking.ports.figures import Figures
from services.booking.ports.home import Arrivals, HomeSearches, Latenesses
from services.booking.ports.payments import PaymentProvider, Payments, Providers
from services.booking.ports.proposals import Proposals
from services.booking.ports.queue import Queue, TicketSearch
from services.booking.ports.records import Pictures, RecordFiles, Records
from services.booking.ports.scheduling import Scheduling, Suited, Wish
from services.booking.ports.series import AllSeries
from services.booking.ports.waitlist import Look, Looks, Waitlist, WishSearch
from shared.files import Files
from shared.idempotency import Keys

__all__ = [
    "AlertSearch",
    "Alerts",
    "AllSeries",
    "Appointments",
    "Arrivals",
    "Attempts",
    "Calendars",
    "Catalogue",
    "Changes",
    "Checkpoint",
    "Courses",
    "Customers",
    "Erasures",
    "Feeds",
    "Figures",
    "Files",
    "HomeSearches",
    "Keys",
    "Latenesses",
    "Look",
    "Looks",
    "PaymentProvider",
    "Payments",
    "Pictures",
    "Proposals",
    "Providers",
    "Queue",
    "RecordFiles",
    "Records",
    "Scheduling",
    "Scope",
    "Search",
    "Storage",
    "Suited",
    "TicketSearch",
    "Waitlist",
    "Wish",
    "WishSearch",
]

T = TypeVar("T")


class Storage(Protocol):
    """All of booking's own data. `transact` makes one transaction of everything that `work` does."""

    @property
    def attempts(self) -> Attempts: ...

    @property
    def appointments(self) -> Appointments: ...

    @property
    def changes(self) -> Changes: ...

    @property
    def courses(self) -> Courses: ...

    @property
    def proposals(self) -> Proposals: ...

    @property
    def series(self) -> AllSeries: ...

    @property
    def payments(self) -> Payments: ...

    @property
    def home_searches(self) -> HomeSearches: ...

    @property
    def alerts(self) -> Alerts: ...

    @property
    def arrivals(self) -> Arrivals: ...

    @property
    def latenesses(self) -> Latenesses: ...

    @property
    def catalogue(self) -> Catalogue: ...

    @property
    def customers(self) -> Customers: ...

    @property
    def feeds(self) -> Feeds: ...

    @property
    def figures(self) -> Figures: ...

    @property
    def erasures(self) -> Erasures: ...

    @property
    def records(self) -> Records: ...

    @property
    def record_files(self) -> RecordFiles: ...
    @property
    def queue(self) -> Queue: ...

    @property
    def waitlist(self) -> Waitlist: ...

    @property
    def looks(self) -> Looks: ...

    def transact(self, work: Callable[[], T]) -> T: ...


class Checkpoint(Protocol):
    """A named moment between two steps, where the crash tests end the process. Does nothing elsewhere."""

    def __call__(self, moment: str) -> None: ...
