"""Time that is taken, and the ways between."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from services.scheduling.domain.choice.assignment import Taking
from services.scheduling.domain.choice.clocks import Clocks
from services.scheduling.domain.choice.judgement import Judgement
from services.scheduling.domain.claim.claims import Change, Claim
from services.scheduling.domain.hours.cells import Run, Span
from services.scheduling.domain.travel.places import Road, Trip
from services.scheduling.domain.travel.whereabouts import Placed, Taken
from shared.interval import Interval


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
        """ClaimMismatch, at the latest from the end of the transaction, when the id is taken."""
        ...

    def save(self, claim: Claim, released_because: str | None = None) -> None: ...

    def firm(self, claim_id: str) -> bool:
        """Make a held claim firm, whatever came first; says whether there is a claim at all."""
        ...

    def prolong(self, claim_id: str, seconds: float) -> None:
        """Let a hold run for so long from now, by the database's clock; a firm or released claim stays as it is."""
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


class History(Protocol):
    """What was, as far as it tells what will be."""

    def worked(self, store_id: str, during: Interval) -> list[tuple[str, Run]]:
        """Of each visit to the store that began then, and each of its technicians: the treatment, and when they work.

        A technician who is free in the middle has two.
        """
        ...

    def taken_by(self, store_id: str, technician_ids: Sequence[str], span: Span) -> dict[str, int]:
        """The cells of a span that visits of that store take of each technician, at home or not."""
        ...


class Distances(Protocol):
    """How far it is from place to place."""

    def roads(self, trips: Iterable[Trip]) -> Mapping[Trip, Road]:
        """The road of every trip, guessed where nobody knows it. Asks nobody inside a transaction."""
        ...

    def learn(self, trips: Callable[[], Iterable[Trip]]) -> None:
        """Before a transaction: learn the roads it will want. Where nobody can be asked, the trips are not wanted."""
        ...
