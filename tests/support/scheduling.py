"""A shop in scheduling's replica, builders of what is asked of it, races, and what breaks the lock on purpose."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any

import eventlet
from sqlalchemy import Row, Select, select

from services.scheduling import use_cases
from services.scheduling.adapters import tables
from services.scheduling.adapters.calendars import SqlCalendars
from services.scheduling.adapters.claims import SqlClaims
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.domain.business.roster import WorkingPlan
from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.claim.requests import ClaimRequest, MoveRequest
from services.scheduling.domain.hours.cells import Span
from services.scheduling.domain.offer.scene import Wish
from services.scheduling.domain.travel.whereabouts import Taken
from shared.call import Call
from shared.db import Database
from shared.errors import Refusal
from shared.events import Event
from shared.interval import Interval
from shared.outbox import Outbox
from shared.testing.builders import NOW, a_call, an_admin, an_event

ALL_DAY = {day: [{"from": "10:00", "to": "22:00"}] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
MORNING = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)  # Thursday 10:00 in Shanghai, a day after NOW

RULES = {
    "slot_step_minutes": 15,
    "slot_anchor": "window",
    "min_notice_minutes": 30,
    "book_ahead_days": 60,
    "travel_speed_kmh": 22,
    "travel_margin_minutes": 10,
    "home_service_radius_km": 15,
}


def a_store(**changes: Any) -> dict[str, Any]:
    row = {"store_id": "sto-1", "revision": 1, "retired": False, "timezone": "Asia/Shanghai", "slug": "xujiahui"}
    place = {"lng": 121.4365, "lat": 31.1955, "opening_hours": ALL_DAY, "closures": []}
    return {**row, **place, **changes}


def a_treatment(**changes: Any) -> dict[str, Any]:
    row = {"treatment_id": "tre-1", "revision": 1, "retired": False, "category": "推拿", "duration_minutes": 60}
    more = {"prep_minutes": 0, "turnover_minutes": 10, "level": 1, "places": ["store", "home"], "party_size": 1}
    return {**row, **more, "segments": [], **changes}


def a_worker(technician_id: str = "tec-1", **changes: Any) -> dict[str, Any]:
    row = {"technician_id": technician_id, "revision": 1, "retired": False, "name": technician_id, "level": 2}
    more = {"skills": ["推拿"], "stores": ["sto-1"], "home_visits": True, "home_base": None}
    return {**row, **more, **changes}


def some_beds(units: int = 2, **changes: Any) -> dict[str, Any]:
    row = {"resource_id": "bed-1", "revision": 1, "retired": False, "store_id": "sto-1", "kind": "bed", "name": "床"}
    return {**row, "units": units, "treatments": None, **changes}


def some_rules(revision: int = 1, **values: Any) -> dict[str, Any]:
    row = {"rules_id": "rul-1", "revision": revision, "retired": False, "scope": "brand"}
    return {**row, "effective_from": "2026-01-01T00:00:00+00:00", "values": {**RULES, **values}}


def a_plan(weekly: dict[str, Any] | None = None) -> WorkingPlan:
    return WorkingPlan.read(date(2026, 1, 1), weekly or ALL_DAY, [])


def told(kind: str, row: dict[str, Any]) -> Event:
    return an_event(f"{kind}_changed", row)


def open_shop(diary: SqlDiary, technicians: int = 1, beds: int = 2, **rules: Any) -> SqlDiary:
    """A store with technicians who all work every day from ten to ten."""
    diary.catalogue.remember("store", a_store())
    diary.catalogue.remember("treatment", a_treatment())
    diary.catalogue.remember("resource", some_beds(beds))
    diary.catalogue.remember("booking_rules", some_rules(**rules))
    for number in range(1, technicians + 1):
        diary.catalogue.remember("technician", a_worker(f"tec-{number}"))
        diary.rosters.put_plan(f"tec-{number}", a_plan())
    return diary


def a_wish(**changes: Any) -> Wish:
    return Wish(**{"store_id": "sto-1", "treatment_id": "tre-1", **changes})


def a_request(claim_id: str = "apt-1", starts_at: datetime = MORNING, **changes: Any) -> ClaimRequest:
    """For the customer of the same number as the claim, unless one is named."""
    customer_id, for_guest = changes.pop("customer_id", claim_id.replace("apt", "cus")), changes.pop("for_guest", False)
    return ClaimRequest(claim_id, customer_id, a_wish(**changes), starts_at, for_guest)


def a_diary(database: Database, call: Call | None = None, hold_seconds: float = 60) -> SqlDiary:
    return SqlDiary(database, Outbox(database, "scheduling"), call or a_call(an_admin()), hold_seconds)


def claim(diary: SqlDiary, claim_id: str = "apt-1", starts_at: datetime = MORNING, **changes: Any) -> Claim:
    asked = a_request(claim_id, starts_at, **changes)
    return use_cases.claim_time(diary, actor=an_admin(), now=NOW, asked=asked)


def move(diary: SqlDiary, change_id: str, starts_at: datetime, *, revision: int = 1, **changes: Any) -> Claim:
    claim_id, actor = changes.pop("claim_id", "apt-1"), changes.pop("actor", an_admin())
    reason = changes.pop("override_reason", None)
    asked = MoveRequest(claim_id, change_id, revision, starts_at, a_wish(**changes), reason)
    return use_cases.move_claim(diary, actor=actor, now=changes.pop("now", NOW), asked=asked)


def firm(diary: SqlDiary, claim_id: str = "apt-1") -> None:
    use_cases.firm_claim(diary, an_event("appointment_requested", {"appointment_id": claim_id}))


def booked(diary: SqlDiary, claim_id: str = "apt-1", starts_at: datetime = MORNING, **wish: Any) -> Claim:
    """A firm claim."""
    claim(diary, claim_id, starts_at, **wish)
    firm(diary, claim_id)
    return found(diary, claim_id)


def found(diary: SqlDiary, claim_id: str = "apt-1") -> Claim:
    known = diary.claims.find(claim_id)
    assert known is not None
    return known


def end(diary: SqlDiary, claim_id: str = "apt-1", **event: Any) -> None:
    """The appointment is cancelled: scheduling hears of it."""
    cancelled = an_event("appointment_cancelled", {"appointment_id": claim_id}, **event)
    use_cases.release_claim(diary, cancelled, now=NOW)


def announced(diary: SqlDiary) -> list[str]:
    return [row.type for row in _rows(diary, "outbox")]


def told_moves(diary: SqlDiary) -> list[dict[str, Any]]:
    """The data of every `claim_moved` that was announced."""
    return [json.loads(row.data) for row in _rows(diary, "outbox") if row.type == "claim_moved"]


def inbox(diary: SqlDiary) -> list[tuple[str, str]]:
    """(handler, event id) of every event that was taken."""
    return sorted((row.handler, row.event_id) for row in _rows(diary, "inbox"))


def _rows(diary: SqlDiary, table: str) -> Sequence[Row[Any]]:
    with diary.database.reading() as connection:
        return connection.execute(select(tables.metadata.tables[table])).all()


def offered(diary: SqlDiary, **changes: Any) -> list[datetime]:
    """The starts offered on the day of MORNING."""
    query = {"actor": an_admin(), "now": NOW, "days": 1, "first": MORNING.date()}
    appointment = {"appointment_id": changes.pop("appointment_id")} if "appointment_id" in changes else {}
    found = use_cases.find_availability(diary, wish=a_wish(**changes), **query, **appointment)  # type: ignore[arg-type]
    return [slot.starts_at for slots in found.days.values() for slot in slots]


def raced(attempts: Iterable[Callable[[], object]]) -> Counter[str]:
    """Everything at once; how often each outcome: `won`, or the code of the refusal."""

    def outcome(attempt: Callable[[], object]) -> str:
        try:
            attempt()
        except Refusal as refusal:
            return refusal.code
        return "won"

    return Counter(eventlet.GreenPool(64).imap(outcome, list(attempts)))


TWO_OF_EACH = ("tec-1", "tec-2", "bed-1:001", "bed-1:002")


def overlapping(diary: SqlDiary, resource_ids: Sequence[str] = TWO_OF_EACH) -> list[tuple[str, str]]:
    """Pairs of claims that take the same cell of the same resource."""
    claims = diary.claims.during(resource_ids, Interval(NOW, NOW + timedelta(days=9)))
    taken = [(one.id, t.resource_id, set(range(*run))) for one in claims for t in one.takings for run in t.cells]
    pairs = [(a, b) for a, b in combinations(taken, 2) if a[0] != b[0] and a[1] == b[1] and a[2] & b[2]]
    return [(a[0], b[0]) for a, b in pairs]


class UnlockedCalendars(SqlCalendars):
    """The negative control: reads without locking, and gives the others time to do the same."""

    def __init__(self, database: Database, pause: float = 0.3) -> None:
        super().__init__(database)
        self._pause = pause

    def locking(self, statement: Select[Any]) -> Select[Any]:
        return statement

    def lock(self, resource_ids: Sequence[str], span: Span, place: str | None = None) -> Taken:
        taken = super().lock(resource_ids, span, place)
        eventlet.sleep(self._pause)
        return taken


class ReadingFirst(SqlClaims):
    """The negative control: looks at the claim before it locks it, and does so while somebody changes it."""

    def __init__(self, database: Database, meanwhile: Callable[[], object]) -> None:
        super().__init__(database)
        self.meanwhile = meanwhile

    def lock(self, claim_id: str) -> None:
        self.find(claim_id)
        eventlet.spawn(self.meanwhile).wait()
        super().lock(claim_id)


def unguarded(diary: SqlDiary, pause: float = 0.3) -> SqlDiary:
    """The same diary with its locks taken out: no FOR UPDATE, and on SQLite no single writer either."""
    diary.calendars = UnlockedCalendars(diary.database, pause)
    if diary.database.is_sqlite:
        diary.database.is_sqlite = False
        diary.database._writer = nullcontext()
    return diary
