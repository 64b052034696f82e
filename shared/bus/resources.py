"""What an adapter may need: settings, the database, the documents, the outbox, clients of other services."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from shared.bus.client import Caller, ServiceClient
from shared.bus.wire import DEFAULT_TIMEOUT_SECONDS
from shared.call import Call

if TYPE_CHECKING:
    from pymongo.database import Database as Documents

    from shared.bus.relay import Waiting
    from shared.db import Database
    from shared.outbox import Outbox

MONGO_TIMEOUT_MS = 5000


def _no_caller() -> Caller:
    raise AssertionError("these resources belong to no running service, so nobody can be called")


@dataclass
class Resources:
    """The outside of one service in one process; everything is opened at first use.

    Two hooks belong to the process: `caller` gives the connection for calls, `on_outbox_added` wakes the relay. A
    service whose events lie in documents puts its `document_outbox` here when it starts.
    """

    service: str
    settings: Mapping[str, Any]
    caller: Callable[[], Caller] = field(default=_no_caller, repr=False)
    on_outbox_added: Callable[[], None] = field(default=lambda: None, repr=False)
    document_outbox: "Waiting | None" = field(default=None, repr=False)

    @cached_property
    def database(self) -> "Database":
        """The service's own database; its pool gives every worker a connection, and the relay one."""
        from shared.db import Database  # noqa: PLC0415 - a service without SQL carries no SQLAlchemy

        return Database(self.settings["database_url"], pool_size=int(self.settings.get("max_workers", 10)) + 1)

    @cached_property
    def documents(self) -> "Documents[dict[str, Any]]":
        """The service's own document database; the URL names it."""
        from pymongo import MongoClient  # noqa: PLC0415 - only the image of a service with documents carries it

        client: MongoClient[dict[str, Any]] = MongoClient(
            self.settings["mongo_url"], tz_aware=True, serverSelectionTimeoutMS=MONGO_TIMEOUT_MS
        )
        return client.get_default_database(self.service)

    @cached_property
    def outbox(self) -> "Outbox":
        from shared.outbox import Outbox  # noqa: PLC0415 - see database

        return Outbox(self.database, self.service, on_added=self.on_outbox_added)

    def relayed(self) -> "Waiting | None":
        """Where this service's events wait for the relay, if it announces any."""
        return self.document_outbox or (self.outbox if self._has_outbox_table() else None)

    def _has_outbox_table(self) -> bool:
        if not self.settings.get("database_url"):
            return False
        from sqlalchemy import inspect  # noqa: PLC0415 - see database

        return inspect(self.database.engine).has_table("outbox")

    def client(self, service: str, call: Call) -> ServiceClient:
        timeout = float(self.settings.get("call_timeout_seconds", DEFAULT_TIMEOUT_SECONDS))
        return ServiceClient(service, call, self.caller, timeout)

    def needs(self) -> dict[str, Callable[[], None]]:
        """What this service cannot work without: its name, and a function that raises unless it answers."""
        pings: dict[str, Callable[[], None]] = {}
        if self.settings.get("database_url"):
            pings["database"] = self._ping_database
        if self.settings.get("mongo_url"):
            pings["documents"] = self._ping_documents
        return pings

    def _ping_database(self) -> None:
        self.database.ping()

    def _ping_documents(self) -> None:
        self.documents.command("ping")

    def close(self) -> None:
        """Close what was opened."""
        if "database" in self.__dict__:
            self.database.close()
        if "documents" in self.__dict__:
            self.documents.client.close()
