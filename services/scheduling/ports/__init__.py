"""What the use cases need from outside."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from services.scheduling.domain.almanac import SpecialDay
from services.scheduling.domain.assignment import Taking
from services.scheduling.domain.avoidance import Avoidance
from services.scheduling.domain.cells import Run, Span
from services.scheduling.domain.claims import Change, Claim
from services.scheduling.domain.clocks import Clocks
from services.scheduling.domain.judgement import Judgement
from services.scheduling.domain.places import Road, Trip
from services.scheduling.domain.roster import Leave, Roster, WorkingPlan
from services.scheduling.domain.rostering.contracts import Contract, ShiftWish
from services.scheduling.domain.rostering.proposal import RosterProposal
from services.scheduling.domain.rules import BookingRules
from services.scheduling.domain.shop import Shop, Store, Technician, Treatment, Unit
from services.scheduling.domain.travel import Placed, Taken
from services.scheduling.ports.dispatch import Dispatching
from shared.events import Event, Fact
from shared.interval import Interval

T = TypeVar("T")


class Catalogue(Protocol):
    """The replica of the catalogue, kept by its events. Whatever is retired is unknown."""

    def store(self, store_id: str) -> Store:
        """Unknown when there is none."""
        ...

    def technician(self, technician_id: str) -> Technician:
        """Unknown when there is none."""
        ...

    def members(self, store_id: str) -> list[Technician]:
        """The technicians of a store, by id."""
        ...

    def treatments(self, treatment_ids: Collection[str]) -> dict[str, Treatment]:
        """Those that there are or ever were, retired ones too."""
        ...

    def units(self, store_id: str) -> list[Unit]:
        """The beds and devices of a store, by id."""
        ...

    def shop(self, store_id: str, treatment_id: str, technician_id: str | None = None) -> Shop:
        """The store with its technicians (and the one asked for, of whatever store) and units; or Unknown."""
        ...

    def rules(self, store_id: str, treatment_id: str, at: datetime) -> BookingRules: ...

    def remember(self, kind: str, row: Mapping[str, Any]) -> None:
        """Take over what an event of the catalogue tells, unless something newer is known.

        `kind` is `store treatment technician resource booking_rules`.
        """
        ...


class Rosters(Protocol):
    """Working plans, leave and duty. Whoever changes them has locked the technician's resource first."""

    def of(self, technician_ids: Sequence[str], span: Span) -> dict[str, Roster]:
        """Of each technician, the plans and what absence touches the span."""
        ...

    def plans(self, technician_id: str) -> list[WorkingPlan]: ...

    def put_plan(self, technician_id: str, plan: WorkingPlan) -> None:
        """Add the plan, or replace the one with the same `effective_from`."""
        ...

    def leaves(self, technician_id: str) -> list[Leave]: ...

    def add_leave(self, leave: Leave) -> None: ...

    def delete_leave(self, technician_id: str, leave_id: str) -> None:
        """Unknown when the technician has no such leave."""
        ...

    def set_off_duty(self, technician_id: str, during: Interval | None) -> None:
        """Off duty for that time; None is back on duty."""
        ...


class Almanac(Protocol):
    """Days that do not work like their weekday. Whoever enters one for a store has locked its people first."""

    def of(self, store_id: str | None, first: date, last: date, *, with_public: bool) -> tuple[SpecialDay, ...]:
        """What is told of the days, both included: entered for the store and for all, and what is public if wanted."""
        ...

    def put(self, day: SpecialDay) -> None:
        """Replace what was entered of the day in that store, or for all."""
        ...

    def delete(self, store_id: str | None, on: date) -> None:
        """Unknown when nothing was entered."""
        ...


class Calendars(Protocol):
    """Who is taken when, as bits; and the locks on them."""

    def busy(self, resource_ids: Sequence[str], span: Span, place: str | None = None) -> Taken:
        """The cells taken as they are now and without any lock, and who is taken elsewhere than at that place (a
        store's id; None is elsewhere for all).
        """
        ...

    def prepare(self, resource_ids: Sequence[str], days: Iterable[date]) -> None:
        """Make the missing rows of those days, committed; called outside of a transaction, before it locks."""
        ...

    def enrol(self, customer_id: str) -> None:
        """Make a customer's time a resource, unless it is one; committed, called as `prepare` is."""
        ...

    def lock(self, resource_ids: Sequence[str], span: Span, place: str | None = None) -> Taken:
        """Lock the resources and then their days, and give the cells taken. Before it, a transaction only locks."""
        ...

    def lock_resources(self, resource_ids: Sequence[str]) -> None:
        """Lock the resources alone."""
        ...

    def exchange(self, freed: Sequence[Taking], taken: Sequence[Taking], place: str | None = None) -> None:
        """Clear and then set bits of resources that are locked; LookupError for days that were not prepared.

        `place` is where the time is taken: a store's id or `home`; None is anywhere.
        """
        ...


class Claims(Protocol):
    """Claims and the changes made to them."""

    def find(self, claim_id: str) -> Claim | None: ...

    def lock(self, claim_id: str) -> None:
        """Lock the claim, if there is one, before the resources it takes. What is found afterwards stays so."""
        ...

    def add(self, claim: Claim) -> None:
        """ClaimMismatch when the id is taken."""
        ...

    def save(self, claim: Claim, released_because: str | None = None) -> None: ...

    def firm(self, claim_id: str) -> bool:
        """Make a held claim firm, whatever came first; says whether there is a claim at all."""
        ...

    def during(self, resource_ids: Sequence[str], during: Interval) -> list[Claim]:
        """Claims, held or firm, of any of the resources that touch the time, by start."""
        ...

    def of_store(self, store_id: str, during: Interval) -> list[Claim]:
        """Claims, held or firm, of the store whose treatment touches the time, by start and id."""
        ...

    def placed(self, technician_ids: Sequence[str], span: Span) -> list[Placed]:
        """Where technicians are taken in a span, in order, run by run."""
        ...

    def clocks(
        self, technician_ids: Sequence[str], day: Run, *, before: int, without: str | None = None
    ) -> dict[str, Clocks]:
        """The clocks of each technician that begin in the day's cells, one claim left out; the last one before a cell.

        Who has none is left out.
        """
        ...

    def served_by(self, customer_id: str, before: datetime) -> list[str]:
        """The technicians of the customer's last firm visits before an instant, the newest first, each as often."""
        ...

    def judgement(self, claim_id: str) -> Judgement | None:
        """How the claim came by its technicians; None for a claim older than what is kept."""
        ...

    def begun(self, customer_id: str, cells: Run, besides: str | None = None) -> tuple[int, ...]:
        """The first cells, inside those, of the visits a customer has; the claim `besides` is left out."""
        ...

    def overdue(self, limit: int) -> list[str]:
        """Claims whose hold has run out, by the database's clock, oldest first."""
        ...

    def hold_until(self) -> datetime:
        """When a hold that begins now runs out, by the database's clock."""
        ...

    def find_change(self, change_id: str) -> Change | None: ...

    def add_change(self, change: Change) -> bool:
        """False when the change is known already: somebody was first."""
        ...


class Distances(Protocol):
    """How far it is from place to place."""

    def roads(self, trips: Iterable[Trip]) -> Mapping[Trip, Road]:
        """The road of every trip, guessed where nobody knows it. Asks nobody inside a transaction."""
        ...

    def learn(self, trips: Callable[[], Iterable[Trip]]) -> None:
        """Before a transaction: learn the roads it will want. Where nobody can be asked, the trips are not wanted."""
        ...


class Proposals(Protocol):
    """Rosters that were asked for. A run holds a lease on its proposal, by the database's clock."""

    def add(self, proposal: RosterProposal) -> None: ...

    def get(self, proposal_id: str) -> RosterProposal:
        """Unknown when there is none."""
        ...

    def lock(self, proposal_id: str) -> RosterProposal:
        """The proposal as it is committed, and stays until this transaction ends. Unknown when there is none."""
        ...

    def save(self, proposal: RosterProposal) -> None: ...

    def take(self) -> RosterProposal | None:
        """Lease the oldest queued proposal for a run; None when there is none."""
        ...

    def hold(self, proposal_id: str, progress: Mapping[str, Any]) -> bool:
        """Write down how far the run is and lease it on; False when the run has lost its proposal."""
        ...

    def lost(self) -> list[str]:
        """Proposals that run although their lease has run out."""
        ...

    def is_lost(self, proposal_id: str) -> bool: ...


class History(Protocol):
    """What was, as far as it tells what will be."""

    def worked(self, store_id: str, during: Interval) -> list[tuple[str, Run]]:
        """Of each visit to the store that began then, and each of its technicians: the treatment, and when they work.

        A technician who is free in the middle has two.
        """
        ...


class Agreements(Protocol):
    """What technicians agreed to, and wish for."""

    def contracts(self, technician_ids: Sequence[str]) -> dict[str, Contract]:
        """Of those who have one."""
        ...

    def put_contract(self, technician_id: str, contract: Contract) -> None: ...

    def wishes(self, technician_ids: Sequence[str], first: date, days: int) -> list[ShiftWish]:
        """The wishes for those days, by date."""
        ...

    def add_wish(self, wish: ShiftWish) -> None: ...

    def delete_wish(self, technician_id: str, wish_id: str) -> None:
        """Unknown when the technician has no such wish."""
        ...


@dataclass(frozen=True)
class News:
    """The last that was heard of a run: its progress, what came of it when it is done, or that it is gone."""

    progress: Mapping[str, Any] | None = None
    done: Mapping[str, Any] | None = None
    is_lost: bool = False


class Planner(Protocol):
    """Long computing beside the service, in runs of their own. Whoever starts one asks for its news and stops it."""

    @property
    def is_free(self) -> bool: ...

    @property
    def running(self) -> list[str]: ...

    def start(self, run_id: str, task: str, request: Mapping[str, Any]) -> None: ...

    def news(self, run_id: str) -> News: ...

    def stop(self, run_id: str) -> None: ...


class Avoidances(Protocol):
    """The never-again list."""

    def avoided(self, customer_id: str) -> frozenset[str]:
        """The technicians whom the customer is not to meet, whoever wished so."""
        ...

    def of(self, customer_id: str) -> list[Avoidance]: ...

    def put(self, avoidance: Avoidance) -> None:
        """Add it, or replace the one of the same pair and side."""
        ...

    def remove(self, customer_id: str, technician_id: str, side: str | None = None) -> None:
        """Take the pair off the list, of one side or of both; nothing when it is not on it."""
        ...


class Diary(Protocol):
    """Everything scheduling keeps, and the transaction around it."""

    catalogue: Catalogue
    rosters: Rosters
    almanac: Almanac
    calendars: Calendars
    claims: Claims
    distances: Distances
    proposals: Proposals
    agreements: Agreements
    history: History
    avoidances: Avoidances
    dispatching: Dispatching

    def look(self, work: Callable[[], T]) -> T:
        """Run reads over one connection: each connection taken costs two more trips to the database."""
        ...

    def transact(self, work: Callable[[], T]) -> T:
        """Run in one transaction; again from the start when the database gave it up for a deadlock."""
        ...

    def once(self, event: Event, work: Callable[[], None]) -> None:
        """Work unless the event was taken before; the work and the event's row in the inbox are one transaction."""
        ...

    def announce(self, fact: Fact, now: datetime) -> None:
        """Write the fact into the outbox, in the transaction of its effect."""
        ...


class Bookings(Protocol):
    """The booking service, as far as scheduling may ask it."""

    def needs(self, claim_id: str) -> bool:
        """Whether an appointment stands behind the claim; a no is for ever. Unavailable while booking is away."""
        ...
