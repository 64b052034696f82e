"""Offers of home visits: one technician after another is asked, then the dispatch board decides."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from marshmallow import ValidationError

from services.booking import use_cases
from services.booking.domain.home.search import CLOSED, LOOKING, OFFERING, UNASSIGNED
from services.booking.domain.terms.rules import Rules
from shared.actor import Actor
from shared.errors import Conflict, NotFound, Unavailable
from shared.testing import NOW, a_customer, a_receptionist, a_technician
from tests.support.booking import CHEN, LI, START, WANG, ZHANG, a_claim
from tests.support.booking_desk import Desk
from tests.support.booking_ledger import SlotTaken

RECEPTION = a_receptionist("sto-1")
SYSTEM = Actor.system("booking")
HOME = {"text": "衡山路12号", "lng": 121.44, "lat": 31.2}
SOON = NOW + timedelta(minutes=10)
STAFF_CAN = ["accept", "decline", "assign", "reschedule", "cancel"]


def technician(who: Any) -> Actor:
    return a_technician(who.id)


class Visit:
    """A home visit that 王建国 is asked to make, in a shop where each has ten minutes to say so."""

    def __init__(self, desk: Desk, **wish: Any) -> None:
        self.desk = desk
        desk.storage.catalogue.in_force = Rules("rul-9", free_cancel_hours=2, late_cancel_fee_percent=20)
        self.booked = desk.book(place="home", address=HOME, **wish)
        self.named = {"appointment_id": self.booked["id"]}

    @property
    def row(self):
        return self.desk.storage.appointments.rows[self.booked["id"]]

    @property
    def search(self):
        return self.desk.storage.home_searches.rows[self.booked["id"]]

    def seen_by(self, actor: Actor) -> dict[str, Any]:
        return self.desk.of(actor).get_appointment(self.named)

    def act(self, actor: Actor, action: str, **more: Any) -> dict[str, Any]:
        return self.desk.of(actor).act_on_appointment({**self.named, "action": action, **more})

    def declined_by(self, who: Any, reason: str = "太远") -> dict[str, Any]:
        return self.act(technician(who), "decline", reason=reason)

    def assign(self, who: Any, actor: Actor = RECEPTION) -> dict[str, Any]:
        return self.desk.of(actor).assign_technician({**self.named, "technician_id": who.id})

    def swept(self) -> None:
        """What both sweeps make of it; whatever was leased is free again."""
        self.desk.of(SYSTEM).sweep_overdue_appointments()
        self.desk.storage.home_searches.leased.clear()
        self.desk.of(SYSTEM).sweep_home_searches()

    def wait(self, **time: float) -> None:
        self.desk.clock.at += timedelta(**time)
        self.swept()

    def nobody_takes_it(self) -> "Visit":
        for who in (WANG, LI, ZHANG):
            self.declined_by(who)
            self.swept()
        return self

    def told(self) -> list[str]:
        """What was announced since the request."""
        return self.desk.storage.appointments.told()[1:]

    def fact(self, type_: str) -> Any:
        return [fact for fact in self.desk.storage.appointments.events if fact.type() == type_][-1]

    def asked(self) -> list[tuple[str, str]]:
        return [(one.technician_id, one.state) for one in self.search.offers]


@pytest.fixture
def visit(desk):
    return Visit(desk)


def test_a_home_visit_is_offered_to_the_technician_whose_time_it_has(visit):
    assert (visit.booked["status"], visit.booked["answer_by"]) == ("pending_acceptance", "2026-11-18T10:10:00+08:00")
    assert visit.asked() == [(WANG.id, "offered")]
    offered = visit.fact("home_visit_offered")
    assert (offered.offered_to, offered.answer_by, offered.round) == (WANG, SOON, 1)
    assert offered.revision == visit.row.version == 2


def test_without_a_time_to_answer_it_is_confirmed_at_once(desk):
    desk.storage.catalogue.in_force = Rules(home_offer_minutes=0)

    assert desk.book(place="home", address=HOME)["status"] == "confirmed"
    assert desk.storage.home_searches.rows == {}


def test_a_visit_in_the_store_is_offered_to_nobody(desk):
    desk.storage.catalogue.in_force = Rules()

    assert desk.book()["status"] == "confirmed"


def test_who_is_asked_accepts(visit):
    assert visit.seen_by(technician(WANG))["allowed_actions"] == ["accept", "decline"]

    view = visit.act(technician(WANG), "accept")

    assert (view["status"], view["answer_by"]) == ("confirmed", None)
    assert visit.told() == ["home_visit_offered", "home_offer_ended", "appointment_confirmed"]
    assert (visit.fact("home_offer_ended").how, visit.search.state) == ("accepted", CLOSED)


def test_nobody_else_answers_for_them(visit):
    assert visit.seen_by(a_customer())["allowed_actions"] == ["reschedule", "cancel"]
    assert visit.seen_by(RECEPTION)["allowed_actions"] == STAFF_CAN
    with pytest.raises(Conflict):
        visit.act(a_customer(), "accept")
    with pytest.raises(NotFound):
        visit.act(technician(LI), "accept")
    assert visit.row.status == "pending_acceptance"


def test_declined_it_goes_to_the_next_in_rank(visit):
    view = visit.declined_by(WANG, "客户家太远")
    assert (view["status"], view["allowed_actions"]) == ("pending_acceptance", [])

    visit.swept()

    assert visit.row.technician_ids == (LI.id,)
    assert visit.asked() == [(WANG.id, "declined"), (LI.id, "offered")]
    assert visit.told() == ["home_visit_offered", "home_offer_ended", "home_visit_offered"]
    offered = visit.fact("home_visit_offered")
    assert (offered.offered_to, offered.previous.technicians, offered.round) == (LI, (WANG,), 2)
    assert visit.seen_by(technician(LI))["allowed_actions"] == ["accept", "decline"]
    with pytest.raises(NotFound):
        visit.seen_by(technician(WANG))


def test_why_they_declined_is_kept_for_dispatch_and_hidden_from_the_customer(visit):
    visit.declined_by(WANG, "客户家太远")

    history = visit.desk.of(a_customer()).get_history(visit.named)["items"]

    assert visit.search.offers[0].reason == "客户家太远"
    assert [(entry["action"], entry["reason"]) for entry in history][-1] == ("pass-on", None)
    assert visit.fact("home_offer_ended").reason is None


def test_who_declines_says_why(visit):
    with pytest.raises(ValidationError):
        visit.act(technician(WANG), "decline")


def test_to_decline_twice_is_to_decline_once(visit):
    visit.declined_by(WANG)
    with pytest.raises(Conflict):
        visit.declined_by(WANG)
    assert visit.asked() == [(WANG.id, "declined")]


def test_unanswered_it_goes_on_at_the_deadline_and_not_before(visit):
    visit.wait(minutes=9, seconds=59)
    assert visit.asked() == [(WANG.id, "offered")]

    visit.wait(seconds=1)

    assert visit.asked() == [(WANG.id, "expired"), (LI.id, "offered")]
    assert visit.row.answer_by == SOON + timedelta(minutes=10)
    assert visit.row.status == "pending_acceptance"


def test_who_answers_too_late_is_refused_even_if_nobody_swept(visit):
    visit.desk.clock.at = SOON

    assert visit.seen_by(technician(WANG))["allowed_actions"] == []
    with pytest.raises(Conflict) as refused:
        visit.act(technician(WANG), "accept")

    assert refused.value.code == "illegal_transition"


def test_what_was_accepted_in_time_is_not_taken_away_by_the_sweep(visit):
    visit.desk.clock.at = SOON - timedelta(seconds=1)
    visit.act(technician(WANG), "accept")

    visit.wait(seconds=1)

    assert (visit.row.status, visit.row.technician_ids) == ("confirmed", (WANG.id,))


def test_who_was_taken_meanwhile_is_passed_over(visit):
    visit.declined_by(WANG)
    visit.desk.scheduling.refusals = [None, SlotTaken()]

    visit.swept()

    assert visit.asked() == [(WANG.id, "declined"), (LI.id, "missed"), (ZHANG.id, "offered")]
    assert visit.search.offers[1].reason == "slot_taken"
    assert visit.row.technician_ids == (ZHANG.id,)


def test_after_three_the_visit_is_on_the_dispatch_board(visit):
    visit.nobody_takes_it()

    assert (visit.row.status, visit.row.answer_by, visit.search.state) == ("pending_acceptance", None, UNASSIGNED)
    reasons = visit.fact("home_visit_unassigned").reasons
    assert [(one.technician, one.how, one.reason) for one in reasons] == [
        (who, "declined", "太远") for who in (WANG, LI, ZHANG)
    ]
    assert visit.seen_by(RECEPTION)["allowed_actions"] == [one for one in STAFF_CAN if one != "accept"]
    assert visit.seen_by(technician(ZHANG))["allowed_actions"] == []
    visit.swept()
    assert visit.told().count("home_visit_unassigned") == 1


def test_with_nobody_left_to_ask_it_is_there_sooner(visit):
    visit.desk.scheduling.ranked = []
    visit.declined_by(WANG)

    visit.swept()

    assert visit.search.state == UNASSIGNED


def test_a_claim_that_scheduling_does_not_know_is_for_dispatch_to_see(visit):
    visit.declined_by(WANG)
    visit.desk.scheduling.refusals = [NotFound()]

    visit.swept()

    assert visit.search.state == UNASSIGNED


def test_staff_assign_somebody_who_is_then_asked(visit):
    visit.nobody_takes_it()

    view = visit.assign(CHEN)

    assert (view["technician"]["id"], view["status"]) == (CHEN.id, "pending_acceptance")
    assert (visit.search.state, visit.asked()[-1]) == (OFFERING, (CHEN.id, "offered"))
    assert visit.act(technician(CHEN), "accept")["status"] == "confirmed"


def test_who_is_assigned_and_declines_leaves_it_to_dispatch_again(visit):
    visit.nobody_takes_it().assign(CHEN)
    visit.declined_by(CHEN)

    visit.swept()

    assert visit.search.state == UNASSIGNED


def test_whoever_is_asked_is_asked_until_the_assigned_one_has_its_time(visit):
    visit.desk.scheduling.refusals = [SlotTaken()]
    with pytest.raises(SlotTaken):
        visit.assign(CHEN)
    assert visit.seen_by(technician(WANG))["allowed_actions"] == ["accept", "decline"]

    visit.assign(CHEN)

    assert visit.asked() == [(WANG.id, "withdrawn"), (CHEN.id, "missed"), (CHEN.id, "offered")]
    assert visit.told()[-2:] == ["home_offer_ended", "home_visit_offered"]
    assert visit.fact("home_offer_ended").how == "withdrawn"


def test_assigned_twice_they_are_asked_once(visit):
    visit.assign(CHEN)
    before = visit.row

    visit.assign(CHEN)

    assert visit.row == before


def test_who_has_its_time_is_asked_again_without_a_move(visit):
    visit.nobody_takes_it()
    moves = len(visit.desk.scheduling.wishes)

    visit.assign(ZHANG)

    assert visit.asked()[-1] == (ZHANG.id, "offered")
    assert len(visit.desk.scheduling.wishes) == moves


@pytest.mark.parametrize("actor", [a_customer(), technician(WANG)])
def test_only_staff_assign(visit, actor):
    with pytest.raises(Conflict):
        visit.assign(CHEN, actor)


def test_staff_accept_on_behalf_of_who_is_asked(visit):
    assert visit.seen_by(RECEPTION)["allowed_actions"] == STAFF_CAN

    assert visit.act(RECEPTION, "accept")["status"] == "confirmed"
    ended = visit.fact("home_offer_ended")
    assert (ended.how, ended.technician, visit.search.state) == ("accepted", WANG, CLOSED)


def test_staff_accept_for_nobody_who_said_no_unless_they_assign_them(visit):
    visit.nobody_takes_it()

    with pytest.raises(Conflict) as refused:
        visit.act(RECEPTION, "accept")

    assert (refused.value.code, visit.row.status) == ("illegal_transition", "pending_acceptance")
    visit.assign(ZHANG)
    assert visit.act(RECEPTION, "accept")["technician"]["id"] == ZHANG.id


def test_staff_decline_for_all(visit):
    visit.nobody_takes_it()

    assert visit.act(RECEPTION, "decline", reason="无人可派")["status"] == "declined"
    assert visit.told()[-1] == "appointment_declined"
    assert visit.search.state == CLOSED


def test_nobody_waits_for_ever(visit):
    visit.nobody_takes_it()
    visit.desk.clock.at = START - timedelta(minutes=30, seconds=1)
    visit.swept()
    assert visit.row.status == "pending_acceptance"

    visit.wait(seconds=1)

    assert visit.row.status == "expired"
    assert visit.told()[-1] == "appointment_expired"


def test_even_while_scheduling_is_away_the_search_ends(visit):
    visit.declined_by(WANG)
    visit.desk.scheduling.refusals = [Unavailable()]
    with pytest.raises(Unavailable):
        visit.swept()
    assert visit.search.state == LOOKING

    visit.desk.clock.at = START - timedelta(minutes=30)
    visit.desk.of(SYSTEM).sweep_overdue_appointments()

    assert visit.row.status == "expired"


def test_while_scheduling_is_away_nothing_is_lost_and_it_is_tried_again(visit):
    visit.declined_by(WANG)
    visit.desk.scheduling.refusals = [Unavailable()]
    with pytest.raises(Unavailable):
        visit.swept()
    assert visit.asked() == [(WANG.id, "declined")]

    visit.swept()

    assert visit.asked()[-1] == (LI.id, "offered")


def test_a_move_whose_answer_is_lost_is_followed_once(visit):
    visit.declined_by(WANG)
    visit.desk.scheduling.lost_move = Unavailable()
    visit.swept()
    assert visit.asked()[-1] == (LI.id, "moving")

    visit.desk.of(SYSTEM).sweep_open_changes()
    visit.swept()

    assert visit.asked() == [(WANG.id, "declined"), (LI.id, "offered")]
    assert visit.told().count("home_visit_offered") == 2


def test_a_move_that_never_reached_scheduling_is_begun_anew(visit):
    visit.declined_by(WANG)
    visit.desk.scheduling.refusals = [None, Unavailable()]
    visit.swept()
    assert visit.asked()[-1] == (LI.id, "moving")

    visit.desk.of(SYSTEM).sweep_open_changes()
    visit.swept()

    assert visit.asked() == [(WANG.id, "declined"), (LI.id, "missed"), (LI.id, "offered")]


def test_nobody_accepts_a_visit_that_is_on_its_way_to_somebody_else(visit):
    visit.desk.scheduling.lost_move = Unavailable()
    with pytest.raises(Unavailable):
        visit.assign(CHEN)

    with pytest.raises(Conflict) as refused:
        visit.act(RECEPTION, "accept")

    assert refused.value.code == "change_in_progress"


def test_cancelled_while_it_moves_it_stays_cancelled(visit):
    visit.declined_by(WANG)
    visit.desk.scheduling.meanwhile = lambda: visit.desk.of(a_customer()).cancel_appointment(visit.named)

    visit.swept()

    assert visit.row.status == "cancelled"
    assert (visit.search.state, visit.told()[-1]) == (CLOSED, "appointment_cancelled")


def test_to_cancel_is_free_while_nobody_has_accepted_and_ends_the_offer(visit):
    visit.desk.clock.at = START - timedelta(hours=1)
    view = visit.desk.of(a_customer()).cancel_appointment(visit.named)

    assert (view["status"], view["fee_fen"]) == ("cancelled", 0)
    assert visit.fact("home_offer_ended").how == "withdrawn"
    with pytest.raises(Conflict):
        visit.act(technician(WANG), "accept")


def test_a_customer_who_named_somebody_else_may_cancel_free_to_the_last(desk):
    visit = Visit(desk, technician_id=WANG.id)
    visit.declined_by(WANG)
    visit.swept()
    assert visit.fact("home_visit_offered").instead_of == WANG
    visit.act(technician(LI), "accept")
    assert visit.row.technician_requested is False

    desk.clock.at = START - timedelta(minutes=5)
    view = desk.of(a_customer()).cancel_appointment(visit.named)

    assert (view["status"], view["fee_fen"]) == ("cancelled", 0)


def test_and_one_who_named_nobody_pays_for_a_late_cancellation(visit):
    visit.declined_by(WANG)
    visit.swept()
    visit.act(technician(LI), "accept")

    visit.desk.clock.at = START - timedelta(minutes=5)

    assert visit.desk.of(a_customer()).cancel_appointment(visit.named)["status"] == "late_cancelled"


def test_at_another_time_everybody_may_be_asked_again(visit):
    visit.declined_by(WANG)
    visit.swept()
    later = (START + timedelta(hours=3)).isoformat()

    view = visit.desk.of(a_customer()).reschedule_appointment(
        {**visit.named, "starts_at": later, "technician_id": WANG.id}
    )

    assert (view["status"], view["technician"]["id"]) == ("pending_acceptance", WANG.id)
    assert visit.asked()[-2:] == [(LI.id, "withdrawn"), (WANG.id, "offered")]
    assert visit.search.deadline == START + timedelta(hours=2, minutes=30)
    assert visit.told()[-3:] == ["appointment_rescheduled", "home_offer_ended", "home_visit_offered"]


def test_a_visit_that_dispatch_moves_is_offered_to_who_has_it_then(visit):
    visit.nobody_takes_it()
    moved = a_claim(id=visit.booked["id"], revision=9, technician_ids=(CHEN.id,), starts_at=START, change_id="chg-9")

    use_cases.apply_claim(visit.desk.storage, moved, now=visit.desk.clock.at)

    assert visit.asked()[-1] == (CHEN.id, "offered")
    assert visit.row.status == "pending_acceptance"


def test_a_visit_soon_leaves_each_less_time_and_ends_half_way_to_its_start(desk):
    desk.clock.at = START - timedelta(minutes=16)
    visit = Visit(desk)

    assert datetime.fromisoformat(visit.booked["answer_by"]) == START - timedelta(minutes=8)
    visit.wait(minutes=8)
    assert visit.row.status == "expired"


def test_times_are_utc_in_what_is_told(visit):
    assert visit.fact("home_visit_offered").answer_by.tzinfo == UTC
