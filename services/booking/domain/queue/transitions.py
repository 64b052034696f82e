"""The life of a ticket as data: every step there is, and who may take it."""

from collections.abc import Collection
from dataclasses import dataclass

from services.booking.domain.errors import IllegalTransition

WAITING, CALLED, SKIPPED, SERVED, LEFT, EXPIRED = "waiting", "called", "skipped", "served", "left", "expired"
STATUSES = (WAITING, CALLED, SKIPPED, SERVED, LEFT, EXPIRED)
# Who was called and did not come stays in the store's day: they may still turn up and be called once more.
OPEN = (WAITING, CALLED, SKIPPED)
IN_LINE = (CALLED, WAITING)

CUSTOMER, STAFF, SYSTEM = "customer", "staff", "system"


@dataclass(frozen=True)
class Transition:
    """`action` leads from any of `sources` to `target`."""

    action: str
    sources: tuple[str, ...]
    target: str
    by: frozenset[str]


TRANSITIONS = (
    Transition("call", OPEN, CALLED, frozenset({STAFF})),
    Transition("serve", OPEN, SERVED, frozenset({STAFF})),
    Transition("leave", OPEN, LEFT, frozenset({CUSTOMER, STAFF})),
    Transition("skip", (CALLED,), SKIPPED, frozenset({SYSTEM})),
    Transition("expire", OPEN, EXPIRED, frozenset({SYSTEM})),
)


def allowed_actions(status: str, by: Collection[str]) -> tuple[str, ...]:
    """The words that an actor who is all of `by` may ask for now."""
    return tuple(row.action for row in TRANSITIONS if status in row.sources and not row.by.isdisjoint(by))


def after(status: str, action: str, by: Collection[str]) -> str:
    """The status after the action; IllegalTransition for what the table does not hold."""
    for row in TRANSITIONS:
        if row.action == action and status in row.sources and not row.by.isdisjoint(by):
            return row.target
    raise IllegalTransition(params={"status": status, "action": action})
