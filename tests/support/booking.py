"""Builders of booking's nouns, and its ports held in memory."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from services.booking.domain.catalogue import CourseOffer, Directory, Store, Technician, Treatment
from services.booking.domain.errors import (
    AppointmentUnknown,
    NumberTaken,
    StoreUnknown,
    TechnicianElsewhere,
    TechnicianUnknown,
    TreatmentUnknown,
)
from services.booking.domain.events import AppointmentFact
from services.booking.domain.life import change as changes
from services.booking.domain.life.addons import Addon
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.change import Answer, Change, Target
from services.booking.domain.life.claim import Claim
from services.booking.domain.life.contact import Contact
from services.booking.domain.life.history import Entry
from services.booking.domain.ordering import attempt as attempts
from services.booking.domain.ordering.attempt import Attempt
from services.booking.domain.ordering.offer import Offer
from services.booking.domain.terms.rules import Policy, Rules
from services.booking.ports import Search
from shared.call import IdempotencyKey
from shared.events import Fact
from shared.idempotency import KeyInProgress
from tests.support.booking_courses import InMemoryCourses
from tests.support.booking_customers import InMemoryCustomers
from tests.support.booking_feeds import InMemoryErasures, InMemoryFeeds
from tests.support.booking_figures import InMemoryFigures
from tests.support.booking_home import InMemoryAlerts, InMemoryArrivals, InMemoryHomeSearches, InMemoryLatenesses
from tests.support.booking_payments import InMemoryPayments
from tests.support.booking_proposals import InMemoryProposals
from tests.support.booking_queue import InMemoryQueue
from tests.support.booking_records import InMemoryRecordFiles, InMemoryRecords
from tests.support.booking_series import InMemorySeries
from tests.support.booking_waitlist import InMemoryLooks, InMemoryWaitlist

T = TypeVar("T")

# A Monday, 15:00 in Shanghai; the tests' NOW is the Wednesday before.
START = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
XUJIAHUI = Store("sto-1", "xujiahui", "徐家汇店", "Xujiahui", "Asia/Shanghai", "肇嘉浜路1065号", "021-54010001")
JINGANSI = replace(XUJIAHUI, id="sto-2", slug="jingansi", name="静安寺店", name_en="Jing'an Temple")
HOT_COMPRESS = Addon("hot-compress", "中药热敷", 15, 3800, "Herbal hot compress")
TEA = Addon("tea", "姜枣茶", 0, 1200, "Ginger tea")
WAIST = Treatment(
    *("tre-1", "waist-60", "腰部推拿", "Lumbar tuina", 60, 21800, 1, ("store", "home")),
    addons=(HOT_COMPRESS, TEA),
    course=CourseOffer(3, 60000),
)
FACIAL = Treatment("tre-3", "facial-60", "面部护理", "Facial", 60, 39800, 1)
COUPLE = Treatment("tre-2", "couple-full-body-90", "双人全身推拿", "Couple tuina", 90, 55800, 2)
WANG = Technician("tec-1", "wang-jianguo", "王建国")
LI = Technician("tec-2", "li-xiuying", "李秀英")
ZHANG = Technician("tec-3", "zhang-wei", "张伟")
CHEN = Technician("tec-4", "chen-jing", "陈静")
RULES = Rules(
    "rul-1",
    hold_minutes=15,
    free_cancel_hours=2,
    late_cancel_fee_percent=20,
    home_visit_fee_fen=3000,
    home_offer_minutes=0,
)


def an_appointment(**changes: Any) -> Appointment:
    """Confirmed for Monday, an hour with 王建国, booked by `cus-1` for themselves."""
    defaults: dict[str, Any] = {
        "id": "apt-1",
        "number": "7K4M9QXB",
        "status": "confirmed",
        "version": 2,
        "customer_id": "cus-1",
        "booked_by": "cus-1",
        "store_id": XUJIAHUI.id,
        "treatment_id": WAIST.id,
        "technician_ids": (WANG.id,),
        "technician_requested": True,
        "starts_at": START,
        "ends_at": START + timedelta(hours=1),
        "place": "store",
        "party_size": 1,
        "price_fen": 21800,
        "policy": Policy("rul-1", 2, 20),
        "claim_revision": 1,
        "contact": Contact("林晓月", "+8613800000001"),
    }
    return Appointment(**{**defaults, **changes})


def a_claim(**changes: Any) -> Claim:
    defaults: dict[str, Any] = {
        "id": "apt-1",
        "revision": 2,
        "starts_at": START + timedelta(days=1),
        "ends_at": START + timedelta(days=1, hours=1),
        "technician_ids": (LI.id,),
        "chosen_because": {"code": "rotation"},
        "change_id": "chg-1",
    }
    return Claim(**{**defaults, **changes})


def a_change(**changes: Any) -> Change:
    defaults: dict[str, Any] = {
        "id": "chg-1",
        "appointment_id": "apt-1",
        "target": Target(START + timedelta(days=1), LI.id, technician_requested=True, treatment_id=WAIST.id),
        "actor": "cus-1",
        "policy": Policy("rul-2", 24, 50),
        "price_fen": 21800,
        "expected_revision": 1,
    }
    return Change(**{**defaults, **changes})


@dataclass
class InMemoryAttempts:
    rows: dict[str, Attempt] = field(default_factory=dict)
    keys: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def of_key(self, account_id: str, key: IdempotencyKey) -> Attempt | None:
        appointment_id = self.keys.get((account_id, key.path, key.key))
        return self.rows[appointment_id] if appointment_id else None

    def lock(self, appointment_id: str) -> Attempt:
        return self.rows.setdefault(appointment_id, Attempt(appointment_id, attempts.ABANDONED))

    def open(self, appointment_id: str, account_id: str, key: IdempotencyKey) -> Attempt:
        at = (account_id, key.path, key.key)
        if at in self.keys:
            raise KeyInProgress
        self.keys[at] = appointment_id
        self.rows[appointment_id] = Attempt(appointment_id, attempts.OPEN, key.body_hash, is_leased=True)
        return self.rows[appointment_id]

    def reserve(self, appointment_id: str) -> None:
        self.rows[appointment_id] = Attempt(appointment_id, attempts.OPEN, is_leased=True)

    def open_all(self, appointment_ids: Sequence[str]) -> None:
        self.rows |= {one: Attempt(one, attempts.OPEN, is_leased=True) for one in appointment_ids}

    def renew(self, attempt: Attempt) -> Attempt:
        return self._set(attempt.appointment_id, is_leased=True)

    def release(self, appointment_id: str) -> None:
        self._set(appointment_id, is_leased=False)

    def finish(self, appointment_id: str, answer: Answer) -> None:
        self._set(appointment_id, state=attempts.DONE, answer=answer)

    def abandon(self, appointment_id: str) -> None:
        self._set(appointment_id, state=attempts.ABANDONED)

    def leave_key(self, attempt: Attempt) -> None:
        self.keys = {at: owner for at, owner in self.keys.items() if owner != attempt.appointment_id}
        self._set(attempt.appointment_id, answer=None)

    def left_open(self, longer_than_seconds: float, limit: int) -> list[str]:
        """A test says that time has passed by ending the lease."""
        assert longer_than_seconds > 0
        return [row.appointment_id for row in self.rows.values() if row.state == attempts.OPEN and not row.is_leased][
            :limit
        ]

    def forget_old_keys(self) -> int:
        old = [row for row in self.rows.values() if not row.is_kept]
        for row in old:
            self.leave_key(row)
        return len(old)

    def _set(self, appointment_id: str, **values: Any) -> Attempt:
        self.rows[appointment_id] = replace(self.rows[appointment_id], **values)
        return self.rows[appointment_id]


@dataclass
class InMemoryAppointments:
    rows: dict[str, Appointment] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    events: list[AppointmentFact] = field(default_factory=list)
    searches: list[Search] = field(default_factory=list)

    def get(self, appointment_id: str) -> Appointment:
        if appointment_id not in self.rows:
            raise AppointmentUnknown
        return self.rows[appointment_id]

    lock = get

    def get_all(self, appointment_ids: Sequence[str]) -> list[Appointment]:
        found = [self.rows[one] for one in appointment_ids if one in self.rows]
        return sorted(found, key=lambda one: one.starts_at)

    def add(self, appointment: Appointment) -> None:
        if any(row.number == appointment.number for row in self.rows.values()):
            raise NumberTaken
        assert appointment.id not in self.rows
        self.rows[appointment.id] = appointment

    def save(self, appointment: Appointment) -> None:
        assert appointment.version == self.rows[appointment.id].version + 1
        self.rows[appointment.id] = appointment

    def record(self, entries: Sequence[Entry], facts: Sequence[AppointmentFact]) -> None:
        self.entries.extend(entries)
        self.events.extend(facts)

    def announce(self, facts: Sequence[Fact], at: datetime) -> None:
        self.events.extend(facts)

    def find(self, search: Search) -> list[Appointment]:
        """Every row; what a search selects is the database's work and tested there."""
        self.searches.append(search)
        newest = sorted(self.rows.values(), key=lambda row: (row.starts_at, row.id), reverse=True)
        return [row for row in newest if search.after is None or (row.starts_at, row.id) < search.after][: search.limit]

    def each(self, search: Search) -> Iterator[Appointment]:
        wanted = [row for row in self.find(replace(search, limit=9999)) if row.status in search.statuses]
        yield from (row for row in wanted if search.starts_from <= row.starts_at < search.starts_before)

    def history(self, appointment_id: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.appointment_id == appointment_id]

    def overdue(self, now: datetime, limit: int) -> list[str]:
        return [row.id for row in self.rows.values() if row.answer_by and row.answer_by <= now][:limit]

    def count_no_shows(self, customer_id: str, since: datetime) -> int:
        theirs = (row for row in self.rows.values() if row.customer_id == customer_id and row.starts_at >= since)
        return sum(row.status == "no_show" for row in theirs)

    def told(self) -> list[str]:
        return [fact.type() for fact in self.events]


@dataclass
class InMemoryChanges:
    rows: dict[str, Change] = field(default_factory=dict)
    keys: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    meanwhile: list[Callable[[], object]] = field(default_factory=list)

    def of_key(self, appointment_id: str, account_id: str, key: IdempotencyKey) -> Change | None:
        at = (account_id, key.path, key.key)
        known = [row for row in self.rows.values() if row.appointment_id == appointment_id and self.keys[row.id] == at]
        return known[-1] if known else None

    def find(self, change_id: str) -> Change | None:
        return self.rows.get(change_id)

    def open_of(self, appointment_id: str) -> Change | None:
        mine = (row for row in self.rows.values() if row.appointment_id == appointment_id)
        return next((row for row in mine if row.state == changes.OPEN), None)

    def wait_until_settled(self, appointment_id: str) -> bool:
        """A test says what becomes of the change meanwhile."""
        for happens in self.meanwhile:
            happens()
        return self.open_of(appointment_id) is None

    def open(self, change: Change, account_id: str, key: IdempotencyKey | None) -> None:
        self.rows[change.id] = replace(change, body_hash=key.body_hash if key else None, is_leased=True)
        self.keys[change.id] = (account_id, key.path if key else "", key.key if key else "")

    def renew(self, change_id: str) -> None:
        self._set(change_id, is_leased=True)

    def release(self, change_id: str) -> None:
        self._set(change_id, is_leased=False)

    def settle(self, change_id: str, state: str, answer: Answer | None = None) -> None:
        self._set(change_id, state=state, answer=answer or self.rows[change_id].answer)

    def take_left_open(self) -> Change | None:
        left = next((row for row in self.rows.values() if row.state == changes.OPEN and not row.is_leased), None)
        if left is not None:
            self.renew(left.id)
        return left

    def forget_old_keys(self) -> int:
        return 0

    def _set(self, change_id: str, **values: Any) -> None:
        self.rows[change_id] = replace(self.rows[change_id], **values)


@dataclass
class InMemoryCatalogue:
    stores: dict[str, Store] = field(default_factory=lambda: {one.id: one for one in (XUJIAHUI, JINGANSI)})
    treatments: dict[str, Treatment] = field(default_factory=lambda: {one.id: one for one in (WAIST, COUPLE, FACIAL)})
    technicians: dict[str, Technician] = field(default_factory=lambda: {one.id: one for one in (WANG, LI, ZHANG, CHEN)})
    in_force: Rules = RULES
    before: dict[str, Rules] = field(default_factory=dict)
    remembered: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def store(self, store_id: str) -> Store:
        if store_id not in self.stores:
            raise StoreUnknown
        return self.stores[store_id]

    def all_stores(self) -> list[Store]:
        return list(self.stores.values())

    def offer(self, store_id: str, treatment_id: str, technician_id: str | None, at: datetime) -> Offer:
        store = self.store(store_id)
        if treatment_id not in self.treatments:
            raise TreatmentUnknown
        if technician_id is not None and technician_id not in self.technicians:
            raise TechnicianUnknown
        return Offer(store, self.treatments[treatment_id], self.in_force)

    def rules_at(self, store_id: str, treatment_id: str, at: datetime) -> Rules:
        return self.in_force

    def rules_of(self, version: str) -> Rules:
        """Every version but today's and those of `before` is one that asks for nothing."""
        return {**self.before, self.in_force.version: self.in_force}.get(version, Rules(version))

    def directory_of(self, appointments: Iterable[Appointment]) -> Directory:
        return Directory(self.stores, self.treatments, self.technicians)

    def directory(self, **ids: Iterable[str]) -> Directory:
        return Directory(self.stores, self.treatments, self.technicians)

    def check_works_in(self, store_id: str, technician_id: str) -> None:
        if technician_id not in self.technicians:
            raise TechnicianUnknown
        if store_id != XUJIAHUI.id:
            raise TechnicianElsewhere

    def stores_of(self, technician_ids: Collection[str]) -> set[str]:
        """Everybody works in one store."""
        return {XUJIAHUI.id} if technician_ids else set()

    def remember(self, kind: str, data: Mapping[str, Any]) -> None:
        self.remembered.append((kind, data))


class InMemoryStorage:
    """A transaction that fails leaves nothing behind, as in the database."""

    def __init__(self, *appointments: Appointment) -> None:
        self.attempts = InMemoryAttempts()
        self.appointments = InMemoryAppointments({one.id: one for one in appointments})
        self.changes = InMemoryChanges()
        self.series = InMemorySeries()
        self.proposals = InMemoryProposals()
        self.courses = InMemoryCourses()
        self.payments = InMemoryPayments()
        self.catalogue = InMemoryCatalogue()
        self.records = InMemoryRecords()
        self.record_files = InMemoryRecordFiles()
        self.alerts = InMemoryAlerts()
        self.home_searches = InMemoryHomeSearches()
        self.arrivals = InMemoryArrivals()
        self.latenesses = InMemoryLatenesses()

        self.customers = InMemoryCustomers()
        self.feeds = InMemoryFeeds(self.appointments)
        self.queue = InMemoryQueue()
        self.waitlist = InMemoryWaitlist()
        self.looks = InMemoryLooks()
        self.erasures = InMemoryErasures(self)
        self.figures = InMemoryFigures(self.appointments, self.queue)

    def transact(self, work: Callable[[], T]) -> T:
        parts = [part for part in vars(self).values() if part is not self.catalogue]
        before = [{name: value.copy() for name, value in vars(part).items()} for part in parts]
        try:
            return work()
        except BaseException:
            for part, values in zip(parts, before, strict=True):
                vars(part).update(values)
            raise
