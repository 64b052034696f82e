"""What booking tells and hears of those who wait is shaped as the samples are, on both sides."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from nameko.testing.services import worker_factory

from gateway.schemas import queue as shown_queue
from gateway.schemas import waitlist as shown
from services.booking.adapters.scheduling_client import BusScheduling
from services.booking.adapters.storage import SqlStorage
from services.booking.domain.queue.events import QueueFact
from services.booking.domain.waitlist.events import WaitlistFact
from services.booking.service import BookingService
from services.scheduling.schemas.waiting import FindSuited
from services.scheduling.service import SchedulingService
from shared.actor import Actor
from shared.clock import FixedClock
from shared.errors import Forbidden, Invalid
from shared.events import unsealed
from shared.inbox import Inbox
from shared.outbox import Outbox
from shared.testing import NOW, InMemoryKeys, InMemoryRpc, a_call, a_customer, a_receptionist, an_admin, sample
from tests.support.booking import START
from tests.support.booking_ledger import LedgerOfClaims
from tests.support.booking_wishes import a_wish
from tests.support.scheduling import a_diary, a_plan, claim, open_shop

STORE, TREATMENT, WANG = "01KQ8Y0000000000000XVJAHV1", "01KQ8Y0000000000000M0X1BV5", "01KQ8Y0000000000000WANGJ1A"
CATALOGUE = ("store_changed", "treatment_changed", "technician_changed", "booking_rules_changed")
DAY = {"from": "2026-11-23", "to": "2026-11-23"}
WISH = {"store_id": STORE, "treatment_id": TREATMENT, "windows": [{"from": "15:00", "to": "16:00"}], **DAY}
BOOKING = Actor.system("booking")


class House:
    """Booking over a database of its own, told of the catalogue by its samples; scheduling is played."""

    def __init__(self, database: Any) -> None:
        self.database, self.clock = database, FixedClock(NOW)
        self.outbox, self.scheduling, self.keys = Outbox(database, "booking"), LedgerOfClaims(), InMemoryKeys()
        for heard in CATALOGUE:
            getattr(self.of(BOOKING), f"on_{heard}")(sample("catalog", heard))

    def of(self, actor: Actor, **call: Any) -> BookingService:
        mine = a_call(actor, **call)
        given = {"call": mine, "clock": self.clock, "inbox": Inbox(self.database), "idempotency": self.keys}
        storage = SqlStorage(self.database, self.outbox, mine)
        played = {"scheduling": self.scheduling, "checkpoint": lambda _: None, "providers": None}
        return worker_factory(BookingService, storage=storage, **played, **given)

    def offered(self) -> str:
        """The id of a wish that has an offer: somebody booked the hour, another waited, the first cancelled."""
        body = {"store_id": STORE, "treatment_id": TREATMENT, "starts_at": START.isoformat()}
        visit = self.of(a_customer("cus-2"), key="key-1", body=body).book_appointment(body)
        wish = {**WISH, "contact": {"name": "林晓月", "phone": "13800000001"}}
        joined = self.of(a_customer(), key="key-2", body=wish).join_waitlist(wish)
        self.scheduling.release(visit["id"])
        self.of(BOOKING).on_time_freed(sample("scheduling", "time_freed"))
        self.of(BOOKING).sweep_waitlist()
        return str(joined["id"])

    def announced(self) -> dict[str, Any]:
        """What was announced since the last time, by type."""
        return {event.type: event for event in self.outbox.lease("test", limit=1000)}


@pytest.fixture
def house(database_of):
    return House(database_of("booking"))


def shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: shape(item) for name, item in value.items()}
    return [shape(item) for item in value[:1]] if isinstance(value, list) else type(value).__name__


def test_what_is_announced_of_an_offer_is_shaped_as_promised(house):
    wish_id = house.offered()
    house.of(a_customer(), key="key-3", body={}).decline_offer({"wish_id": wish_id})

    told = house.announced()
    for kind in WaitlistFact.__subclasses__():
        made, promised = told[kind.type()], sample("booking", kind.type())
        assert shape(made.data) == shape(promised.data)
        assert made.data["revision"] == promised.data["revision"]
        assert made.data["answer_by"].endswith("+00:00")


def test_personal_fields_of_an_offer_travel_sealed(house):
    house.offered()

    told = house.announced()["waitlist_offered"].data

    assert unsealed(told["contact"], "phone") == "+8613800000001"
    assert "13800000001" not in str(told)


def test_a_wish_is_what_the_gateway_shows(house):
    wish = house.of(a_customer()).get_wish({"wish_id": house.offered()})

    assert not shown.Wish().validate(wish)
    assert wish["offer"]["starts_at"] == "2026-11-23T15:00:00+08:00"
    page = house.of(a_customer()).find_wishes({"status": "offered"})
    assert not shown.WishList().validate(page)


def test_scheduling_understands_who_waits():
    heard: list[dict] = []
    found = {"wish_id": "wish-1", "starts": [], "hopeless": [{"wish_id": "wish-2", "code": "out_of_area"}]}
    rpc = InMemoryRpc({"find_suited": lambda request: heard.append(request) or found})

    suited = BusScheduling(rpc).find_suited([a_wish()], 2)

    (waiting,) = FindSuited().load(heard[0])["waiting"]
    assert (waiting.id, waiting.first, waiting.wish.store_id) == ("wish-1", a_wish().first, "sto-1")
    assert (suited.wish_id, suited.hopeless) == ("wish-1", {"wish-2": "out_of_area"})


@pytest.mark.parametrize(("how", "status"), [("expired", "released"), ("accepted", "held")])
def test_an_offer_that_ends_frees_what_it_held_unless_it_was_accepted(database_of, how, status):
    diary = open_shop(a_diary(database_of("scheduling")))
    ended = sample("booking", "waitlist_offer_ended")
    claim(diary, ended.data["appointment_id"])
    service = worker_factory(SchedulingService, diary=diary, actor=an_admin(), clock=FixedClock(NOW))

    for _ in range(2):
        service.on_waitlist_offer_ended(replace(ended, data={**ended.data, "how": how}))

    assert diary.claims.find(ended.data["appointment_id"]).status == status


def test_scheduling_tells_of_freed_time_as_promised(database_of):
    diary = open_shop(a_diary(database_of("scheduling")))
    diary.rosters.put_plan("tec-1", a_plan())
    claim(diary)
    service = worker_factory(SchedulingService, diary=diary, actor=an_admin(), clock=FixedClock(NOW))
    cancelled = sample("booking", "appointment_cancelled")

    service.on_appointment_cancelled(replace(cancelled, data={**cancelled.data, "appointment_id": "apt-1"}))

    events = Outbox(diary.database, "scheduling").lease("test")
    told = next(event for event in events if event.type == "time_freed")
    assert shape(told.data) == shape(sample("scheduling", "time_freed").data)
    assert told.data["technicians"] == ["tec-1"]


def ticket(house):
    body = {"store_id": STORE, "treatment_id": TREATMENT}
    desk = a_receptionist(STORE)
    house.scheduling.free = ((NOW, NOW + timedelta(hours=8)),)
    waiting = {**body, "customer_id": "cus-1", "name": "林晓月", "phone": "13800000001"}
    return house.of(desk, key="key-t", body=waiting).take_ticket(waiting)


def test_what_is_announced_of_a_ticket_is_shaped_as_promised(house):
    house.of(a_receptionist(STORE)).call_ticket({"ticket_id": ticket(house)["id"]})

    told = house.announced()

    for kind in QueueFact.__subclasses__():
        made, promised = told[kind.type()], sample("booking", kind.type())
        assert shape(made.data) == shape(promised.data)
        assert (made.data["number"], made.data["status"]) == ("A001", "called")


def test_a_ticket_and_the_board_are_what_the_gateway_shows(house):
    taken, desk = ticket(house), a_receptionist(STORE)
    assert not shown_queue.Ticket().validate(taken)
    assert not shown_queue.TicketList().validate(house.of(desk).find_tickets({"store_id": STORE}))

    served = house.of(desk).serve_ticket({"ticket_id": taken["id"]})

    assert not shown_queue.ServedTicket().validate(served)
    board = house.of(desk).get_board({"store_id": STORE})
    assert not shown_queue.Board().validate(board)
    assert list(board["appointments"]) == ["checked_in"]


def test_scheduling_tells_booking_when_guests_in_the_store_could_begin(database_of):
    diary = open_shop(a_diary(database_of("scheduling")), technicians=2, beds=2)
    claim(diary, starts_at=NOW + timedelta(hours=2), technician_id="tec-1")
    service = worker_factory(SchedulingService, diary=diary, actor=an_admin(), clock=FixedClock(NOW))
    rpc = InMemoryRpc({"find_free_today": service.find_free_today})

    (free,) = BusScheduling(rpc).find_free_today("sto-1", [("tre-1", 1)])

    closing = NOW.replace(hour=14, minute=0)
    assert ((free.treatment_id, free.party_size), free.needed_minutes) == (("tre-1", 1), 70)
    assert free.technicians["tec-2"] == ((NOW, closing - timedelta(minutes=55)),)
    assert len(free.technicians["tec-1"]) == 2
    assert free.places is not None
    assert {count for _, count in free.places} == {1, 2}


def test_a_guest_in_the_store_needs_no_notice_but_staff_to_take_them_in(database_of):
    diary = open_shop(a_diary(database_of("scheduling")))
    service = worker_factory(SchedulingService, diary=diary, actor=an_admin(), clock=FixedClock(NOW))
    now = {"claim_id": "apt-1", "customer_id": "cus-1", "store_id": "sto-1", "treatment_id": "tre-1"}
    now["starts_at"] = (NOW + timedelta(minutes=5)).isoformat()

    with pytest.raises(Invalid) as refused:
        service.claim_time(now)
    assert refused.value.code == "too_soon"
    customer = worker_factory(SchedulingService, diary=diary, actor=a_customer(), clock=FixedClock(NOW))
    with pytest.raises(Forbidden):
        customer.claim_time({**now, "walk_in": True})
    assert service.claim_time({**now, "walk_in": True})["claim_id"] == "apt-1"
