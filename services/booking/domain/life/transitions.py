"""The life of an appointment as data: every step there is, who may take it, where, and when.

Nothing else in the system decides whether a step is legal. The state diagram of ARCHITECTURE.md is drawn from here.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

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
# The technician to whom a home visit is being offered.
ASKED = "asked"
SHOP = frozenset({TECHNICIAN, STAFF})

# The steps of the search for who goes to a home, and of lateness that runs on from the visit before.
# A guest who waited in the store is here: nothing is asked of them first.
ADMIT = "admit"
OFFER, LAPSE, UNASSIGN, PASS_ON = "offer", "lapse", "unassign", "pass-on"
RUNNING_LATE, FOLLOW_LATE = "running-late", "follow-late"

IN_STORE, AT_HOME = frozenset({STORE}), frozenset({HOME})
AT_START = timedelta(0)
CHECK_IN_OPENS = timedelta(hours=-2)


@dataclass(frozen=True)
class Transition:
    """One row: `action` leads from any of `sources` to `target` (None: the status stays).

    `opens` and `closes` are counted from the start of the visit; before the one and from the other on, the step is
    illegal; so it is from the deadline of the awaited answer on, where it `answers`, and while nobody's answer is
    awaited, where it is `for_asked`. `is_asked_for` says that people ask for it by this word; the others are the
    system's conclusions. `is_plain` says that it needs nothing but that word.
    """

    action: str
    sources: tuple[str, ...]
    target: str | None
    by: frozenset[str]
    places: frozenset[str] = ANYWHERE
    opens: timedelta | None = None
    closes: timedelta | None = None
    answers: bool = False
    for_asked: bool = False
    is_asked_for: bool = True
    is_plain: bool = True

    def is_open(self, starts_at: datetime, now: datetime, answer_by: datetime | None) -> bool:
        return (
            (self.opens is None or now >= starts_at + self.opens)
            and (self.closes is None or now < starts_at + self.closes)
            and not (self.answers and answer_by is not None and answer_by <= now)
            and not (self.for_asked and answer_by is None)
        )


def _concluded(action: str, sources: tuple[str, ...], target: str | None, by: str = SYSTEM, **more: Any) -> Transition:
    return Transition(action, sources, target, frozenset({by}), is_asked_for=False, is_plain=False, **more)


def _for(*who: str) -> frozenset[str]:
    return frozenset(who)


TRANSITIONS = (
    _concluded("ask-payment", (REQUESTED,), PENDING_PAYMENT),
    _concluded("ask-acceptance", (REQUESTED, PENDING_PAYMENT), PENDING_ACCEPTANCE),
    _concluded("confirm", (REQUESTED, PENDING_PAYMENT), CONFIRMED),
    _concluded("expire", PENDING, EXPIRED),
    _concluded(ADMIT, (REQUESTED,), CHECKED_IN, STAFF, places=IN_STORE),
    Transition("pay", (PENDING_PAYMENT,), None, _for(CUSTOMER, STAFF), answers=True, is_plain=False),
    _concluded(OFFER, (REQUESTED, *PENDING), PENDING_ACCEPTANCE, places=AT_HOME),
    _concluded(LAPSE, (PENDING_ACCEPTANCE,), None, places=AT_HOME),
    _concluded(UNASSIGN, (PENDING_ACCEPTANCE,), None, places=AT_HOME),
    Transition("accept", (PENDING_ACCEPTANCE,), CONFIRMED, SHOP, IN_STORE, answers=True),
    Transition("accept", (PENDING_ACCEPTANCE,), CONFIRMED, _for(ASKED), AT_HOME, answers=True),
    # The store's yes is for the technician who is asked; while nobody is, it assigns one first.
    Transition("accept", (PENDING_ACCEPTANCE,), CONFIRMED, _for(STAFF), AT_HOME, closes=AT_START, for_asked=True),
    Transition("decline", (PENDING_ACCEPTANCE,), DECLINED, SHOP, IN_STORE),
    # Whoever is asked says no for themselves: the visit goes on to the next. The store says no for all.
    Transition("decline", (PENDING_ACCEPTANCE,), None, _for(ASKED), AT_HOME, answers=True),
    _concluded(PASS_ON, (PENDING_ACCEPTANCE,), None, ASKED, places=AT_HOME, answers=True),
    Transition("decline", (PENDING_ACCEPTANCE,), DECLINED, _for(STAFF), AT_HOME),
    Transition("assign", (PENDING_ACCEPTANCE,), None, _for(STAFF), AT_HOME, closes=AT_START, is_plain=False),
    Transition("reschedule", (*PENDING, CONFIRMED), None, _for(CUSTOMER), closes=AT_START, is_plain=False),
    Transition("reschedule", (*PENDING, CONFIRMED), None, _for(STAFF), is_plain=False),
    Transition("propose", (CONFIRMED,), None, _for(TECHNICIAN), closes=AT_START, is_plain=False),
    Transition("cancel", (*PENDING, CONFIRMED, DEPARTED), CANCELLED, _for(CUSTOMER), closes=AT_START, is_plain=False),
    Transition("cancel", (*PENDING, CONFIRMED, CHECKED_IN, DEPARTED, ARRIVED), CANCELLED, _for(STAFF), is_plain=False),
    _concluded("cancel-late", (CONFIRMED, DEPARTED), LATE_CANCELLED, CUSTOMER),
    Transition("check-in", (CONFIRMED,), CHECKED_IN, SHOP, IN_STORE, opens=CHECK_IN_OPENS),
    Transition("depart", (CONFIRMED,), DEPARTED, SHOP, AT_HOME),
    Transition("arrive", (DEPARTED,), ARRIVED, SHOP, AT_HOME, is_plain=False),
    Transition(RUNNING_LATE, (CONFIRMED, DEPARTED), None, SHOP, AT_HOME, is_plain=False),
    _concluded(FOLLOW_LATE, (CONFIRMED,), None),
    Transition("sos", (DEPARTED, ARRIVED, IN_SERVICE), None, _for(CUSTOMER, TECHNICIAN), AT_HOME, is_plain=False),
    Transition("start", (CHECKED_IN,), IN_SERVICE, SHOP, IN_STORE),
    Transition("start", (ARRIVED,), IN_SERVICE, SHOP, AT_HOME),
    Transition("extend", (IN_SERVICE,), None, SHOP, is_plain=False),
    Transition("finish", (IN_SERVICE,), COMPLETED, SHOP),
    Transition("no-show", (CONFIRMED,), NO_SHOW, SHOP, opens=AT_START),
    _concluded("no-show", (CONFIRMED,), NO_SHOW, places=IN_STORE, opens=AT_START),
    Transition("no-show", (ARRIVED,), NO_SHOW, SHOP, AT_HOME, opens=AT_START),
)

# The steps that need nothing but a word; the others have use cases of their own.
PLAIN_ACTIONS = tuple(dict.fromkeys(row.action for row in TRANSITIONS if row.is_plain))


def allowed_actions(
    status: str,
    by: Collection[str],
    *,
    place: str,
    starts_at: datetime,
    now: datetime,
    answer_by: datetime | None = None,
) -> tuple[str, ...]:
    """The words an actor who is all of `by` may ask for now, in the order of the table."""
    rows = _possible(status, by, place, starts_at, now, answer_by)
    return tuple(dict.fromkeys(row.action for row in rows if row.is_asked_for))


def after(
    status: str,
    action: str,
    by: Collection[str],
    *,
    place: str,
    starts_at: datetime,
    now: datetime,
    answer_by: datetime | None = None,
) -> str:
    """The status after the action; refuses loudly what the table does not hold."""
    for row in _possible(status, by, place, starts_at, now, answer_by):
        if row.action == action:
            return row.target or status
    raise IllegalTransition(params={"status": status, "action": action})


def _possible(
    status: str, by: Collection[str], place: str, starts_at: datetime, now: datetime, answer_by: datetime | None
) -> Iterator[Transition]:
    return (
        row
        for row in TRANSITIONS
        if status in row.sources
        and place in row.places
        and not row.by.isdisjoint(by)
        and row.is_open(starts_at, now, answer_by)
    )


def as_mermaid() -> str:
    """The table as a Mermaid state diagram."""
    labels: dict[tuple[str, str], dict[str, None]] = {}
    for row in TRANSITIONS:
        for source in row.sources:
            labels.setdefault((source, row.target or source), {})[row.action] = None
    arrows = [f"    {source} --> {target}: {' / '.join(words)}" for (source, target), words in labels.items()]
    ends = [f"    {status} --> [*]" for status in (COMPLETED, *sorted(ENDED))]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {REQUESTED}", *arrows, *ends]) + "\n"
