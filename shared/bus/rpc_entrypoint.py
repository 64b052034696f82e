"""The RPC entrypoint. The wire form is told, and coded, in `shared.bus.wire`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from nameko.extensions import Entrypoint

from shared.bus.wire import Json

Method = TypeVar("Method", bound=Callable[..., Any])


class Rpc(Entrypoint):
    pass


def rpc(method: Method) -> Method:
    registered: Method = Rpc.decorator(method)
    return registered


def idempotent(method: Method) -> Method:
    """Answer the same key with the same answer: work and key are one transaction, so call no other service in it."""

    @wraps(method)
    def once_per_key(self: Any, request: Json) -> Json:
        answer: Json = self.idempotency.run(self.call, lambda: method(self, request))
        return answer

    return once_per_key  # type: ignore[return-value]
