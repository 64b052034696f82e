"""The port: one call to one service."""

from typing import Any, Protocol

from shared.call import Call

Json = dict[str, Any]


class Rpc(Protocol):
    """Calls services; safe to share between threads."""

    def call(self, service: str, method: str, request: Json, call: Call, timeout: float) -> Json:
        """The service's answer within `timeout` seconds and the call's own deadline.

        Raises the five kinds of `shared.errors`: what the service refused, or Unavailable with the code
        `service_unavailable` (nobody serves, at once), `deadline_exceeded` (nobody answered in time) or
        `internal_error` (the service failed).
        """
        ...

    def close(self) -> None:
        """Let go of connections; calls under way fail as `service_unavailable`."""
        ...
