"""One page of a list, and the cursor that leads to the next: the sort key of the last item on it."""

import base64
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from shared.errors import Invalid

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """`next_cursor` is None on the last page."""

    items: list[T]
    next_cursor: str | None = None


def page_of(items: Iterable[T], *, key: Callable[[T], tuple[str, ...]], cursor: str | None, limit: int) -> Page[T]:
    """The first `limit` items after the cursor, in the order of `key`, which must tell every two items apart."""
    ordered = sorted(items, key=key)
    if cursor is not None:
        last = _opened(cursor)
        ordered = [item for item in ordered if key(item) > last]
    shown = ordered[:limit]
    return Page(shown, _sealed(key(shown[-1])) if len(ordered) > limit else None)


def _sealed(key: tuple[str, ...]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def _opened(cursor: str) -> tuple[str, ...]:
    try:
        key: Any = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        key = None
    if not isinstance(key, list) or not all(isinstance(part, str) for part in key):
        raise Invalid("the cursor is not from this list", fields={"cursor": ["not a cursor of this list"]})
    return tuple(key)
