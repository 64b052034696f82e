"""The life of an appointment as data: every step there is, who may take it, where, and when.

Nothing else in the system decides whether a step is legal. The state diagram of ARCHITECTURE.md is drawn from here.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.booking.domain.errors import IllegalTransition
from services.booking.domain.places import ANYWHERE, HOME, STORE

REQUESTED, PENDING_PAYMENT, PENDING_ACCEPTANCE = "requested", "pending_payment", "pending_acceptance"
CONFIRMED, CHECKED_IN, IN_SERVICE, COMPLETED = "confirmed", "checked_in", "in_service", "completed"
DEPARTED, ARRIVED = "departed", "arrived"
DECLINED, EXPIRED, CANCELLED, LATE_CANCELLED, NO_SHOW = (
    "declined",
    "expired",
    "cancelled",
    "late_cancelled",
    "no_show",
)
PENDING = (PENDING_PAYMENT, PENDING_ACCEPTANCE)
# The claim of an ended appointment is given back; a completed one keeps its own, for the record.
ENDED = frozenset({DECLINED, EXPIRED, CANCELLED, LATE_CANCELLED, NO_SHOW})
STATUSES = (REQUESTED, *PENDING, CONFIRMED, CHECKED_IN, DEPARTED, ARRIVED, IN_SERVICE, COMPLETED, *sorted(ENDED))

CUSTOMER, TECHNICIAN, STAFF, SYSTEM = "customer", "technician", "staff", "system"
SHOP = frozenset({TECHNICIAN, STAFF})

AT_START = timedelta(0)
CHECK_IN_OPENS = timedelta(hours=-2)


@dataclass(frozen=True)
class Transition:
    """One row: `action` leads from any of `sources` to `target` (None: the status stays).

    `opens` and `closes` are counted from the start of the visit; before the one and from the other on, the step is
    illegal. `is_asked_for` says that people ask for it by this word; the others are the system's conclusions.
    `is_built` is false for the steps whose circumstances (payment, dispatch) the system does not have yet.
    """

    action: str
    sources: tuple[str, ...]
    target: str | None
    by: frozenset[str]
    places: frozenset[str] = ANYWHERE
    opens: timedelta | None = None
    closes: timedelta | None = None
    is_asked_for: bool = True
    is_built: bool = True

    def is_open(self, starts_at: datetime, now: datetime) -> bool:
        return (self.opens is None or now >= starts_at + self.opens) and (
            self.closes is None or now < starts_at + self.closes
        )


def _concluded(action: str, sources: tuple[str, ...], target: str, by: str = SYSTEM) -> Transition:
    return Transition(action, sources, target, frozenset({by}), is_asked_for=False)


TRANSITIONS = (
    _concluded("ask-payment", (REQUESTED,), PENDING_PAYMENT),
    _concluded("ask-acceptance", (REQUESTED, PENDING_PAYMENT), PENDING_ACCEPTANCE),
    _concluded("confirm", (REQUESTED, PENDING_PAYMENT), CONFIRMED),
    _concluded("expire", PENDING, EXPIRED),
    Transition("accept", (PENDING_ACCEPTANCE,), CONFIRMED, SHOP),
    Transition("decline", (PENDING_ACCEPTANCE,), DECLINED, SHOP),
    Transition("reschedule", (*PENDING, CONFIRMED), None, frozenset({CUSTOMER}), closes=AT_START),
    Transition("reschedule", (*PENDING, CONFIRMED), None, frozenset({STAFF})),
    Transition("cancel", (*PENDING, CONFIRMED, DEPARTED), CANCELLED, frozenset({CUSTOMER}), closes=AT_START),
    Transition("cancel", (*PENDING, CONFIRMED, CHECKED_IN, DEPARTED, ARRIVED), CANCELLED, frozenset({STAFF})),
    _concluded("cancel-late", (CONFIRMED, DEPARTED), LATE_CANCELLED, CUSTOMER),
    Transition("check-in", (CONFIRMED,), CHECKED_IN, SHOP, frozenset({STORE}), opens=CHECK_IN_OPENS),
    Transition("depart", (CONFIRMED,), DEPARTED, SHOP, frozenset({HOME}), is_built=False),
    Transition("arrive", (DEPARTED,), ARRIVED, SHOP, frozenset({HOME}), is_built=False),
    Transition("start", (CHECKED_IN,), IN_SERVICE, SHOP, frozenset({STORE})),
    Transition("start", (ARRIVED,), IN_SERVICE, SHOP, frozenset({HOME})),
    Transition("finish", (IN_SERVICE,), COMPLETED, SHOP),
    Transition("no-show", (CONFIRMED,), NO_SHOW, SHOP, opens=AT_START),
    Transition("no-show", (ARRIVED,), NO_SHOW, SHOP, frozenset({HOME}), opens=AT_START),
)

# The steps that need nothing but a word; the others have use cases of their own.
PLAIN_ACTIONS = tuple(
    dict.fromkeys(
        row.action
        for row in TRANSITIONS
        if row.is_asked_for and row.is_built and row.action not in {"reschedule", "cancel"}
    )
)


def allowed_actions(
    status: str, by: Collection[str], *, place: str, starts_at: datetime, now: datetime
) -> tuple[str, ...]:
    """The words an actor who is all of `by` may ask for now, in the order of the table."""
    rows = _possible(status, by, place=place, starts_at=starts_at, now=now)
    return tuple(dict.fromkeys(row.action for row in rows if row.is_asked_for))


def after(status: str, action: str, by: Collection[str], *, place: str, starts_at: datetime, now: datetime) -> str:
    """The status after the action; refuses loudly what the table does not hold."""
    for row in _possible(status, by, place=place, starts_at=starts_at, now=now):
        if row.action == action:
            return row.target or status
    raise IllegalTransition(params={"status": status, "action": action})


def _possible(
    status: str, by: Collection[str], *, place: str, starts_at: datetime, now: datetime
) -> Iterator[Transition]:
    return (
        row
        for row in TRANSITIONS
        if row.is_built
        and status in row.sources
        and place in row.places
        and not row.by.isdisjoint(by)
        and row.is_open(starts_at, now)
    )


def as_mermaid() -> str:
    """The table as a Mermaid state diagram; steps still to be built are marked with an asterisk."""
    labels: dict[tuple[str, str], dict[str, None]] = {}
    for row in TRANSITIONS:
        for source in row.sources:
            label = row.action if row.is_built else f"{row.action}*"
            labels.setdefault((source, row.target or source), {})[label] = None
    arrows = [f"    {source} --> {target}: {' / '.join(words)}" for (source, target), words in labels.items()]
    ends = [f"    {status} --> [*]" for status in (COMPLETED, *sorted(ENDED))]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {REQUESTED}", *arrows, *ends]) + "\n"
