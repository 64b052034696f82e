"""The booking service over ports held in memory, as each actor's worker sees it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nameko.testing.services import worker_factory

from services.booking.adapters.calendars import IcalCalendars
from services.booking.adapters.pictures import PillowPictures
from services.booking.domain.overriding import RuleOverridden
from services.booking.ports import Pictures, Wish
from services.booking.service import BookingService
from shared.actor import Actor
from shared.clock import FixedClock
from shared.testing import NOW, InMemoryInbox, InMemoryKeys, a_call, a_customer
from tests.support.booking import START, WAIST, XUJIAHUI, InMemoryStorage
from tests.support.booking_ledger import LedgerOfClaims
from tests.support.booking_payments import BooksOfProvider
from tests.support.booking_records import InMemoryFiles

Json = dict[str, Any]


@dataclass
class Desk:
    """The service and everything around it; `of(actor)` is the service as that actor's worker sees it."""

    storage: InMemoryStorage = field(default_factory=InMemoryStorage)
    scheduling: LedgerOfClaims = field(default_factory=LedgerOfClaims)
    providers: BooksOfProvider = field(default_factory=BooksOfProvider)
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))
    files: InMemoryFiles = field(default_factory=InMemoryFiles)
    pictures: Pictures = field(default_factory=PillowPictures)
    moments: list[str] = field(default_factory=list)
    checkpoint: Callable[[str], None] | None = None
    inbox: InMemoryInbox = field(default_factory=InMemoryInbox)
    keys: InMemoryKeys = field(default_factory=InMemoryKeys)

    def of(self, actor: Actor | None = None, **call: Any) -> BookingService:
        return worker_factory(
            BookingService,
            storage=self.storage,
            scheduling=self.scheduling,
            providers=self.providers,
            checkpoint=self.checkpoint or self.moments.append,
            files=self.files,
            pictures=self.pictures,
            calendars=IcalCalendars(),
            call=a_call(actor or a_customer(), **call),
            clock=self.clock,
            inbox=self.inbox,
            idempotency=self.keys,
        )

    def book(self, actor: Actor | None = None, *, key: str = "key-1", **changes: Any) -> Json:
        request = a_request(**changes)
        return self.of(actor, key=key, body=request).book_appointment(request)

    def with_(self, *appointments: Any) -> "Desk":
        """The same desk with these appointments, each standing on its claim."""
        for one in appointments:
            self.storage.appointments.rows[one.id] = one
            wish = _wish_of(one)
            self.scheduling.claim_time(one.id, one.customer_id, wish)
        self.scheduling.wishes.clear()
        return self


def _wish_of(one: Any) -> Any:
    ports = (one.store_id, one.treatment_id, one.starts_at, one.technician_ids[0], one.place, None, one.party_size)
    return Wish(*ports, then=one.following(one.technician_ids[0]))


def a_request(**changes: Any) -> Json:
    """Monday at three, by the store's clock, with anybody."""
    defaults = {
        "store_id": XUJIAHUI.id,
        "treatment_id": WAIST.id,
        "starts_at": START.isoformat(),
        "technician_id": None,
        "place": "store",
    }
    return {**defaults, **changes}


def overrides(desk: Desk) -> list[tuple[str, ...]]:
    """What was told of overridden rules: appointment, store, who, what, why."""
    told = [fact for fact in desk.storage.appointments.events if isinstance(fact, RuleOverridden)]
    return [(one.appointment_id, one.store_id, one.actor, one.action, one.reason) for one in told]
