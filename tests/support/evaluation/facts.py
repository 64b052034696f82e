"""What an appointment, or the preview of one, tells, and what a story demands of it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Json = dict[str, Any]


def slug(view: Mapping[str, Any], name: str) -> str | None:
    return (view.get(name) or {}).get("slug")


FACTS: dict[str, Callable[[Json], Any]] = {
    "start": lambda view: view["starts_at"][:16],
    "day": lambda view: view["starts_at"][:10],
    "treatment": lambda view: slug(view, "treatment"),
    "store": lambda view: slug(view, "store"),
    "technician": lambda view: slug(view, "technician"),
    "party_size": lambda view: view.get("party_size") or 1,
    "price_fen": lambda view: view.get("price_fen"),
    "place": lambda view: view.get("place"),
}


def wrong_facts(turn: Mapping[str, Any], view: Json) -> Iterator[str]:
    """Each fact of the view that is not as the turn demands."""
    for name, fact in FACTS.items():
        wanted = turn.get(name, fact(view))
        if fact(view) not in (wanted if isinstance(wanted, list) else [wanted]):
            yield f"{name} is {fact(view)}, not {wanted}"
    if "price_at_most" in turn and view["price_fen"] > turn["price_at_most"]:
        yield f"costs {view['price_fen']}"


def differences(shown: Json, done: Json) -> Iterator[str]:
    """Where what was done is not what was shown. Who comes may have been left to the store."""
    for name, fact in FACTS.items():
        is_open = name in {"technician", "place", "price_fen"} and fact(shown) is None
        if fact(shown) != fact(done) and not is_open:
            yield f"{name} is {fact(done)}, shown was {fact(shown)}"
