"""One page of a list, and the cursor that leads to the next: what the last item on it is ordered by."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.errors import Invalid

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """`next_cursor` is None on the last page."""

    items: list[T]
    next_cursor: str | None = None


def page_of(found: list[T], limit: int, key: Callable[[T], tuple[str, ...]]) -> Page[T]:
    """A page of `limit` from what was found, which is one more where there is another page."""
    shown = found[:limit]
    return Page(shown, _sealed(key(shown[-1])) if len(found) > limit else None)


def opened_cursor(cursor: str | None, parts: int) -> tuple[str, ...] | None:
    """What the cursor says, so many texts; Invalid for one that is not of this list."""
    if cursor is None:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise unusable_cursor() from error
    if not (isinstance(key, list) and len(key) == parts and all(isinstance(part, str) for part in key)):
        raise unusable_cursor()
    return tuple(key)


def _sealed(key: tuple[str, ...]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def unusable_cursor() -> Invalid:
    return Invalid("the cursor is not from this list", fields={"cursor": ["not a cursor of this list"]})
