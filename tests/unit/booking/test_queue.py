"""The queue in the store: numbers, calling, serving, leaving, and the board that shows it."""

from datetime import datetime, timedelta

import pytest
from marshmallow import ValidationError

from services.booking.domain.life.contact import Address, Contact
from services.booking.domain.queue import transitions as life
from services.booking.domain.queue.ticket import Serving, Ticket
from shared.actor import Actor
from shared.crypto import keyring
from shared.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable
from shared.events import event_place
from shared.testing import NOW, a_customer, a_manager, a_receptionist, an_admin, an_event
from tests.support.booking import FACIAL, LI, WAIST, WANG, XUJIAHUI, an_appointment
from tests.support.booking_ledger import SlotTaken
from tests.support.booking_wishes import a_wish, an_offer

BOOKING = Actor.system("booking")
DESK = a_receptionist(XUJIAHUI.id)
ALL_DAY = ((NOW, NOW + timedelta(hours=8)),)


def take(desk, actor=None, key="key-1", **changes):
    body = {"store_id": XUJIAHUI.id, "treatment_id": WAIST.id, **changes}
    return desk.of(actor or a_customer(), key=key, body=body).take_ticket(body)


def act(desk, ticket, action, actor=DESK, **more):
    return getattr(desk.of(actor), action)({"ticket_id": ticket["id"], **more})


def status(desk, ticket):
    return desk.storage.queue.rows[ticket["id"]].status


def test_numbers_follow_one_another_and_begin_anew_each_day(desk):
    first, second = take(desk), take(desk, DESK, "key-2")
    desk.clock.at += timedelta(days=1)

    assert (first["number"], second["number"], take(desk, DESK, "key-3")["number"]) == ("A001", "A002", "A001")
    assert desk.storage.queue.told() == [("queue_ticket_changed", "waiting")] * 3


def test_a_ticket_tells_when_its_turn_will_be(desk):
    desk.scheduling.free = ALL_DAY
    take(desk)

    second = take(desk, a_customer("cus-2"), "key-2")

    assert (second["ahead"], second["wait_minutes"]) == (1, 70)
    now = desk.of(a_customer("cus-2")).get_ticket({"ticket_id": second["id"]})
    assert now["estimated_at"] == second["estimated_at"]


def test_without_scheduling_the_queue_goes_on(desk):
    desk.scheduling.refusals = [Unavailable(), Unavailable()]

    assert take(desk, technician_id=LI.id)["estimated_at"] is None


@pytest.mark.parametrize(
    ("asked", "because"), [({"technician_id": LI.id}, "skill"), ({"treatment_id": FACIAL.id}, "nobody")]
)
def test_nobody_waits_in_the_store_for_what_can_never_be_served(desk, asked, because):
    with pytest.raises(Invalid) as refused:
        take(desk, **asked)

    assert (refused.value.code, refused.value.params["because"]) == ("technician_unsuitable", because)
    assert not desk.storage.queue.rows
    assert take(desk, technician_id=WANG.id)["number"] == "A001"


def test_nobody_waits_for_a_technician_of_another_store_even_before_a_treatment_is_chosen(desk):
    for actor, where in ((a_customer(), "sto-2"), (a_manager("sto-2"), "sto-2")):
        with pytest.raises(Invalid) as refused:
            take(desk, actor, treatment_id=None, technician_id=WANG.id, store_id=where)
        assert (refused.value.code, refused.value.params) == ("technician_unsuitable", {"because": "store"})
    with pytest.raises(NotFound):
        take(desk, treatment_id=None, technician_id="tec-9")
    assert take(desk, treatment_id=None, technician_id=WANG.id)["status"] == "waiting"


def test_a_ticket_without_a_treatment_is_estimated_by_what_is_usual(desk):
    desk.scheduling.free = ALL_DAY
    assert take(desk, DESK, treatment_id=None)["wait_minutes"] is None
    desk.storage.queue.usual.append(WAIST.id)

    assert take(desk, DESK, "key-2", treatment_id=None)["wait_minutes"] == 70


def test_a_customer_has_one_ticket_in_a_store_and_one_key_takes_one(desk):
    ticket = take(desk)

    assert take(desk) == ticket
    with pytest.raises(Conflict) as refused:
        take(desk, key="key-2")
    assert (refused.value.code, refused.value.params["number"]) == ("already_in_queue", "A001")


def test_customers_take_tickets_for_themselves_alone(desk):
    with pytest.raises(Forbidden):
        take(desk, customer_id="cus-2")
    with pytest.raises(Invalid) as refused:
        desk.of(a_customer()).take_ticket({"store_id": XUJIAHUI.id})
    assert refused.value.code == "idempotency_key_missing"


def test_people_see_their_own_ticket_and_staff_their_stores(desk):
    mine, other = take(desk), take(desk, a_customer("cus-2"), "key-2")

    def seen(actor):
        return [one["id"] for one in desk.of(actor).find_tickets({})["items"]]

    assert seen(a_customer()) == [mine["id"]]
    assert seen(DESK) == [mine["id"], other["id"]]
    assert seen(a_manager("sto-2")) == []
    for action in ("get_ticket", "leave_queue", "call_ticket", "serve_ticket"):
        with pytest.raises(NotFound):
            act(desk, other, action, a_customer())
        with pytest.raises(NotFound):
            act(desk, other, action, a_manager("sto-2"))


def test_a_days_tickets_come_in_pages_by_store_and_number(desk):
    numbers = [take(desk, DESK, f"key-{number}")["number"] for number in range(5)]
    elsewhere = take(desk, a_manager("sto-2"), "key-9", store_id="sto-2")["number"]

    def pages(**query):
        page = desk.of(an_admin()).find_tickets({"limit": 2, **query})
        yield [one["number"] for one in page["items"]]
        if page["next_cursor"]:
            yield from pages(cursor=page["next_cursor"])

    assert list(pages()) == [numbers[:2], numbers[2:4], [numbers[4], elsewhere]]


@pytest.mark.parametrize(
    "garbled", ["garbage", "!", "WyJhIl0=", "WyJzdG8tMSIsIC0xXQ==", "WyJzdG8tMSIsIDk5OTk5OTk5OTk5XQ=="]
)
def test_a_cursor_of_another_list_is_refused(desk, garbled):
    with pytest.raises(ValidationError) as refused:
        desk.of(DESK).find_tickets({"cursor": garbled})

    assert list(refused.value.messages) == ["cursor"]


def test_who_is_called_has_ten_minutes_to_come_and_may_be_called_again(desk):
    ticket = take(desk)

    called = act(desk, ticket, "call_ticket")
    assert (called["status"], desk.storage.queue.told()[1:]) == (
        "called",
        [("queue_ticket_changed", "called"), ("queue_ticket_called", "called")],
    )
    desk.clock.at += timedelta(minutes=9)
    desk.of(BOOKING).sweep_waitlist()
    assert status(desk, ticket) == "called"
    desk.clock.at += timedelta(minutes=1)
    desk.of(BOOKING).sweep_waitlist()
    assert status(desk, ticket) == "skipped"

    assert act(desk, ticket, "call_ticket")["status"] == "called"


def test_what_is_left_over_from_a_day_expires(desk):
    ticket = take(desk)
    desk.clock.at += timedelta(days=2)

    desk.of(BOOKING).sweep_waitlist()

    assert status(desk, ticket) == "expired"


def test_customers_call_nobody_and_leave_as_they_like(desk):
    ticket = take(desk)

    with pytest.raises(Conflict, match="illegal_transition"):
        act(desk, ticket, "call_ticket", a_customer())
    assert act(desk, ticket, "leave_queue", a_customer())["status"] == "left"
    with pytest.raises(Conflict, match="illegal_transition"):
        act(desk, ticket, "call_ticket")


def test_serving_makes_a_visit_that_is_checked_in_and_holds_its_claim(desk):
    ticket = take(desk)
    desk.clock.at += timedelta(minutes=2)

    served = act(desk, ticket, "serve_ticket")

    visit = served["appointment"]
    assert (served["status"], served["appointment_id"], visit["status"]) == ("served", visit["id"], "checked_in")
    assert datetime.fromisoformat(visit["starts_at"]) == NOW + timedelta(minutes=5)
    assert desk.storage.appointments.told() == ["appointment_requested", "appointment_checked_in"]
    assert desk.storage.attempts.rows[visit["id"]].state == "done"
    assert desk.scheduling.wishes[-1].walk_in
    assert "start" in desk.of(DESK).get_appointment({"appointment_id": visit["id"]})["allowed_actions"]


def test_a_ticket_is_served_once(desk):
    ticket = take(desk)
    act(desk, ticket, "serve_ticket")

    with pytest.raises(Conflict, match="illegal_transition"):
        act(desk, ticket, "serve_ticket")

    assert len(desk.storage.appointments.rows) == 1


def test_one_key_serves_once_and_gives_the_same_answer(desk):
    ticket = take(desk)
    body = {"ticket_id": ticket["id"]}

    first, again = (desk.of(DESK, key="key-s", body=body).serve_ticket(body) for _ in range(2))

    assert first == again


def test_a_guest_without_an_account_takes_nobodys_own_time(desk):
    ticket = take(desk, DESK, name="散客")

    visit = act(desk, ticket, "serve_ticket")["appointment"]

    assert visit["customer_id"] == ticket["id"]
    assert desk.scheduling.wishes[-1].for_guest


def test_nobody_is_served_before_it_is_known_with_what(desk):
    ticket = take(desk, DESK, treatment_id=None)

    with pytest.raises(Invalid) as refused:
        act(desk, ticket, "serve_ticket")
    assert refused.value.code == "treatment_not_chosen"
    assert act(desk, ticket, "serve_ticket", treatment_id=WAIST.id)["status"] == "served"


def test_while_nobody_is_free_the_ticket_waits_on(desk):
    ticket = take(desk, technician_id=WANG.id)
    desk.scheduling.refusal = SlotTaken()

    with pytest.raises(SlotTaken):
        act(desk, ticket, "serve_ticket")

    assert status(desk, ticket) == "waiting"
    assert [one.state for one in desk.storage.attempts.rows.values()] == ["abandoned"]
    assert act(desk, ticket, "serve_ticket")["status"] == "served"


def test_a_lost_answer_of_scheduling_is_taken_up_with_the_same_claim(desk):
    ticket = take(desk)
    desk.scheduling.lost = Unavailable()
    with pytest.raises(Unavailable):
        act(desk, ticket, "serve_ticket")
    (held,) = desk.scheduling.claims
    desk.clock.at += timedelta(minutes=1)

    assert act(desk, ticket, "serve_ticket")["appointment"]["id"] == held
    assert list(desk.scheduling.claims) == [held]


def test_serving_otherwise_after_a_lost_answer_leaves_the_first_claim_to_nobody(desk):
    ticket = take(desk)
    desk.scheduling.lost = Unavailable()
    with pytest.raises(Unavailable):
        act(desk, ticket, "serve_ticket")
    (held,) = desk.scheduling.claims

    later = (NOW + timedelta(minutes=30)).isoformat()
    visit = act(desk, ticket, "serve_ticket", starts_at=later)["appointment"]

    assert visit["id"] != held
    assert desk.storage.attempts.rows[held].state == "abandoned"


@pytest.mark.parametrize("was", life.STATUSES)
@pytest.mark.parametrize("by", [life.CUSTOMER, life.STAFF, life.SYSTEM])
def test_every_step_is_taken_as_the_table_says_or_refused(was, by):
    ticket = Ticket("tic-1", XUJIAHUI.id, NOW.date(), 1, was, 1, NOW, "cus-1")
    serving = Serving("apt-1", WAIST.id, None, NOW)
    steps = {
        "call": lambda: ticket.called({by}, NOW, 10),
        "serve": lambda: ticket.served({by}, serving),
        "leave": lambda: ticket.left({by}),
        "skip": lambda: ticket.skipped() if by == life.SYSTEM else life.after(was, "skip", {by}),
        "expire": lambda: ticket.expired() if by == life.SYSTEM else life.after(was, "expire", {by}),
    }
    allowed = life.allowed_actions(was, {by})

    for action, step in steps.items():
        if action in allowed:
            assert step().version == 2
        else:
            with pytest.raises(Conflict, match="illegal_transition"):
                step()


def test_the_board_shows_the_day_at_a_glance(desk):
    late = an_appointment(id="apt-1", starts_at=NOW - timedelta(minutes=12), ends_at=NOW + timedelta(minutes=48))
    there = an_appointment(id="apt-2", number="7K4M9QXC", status="in_service", starts_at=NOW, ends_at=NOW)
    desk.with_(late)
    desk.storage.appointments.rows["apt-2"] = there
    take(desk)
    offered = a_wish(status="offered", offer=an_offer())
    desk.storage.waitlist.rows = {"wish-1": offered, "wish-2": a_wish(id="wish-2")}

    board = desk.of(DESK).get_board({"store_id": XUJIAHUI.id})

    assert {status: [one["id"] for one in found] for status, found in board["appointments"].items()} == {
        "confirmed": ["apt-1"],
        "in_service": ["apt-2"],
    }
    assert board["late"] == ["apt-1"]
    assert board["appointments"]["confirmed"][0]["late_minutes"] == 12
    assert [one["number"] for one in board["queue"]] == ["A001"]
    assert [one["id"] for one in board["offers"]] == ["wish-1"]
    assert board["counts"] == {"confirmed": 1, "in_service": 1, "late": 1, "queue": 1, "offers": 1, "waitlist": 1}


def named_on_the_board(desk, **visit):
    desk.with_(an_appointment(starts_at=NOW, ends_at=NOW + timedelta(hours=1), **visit))
    (line,) = desk.of(DESK).get_board({"store_id": XUJIAHUI.id})["appointments"]["confirmed"]
    return line["customer_name"]


def told_of(desk, name, revision=3, roles=("customer",)):
    account = {"account_id": "cus-1", "revision": revision, "roles": list(roles), "technician_id": None}
    sealed = None if name is None else keyring().seal(name, event_place("name"))
    desk.of().on_account_changed(an_event("account_changed", {**account, "name_sealed": sealed}))


def test_the_board_names_whom_a_visit_is_for(desk):
    told_of(desk, "林晓月")

    assert named_on_the_board(desk, contact=Contact("林妈妈", "+8613800000002")) == "林妈妈"
    assert named_on_the_board(desk, contact=Contact(None, "+8613800000002")) == "林晓月"
    assert named_on_the_board(desk, contact=None) == "林晓月"
    assert named_on_the_board(desk, contact=None, customer_id="cus-2") is None


def test_the_board_knows_the_newest_name_of_a_customer(desk):
    told_of(desk, "林晓月", revision=4)
    told_of(desk, "林", revision=3)
    assert named_on_the_board(desk, contact=None) == "林晓月"

    desk.of().on_account_erased(an_event("account_erased", {"account_id": "cus-1", "revision": 6}))
    told_of(desk, "林晓月", revision=5)

    assert desk.storage.customers.names_of(["cus-1"]) == {}


@pytest.mark.parametrize(("name", "roles"), [("", ["customer"]), (None, ["customer"]), ("王建国", ["technician"])])
def test_who_has_no_name_or_is_no_customer_is_not_named(desk, name, roles):
    told_of(desk, name, roles=roles)

    assert named_on_the_board(desk, contact=None) is None


def test_the_board_says_where_a_visit_at_home_goes(desk):
    home = Address("衡山路12号 3楼", 121.44, 31.2)
    desk.with_(an_appointment(starts_at=NOW, place="home", address=home))

    (line,) = desk.of(DESK).get_board({"store_id": XUJIAHUI.id})["appointments"]["confirmed"]

    assert line["address"] == {"text": "衡山路12号 3楼", "lng": 121.44, "lat": 31.2}


def test_the_board_is_the_stores_own(desk):
    for actor in (a_customer(), a_manager("sto-2")):
        with pytest.raises(NotFound):
            desk.of(actor).get_board({"store_id": XUJIAHUI.id})
