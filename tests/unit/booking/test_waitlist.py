"""Waiting for time that is taken: joining, the fair line, offers and their ends."""

from datetime import timedelta

import pytest

from services.booking.domain.waitlist import transitions as life
from shared.actor import ANONYMOUS, Actor
from shared.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable
from shared.interval import Interval
from shared.testing import NOW, a_customer, a_manager, a_receptionist, an_event
from tests.support.booking import FACIAL, START, WAIST, WANG, XUJIAHUI
from tests.support.booking_ledger import SlotTaken
from tests.support.booking_wishes import a_wish, an_offer

BOOKING, SCHEDULING = Actor.system("booking"), Actor.system("scheduling")
WISH = {
    "store_id": XUJIAHUI.id,
    "treatment_id": WAIST.id,
    "from": "2026-11-23",
    "to": "2026-11-23",
    "windows": [{"from": "15:00", "to": "16:00"}],
}
HOUR = Interval(START, START + timedelta(hours=1))


def join(desk, customer="cus-1", key="key-j", **changes):
    wish = {**WISH, **changes}
    return desk.of(a_customer(customer), key=key, body=wish).join_waitlist(wish)


def waiting(desk, *customers):
    """Monday at three is somebody's, and these wait for it, each for a minute less than the one before."""
    visit = desk.book(a_customer("cus-9"))
    wishes = []
    for customer in customers:
        wishes.append(join(desk, customer, f"key-{customer}"))
        desk.clock.at += timedelta(minutes=1)
    desk.storage.looks.due.clear()
    return visit, wishes


def free(desk, visit):
    """The visit is called off, scheduling tells, and the line is gone down."""
    desk.scheduling.release(visit["id"])
    look(desk)


def look(desk):
    desk.storage.looks.ask([XUJIAHUI.id], HOUR)
    desk.of(BOOKING).sweep_waitlist()


def hear(desk):
    """Scheduling hears how offers ended, and gives their time back."""
    for fact in desk.storage.waitlist.events:
        if getattr(fact, "how", "accepted") != "accepted":
            desk.scheduling.release(fact.appointment_id)


def act(desk, wish, action, customer="cus-1"):
    return getattr(desk.of(a_customer(customer)), action)({"wish_id": wish["id"]})


def status(desk, wish):
    return desk.storage.waitlist.rows[wish["id"]].status


def test_who_waits_is_told_so(desk):
    _, (wish,) = waiting(desk, "cus-1")

    assert (wish["status"], wish["offer"], wish["allowed_actions"]) == ("waiting", None, ["withdraw"])
    assert (wish["from"], wish["to"], wish["windows"]) == ("2026-11-23", "2026-11-23", WISH["windows"])
    assert wish["party_size"] == 1


def test_nobody_waits_for_what_is_free(desk):
    with pytest.raises(Conflict) as refused:
        join(desk)

    assert refused.value.code == "slots_available"
    assert refused.value.params["starts"] == [START.isoformat()]
    assert not desk.storage.waitlist.rows


def test_nobody_waits_for_what_never_can_be(desk):
    with pytest.raises(Invalid) as refused:
        join(desk, treatment_id=FACIAL.id)

    assert (refused.value.code, refused.value.params["because"]) == ("wish_hopeless", "technician_unsuitable")


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2026-11-16", "2026-11-17", "to"),
        ("2026-11-23", "2026-11-22", "to"),
        ("2026-11-23", "2026-12-24", "to"),
        ("2027-11-23", "2027-11-24", "from"),
    ],
)
def test_dates_are_to_come_few_and_near(desk, first, last, field):
    with pytest.raises(Invalid) as refused:
        join(desk, **{"from": first, "to": last})

    assert refused.value.code == "wished_dates_invalid"
    assert list(refused.value.fields) == [field]


def test_a_month_of_dates_is_not_too_many(desk):
    desk.book(a_customer("cus-9"))

    assert join(desk, to="2026-12-23")["to"] == "2026-12-23"


def test_one_key_joins_once_even_when_time_is_free_by_then(desk):
    visit, (wish,) = waiting(desk, "cus-1")
    desk.scheduling.release(visit["id"])

    assert join(desk, "cus-1", "key-cus-1") == wish
    with pytest.raises(Invalid, match="idempotency"):
        join(desk, "cus-1", "key-cus-1", to="2026-11-24")
    assert len(desk.storage.waitlist.rows) == 1


def test_without_a_key_or_signing_in_nobody_joins(desk):
    with pytest.raises(Invalid) as refused:
        desk.of(a_customer()).join_waitlist(WISH)
    assert refused.value.code == "idempotency_key_missing"
    with pytest.raises(Forbidden):
        desk.of(ANONYMOUS, key="key-1", body={}).join_waitlist(WISH)


def test_customers_do_not_join_for_others(desk):
    with pytest.raises(Forbidden):
        desk.of(a_customer(), key="key-1", body={}).join_waitlist({**WISH, "customer_id": "cus-2"})


def test_a_customer_waits_for_three_times_in_a_store(desk):
    desk.book(a_customer("cus-9"))
    for number in range(3):
        join(desk, key=f"key-{number}", to=f"2026-11-2{number + 3}")

    with pytest.raises(Conflict) as refused:
        join(desk, key="key-4", to="2026-11-29")

    assert (refused.value.code, refused.value.params) == ("waitlist_limit_reached", {"most": 3})
    assert join(desk, "cus-2", "key-5")["status"] == "waiting"


def test_the_same_wish_under_another_key_is_the_one_there_is(desk):
    visit, (wish,) = waiting(desk, "cus-1")

    for again in ({}, {"note": "靠窗"}, {"technician_id": None}, {"contact": {"phone": "13800000001"}}):
        with pytest.raises(Conflict) as refused:
            join(desk, "cus-1", f"key-{again}", **again)
        assert (refused.value.code, refused.value.params) == ("already_waiting", {"wish_id": wish["id"]})
    free(desk, visit)
    with pytest.raises(Conflict, match="already_waiting"):
        join(desk, "cus-1", "key-offered")
    assert len(desk.storage.waitlist.rows) == 1


@pytest.mark.parametrize(
    "otherwise",
    [
        {"to": "2026-11-24"},
        {"windows": [{"from": "15:00", "to": "17:00"}]},
        {"technician_id": WANG.id},
        {"technician_gender": "female"},
        {"party_size": 2},
        {"contact": {"name": "妈妈"}},
    ],
)
def test_another_wish_is_another_place_in_line(desk, otherwise):
    waiting(desk, "cus-1")

    assert join(desk, "cus-1", "key-2", **otherwise)["status"] == "waiting"


def test_who_withdrew_may_join_again(desk):
    _, (wish,) = waiting(desk, "cus-1")
    act(desk, wish, "withdraw_wish")

    assert join(desk, "cus-1", "key-2")["id"] != wish["id"]


def test_the_order_of_windows_makes_no_other_wish(desk):
    first, second = {"from": "15:00", "to": "16:00"}, {"from": "18:00", "to": "19:00"}
    desk.book(a_customer("cus-9"))
    join(desk, key="key-1", windows=[first, second])

    with pytest.raises(Conflict, match="already_waiting"):
        join(desk, key="key-2", windows=[second, first])


def test_staff_join_for_a_customer_who_then_sees_the_wish(desk):
    desk.book(a_customer("cus-9"))
    body = {**WISH, "customer_id": "cus-2"}
    wish = desk.of(a_receptionist(XUJIAHUI.id), key="key-1", body=body).join_waitlist(body)

    assert desk.of(a_customer("cus-2")).get_wish({"wish_id": wish["id"]})["id"] == wish["id"]


def test_freed_time_is_held_for_who_waited_longest(desk):
    visit, (earlier, later) = waiting(desk, "cus-1", "cus-2")

    free(desk, visit)

    offer = desk.of(a_customer("cus-1")).get_wish({"wish_id": earlier["id"]})["offer"]
    assert offer["starts_at"] == "2026-11-23T15:00:00+08:00"
    assert (status(desk, earlier), status(desk, later)) == ("offered", "waiting")
    assert desk.storage.waitlist.told() == [("waitlist_offered", None)]
    with pytest.raises(SlotTaken):
        desk.book(a_customer("cus-3"), key="key-3")


def test_one_gap_is_never_offered_twice_at_once(desk):
    visit, (earlier, later) = waiting(desk, "cus-1", "cus-2")
    free(desk, visit)

    for _ in range(3):
        look(desk)

    assert (status(desk, earlier), status(desk, later)) == ("offered", "waiting")


def test_a_list_is_gone_down_by_one_process_at_a_time(desk):
    visit, (wish,) = waiting(desk, "cus-1")
    desk.storage.looks.leases.add(XUJIAHUI.id)

    free(desk, visit)
    assert status(desk, wish) == "waiting"
    desk.storage.looks.done(XUJIAHUI.id)
    desk.of(BOOKING).sweep_waitlist()

    assert status(desk, wish) == "offered"


def test_accepting_makes_the_appointment_that_was_held(desk):
    visit, (wish,) = waiting(desk, "cus-1")
    free(desk, visit)
    held = desk.storage.waitlist.rows[wish["id"]].offer.appointment_id

    appointment = act(desk, wish, "accept_offer")

    assert (appointment["id"], appointment["status"], appointment["wish_id"]) == (held, "confirmed", wish["id"])
    assert desk.storage.attempts.rows[held].state == "done"
    assert desk.storage.appointments.told()[-2:] == ["appointment_requested", "appointment_confirmed"]
    assert desk.storage.waitlist.told()[-1] == ("waitlist_offer_ended", "accepted")
    assert status(desk, wish) == "accepted"


def test_at_the_deadline_it_is_too_late_whether_or_not_anybody_noticed(desk):
    visit, (wish,) = waiting(desk, "cus-1")
    free(desk, visit)
    desk.clock.at = desk.storage.waitlist.rows[wish["id"]].offer.answer_by

    assert "accept" not in act(desk, wish, "get_wish")["allowed_actions"]
    with pytest.raises(Conflict, match="illegal_transition"):
        act(desk, wish, "accept_offer")

    assert status(desk, wish) == "offered"
    assert visit["id"] in desk.storage.appointments.rows
    assert len(desk.storage.appointments.rows) == 1


def test_who_does_not_answer_goes_behind_those_who_were_not_asked(desk):
    visit, (silent, other, _) = waiting(desk, "cus-1", "cus-2", "cus-3")
    free(desk, visit)
    desk.clock.at += timedelta(minutes=15)

    desk.of(BOOKING).sweep_waitlist()
    hear(desk)
    look(desk)

    assert desk.storage.waitlist.told()[1] == ("waitlist_offer_ended", "expired")
    assert (status(desk, silent), status(desk, other)) == ("waiting", "offered")
    line = desk.storage.waitlist.in_line(XUJIAHUI.id, None, None, 10)
    assert [one.customer_id for one in line] == ["cus-3", "cus-1"]


def test_who_declines_keeps_their_place_and_is_not_offered_that_time_again(desk):
    visit, (wish,) = waiting(desk, "cus-1")
    free(desk, visit)

    told = act(desk, wish, "decline_offer")
    hear(desk)
    look(desk)

    assert (told["status"], status(desk, wish)) == ("waiting", "waiting")
    kept = desk.storage.waitlist.rows[wish["id"]]
    assert (kept.passed, kept.unanswered) == ((HOUR,), 0)


def test_withdrawing_ends_the_offer_and_may_be_said_twice(desk):
    visit, (wish, later) = waiting(desk, "cus-1", "cus-2")
    free(desk, visit)

    for _ in range(2):
        act(desk, wish, "withdraw_wish")
    hear(desk)
    look(desk)

    assert desk.storage.waitlist.told()[1] == ("waitlist_offer_ended", "withdrawn")
    assert (status(desk, wish), status(desk, later)) == ("withdrawn", "offered")


def test_an_accepted_wish_cannot_be_withdrawn_and_nothing_changes(desk):
    visit, (wish,) = waiting(desk, "cus-1")
    free(desk, visit)
    act(desk, wish, "accept_offer")
    before = desk.storage.waitlist.rows[wish["id"]]

    for action in ("withdraw_wish", "decline_offer", "accept_offer"):
        with pytest.raises(Conflict, match="illegal_transition"):
            act(desk, wish, action)

    assert desk.storage.waitlist.rows[wish["id"]] == before


def test_others_do_not_know_of_a_wish(desk):
    _, (wish,) = waiting(desk, "cus-1")

    for action in ("get_wish", "accept_offer", "decline_offer", "withdraw_wish"):
        with pytest.raises(NotFound):
            act(desk, wish, action, "cus-2")
        with pytest.raises(NotFound):
            getattr(desk.of(a_manager("sto-2")), action)({"wish_id": wish["id"]})
    assert desk.of(a_customer("cus-2")).find_wishes({})["items"] == []
    mine = desk.of(a_receptionist(XUJIAHUI.id)).find_wishes({"store_id": XUJIAHUI.id})["items"]
    assert [one["id"] for one in mine] == [wish["id"]]


def test_a_wish_lapses_with_its_last_date(desk):
    _, (wish,) = waiting(desk, "cus-1")
    desk.clock.at = START + timedelta(hours=9)

    desk.of(BOOKING).sweep_waitlist()

    assert status(desk, wish) == "lapsed"


def test_a_running_offer_keeps_the_hold_neither_firm_nor_free(desk):
    visit, (wish,) = waiting(desk, "cus-1")
    free(desk, visit)
    held = desk.storage.waitlist.rows[wish["id"]].offer.appointment_id

    def asked():
        return desk.of(SCHEDULING).answer_for_claim({"claim_id": held})

    assert asked() == {"needed": True, "ask_again_in_seconds": 900.0}
    desk.clock.at += timedelta(minutes=20)
    assert asked() == {"needed": True, "ask_again_in_seconds": 5.0}
    desk.of(BOOKING).sweep_waitlist()
    assert asked() == {"needed": False}


def test_who_dies_between_claim_and_offer_leaves_a_hold_that_nobody_needs(desk):
    visit, (wish,) = waiting(desk, "cus-1")
    desk.scheduling.release(visit["id"])
    desk.storage.looks.ask([XUJIAHUI.id], HOUR)

    def die(moment):
        if moment == "after_offer_claim":
            raise SystemExit(moment)

    desk.checkpoint = die
    with pytest.raises(SystemExit):
        desk.of(BOOKING).sweep_waitlist()
    assert status(desk, wish) == "waiting"
    (held,) = desk.scheduling.claims

    assert desk.of(SCHEDULING).answer_for_claim({"claim_id": held}) == {"needed": False}
    desk.scheduling.release(held)
    desk.checkpoint = None
    look(desk)

    assert status(desk, wish) == "offered"


def test_a_wish_withdrawn_while_its_time_was_claimed_is_offered_nothing(desk):
    visit, (wish,) = waiting(desk, "cus-1")
    desk.scheduling.meanwhile = lambda: act(desk, wish, "withdraw_wish")

    free(desk, visit)

    assert status(desk, wish) == "withdrawn"
    assert desk.storage.waitlist.events == []
    assert [one.state for one in desk.storage.attempts.rows.values()] == ["done", "abandoned"]


def test_whom_a_direct_booking_forestalls_goes_on_waiting(desk):
    visit, (wish,) = waiting(desk, "cus-1")
    desk.scheduling.release(visit["id"])
    desk.storage.looks.ask([XUJIAHUI.id], HOUR)

    def forestall(moment):
        if moment == "after_offer_attempt":
            desk.checkpoint = None
            desk.book(a_customer("cus-3"), key="key-3")

    desk.checkpoint = forestall
    desk.of(BOOKING).sweep_waitlist()

    assert status(desk, wish) == "waiting"
    assert desk.storage.waitlist.events == []
    assert not desk.storage.looks.due


def test_while_scheduling_is_away_the_list_stays_to_be_gone_down(desk):
    visit, (wish,) = waiting(desk, "cus-1")
    desk.scheduling.release(visit["id"])
    desk.storage.looks.ask([XUJIAHUI.id], HOUR)
    desk.scheduling.refusal = Unavailable()

    with pytest.raises(Unavailable):
        desk.of(BOOKING).sweep_waitlist()
    desk.of(BOOKING).sweep_waitlist()

    assert status(desk, wish) == "offered"


def test_freed_time_elsewhere_counts_where_its_technicians_work_as_well(desk):
    _, (wish,) = waiting(desk, "cus-1")
    told = {"store_id": "sto-2", "technicians": [WANG.id], "cause": "leave"}
    desk.of(BOOKING).on_time_freed(
        an_event("time_freed", {**told, "from": HOUR.start.isoformat(), "to": HOUR.end.isoformat()})
    )

    assert desk.storage.looks.due == {XUJIAHUI.id: HOUR}
    assert status(desk, wish) == "waiting"


def test_every_list_is_gone_down_now_and_then_whatever_was_told(desk):
    waiting(desk, "cus-1")

    desk.of(BOOKING).look_at_every_waitlist()

    assert desk.storage.looks.due == {XUJIAHUI.id: None}


def test_an_offer_never_stands_longer_than_until_the_visit_would_begin(desk):
    visit, (wish,) = waiting(desk, "cus-1")
    desk.clock.at = START - timedelta(minutes=5)

    free(desk, visit)

    assert desk.storage.waitlist.rows[wish["id"]].offer.answer_by == START


@pytest.mark.parametrize("was", life.STATUSES)
@pytest.mark.parametrize("by", [life.CUSTOMER, life.STAFF, life.SYSTEM])
def test_every_step_is_taken_as_the_table_says_or_refused(was, by):
    wish = a_wish(status=was, offer=an_offer() if was in (life.OFFERED, life.ACCEPTED) else None)
    steps = {
        "offer": lambda: wish.offered(an_offer()) if by == life.SYSTEM else life.after(was, "offer", {by}),
        "accept": lambda: wish.accepted({by}, NOW),
        "decline": lambda: wish.declined({by}),
        "withdraw": lambda: wish.withdrawn({by}),
        "expire": lambda: wish.expired() if by == life.SYSTEM else life.after(was, "expire", {by}),
        "lapse": lambda: wish.lapsed() if by == life.SYSTEM else life.after(was, "lapse", {by}),
    }
    allowed = life.allowed_actions(was, {by})

    for action, step in steps.items():
        if action in allowed:
            assert step() is not None
        else:
            with pytest.raises(Conflict, match="illegal_transition"):
                step()
