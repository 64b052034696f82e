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


def page_of(items: Iterable[T], *, key: Callable[[T], tuple[Any, ...]], cursor: str | None, limit: int) -> Page[T]:
    """The first `limit` items after the cursor, in the order of `key`, which must tell every two items apart.

    What was added or retired between two pages neither repeats nor hides another item.
    """
    ordered = sorted(items, key=key)
    if cursor is not None:
        ordered = _after(_opened(cursor), ordered, key)
    shown = ordered[:limit]
    return Page(shown, _sealed(key(shown[-1])) if len(ordered) > limit else None)


def _after(last: list[Any], ordered: list[T], key: Callable[[T], tuple[Any, ...]]) -> list[T]:
    if ordered and len(last) != len(key(ordered[0])):
        raise _unusable()
    try:
        return [item for item in ordered if key(item) > tuple(last)]
    except TypeError as error:
        raise _unusable() from error


def _sealed(key: tuple[Any, ...]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def _opened(cursor: str) -> list[Any]:
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise _unusable() from error
    if not isinstance(key, list):
        raise _unusable()
    return key


def _unusable() -> Invalid:
    return Invalid("the cursor is not from this list", fields={"cursor": ["not a cursor of this list"]})
