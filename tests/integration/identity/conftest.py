"""Identity on a real database: the same service, with its SQL storage and its own secrets."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import eventlet
import pytest
from nameko.testing.services import worker_factory
from sqlalchemy import Table, select

from services.identity.adapters.secrets import Argon2Secrets
from services.identity.adapters.storage import SqlStorage
from services.identity.domain.limits import Limit
from services.identity.domain.policy import LIMITED, Policy
from services.identity.service import IdentityService
from shared.actor import ANONYMOUS, Actor
from shared.call import Call
from shared.clock import FixedClock
from shared.db import Database
from shared.errors import Refusal
from shared.events import Event, unsealed
from shared.idempotency import IdempotencyKeys
from shared.inbox import Inbox
from shared.outbox import Outbox
from shared.testing import NOW


class Desk:
    """One identity service. `at_once` lets several callers at the same moment in."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self.database = database
        self.outbox = Outbox(database, "identity")
        self.policy = policy
        self.clock = FixedClock(NOW)
        self.secrets = Argon2Secrets()

    def ask(self, method: str, actor: Actor = ANONYMOUS, **request: Any) -> dict[str, Any]:
        return dict(getattr(self.service(Call(actor=actor)), method)(request))

    def service(self, call: Call) -> Any:
        return worker_factory(
            IdentityService,
            storage=SqlStorage(self.database, self.outbox, call),
            secrets=self.secrets,
            policy=self.policy,
            call=call,
            clock=self.clock,
            inbox=Inbox(self.database),
            idempotency=IdempotencyKeys(self.database),
        )

    def at_once(self, times: int, ask: Callable[[int], Any]) -> list[Any]:
        """What each of the callers got: an answer, or the code of a refusal. Anything else that is raised is raised."""

        def asking(number: int) -> Any:
            try:
                return ask(number)
            except Refusal as refusal:
                return refusal.code

        return [each.wait() for each in [eventlet.spawn(asking, number) for number in range(times)]]

    def rows(self, table: Table) -> list[Any]:
        with self.database.reading() as connection:
            return list(connection.execute(select(table)))

    def events(self, *types: str) -> list[Event]:
        announced = self.outbox.lease("test", limit=10_000)
        self.outbox.give_back([event.id for event in announced])
        return [event for event in announced if event.type in types]

    def code_sent(self) -> str:
        code = unsealed(self.events("one_time_code_issued")[-1].data, "code")
        assert code is not None
        return code

    def signs_in(self, phone: str = "13800000001") -> dict[str, Any]:
        self.ask("request_code", phone=phone)
        return self.ask("open_session", grant="otp", phone=phone, code=self.code_sent())


@pytest.fixture
def policy() -> Policy:

    wide = dict.fromkeys(LIMITED, (Limit(1000, 60),))
    return Policy(timedelta(minutes=5), 5, timedelta(days=30), timedelta(hours=24), wide)


@pytest.fixture
def desk_on(policy: Policy) -> Callable[[Database], Desk]:
    return lambda database: Desk(database, policy)


@pytest.fixture
def desk(each_database_of: Callable[..., Database], desk_on: Callable[[Database], Desk]) -> Desk:
    return desk_on(each_database_of("identity"))
