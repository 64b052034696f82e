"""The timer entrypoint."""

from collections.abc import Callable
from typing import Any, TypeVar

from nameko.timer import Timer

Work = TypeVar("Work", bound=Callable[..., Any])


class Every(Timer):
    pass


def every(*, seconds: float) -> Callable[[Work], Work]:
    registering: Callable[[Work], Work] = Every.decorator(seconds)
    return registering
