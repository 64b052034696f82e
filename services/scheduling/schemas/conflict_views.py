"""Answers to changes that may find visits in their way: what is changed, and what becomes of each visit."""

from collections.abc import Callable
from typing import Any

from services.scheduling.domain.claim.conflicts import Changed, Listed, Outcome
from services.scheduling.domain.claim.telling import conflict_told, decided_told
from services.scheduling.schemas import Json


def with_outcome(view: Callable[..., Json]) -> Callable[..., Json]:
    """The view of what was changed, with the visits in its way beside it."""

    def viewed(changed: Changed[Any], *echoed: Any) -> Json:
        return {**view(changed.what, *echoed), **outcome_view(changed.outcome)}

    return viewed


def conflicts_view(listed: Listed) -> Json:
    """The visits to come outside working time, with what could be decided for each."""
    items = [conflict_told(one, options) for one, options in listed.items]
    return {"items": items, "next_cursor": listed.next_cursor}


def outcome_view(outcome: Outcome) -> Json:
    """`conflicts` with the decision made for each, if there were any; in a dry run with what could be decided."""
    if outcome.is_dry_run:
        return {"dry_run": True, "conflicts": [conflict_told(one, options) for one, options in outcome.open]}
    return {"conflicts": [decided_told(one) for one in outcome.decided]} if outcome.decided else {}
