"""The life of a wish as data: every step there is, and who may take it. The status stays where no target is named."""

from collections.abc import Collection
from dataclasses import dataclass

from services.booking.domain.errors import IllegalTransition

WAITING, OFFERED, ACCEPTED = "waiting", "offered", "accepted"
WITHDRAWN, LAPSED = "withdrawn", "lapsed"
STATUSES = (WAITING, OFFERED, ACCEPTED, WITHDRAWN, LAPSED)
OPEN = (WAITING, OFFERED)

CUSTOMER, STAFF, SYSTEM = "customer", "staff", "system"
THEIRS = frozenset({CUSTOMER, STAFF})
BY_ITSELF = frozenset({SYSTEM})


@dataclass(frozen=True)
class Transition:
    """`action` leads from any of `sources` to `target`."""

    action: str
    sources: tuple[str, ...]
    target: str
    by: frozenset[str]


TRANSITIONS = (
    Transition("offer", (WAITING,), OFFERED, BY_ITSELF),
    Transition("accept", (OFFERED,), ACCEPTED, THEIRS),
    Transition("decline", (OFFERED,), WAITING, THEIRS),
    Transition("expire", (OFFERED,), WAITING, BY_ITSELF),
    Transition("withdraw", OPEN, WITHDRAWN, THEIRS),
    Transition("lapse", (WAITING,), LAPSED, BY_ITSELF),
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
