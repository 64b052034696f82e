"""What a worker gets: the diary of the service's database, the client of booking."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from services.scheduling.adapters.agreements import SqlAgreements
from services.scheduling.adapters.almanac import SqlAlmanac
from services.scheduling.adapters.avoidances import SqlAvoidances
from services.scheduling.adapters.booking_client import RpcBookings
from services.scheduling.adapters.calendars import SqlCalendars
from services.scheduling.adapters.claims import SqlClaims
from services.scheduling.adapters.dispatching import SqlDispatching
from services.scheduling.adapters.distances import CrowDistances
from services.scheduling.adapters.history import SqlHistory
from services.scheduling.adapters.leave_requests import SqlLeaveRequests
from services.scheduling.adapters.memory import Memory
from services.scheduling.adapters.planners import ChildPlanner
from services.scheduling.adapters.proposals import SqlProposals
from services.scheduling.adapters.replicas import SqlCatalogue
from services.scheduling.adapters.rosters import SqlRosters
from services.scheduling.ports import Distances
from shared.bus import Dependency, Resources
from shared.call import Call
from shared.db import Database
from shared.events import Event, Fact
from shared.inbox import Inbox
from shared.outbox import Outbox

T = TypeVar("T")


class SqlDiary:
    """All ports over one database; what one of them does inside `transact` joins that transaction."""

    def __init__(
        self, database: Database, outbox: Outbox, call: Call, hold_seconds: float = 60, memory: Memory | None = None
    ) -> None:
        memory = memory or Memory()
        self.database = database
        self.catalogue = SqlCatalogue(database, memory)
        self.rosters = SqlRosters(database, memory)
        self.leave_requests = SqlLeaveRequests(database)
        self.almanac = SqlAlmanac(database, memory)
        self.calendars = SqlCalendars(database, memory)
        self.claims = SqlClaims(database, hold_seconds)
        self.dispatching = SqlDispatching(database)
        self.distances: Distances = CrowDistances()
        self.proposals = SqlProposals(database)
        self.agreements = SqlAgreements(database)
        self.history = SqlHistory(database, memory)
        self.avoidances = SqlAvoidances(database, memory)
        self._inbox = Inbox(database)
        self._outbox = outbox
        self._call = call

    def look(self, work: Callable[[], T]) -> T:
        with self.database.reading():
            return work()

    def transact(self, work: Callable[[], T]) -> T:
        return self.database.transact(lambda _: work())

    def once(self, event: Event, work: Callable[[], None]) -> None:
        self._inbox.once(f"on_{event.type}", event, work)

    def announce(self, fact: Fact, now: datetime) -> None:
        self._outbox.add([fact], call=self._call, now=now)


class DiaryStorage(Dependency):
    memory: Memory

    def start(self, resources: Resources) -> None:  # noqa: ARG002
        self.memory = Memory()

    def provide(self, resources: Resources, call: Call) -> SqlDiary:
        hold = float(resources.settings["claim_hold_seconds"])
        return SqlDiary(resources.database, resources.outbox, call, hold, self.memory)


class BookingClient(Dependency):
    def provide(self, resources: Resources, call: Call) -> RpcBookings:
        return RpcBookings(resources.client("booking", call))


class PlannerOfProcess(Dependency):
    """One per process: all its workers see the same runs."""

    planner: ChildPlanner

    def start(self, resources: Resources) -> None:
        self.planner = ChildPlanner(int(resources.settings["solvers_at_once"]))

    def provide(self, resources: Resources, call: Call) -> ChildPlanner:  # noqa: ARG002
        return self.planner

    def stop(self) -> None:
        self.planner.close()
