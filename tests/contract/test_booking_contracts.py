"""What booking announces is shaped as its samples are; what it hears is read from the producers' samples."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import eventlet
import pytest
from nameko.testing.services import worker_factory

from services.booking.adapters.providers import KnownProviders, Sandbox
from services.booking.adapters.scheduling_client import BusScheduling
from services.booking.adapters.storage import SqlStorage
from services.booking.domain import events
from services.booking.domain.course.events import CourseFact
from services.booking.domain.life.contact import Address
from services.booking.domain.life.treatments import FollowingTreatment
from services.booking.domain.payment.events import PaymentFact
from services.booking.domain.queue.events import QueueFact
from services.booking.domain.waitlist.events import WaitlistFact
from services.booking.ports import Wish
from services.booking.service import BookingService
from services.scheduling.schemas import dispatch, visits
from services.scheduling.schemas import requests as scheduling
from services.scheduling.service import SchedulingService
from shared.actor import Actor
from shared.clock import FixedClock
from shared.events import unsealed
from shared.inbox import Inbox
from shared.outbox import Outbox
from shared.testing import (
    NOW,
    InMemoryKeys,
    InMemoryRpc,
    a_call,
    a_customer,
    a_receptionist,
    a_technician,
    an_event,
    sample,
)
from shared.testing.builders import SAMPLES
from tests.support.booking import START, a_change
from tests.support.booking_ledger import LedgerOfClaims

STORE, TREATMENT = "01KQ8Y0000000000000XVJAHV1", "01KQ8Y0000000000000M0X1BV5"
FACTS = [kind.type() for kind in events.AppointmentFact.__subclasses__()]
PAYMENTS = [kind.type() for kind in PaymentFact.__subclasses__()]
# What those who wait are told is compared in test_waiting_contracts.
COURSES = [kind.type() for kind in CourseFact.__subclasses__()]
COURSE = {"store_id": STORE, "treatment_id": TREATMENT}
RECORDS = ["service_recorded"]
OVERRIDES = ["rule_overridden"]
WAITING = [kind.type() for base in (WaitlistFact, QueueFact) for kind in base.__subclasses__()]
CATALOGUE = ("store_changed", "treatment_changed", "technician_changed", "booking_rules_changed")


class Front:
    """Booking over a database of its own, its catalogue told by the catalog's samples, scheduling played."""

    def __init__(self, database: Any) -> None:
        self.database, self.clock = database, FixedClock(NOW)
        self.providers = KnownProviders({"sandbox": Sandbox(database)})
        self.outbox, self.scheduling, self.keys = Outbox(database, "booking"), LedgerOfClaims(), InMemoryKeys()
        for heard in CATALOGUE:
            getattr(self.of(Actor.system("booking")), f"on_{heard}")(sample("catalog", heard))

    def of(self, actor: Actor, **call: Any) -> BookingService:
        mine = a_call(actor, **call)
        return worker_factory(
            BookingService,
            storage=SqlStorage(self.database, self.outbox, mine),
            scheduling=self.scheduling,
            providers=self.providers,
            checkpoint=lambda _: None,
            call=mine,
            clock=self.clock,
            inbox=Inbox(self.database),
            idempotency=self.keys,
        )

    def book(self, **changes: Any) -> str:
        request = {"store_id": STORE, "treatment_id": TREATMENT, "starts_at": START.isoformat(), **changes}
        return self.of(a_customer(), key=f"key-{START}", body=request).book_appointment(request)["id"]

    def announced(self, type_: str) -> Any:
        return next(event for event in self.outbox.lease("test", limit=1000) if event.type == type_)


@pytest.fixture
def front(database_of):
    return Front(database_of("booking"))


def shape(value: Any) -> Any:
    """Names and kinds, without the values. Null stands for whatever may be null."""
    if isinstance(value, dict):
        return {name: shape(item) for name, item in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def fits(made: Any, promised: Any) -> bool:
    if "NoneType" in (made, promised):
        return True
    if isinstance(made, dict) and isinstance(promised, dict):
        return made.keys() == promised.keys() and all(fits(made[name], promised[name]) for name in made)
    if isinstance(made, list) and isinstance(promised, list):
        return all(fits(a, b) for a, b in zip(made, promised, strict=False))
    return made == promised


def staff(front):
    return front.of(a_receptionist(STORE))


def book(front, **changes):
    return {"appointment_id": front.book(contact={"name": "林晓月", "phone": "13800000001"}, **changes)}


def book_pending(front, **rules):
    data = sample("catalog", "booking_rules_changed").data
    front.of(Actor.system("booking")).on_booking_rules_changed(
        an_event("booking_rules_changed", {**data, "revision": 9, "values": {**data["values"], **rules}})
    )
    return book(front)


def in_the_store(front, **changes):
    visit = book(front, **changes)
    front.clock.at = START
    staff(front).act_on_appointment({**visit, "action": "check-in"})
    return visit


def proposed(front):
    visit, to = book(front), (START + timedelta(days=1)).isoformat()
    proposal = front.of(a_technician("tec-1")).propose_time({**visit, "starts_at": to, "reason": "家里有事"})
    return {**visit, "proposal_id": proposal["id"]}


def by_course(front):
    """What a booking says that is paid by a course of the customer's."""
    return {"course_id": front.of(a_customer()).buy_course(COURSE)["id"]}


def returned(front):
    visit = book(front, **by_course(front))
    front.of(a_customer()).cancel_appointment(visit)


def started(front, **changes):
    visit = in_the_store(front, **changes)
    staff(front).act_on_appointment({**visit, "action": "start"})
    return visit


def extended(front):
    staff(front).extend_appointment({**started(front), "minutes": 30})


def moved(front):
    to = (START + timedelta(days=1)).isoformat()
    staff(front).reschedule_appointment({**book(front), "starts_at": to, "reason": "临时有会"})


def offered(front):
    return book(front, place="home", address={"text": "衡山路12号", "lng": 121.44, "lat": 31.2})


def at_home(front):
    visit = offered(front)
    staff(front).act_on_appointment({**visit, "action": "accept"})
    return visit


def declined_by_who_was_asked(front):
    visit = offered(front)
    asked = front.of(a_technician("tec-1"))
    asked.act_on_appointment({**visit, "action": "decline", "reason": "太远"})


def unassigned(front):
    front.scheduling.ranked = []
    declined_by_who_was_asked(front)
    front.of(Actor.system("booking")).sweep_home_searches()


def departed(front):
    visit = at_home(front)
    staff(front).act_on_appointment({**visit, "action": "depart"})
    return visit


def arrived(front):
    staff(front).arrive_at_home({**departed(front), "override_reason": "客户手机没电"})


def overridden(front):
    to = (START + timedelta(days=1)).isoformat()
    staff(front).reschedule_appointment({**book(front), "starts_at": to, "override_reason": "熟客，技师已同意"})


def cancelled_late(front):
    visit = at_home(front)
    front.clock.at = START - timedelta(hours=1)
    front.of(a_customer()).cancel_appointment(visit)


def missed(front):
    visit = book(front)
    front.clock.at = START + timedelta(minutes=20)
    staff(front).act_on_appointment({**visit, "action": "no-show"})


def expired(front):
    book_pending(front, deposit_percent=30)
    front.clock.at += timedelta(hours=1)
    front.of(Actor.system("booking")).sweep_overdue_appointments()


def paid(front, outcome="settle"):
    visit = book_pending(front, deposit_percent=30)
    request = {**visit, "provider": "sandbox", "outcome": outcome}
    front.of(a_customer(), key="pay-1", body=request).pay_appointment(request)
    return visit


def refunded(front):
    front.of(a_customer()).cancel_appointment(paid(front))
    eventlet.sleep(0.01)
    front.of(Actor.system("booking")).sweep_payments()


def recorded(front):
    visit = started(front)
    technician = sample("catalog", "technician_changed").data["technician_id"]
    done = [{"treatment_id": TREATMENT, "technician_id": technician, "minutes": 48}]
    staff(front).put_service_record({**visit, "done": done, "flags": ["adverse_reaction"]})


HAPPENINGS = {
    "service_recorded": recorded,
    "rule_overridden": overridden,
    "appointment_awaiting_payment": lambda front: book_pending(front, deposit_percent=30),
    "appointment_awaiting_acceptance": lambda front: book_pending(front, store_acceptance=True),
    "payment_settled": paid,
    "payment_failed": lambda front: paid(front, "fail"),
    "payment_refunded": refunded,
    "appointment_requested": book,
    "appointment_confirmed": book,
    "appointment_rescheduled": moved,
    "appointment_cancelled": lambda front: front.of(a_customer()).cancel_appointment(
        {**book(front), "reason": "不来了"}
    ),
    "appointment_late_cancelled": cancelled_late,
    "appointment_declined": lambda front: staff(front).act_on_appointment(
        {**book_pending(front, store_acceptance=True), "action": "decline", "reason": "设备维修"}
    ),
    "appointment_expired": expired,
    "appointment_checked_in": in_the_store,
    "appointment_started": started,
    "appointment_extended": extended,
    "appointment_completed": lambda front: staff(front).act_on_appointment({**started(front), "action": "finish"}),
    "appointment_no_show": missed,
    "time_proposed": proposed,
    "time_proposal_refused": lambda front: front.of(a_customer()).refuse_proposal(proposed(front)),
    "time_proposal_withdrawn": lambda front: staff(front).withdraw_proposal(proposed(front)),
    "course_bought": lambda front: front.of(a_customer()).buy_course(COURSE),
    "course_session_used": lambda front: staff(front).act_on_appointment(
        {**started(front, **by_course(front)), "action": "finish"}
    ),
    "course_session_returned": returned,
    "home_visit_offered": offered,
    "home_offer_ended": declined_by_who_was_asked,
    "home_visit_unassigned": unassigned,
    "appointment_departed": departed,
    "appointment_arrived": arrived,
    "appointment_running_late": lambda front: staff(front).report_running_late({**at_home(front), "minutes": 15}),
    "sos_raised": lambda front: front.of(a_technician("tec-1")).raise_sos(
        {**departed(front), "lng": 121.44, "lat": 31.2}
    ),
}


def test_every_fact_has_a_sample_and_every_sample_a_fact():
    committed = {path.name.removesuffix(".v1.json") for path in (SAMPLES / "booking").iterdir()}

    assert committed == {*FACTS, *PAYMENTS, *COURSES, *RECORDS, *OVERRIDES, *WAITING}
    assert {*FACTS, *PAYMENTS, *COURSES, *RECORDS, *OVERRIDES} == set(HAPPENINGS)


@pytest.mark.parametrize("type_", FACTS)
def test_what_is_announced_is_shaped_as_promised(front, type_):
    HAPPENINGS[type_](front)

    made, promised = front.announced(type_), sample("booking", type_)

    assert fits(shape(made.data), shape(promised.data))
    assert (made.producer, made.version, made.data["status"]) == ("booking", 1, promised.data["status"])
    assert (made.data["previous"] is None) == (promised.data["previous"] is None)
    assert made.data["starts_at"].endswith("+00:00")


@pytest.mark.parametrize("type_", [*PAYMENTS, *COURSES, *RECORDS])
def test_what_is_announced_of_payments_courses_and_records_is_shaped_as_promised(front, type_):
    HAPPENINGS[type_](front)

    made, promised = front.announced(type_), sample("booking", type_)

    assert fits(shape(made.data), shape(promised.data))
    assert made.data["revision"] == promised.data["revision"]


def test_what_is_announced_of_an_overridden_rule_is_shaped_as_promised_its_reason_sealed(front):
    overridden(front)

    made, promised = front.announced("rule_overridden"), sample("booking", "rule_overridden")

    assert list(made.data) == list(promised.data)
    assert fits(shape(made.data), shape(promised.data))
    for event in (made, promised):
        assert (event.data["action"], unsealed(event.data, "reason")) == ("reschedule", "熟客，技师已同意")
        assert "熟客" not in event.to_wire()


@pytest.mark.parametrize("type_", FACTS)
def test_personal_fields_travel_sealed_and_open_with_the_keyring(type_):
    data = sample("booking", type_).data

    assert unsealed(data["contact"], "phone").startswith("+86138")
    assert unsealed(data["contact"], "name")
    assert (unsealed(data, "address") is not None) == (data["place"] == "home")
    assert datetime.fromisoformat(data["policy"]["free_cancel_until"]) < datetime.fromisoformat(data["starts_at"])


def test_booking_learns_from_identity_how_a_customer_is_called(front):
    told = sample("identity", "account_changed")
    booking = front.of(Actor.system("booking"))

    booking.on_account_changed(told)

    assert booking.storage.customers.names_of([told.data["account_id"]]) == {told.data["account_id"]: "林晓月"}


def test_booking_follows_the_move_that_scheduling_tells_of(front):
    visit = book(front)
    told = sample("scheduling", "claim_moved")
    told.data.update(claim_id=visit["appointment_id"], claim_revision=9, treatment_id=TREATMENT)

    front.of(Actor.system("booking")).on_claim_moved(told)

    after = front.of(a_customer()).get_appointment(visit)
    assert datetime.fromisoformat(after["starts_at"]) == datetime.fromisoformat(told.data["starts_at"])
    assert [one["id"] for one in after["technicians"]] == told.data["technicians"]


WISH = Wish("sto-1", "tre-1", START, "tec-1", "home", Address("衡山路12号", 121.44, 31.2), 1)
THEN = (FollowingTreatment("tre-2"), FollowingTreatment("tre-3", "tec-1", ("tea",)))
SEVERAL = replace(WISH, is_arranged=True, then=THEN, addons=("hot-compress",))
ASKED = {
    "claim_time": (scheduling.ClaimTime, lambda client: client.claim_time("apt-1", "cus-1", SEVERAL)),
    "claim_series": (visits.ClaimSeries, lambda client: client.claim_series("cus-1", SEVERAL, [("apt-1", START)])),
    "move_claim": (scheduling.MoveClaim, lambda client: client.move_claim(a_change(override_reason="熟客"), SEVERAL)),
    "preview_move": (scheduling.MoveClaim, lambda client: client.preview_move(a_change(), WISH)),
    "rank_home_technicians": (dispatch.RankTechnicians, lambda client: client.rank_for_home("apt-1", {"tec-1"})),
    "report_lateness": (dispatch.ReportLateness, lambda client: client.report_lateness("apt-1", "tec-1", "sto-1", 5)),
    "extend_claim": (visits.ExtendClaim, lambda client: client.extend_claim(a_change(extension_minutes=30))),
    "settle_change": (scheduling.SettleChange, lambda client: client.settle_change("apt-1", "chg-1")),
}


@pytest.mark.parametrize("method", ASKED)
def test_scheduling_understands_what_booking_asks(method):
    schema, ask = ASKED[method]
    heard = []
    answer = {"claim_id": "apt-1", "claim_revision": 1, "technicians": [{"id": "tec-1"}], "moved": False}
    times = {"starts_at": START.isoformat(), "ends_at": START.isoformat()}
    lists = {"items": [], "visits": [], "claims": [], "conflicts": []}
    rpc = InMemoryRpc({method: lambda request: heard.append(request) or {**answer, **times, **lists}})

    ask(BusScheduling(rpc))

    assert hasattr(SchedulingService, method)
    assert set(heard[0]) <= {field.data_key or name for name, field in schema().fields.items()}
    schema().load(heard[0])
