"""Booking's storage on a real database, and the service's use cases over it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from services.booking.adapters.storage import SqlStorage
from services.booking.schemas.queue import ticket_view
from services.booking.schemas.views import AppointmentView
from services.booking.schemas.waitlist import wish_view
from services.booking.use_cases import Desk
from shared.actor import Actor
from shared.call import Call
from shared.db import Database
from shared.outbox import Outbox
from shared.testing import NOW, a_call, a_customer, sample
from tests.support.booking_ledger import LedgerOfClaims

MakeStorage = Callable[..., SqlStorage]
STORE, TREATMENT = "01KQ8Y0000000000000XVJAHV1", "01KQ8Y0000000000000M0X1BV5"
CATALOGUE = {
    "store": "store_changed",
    "treatment": "treatment_changed",
    "technician": "technician_changed",
    "rules": "booking_rules_changed",
}


@dataclass
class Shop:
    """One database of booking with the catalogue of the committed samples; `desk` is one worker's view of it."""

    database: Database
    scheduling: LedgerOfClaims = field(default_factory=LedgerOfClaims)
    store_id: str = STORE
    treatment_id: str = TREATMENT

    def storage(self, call: Call | None = None) -> SqlStorage:
        return SqlStorage(self.database, Outbox(self.database, "booking"), call or a_call())

    def desk(
        self, actor: Actor | None = None, *, checkpoint: Any = lambda _: None, now: Any = NOW, **call: Any
    ) -> Desk:
        mine = a_call(actor or a_customer(), **call)
        shown = (AppointmentView().dump, wish_view, ticket_view)
        return Desk(self.storage(mine), self.scheduling, checkpoint, mine, now, *shown)

    def stock(self) -> "Shop":
        for kind, event in CATALOGUE.items():
            self.storage().catalogue.remember(kind, sample("catalog", event).data)
        return self

    def events(self) -> list[Any]:
        return Outbox(self.database, "booking").lease("test", limit=1000)


@pytest.fixture
def shop(each_database_of) -> Shop:
    return Shop(each_database_of("booking")).stock()


@pytest.fixture
def real_shop(real_database_of) -> Callable[[str], Shop]:
    """On the real server, at the isolation level given."""
    return lambda isolation: Shop(real_database_of("booking", isolation)).stock()
