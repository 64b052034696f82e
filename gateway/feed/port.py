"""The port: events as they happen, for this process alone, and for as long as it lives."""

from collections.abc import Callable
from typing import Protocol

from shared.events import Event

Heard = Callable[[Event], None]
Missed = Callable[[], None]


class Feed(Protocol):
    """Hears each event at most once, in the order of the broker; what it must not lose it does not carry.

    Events lie in a queue that is this process's own and goes with it, so nothing piles up for a process that has died.
    """

    def start(self, heard: Heard, missed: Missed) -> None:
        """Call `heard` with every event from now on, and `missed` whenever some may have passed unheard.

        That is: each time when it begins to listen, the first included, and when more came than the queue holds. Both
        are called one after the other from a single thread or greenlet, and must neither block nor raise.
        """
        ...

    def close(self) -> None:
        """Hear no more; closing again does no harm."""
        ...


class SilentFeed:
    """Hears nothing: for an application that is only asked for its paths, or answers without a bus."""

    def start(self, heard: Heard, missed: Missed) -> None:
        """Nothing will ever be heard."""

    def close(self) -> None:
        """Nothing is held."""
