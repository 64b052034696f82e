"""All of booking's own data in one database."""

from collections.abc import Callable
from typing import TypeVar

from services.booking.adapters.alerts import SqlAlerts
from services.booking.adapters.appointments import SqlAppointments
from services.booking.adapters.arrivals import SqlArrivals
from services.booking.adapters.attempts import SqlAttempts
from services.booking.adapters.catalogue import SqlCatalogue
from services.booking.adapters.changes import SqlChanges
from services.booking.adapters.courses import SqlCourses
from services.booking.adapters.customers import SqlCustomers
from services.booking.adapters.erasures import SqlErasures
from services.booking.adapters.feeds import SqlFeeds
from services.booking.adapters.figures import SqlFigures
from services.booking.adapters.home_searches import SqlHomeSearches
from services.booking.adapters.latenesses import SqlLatenesses
from services.booking.adapters.looks import SqlLooks
from services.booking.adapters.payments import SqlPayments
from services.booking.adapters.proposals import SqlProposals
from services.booking.adapters.queue import SqlQueue
from services.booking.adapters.records import SqlRecordFiles, SqlRecords
from services.booking.adapters.series import SqlSeries
from services.booking.adapters.waitlist import SqlWaitlist
from shared.bus import Dependency, Resources
from shared.call import Call
from shared.db import Database
from shared.outbox import Outbox

T = TypeVar("T")


class SqlStorage:
    """Booking's data as one worker sees it."""

    def __init__(self, database: Database, outbox: Outbox, call: Call) -> None:
        self.database = database
        self.attempts = SqlAttempts(database)
        self.appointments = SqlAppointments(database, outbox, call)
        self.changes = SqlChanges(database)
        self.series = SqlSeries(database)
        self.proposals = SqlProposals(database)
        self.courses = SqlCourses(database, outbox, call)
        self.payments = SqlPayments(database, outbox, call)
        self.alerts = SqlAlerts(database)
        self.home_searches = SqlHomeSearches(database)
        self.arrivals = SqlArrivals(database)
        self.latenesses = SqlLatenesses(database)
        self.catalogue = SqlCatalogue(database)
        self.customers = SqlCustomers(database)
        self.records = SqlRecords(database, outbox, call)
        self.record_files = SqlRecordFiles(database)
        self.queue = SqlQueue(database, outbox, call)
        self.waitlist = SqlWaitlist(database, outbox, call)
        self.looks = SqlLooks(database)
        self.feeds = SqlFeeds(database)
        self.erasures = SqlErasures(database)
        self.figures = SqlFigures(database)

    def transact(self, work: Callable[[], T]) -> T:
        return self.database.transact(lambda _: work())


class BookingStorage(Dependency):
    """Injects the storage."""

    def provide(self, resources: Resources, call: Call) -> SqlStorage:
        return SqlStorage(resources.database, resources.outbox, call)
