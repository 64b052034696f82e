"""The event handler entrypoint."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from nameko.extensions import Entrypoint

from shared.events import Event

Handler = TypeVar("Handler", bound=Callable[..., Any])


class EventHandler(Entrypoint):
    def __init__(self, source: str, event_type: str) -> None:
        self.source, self.event_type = source, event_type
        super().__init__()


def event_handler(source_service: str, event_type: str) -> Callable[[Handler], Handler]:
    """Handle each event of that type of that service, at least once; with `once`, exactly once in effect."""
    registering: Callable[[Handler], Handler] = EventHandler.decorator(source_service, event_type)
    return registering


def once(handler: Handler) -> Handler:
    """Take each event once: its inbox row and its effect are one transaction, which the storages join."""

    @wraps(handler)
    def taking(self: Any, event: Event) -> None:
        self.inbox.once(handler.__name__, event, lambda: handler(self, event))

    return taking  # type: ignore[return-value]
