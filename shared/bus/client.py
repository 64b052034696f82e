"""Calling another service from inside a service."""

import sys
from collections.abc import Callable
from typing import Any, Protocol

from shared.bus.wire import DEFAULT_TIMEOUT_SECONDS, Json, too_late
from shared.call import Call


class Caller(Protocol):
    """Sends one request and waits for its answer, at most until the call's deadline."""

    def call(self, service: str, method: str, request: Json, call: Call) -> Json: ...


class ServiceClient:
    """One other service, called on behalf of the call that is being worked on: same actor, same request id, less time.

    `caller` is asked for at the first call, so that a process that calls nobody opens no connection for it.
    """

    def __init__(
        self, service: str, call: Call, caller: Callable[[], Caller], timeout: float = DEFAULT_TIMEOUT_SECONDS
    ) -> None:
        self.service = service
        self._call = call
        self._caller = caller
        self._timeout = timeout

    def call(self, method: str, request: dict[str, Any], timeout: float | None = None) -> Json:
        """The service's answer, or its refusal raised; Unavailable when nobody serves or time is up.

        `timeout` in seconds shortens what is left of the call's own deadline, it never extends it.
        """
        if _in_transaction():
            raise AssertionError(f"{self.service}.{method} was called inside an open transaction")
        call = self._call.within(timeout or self._timeout)
        if (call.seconds_left() or 0) <= 0:
            raise too_late(self.service, method)
        return self._caller().call(self.service, method, request, call)


def _in_transaction() -> bool:
    """Whether a transaction is open; none can be where `shared.db` was never needed, as in a service without SQL."""
    db = sys.modules.get("shared.db")
    return db is not None and bool(db.in_transaction())
